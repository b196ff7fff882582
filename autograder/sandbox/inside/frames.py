"""Messages on a pipe. Each is a frame: a JSON header, then a body of encoded values, which may be empty.

    length of all that follows (4 bytes)  length of the header (4 bytes)  header  body

Both sides of the sandbox use this module. `read` and `write` are for the child alone: they wait without
end. The host reads and writes in `talk`, with a bound on sizes and times.
"""

from __future__ import annotations

import json
import os
import struct
from typing import Any

HEADER_CAP = 2**21  # bytes of a frame's JSON header
_COMPACT = json.JSONEncoder(separators=(",", ":"))  # made once: json.dumps would make one at each call


class BadFrame(ValueError):
    """Bytes that are no frame. The message is one line."""


def pack(header: dict[str, Any], body: bytes = b"") -> bytes:
    """Return one frame. Raises ValueError or TypeError when `header` cannot be written as JSON."""
    text = _COMPACT.encode(header).encode("ascii")
    return b"".join([struct.pack("!II", 4 + len(text) + len(body), len(text)), text, body])


def unpack(frame: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header and body of a frame given without its first length. Raises BadFrame only."""
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
    """Return the next frame of a blocking pipe, without its first length; None at the pipe's end."""
    start = _exactly(fd, 4)
    return None if start is None else _exactly(fd, struct.unpack("!I", start)[0])


def _exactly(fd: int, size: int) -> bytes | None:
    """Return the next `size` bytes; None where the pipe ends before."""
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
