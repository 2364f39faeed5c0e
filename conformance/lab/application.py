"""What stands for an application's image: answers any request over HTTP with its own name.

It ends at once when it is told to, as most web servers do.

application PORT NAME
"""

import http.server
import os
import signal
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    """The same answer to everybody."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the base class's name
        text = f"{sys.argv[2]}\n".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


if __name__ == "__main__":
    # The first process of a container ignores every signal that it has no handler for.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    http.server.ThreadingHTTPServer(("", int(sys.argv[1])), Handler).serve_forever()
