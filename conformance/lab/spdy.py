"""What a kubelet speaks when `kubectl port-forward` or istioctl asks for a pod's port: SPDY/3.1.

Frames and the compression's dictionary, as far as that needs them:
https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/ (2.2, 2.6.10.1). A port is two
streams, one for errors and one for data; the headers `streamtype` and `port` tell which.
"""

import socket
import struct
import threading
import zlib
from collections.abc import Callable
from io import BufferedIOBase

TEXT = """
    options head post put delete trace accept accept-charset accept-encoding accept-language
    accept-ranges age allow authorization cache-control connection content-base content-encoding
    content-language content-length content-location content-md5 content-range content-type date
    etag expect expires from host if-match if-modified-since if-none-match if-range
    if-unmodified-since last-modified location max-forwards pragma proxy-authenticate
    proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade
    user-agent vary via warning www-authenticate method get status
"""
PHRASES = ["200 OK", "version", "HTTP/1.1", "url", "public", "set-cookie", "keep-alive", "origin"]
WORDS = [*TEXT.split(), *PHRASES]
REST = (
    "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505"
    "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request"
    "401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented"
    "503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 "
    "Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,"
    "application/xml,application/xhtml+xml,text/plain,text/javascript,public"
    "privatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0."
)
LENGTHS = b"".join(struct.pack(">I", len(word)) + word.encode() for word in WORDS)
DICTIONARY = LENGTHS + REST.encode()

SYN_STREAM, SYN_REPLY, RST_STREAM, PING = 1, 2, 3, 6
FIN = 1
HEAD = 8


class Session:
    """One upgraded connection; `connect` opens a socket to a port within the pod."""

    def __init__(
        self,
        reader: BufferedIOBase,
        writer: BufferedIOBase,
        connect: Callable[[int], socket.socket],
    ) -> None:
        self.reader, self.writer, self.connect = reader, writer, connect
        self.lock = threading.Lock()
        self.inflate = zlib.decompressobj(zdict=DICTIONARY)
        self.deflate = zlib.compressobj(zdict=DICTIONARY)
        self.sockets: dict[int, socket.socket] = {}
        self.errors: dict[str | None, int] = {}

    def control(self, kind: int, payload: bytes) -> None:
        with self.lock:
            self.writer.write(struct.pack(">HHI", 0x8003, kind, len(payload)) + payload)
            self.writer.flush()

    def data(self, stream: int, payload: bytes, flags: int = 0) -> None:
        with self.lock:
            self.writer.write(struct.pack(">II", stream, flags << 24 | len(payload)) + payload)
            self.writer.flush()

    def headers(self, block: bytes) -> dict[str, str]:
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

    def open(self, stream: int, headers: dict[str, str]) -> None:
        with self.lock:
            none = struct.pack(">I", 0)
            block = self.deflate.compress(none) + self.deflate.flush(zlib.Z_SYNC_FLUSH)
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
        relay = threading.Thread(target=self.relay, args=(stream, self.errors.get(request)))
        relay.daemon = True
        relay.start()

    def relay(self, stream: int, error: int | None) -> None:
        """From the pod to the caller, until the pod has nothing more to say."""
        try:
            while part := self.sockets[stream].recv(65536):
                self.data(stream, part)
            self.data(stream, b"", FIN)
            if error is not None:
                self.data(error, b"", FIN)
        except OSError:
            pass

    def serve(self) -> None:
        try:
            while len(head := self.reader.read(HEAD)) == HEAD:
                first, second = struct.unpack(">II", head)
                flags, length = second >> 24, second & 0xFFFFFF
                if len(payload := self.reader.read(length)) < length:
                    break  # The caller went away in the middle of a frame.
                if first >> 31:
                    self.obey(first & 0xFFFF, payload)
                elif first in self.sockets:
                    self.pass_on(self.sockets[first], payload, flags)
        except OSError:
            pass
        finally:
            for each in self.sockets.values():
                each.close()

    @staticmethod
    def pass_on(target: socket.socket, payload: bytes, flags: int) -> None:
        if payload:
            target.sendall(payload)
        if flags & FIN:
            target.shutdown(socket.SHUT_WR)

    def obey(self, kind: int, payload: bytes) -> None:
        if kind == SYN_STREAM:
            stream = struct.unpack_from(">I", payload)[0] & 0x7FFFFFFF
            self.open(stream, self.headers(payload[10:]))
        elif kind == PING:
            self.control(PING, payload)
        elif kind == RST_STREAM:
            found = self.sockets.get(struct.unpack_from(">I", payload)[0])
            if found:
                found.close()
