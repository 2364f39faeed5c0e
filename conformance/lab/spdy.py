"""What a kubelet speaks when `kubectl port-forward` or istioctl asks for a pod's port: SPDY/3.1, as far as that needs it.

Frames and the compression's dictionary: https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/ (2.2, 2.6.10.1). A port is two streams, one for
errors and one for data; their kind and port stand in the headers `streamtype` and `port`.
"""

import struct
import threading
import zlib

WORDS = [
    "options",
    "head",
    "post",
    "put",
    "delete",
    "trace",
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "age",
    "allow",
    "authorization",
    "cache-control",
    "connection",
    "content-base",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-md5",
    "content-range",
    "content-type",
    "date",
    "etag",
    "expect",
    "expires",
    "from",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "last-modified",
    "location",
    "max-forwards",
    "pragma",
    "proxy-authenticate",
    "proxy-authorization",
    "range",
    "referer",
    "retry-after",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "vary",
    "via",
    "warning",
    "www-authenticate",
    "method",
    "get",
    "status",
]
WORDS += ["200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive", "origin"]
REST = (
    "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content"
    "301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service Unavailable"
    "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,"
    "application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0."
)
DICTIONARY = (
    b"".join(struct.pack(">I", len(word)) + word.encode() for word in WORDS) + REST.encode()
)

SYN_STREAM, SYN_REPLY, RST_STREAM, PING, GOAWAY = 1, 2, 3, 6, 7
FIN = 1


class Session:
    """One upgraded connection; connect(port) opens a socket within the pod."""

    def __init__(self, reader, writer, connect):
        self.reader, self.writer, self.connect = reader, writer, connect
        self.lock = threading.Lock()
        self.inflate = zlib.decompressobj(zdict=DICTIONARY)
        self.deflate = zlib.compressobj(zdict=DICTIONARY)
        self.sockets, self.errors = {}, {}

    def control(self, kind, payload):
        with self.lock:
            self.writer.write(struct.pack(">HHI", 0x8003, kind, len(payload)) + payload)
            self.writer.flush()

    def data(self, stream, payload, flags=0):
        with self.lock:
            self.writer.write(struct.pack(">II", stream, flags << 24 | len(payload)) + payload)
            self.writer.flush()

    def headers(self, block):
        text = self.inflate.decompress(block)
        found, at = {}, 4
        for _ in range(struct.unpack_from(">I", text)[0]):
            pair = []
            for _ in range(2):
                length = struct.unpack_from(">I", text, at)[0]
                pair.append(text[at + 4 : at + 4 + length].decode())
                at += 4 + length
            found[pair[0].lower()] = pair[1]
        return found

    def open(self, stream, headers):
        with self.lock:
            block = self.deflate.compress(struct.pack(">I", 0)) + self.deflate.flush(
                zlib.Z_SYNC_FLUSH
            )
        self.control(SYN_REPLY, struct.pack(">I", stream) + block)
        request = headers.get("requestid")
        if headers.get("streamtype") == "error":
            self.errors[request] = stream
            return
        try:
            self.sockets[stream] = self.connect(int(headers["port"]))
        except OSError as e:
            self.data(self.errors.get(request, stream), f"{e}".encode(), FIN)
            self.data(stream, b"", FIN)
            return
        threading.Thread(
            target=self.relay, args=(stream, self.errors.get(request)), daemon=True
        ).start()

    def relay(self, stream, error):
        """From the pod to the caller, until the pod has nothing more to say."""
        try:
            while part := self.sockets[stream].recv(65536):
                self.data(stream, part)
            self.data(stream, b"", FIN)
            if error is not None:
                self.data(error, b"", FIN)
        except OSError:
            pass

    def serve(self):
        try:
            while len(head := self.reader.read(8)) == 8:
                first, second = struct.unpack(">II", head)
                flags, length = second >> 24, second & 0xFFFFFF
                if len(payload := self.reader.read(length)) < length:
                    break  # The caller went away in the middle of a frame.
                if first >> 31:
                    self.obey(first & 0xFFFF, payload)
                elif first in self.sockets:
                    if payload:
                        self.sockets[first].sendall(payload)
                    if flags & FIN:
                        self.sockets[first].shutdown(1)
        except OSError:
            pass
        finally:
            for each in self.sockets.values():
                each.close()

    def obey(self, kind, payload):
        if kind == SYN_STREAM:
            self.open(struct.unpack_from(">I", payload)[0] & 0x7FFFFFFF, self.headers(payload[10:]))
        elif kind == PING:
            self.control(PING, payload)
        elif kind == RST_STREAM and (
            found := self.sockets.get(struct.unpack_from(">I", payload)[0])
        ):
            found.close()
