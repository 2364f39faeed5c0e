"""python3 -m azure FOLDER: runs the simulator until it is ended; prints how to reach it."""

import json
import signal
import sys
import threading
from pathlib import Path

from conformance.azure.environment import variables
from conformance.azure.web import Server


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder)
    server.start()
    print(json.dumps(variables(server)), flush=True)
    done = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: done.set())
    done.wait()
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
