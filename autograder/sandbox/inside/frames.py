"""Messages on a pipe: their length in 4 bytes, then a JSON header and, optionally, encoded values.

    length of all that follows (4)  length of the header (4)  header  body

Both sides use it: Python 3.9, standard library. Only the host's side, which bounds and times what
it reads, is in `process`.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any

HEADER_CAP = 2**21  # bytes of a frame's JSON header
_COMPACT = json.JSONEncoder(separators=(",", ":"))  # made once: json.dumps makes one each time


class BadFrame(ValueError):
    """Bytes that are no frame; one line."""


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """One frame. Raises ValueError or TypeError when `header` is not JSON."""
    text = _COMPACT.encode(header).encode("ascii")
    return b"".join([struct.pack("!II", 4 + len(text) + len(body), len(text)), text, body])


def unpack(frame: bytes) -> tuple[dict[str, Any], bytes]:
    """(header, body) of a frame without its length. Raises BadFrame, and nothing else."""
    if len(frame) < 4:
        raise BadFrame("a frame without a header")
    (size,) = struct.unpack_from("!I", frame)
    if size > min(HEADER_CAP, len(frame) - 4):
        raise BadFrame(f"a frame of {len(frame)} bytes with a header of {size}")
    try:
        header = json.loads(frame[4 : 4 + size].decode("utf-8"))
    except (ValueError, RecursionError, MemoryError):
        raise BadFrame("a frame whose header is not JSON") from None
    if type(header) is not dict:
        raise BadFrame("a frame whose header is no object")
    return header, frame[4 + size :]


def read(fd: int) -> bytes | None:
    """The next frame without its length, from a blocking pipe; None at its end."""
    start = _exactly(fd, 4)
    return None if start is None else _exactly(fd, struct.unpack("!I", start)[0])


def _exactly(fd: int, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = os.read(fd, min(size - len(parts), 2**20))
        if not part:
            return None
        parts += part
    return bytes(parts)


def write(fd: int, data: bytes) -> None:
    """Write all of `data` to a blocking pipe."""
    left = memoryview(data)
    while left:
        left = left[os.write(fd, left) :]
