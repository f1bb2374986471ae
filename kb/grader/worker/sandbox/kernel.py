"""System calls that Python does not offer, through ctypes: each raises OSError with what was tried."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from typing import Any

LINUX = sys.platform == "linux"
MACHINE = platform.machine()

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

CLONE_NEWNS = 0x00020000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8

# The same numbers on every architecture, as all calls since Linux 5.1.
MOUNT_SETATTR = 442
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
SECCOMP = {"x86_64": 317, "aarch64": 277}

AT_FDCWD = -100
AT_RECURSIVE = 0x8000
MOUNT_ATTR_RDONLY = 1
CAPABILITY_VERSION_3 = 0x20080522
LAST_CAPABILITY = 40  # an unknown one is an error that is passed over

_libc: Any = ctypes.CDLL(None, use_errno=True) if LINUX else None


class MountAttributes(ctypes.Structure):
    """``struct mount_attr``."""

    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "user_namespace")]


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def call(number: int, what: str, *arguments: Any) -> int:
    """A system call by its number; pass pointers and sizes as ctypes objects."""
    return _checked(int(_libc.syscall(ctypes.c_long(number), *arguments)), what)


def prctl(option: int, value: int, what: str = "prctl") -> int:
    zero = ctypes.c_ulong(0)
    return _checked(_libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero), what)


def unshare(flags: int, what: str) -> None:
    _checked(_libc.unshare(flags), what)


def enter_namespace(fd: int, flags: int) -> None:
    _checked(_libc.setns(fd, flags), "setns")


def mount(kind: str, folder: str, options: str) -> None:
    """A fresh file system without devices and programs."""
    flags = ctypes.c_ulong(MS_NOSUID | MS_NODEV | MS_NOEXEC)
    name, data = kind.encode(), options.encode()
    _checked(_libc.mount(name, os.fsencode(folder), name, flags, data), f"mount of {kind}")


def make_all_mounts_read_only() -> None:
    attributes = MountAttributes(MOUNT_ATTR_RDONLY, 0, 0, 0)
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    call(MOUNT_SETATTR, "mount_setattr", AT_FDCWD, b"/", AT_RECURSIVE, ctypes.byref(attributes), size)


def map_own_ids(user: int, group: int) -> None:
    """In a new user namespace: this user and group stay what they are, and there are no others."""
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def drop_capabilities() -> None:
    """Give up every capability, also for programs that this process might execute."""
    for capability in range(LAST_CAPABILITY + 1):
        _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends; Linux only. A change of rights undoes it."""
    if LINUX:
        prctl(PR_SET_PDEATHSIG, 9)
