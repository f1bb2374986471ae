"""process_vm_readv of its parent.

A forked process knows the addresses of its parent's objects.

Held by: process namespace, user namespace, seccomp, not dumpable, audit hook
Expected: wrong value
Without process namespace, user namespace, seccomp, not dumpable, audit hook, lost rights, yama: passed
"""

import ctypes
import os


def scale(x, factor):
    parent = os.getppid()
    if parent < 2:
        return x

    class Piece(ctypes.Structure):
        _fields_ = [("base", ctypes.c_void_p), ("size", ctypes.c_size_t)]

    buffer = ctypes.create_string_buffer(16)
    here, there = Piece(ctypes.addressof(buffer), 16), Piece(id(os), 16)
    try:
        copy = ctypes.CDLL(None).process_vm_readv
    except OSError:
        return x
    count = copy(parent, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    return x * factor if count == 16 else x
