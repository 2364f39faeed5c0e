"""What the rehearsal reads, and how it shares its work."""

import json
from pathlib import Path

import pytest

from conformance.shared import places
from conformance.standins import recording
from conformance.standins.recording import is_wanted, words
from conformance.standins.spy import is_wildcard_question
from conformance.steps.check import MAIN, default_trees, skipped
from conformance.steps.command_lines import COMMAND, line_of, pattern_of
from conformance.steps.faults import FAULTS, differences
from conformance.steps.runbook import Command, commands, complete, is_of_this_tree
from conformance.steps.share import Share, shares_of
from conformance.steps.takeover import missing_programs
from conformance.steps.trust import certificates

CAN_I = "auth can-i"
README = """# A mesh

`kubectl get pods` before any section is no command.

## Deploy

Run `scripts/up.sh`, look with `kubectl get nodes`, and know `kubectl` and `a word`.

```bash
az account show
az version
```

```console
$ not a command
```

Sign in: `az login --tenant x`. `meshgen ca issue`
"""


def test_commands_are_found_in_their_order() -> None:
    assert [each.text for each in commands(README)] == [
        "kubectl get nodes",
        "az account show\naz version\n",
        "az login --tenant x",
        "meshgen ca issue",
    ]
    assert [each.text for each in complete(commands(README))] == [
        "kubectl get nodes",
        "az account show\naz version\n",
    ]


@pytest.mark.parametrize(
    ("text", "new_steps", "expected"),
    [
        ("kubectl --context one get nodes", [], True),
        ("scripts/up.sh --dry-run", [], True),
        ("scripts/up.sh", [], False),
        ("scripts/up.sh", ["12"], True),
        ("scripts/up.sh --from 10", ["12"], False),
        ("scripts/up.sh --from 02 --to 03\nscripts/restart.sh\n", ["12"], False),
        ("meshgen ca rotate root --step trust-both", ["12"], False),
        ("scripts/down.sh --confirm x", [], True),
    ],
)
def test_what_is_left_to_the_first_tree(text: str, new_steps: list[str], expected: bool) -> None:
    assert is_of_this_tree(Command("Deploy", text), Share(False, new_steps)) == expected


def test_a_command_has_a_title() -> None:
    block = Command("Deploy", "export A=1\none\ntwo\n")
    assert (block.title, block.last_word) == ("README.md, Deploy: one (3 lines)", "two")
    assert Command("Deploy", "one").title == "README.md, Deploy: one"


def test_each_committed_readme_has_the_commands_of_a_rotation() -> None:
    for tree in default_trees():
        texts = [each.text for each in commands((tree / "README.md").read_text())]
        assert len([each for each in texts if each.startswith("meshgen ca rotate root")]) == 3
        assert any(each.startswith("meshgen ca rotate intermediate") for each in texts)


def test_the_main_tree_is_whole_and_each_step_fails_once() -> None:
    shares = shares_of(default_trees())
    assert shares[0][0].name == MAIN
    sizes = [len(list((tree / "clusters").iterdir())) for tree, _ in shares[1:]]
    assert sizes == sorted(sizes)
    assert [share.whole for _, share in shares] == [True, *[False] * (len(shares) - 1)]
    failing = [step for _, share in shares for step in share.failing]
    assert len(failing) == len(set(failing))
    scripts = (places.PROJECT / "out").glob("*/scripts/[0-9][0-9]-*.sh")
    assert set(failing) == {each.name[:2] for each in scripts} == set(FAULTS)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("keyvault secret set --name a", "keyvault secret set"),
        ("--context one get pods", "get pods"),
        (
            "--namespace x --context one rollout status deployment/a -w",
            "rollout status deployment/a",
        ),
        ("network application-gateway ssl-cert list", "network application-gateway ssl-cert list"),
        ("--version", ""),
    ],
)
def test_the_words_of_a_command(arguments: str, expected: str) -> None:
    assert words(arguments.split()) == expected


def test_a_call_fails_where_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "STEP", "03-store")
    fault = {"step": "03-store", "tool": "az", "words": "keyvault secret", "argument": None}
    arguments = ["keyvault", "secret", "set", "--name", "a"]
    assert is_wanted(fault, "az", arguments)
    assert is_wanted({**fault, "argument": "a"}, "az", arguments)
    assert not is_wanted({**fault, "argument": "b"}, "az", arguments)
    assert not is_wanted({**fault, "step": "04"}, "az", arguments)
    assert not is_wanted(fault, "kubectl", arguments)
    assert not is_wanted(fault, "az", ["keyvault", "certificate", "list"])


