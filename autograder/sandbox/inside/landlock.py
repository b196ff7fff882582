"""Landlock: the kernel decides which files a process may open (Linux 5.13 on).

No Python binding is well maintained, so this module makes the system calls with ctypes. The constants are
those of <linux/landlock.h>. The numbers of the system calls are the same on all architectures.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_DIR, _MAKE_REG, _MAKE_SYM = 1 << 7, 1 << 8, 1 << 12
_REFER, _TRUNCATE = 1 << 13, 1 << 14  # since versions 2 and 3 of Landlock

_FILE = _READ_FILE | _WRITE_FILE | _TRUNCATE
READ = _READ_FILE | _READ_DIR
LIST = _READ_DIR
# Not to make sockets, pipes or devices, and not to execute a file: not even in the private directory.
WRITE = READ | _WRITE_FILE | _TRUNCATE | _REMOVE_DIR | _REMOVE_FILE | _REFER
WRITE |= _MAKE_DIR | _MAKE_REG | _MAKE_SYM

LIBC = ctypes.CDLL(None, use_errno=True)


def _call(number: int, *arguments: object) -> int:
    """Make a system call and return its result. Raises OSError."""
    result = int(LIBC.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"Landlock: {os.strerror(error)}")
    return result


def landlock_abi() -> int:
    """Return the version of Landlock that the kernel has. Raises OSError when it has none."""
    return _call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))


def landlock_rules(
    read: Iterable[str], listed: Iterable[str], write: Iterable[str], devices: Iterable[str]
) -> int:
    """Return the descriptor of a set of rules: nothing may be opened but what these paths hold.

    What lies in `read` may be read, what lies in `write` also written, `devices` are files to read and
    write, and folders in `listed` may only be listed. Where the kernel can, TCP and signals to processes
    outside are refused too. Raises OSError when the kernel has no Landlock.
    """
    abi = landlock_abi()
    known = (1 << 13) - 1
    for version, bit in ((2, _REFER), (3, _TRUNCATE), (5, 1 << 15)):  # 15: ioctl on devices
        known |= bit if abi >= version else 0
    network = 0b11 if abi >= 4 else 0  # bind and connect over TCP
    scope = 0b11 if abi >= 6 else 0  # abstract Unix sockets, signals
    attributes = struct.pack("QQQ", known, network, scope)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    rules = _call(_CREATE, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0))
    for paths, access in ((read, READ), (listed, LIST), (write, WRITE), (devices, _FILE)):
        for path in paths:
            _allow(rules, path, access & known)
    return rules


def _allow(rules: int, path: str, access: int) -> None:
    """Add a rule: what lies at the path may be opened in the ways of `access`, which are bits."""
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # the path does not exist, so there is nothing to allow
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            access &= _FILE
        rule = struct.pack("=Qi", access, fd)
        if access:
            _call(_ADD_RULE, ctypes.c_int(rules), ctypes.c_int(1), rule, ctypes.c_uint32(0))
    finally:
        os.close(fd)


def landlock_enforce(rules: int) -> None:
    """Apply the rules to this thread and its children for ever. It must have set no-new-privileges."""
    _call(_RESTRICT, ctypes.c_int(rules), ctypes.c_uint32(0))
