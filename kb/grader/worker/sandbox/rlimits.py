"""Limits that the operating system keeps: processor time, memory, files, and, in a user namespace, processes."""

from __future__ import annotations

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

PROCESSES = 64  # threads count as such
OPEN_FILES = 256
LARGEST_STACK = 64 << 20


def data_in_use() -> int:
    """Bytes of private writable memory that the process has now; what RLIMIT_DATA counts."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[5]) * resource.getpagesize()
    except OSError:
        return 0


def lower(kind: int, value: int) -> None:
    """Lower one limit for good; never raise one, and never fail on a system that lacks it."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(kind, (value, value))
    except (OSError, ValueError):
        pass


def stack_now() -> int:
    """Bytes that the stack may grow to now; where that is unlimited, or very much, a bound for it."""
    soft, _ = resource.getrlimit(resource.RLIMIT_STACK)
    return LARGEST_STACK if soft == resource.RLIM_INFINITY else min(soft, LARGEST_STACK)


def enter(limits: dict[str, int], own_namespace: bool) -> None:
    """Lower them all.

    Processes are counted by user; only in a user namespace of its own is that the worker alone. The kernel
    exempts the machine's root, in there too, for it looks at the user outside; for root it is seccomp that stops
    new processes, and the end of the process namespace that ends them.
    """
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_FSIZE, limits["file_bytes"])
    lower(resource.RLIMIT_CPU, limits["cpu_seconds"])
    lower(resource.RLIMIT_NOFILE, OPEN_FILES)
    if own_namespace:
        lower(resource.RLIMIT_NPROC, PROCESSES)
    lower(resource.RLIMIT_STACK, stack_now())  # DATA does not count it
    # DATA, not AS: torch maps far more address space than it ever touches.
    lower(resource.RLIMIT_DATA, data_in_use() + limits["memory_bytes"])