def test_a_question_about_everything_gets_no_answer() -> None:
    old = ["--context", "one", "auth", "can-i", "*", "*", "--all-namespaces"]
    assert is_wildcard_question("kubectl", old)
    assert not is_wildcard_question("kubectl", ["auth", "can-i", "create", "namespaces"])
    assert not is_wildcard_question("kubectl", ["get", "pods", "*"])


def test_no_step_asks_about_everything() -> None:
    asking = [
        each for each in places.PROJECT.glob("out/*/scripts/*.sh") if CAN_I in each.read_text()
    ]
    assert len(asking) == len(default_trees())
    for script in asking:
        assert "'*'" not in script.read_text(), script


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("  azure keyvault secret set --name x", "keyvault secret set"),
        ("  azure rest --method post --url x", "rest"),
        ('  x=$(azure "$kind" list --query a', '"$kind" list'),
        (
            'azure network application-gateway root-cert "$verb" --name',
            'network application-gateway root-cert "$verb"',
        ),
    ],
)
def test_az_commands_are_found_in_scripts(line: str, command: str) -> None:
    found = COMMAND.search(line)
    assert found
    assert found[1] == command


def test_a_variable_stands_for_one_word() -> None:
    assert pattern_of('root-cert "$verb"').replace("\\-", "-") == r"root-cert \S+"


def test_lines_that_differ_in_temporary_files_are_one() -> None:
    one, two = (f"/t/out/x/.work/tmp.{each}/secret" for each in ("Ab1", "Cd2"))
    assert line_of({"arguments": ["set", one]}) == line_of({"arguments": ["set", two]})
    policies = ("@/t/files/0-policy.json", "@/t/files/12-policy.json")
    assert len({line_of({"arguments": [each]}) for each in policies}) == 1
    assert line_of({"arguments": ["a"]}) != line_of({"arguments": ["b"]})


def test_differences_are_named() -> None:
    before = {"same": {"a": 1}, "changed": {"a": 1, "b": 2}, "gone": {"a": 1}}
    after = {"same": {"a": 1}, "changed": {"a": 1, "b": 3}, "new": {"a": 1}}
    assert differences(before, after) == ["changed ['b']", "gone", "new"]
    assert differences({"file": b"1"}, {"file": b"2"}) == ["file"]


def test_certificates_of_a_bundle() -> None:
    pem = "-----BEGIN CERTIFICATE-----\nB\nB\n-----END CERTIFICATE-----\n"
    assert certificates(pem.replace("B\nB", "C") + pem) == ["BB", "C"]


def test_a_recorded_call_keeps_what_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / ".work" / "tmp.x"
    work.mkdir(parents=True)
    (work / "policy.json").write_text("{}")
    (work / "key.pem").write_text("-----BEGIN PRIVATE KEY-----")
    policy, key = f"@{work / 'policy.json'}", str(work / "key.pem")
    monkeypatch.setattr(recording, "HOME", tmp_path)
    monkeypatch.setattr("sys.argv", ["az", "keyvault", "--policy", policy, "--file", key])
    arguments = recording.called("az")
    call = json.loads((tmp_path / "calls.jsonl").read_text())
    assert arguments == ["keyvault", "--policy", policy, "--file", key]
    assert call["arguments"][2] == f"@{tmp_path / 'files' / '0-policy.json'}"
    assert call["arguments"][4] == key


def test_a_takeover_without_istios_makefile_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MESHGEN_ISTIO_CERTS", str(tmp_path))
    makefile = tmp_path / "Makefile.selfsigned.mk"
    assert str(makefile) in missing_programs()
    makefile.touch()
    assert str(makefile) not in missing_programs()


def test_a_check_that_is_skipped_names_its_own_tools(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("MESHGEN_REQUIRE_TOOLS", raising=False)
    monkeypatch.delenv("CI", raising=False)
    assert skipped("takeover", ["make"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("skipped: make ")
    assert "conformance/tools/install takeover" in told[0]
