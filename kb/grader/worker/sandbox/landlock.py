"""Landlock: which files a worker may open, which ports, whom it may signal. The kernel keeps to it.

Covered, as far as the kernel's version goes: opening, listing, making, removing, moving and truncating files,
executing, device controls, TCP ports, abstract sockets and signals to processes outside. Not covered by Landlock:
``stat``, ``chmod`` and extended attributes; the read-only mounts of the user namespace and seccomp hold there.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

from . import kernel

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK, MAKE_FIFO, MAKE_BLOCK, MAKE_SYM = (1 << bit for bit in range(6, 13))
REFER, TRUNCATE, IOCTL_DEV = (1 << bit for bit in range(13, 16))
BIND_TCP, CONNECT_TCP = 1, 2
SCOPE_ABSTRACT_UNIX_SOCKET, SCOPE_SIGNAL = 1, 2
QUERY_VERSION, RULE_PATH_BENEATH = 1, 1

READ = READ_FILE | READ_DIR
MAKE = REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_FIFO | MAKE_SYM | REFER
WRITE = READ | WRITE_FILE | TRUNCATE | MAKE
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV  # the others are refused on a file


BENEATH = struct.Struct("=Qi")  # ``struct landlock_path_beneath_attr``


class Attributes(ctypes.Structure):
    """``struct landlock_ruleset_attr``; older kernels take its beginning."""

    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scoped")]


def version() -> int:
    """The version of the kernel's interface, 1 and up; OSError where there is none."""
    nothing, zero = ctypes.c_void_p(), ctypes.c_size_t(0)
    number = kernel.LANDLOCK_CREATE_RULESET
    return kernel.call(number, "landlock_create_ruleset", nothing, zero, ctypes.c_uint32(QUERY_VERSION))


def handled(abi: int) -> Attributes:
    """All that a kernel of this version can refuse."""
    files = (1 << 13) - 1
    files |= (REFER if abi >= 2 else 0) | (TRUNCATE if abi >= 3 else 0) | (IOCTL_DEV if abi >= 5 else 0)
    network = BIND_TCP | CONNECT_TCP if abi >= 4 else 0
    scoped = SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL if abi >= 6 else 0
    return Attributes(files, network, scoped)


def restrict(read: Iterable[str], written: Iterable[str], devices: Iterable[str] = ()) -> None:
    """From now on this process and its children may open nothing else.

    Args:
        read: readable files and folders, each with all that lies below.
        written: folders in which anything goes but executing and device files.
        devices: files that are read, written and controlled.

    Raises:
        OSError: the kernel offers no Landlock, or neither `no new privileges` nor a user namespace is in effect.
    """
    abi = version()
    attributes = handled(abi)
    size = ctypes.c_size_t(8 if abi < 4 else 16 if abi < 6 else 24)
    number, none = kernel.LANDLOCK_CREATE_RULESET, ctypes.c_uint32(0)
    ruleset = kernel.call(number, "landlock_create_ruleset", ctypes.byref(attributes), size, none)
    try:
        for paths, rights in (
            (read, READ),
            (written, WRITE),
            (devices, READ | WRITE_FILE | TRUNCATE | IOCTL_DEV),
        ):
            for path in paths:
                _allow(ruleset, path, rights & attributes.files)
        kernel.call(kernel.LANDLOCK_RESTRICT_SELF, "landlock_restrict_self", ruleset, none)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # gone meanwhile, or a driver's file that this machine has not
        return
    try:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            rights &= OF_FILES
        beneath = ctypes.create_string_buffer(BENEATH.pack(rights, fd))
        what = f"landlock_add_rule({path})"
        rule, none = ctypes.c_int(RULE_PATH_BENEATH), ctypes.c_uint32(0)
        kernel.call(kernel.LANDLOCK_ADD_RULE, what, ruleset, rule, ctypes.byref(beneath), none)
    finally:
        os.close(fd)
