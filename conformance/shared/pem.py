"""Certificates of PEM files."""

import base64
import hashlib
import re

BODY = re.compile("BEGIN CERTIFICATE-----(.*?)-----END", re.DOTALL)


def bodies(text: str) -> list[str]:
    """Each certificate in base64, in the order of the text."""
    return ["".join(body.split()) for body in BODY.findall(text)]


def digests(text: str) -> list[str]:
    """SHA-256 of each certificate, as step 02 prints it."""
    return [hashlib.sha256(base64.b64decode(body)).hexdigest() for body in bodies(text)]
