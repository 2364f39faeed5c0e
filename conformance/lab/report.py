"""What a rehearsal has found, line by line."""

passed = 0
failures = []
name = ""


def ok(text):
    global passed
    passed += 1
    print(f"ok      {name}: {text}", flush=True)


def failed(text, *details):
    """Of each detail the end is shown."""
    failures.append(text)
    print(f"FAILED  {name}: {text}", flush=True)
    for detail in details:
        for line in detail.strip().splitlines()[-25:]:
            print(f"        {line}", flush=True)


def check(text, holds, *details):
    if holds:
        ok(text)
    else:
        failed(text, *details)
    return holds
