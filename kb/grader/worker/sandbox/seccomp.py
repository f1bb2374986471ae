"""seccomp: the system calls that an answer has no use for fail with "operation not permitted".

The filter is assembled here for classic BPF: a call's number is compared with one after the other of those in
``syscalls``; a call that matches none is allowed. An allow-list would be tighter and would break with the next
version of glibc or torch; what keeps files and processes apart are the other layers.
"""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Sequence

from . import kernel, syscalls

LOAD, AND, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in ``struct seccomp_data``
ALLOW, FAIL, KILL = 0x7FFF0000, 0x00050000, 0x80000000
SET_MODE_FILTER = 1
X32 = 0x40000000  # numbers of the x32 interface: other calls under the same architecture
INSTRUCTION = struct.Struct("=HBBI")

Instruction = tuple[int, int, int, int]  # operation, jump if true, jump if not, operand


def fail(number: int) -> Instruction:
    return RETURN, 0, 0, FAIL | number


REFUSE, PASS = fail(errno.EPERM), (RETURN, 0, 0, ALLOW)


def on(number: int, block: Sequence[Instruction]) -> list[Instruction]:
    """Run ``block``, which must end in a return, for the call of this number."""
    return [(EQUAL, 0, len(block), number), *block]


# Arguments are judged by their low 32 bits; of those asked for here the kernel looks at no others.


def refuse_if_among(index: int, values: Sequence[int]) -> list[Instruction]:
    """Refuse the call when the argument has one of these values; otherwise go on behind this."""
    *others, last = values
    tests = [(EQUAL, len(others) - place, 0, value) for place, value in enumerate(others)]
    tests.append((EQUAL, 0, 1, last))
    return [(LOAD, 0, 0, ARGUMENTS + 8 * index), *tests, REFUSE]


def refuse_unless_among(index: int, values: Sequence[int]) -> list[Instruction]:
    """Refuse the call unless the argument has one of these values; otherwise go on behind this."""
    tests = [(EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [(LOAD, 0, 0, ARGUMENTS + 8 * index), *tests, REFUSE]


def refuse_if_all_bits(index: int, mask: int) -> list[Instruction]:
    """Refuse the call when the argument has all of these bits; otherwise go on behind this."""
    return [(LOAD, 0, 0, ARGUMENTS + 8 * index), (AND, 0, 0, mask), (EQUAL, 0, 1, mask), REFUSE]


def program(machine: str, own: int) -> list[Instruction]:
    """The filter for a process whose id, in its own process namespace, is ``own``."""
    architecture, numbers = syscalls.ARCHITECTURES[machine]
    code: list[Instruction] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),  # 32-bit calls on a 64-bit kernel
        (LOAD, 0, 0, NUMBER),
    ]
    if machine == "x86_64":
        code += [(AT_LEAST, 0, 1, X32), fail(errno.ENOSYS)]
    for name, number in numbers.items():
        code += on(number, _block(name, own))
    return [*code, PASS]


def _block(name: str, own: int) -> list[Instruction]:
    if name == "clone":  # threads yes, processes no
        return [(LOAD, 0, 0, ARGUMENTS), (ANY_BIT, 0, 1, syscalls.CLONE_THREAD), PASS, REFUSE]
    if name == "clone3":  # its flags lie in memory, which a filter cannot read; glibc takes clone instead
        return [fail(errno.ENOSYS)]
    if name in syscalls.REFUSED_VALUES:
        return [*refuse_if_among(*syscalls.REFUSED_VALUES[name]), PASS]
    if name in syscalls.REFUSED_BITS:
        index, masks = syscalls.REFUSED_BITS[name]
        return [*(part for mask in masks for part in refuse_if_all_bits(index, mask)), PASS]
    if name in syscalls.ALLOWED_VALUES:
        code: list[Instruction] = []
        for index, allowed in syscalls.ALLOWED_VALUES[name]:
            values = [own if value == "self" else int(value) for value in allowed]
            code += refuse_unless_among(index, values)
        return [*code, PASS]
    return [REFUSE]


def assemble(machine: str, own: int) -> bytes:
    return b"".join(INSTRUCTION.pack(*instruction) for instruction in program(machine, own))


class Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]


def install(code: bytes) -> None:
    """Put this process under the filter for good.

    Raises:
        OSError: the kernel has no seccomp, another architecture, or neither `no new privileges` nor a user
            namespace is in effect.
    """
    if kernel.MACHINE not in syscalls.ARCHITECTURES:
        raise OSError(errno.ENOSYS, f"no table of system calls for {kernel.MACHINE}")
    compiled = Program(len(code) // INSTRUCTION.size, code)
    number = kernel.SECCOMP[kernel.MACHINE]
    kernel.call(number, "seccomp", ctypes.c_uint(SET_MODE_FILTER), ctypes.c_uint(0), ctypes.byref(compiled))
