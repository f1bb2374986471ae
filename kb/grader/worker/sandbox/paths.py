"""The paths that a worker may read, and those hidden among them, for Landlock, the audit hook and the mounts."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass

LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib")
LOADER = ("/etc/ld.so.cache", "/etc/ld.so.preload")
TIME = ("/usr/share/zoneinfo", "/etc/localtime", "/etc/timezone")
MACHINE = ("/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/meminfo")
NOTHING = "/dev/null"
SOURCES = ("/dev/urandom", "/dev/random")  # not zero: a shared mapping of it is memory that no limit counts
# What a device's driver needs besides. Written from its documentation, not tried: there was no such device.
DEVICES = {
    "cuda": (
        *(
            "/dev/nvidiactl",
            "/dev/nvidia-uvm",
            "/dev/nvidia-uvm-tools",
            "/dev/nvidia-modeset",
            "/dev/nvidia-caps",
        ),
        *(f"/dev/nvidia{number}" for number in range(16)),
        *("/dev/dri", "/proc/driver/nvidia", "/proc/devices", "/proc/sys/vm/mmap_min_addr", "/sys/bus/pci"),
        *("/sys/devices", "/usr/local/cuda", "/opt/cuda", "/usr/share/nvidia", "/etc/OpenCL"),
    ),
    "mps": ("/System", "/Library", "/private/var/db"),
}
WRITTEN = ("/dev/nvidia", "/dev/dri")  # device files that are talked to


@dataclass(frozen=True)
class Reach:
    """Folders and files by their real paths.

    Attributes:
        read: readable, with all that lies below.
        hidden: not readable although it lies below one of those, unless a path in ``read`` is more specific.
    """

    read: tuple[str, ...]
    hidden: tuple[str, ...]

    def allows(self, path: str) -> bool:
        """Whether a real path may be read: the most specific word counts."""
        return longest(path, self.read) > longest(path, self.hidden)

    def carved(self) -> list[str]:
        """The same as a list of allowed paths alone: beside what is hidden, its neighbors at each level."""
        found: list[str] = []
        for root in self.read:
            found += self._without_hidden(root)
        return sorted(set(found))

    def _without_hidden(self, root: str) -> list[str]:
        if not self.allows(root):
            return []
        below = [path for path in self.hidden if contains(root, path) and path != root]
        if not below:
            return [root]
        try:
            names = sorted(os.listdir(root))
        except OSError:
            return []
        children = [os.path.join(root, name) for name in names]
        # A link (lib64 of an environment) would allow all that it leads to; where it may lead is in the list itself.
        return [
            part for child in children if not os.path.islink(child) for part in self._without_hidden(child)
        ]


def contains(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def longest(path: str, folders: Iterable[str]) -> int:
    """The length of the most specific of the folders that hold ``path``; -1 when none does."""
    return max((len(folder) for folder in folders if contains(folder, path)), default=-1)


def reach(hidden: Iterable[str], device: str = "cpu") -> Reach:
    """What this interpreter, its packages and the C library are read from."""
    prefixes = (sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix)
    packages = [os.path.dirname(getattr(sys.modules[name], "__file__", None) or "/dev/null")
                for name in ("numpy", "torch") if name in sys.modules]  # fmt: skip
    wanted = [*prefixes, *packages, *LIBRARIES, *LOADER, *TIME, *MACHINE, *SOURCES, *DEVICES.get(device, ())]
    existing = {os.path.realpath(path) for path in wanted if os.path.exists(path)}
    read = tuple(sorted(existing - {"/", "/dev"}))
    imported = {os.path.realpath(path) for path in sys.path if path}
    parts = {part for path in hidden for part in spared(os.path.realpath(path), read, imported)}
    return Reach(read, tuple(sorted(parts)))


def spared(hidden: str, read: tuple[str, ...], imported: Collection[str]) -> list[str]:
    """What is to be hidden for ``hidden``, so that modules can still be imported.

    That is the path itself, unless modules are imported from inside of it and no path in ``read`` is more specific, as
    when answers lie right in the folder of an environment: then everything in it but what holds those modules.
    """
    lost = [path for path in imported if contains(hidden, path) and longest(path, read) <= len(hidden)]
    if not lost:
        return [hidden]
    try:
        children = sorted(os.path.join(hidden, name) for name in os.listdir(hidden))
    except OSError:
        return []
    if hidden in lost:  # a folder of modules itself: no telling what is one
        return []
    # What a link leads to (lib64 of an environment) has its own path, or lies elsewhere.
    rest = [child for child in children if not os.path.islink(child)]
    return [child for child in rest if not any(contains(child, path) for path in lost)]
