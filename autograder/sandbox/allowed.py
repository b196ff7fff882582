"""The system calls a child may make, as a seccomp filter.

This is an allowlist. Any other call fails with EPERM, and Python then raises an ordinary OSError.

Left out on purpose: fork, exec, sockets, signals, chmod and chown, memfd, hard links, changing the times
of files, ptrace and every other access to another process, io_uring, namespaces, mounts, keys, shared
memory. `truncate` is left out because Landlock does not check it before Linux 6.2; `ftruncate` is allowed.
The filter does not decide which files a call may reach: Landlock and the mounts do.
"""

from __future__ import annotations

import errno
import functools
import tempfile
from typing import Any

from autograder.sandbox.model import SandboxUnavailable

_FILES = """
    access close close_range dup dup2 dup3 faccessat faccessat2 fadvise64 fchdir chdir fstat
    fstatfs ftruncate getcwd getdents getdents64 lseek lstat mkdir mkdirat newfstatat open openat
    pipe pipe2 poll ppoll pread64 preadv pselect6 pwrite64 pwritev read readlink readlinkat readv
    rename renameat renameat2 rmdir select sendfile stat statfs statx symlink symlinkat umask
    unlink unlinkat write writev
"""
_MEMORY = "brk madvise mmap mprotect mremap munmap membarrier"
_TIME = """
    alarm clock_getres clock_gettime clock_nanosleep getitimer gettimeofday nanosleep pause
    setitimer time times
"""
_THREADS = """
    arch_prctl exit exit_group futex futex_waitv get_robust_list getcpu rseq rt_sigaction
    rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait restart_syscall
    sched_getaffinity sched_yield set_robust_list set_tid_address sigaltstack
"""
_WHO = """
    getegid geteuid getgid getgroups getpgid getpgrp getpid getppid getrandom getresgid getresuid
    getrlimit getrusage getsid gettid getuid sysinfo uname
"""

_CLONE_THREAD = 0x00010000
_CLONE_NEW = 0x02000000 | 0x7E020000  # every flag that makes a new namespace
_FCNTL = (0, 1, 2, 3, 4, 5, 6, 7, 1030)  # duplicate, flags, locks; not owner, lease or pipe size
_IOCTL = (0x5401, 0x5413, 0x5421, 0x541B, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ and FIO*; not TIOCSTI
_PR_SET_NAME, _PR_GET_NAME = 15, 16


@functools.lru_cache(maxsize=1)
def seccomp_filter() -> bytes:
    """Return the filter as a BPF program for this machine's architecture.

    The kernel kills a process that makes a call of another architecture. Raises SandboxUnavailable when
    libseccomp is not installed.
    """
    try:
        import pyseccomp as seccomp  # type: ignore[import-untyped]
    except (ImportError, OSError, RuntimeError) as error:
        raise SandboxUnavailable(
            f"seccomp: no libseccomp on this machine ({error}); apt-get install libseccomp2"
        ) from None
    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
    _allow_calls(seccomp, rules)
    # clone3 has its flags behind a pointer, where a filter cannot read them. ENOSYS makes the C library
    # use clone instead.
    clone3 = seccomp.resolve_syscall(seccomp.system_arch(), "clone3")
    rules.add_rule(seccomp.ERRNO(errno.ENOSYS), clone3 if clone3 >= 0 else 435)
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _allow_calls(seccomp: Any, rules: Any) -> None:
    """Add a rule for every call that is allowed; some are allowed with certain arguments only."""

    def allow(name: str, *conditions: object) -> None:
        try:
            number = seccomp.resolve_syscall(seccomp.system_arch(), name)
            # A negative number: this architecture or this libseccomp does not have the call.
            if number >= 0:
                rules.add_rule(seccomp.ALLOW, number, *conditions)
        except (OSError, ValueError):
            pass

    for name in " ".join((_FILES, _MEMORY, _TIME, _THREADS, _WHO)).split():
        allow(name)
    argument, equal = seccomp.Arg, seccomp.EQ
    for command in _FCNTL:
        allow("fcntl", argument(1, equal, command))
    for request in _IOCTL:
        allow("ioctl", argument(1, equal, request))
    for option in (_PR_SET_NAME, _PR_GET_NAME):
        allow("prctl", argument(0, equal, option))
    allow("prlimit64", argument(0, equal, 0))  # 0: the process's own limits, which it can only lower
    thread = _CLONE_THREAD | _CLONE_NEW
    allow("clone", argument(0, seccomp.MASKED_EQ, thread, _CLONE_THREAD))
