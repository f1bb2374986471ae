"""The confinement of a worker before it sees an answer: every layer of the sandbox, in order.

The zygote makes one ``Sandbox`` before it imports anything large; each worker calls ``isolate`` after the fork and
``restrict`` last. A layer that the probe found must hold: if it cannot be entered in a worker, the worker
ends, and no answer is executed with less than the report names.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterable

from . import audit, kernel, landlock, layers, leftovers, namespaces, paths, probe, rlimits, seccomp
from .nursery import Nest, Nursery, keep_only


class Sandbox:
    """The zygote's part, and the plan that each worker follows."""

    def __init__(self, without: Iterable[str], hidden: Iterable[str]):
        left_out = set(without)
        self.hidden = tuple(hidden)
        wanted = [name for name in layers.NAMES if name not in left_out]
        self.missing = probe.probe(wanted)
        wanted = [name for name in wanted if name not in self.missing]
        if kernel.LINUX:
            kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
            self.missing |= namespaces.move(wanted)
        self._nursery = self._start_nursery() if "process namespace" in wanted else None
        self.layers = [name for name in wanted if name not in self.missing]
        kernel.die_with_parent()  # after the move, which undoes it
        self.workers: dict[int, Nest | None] = {}
        self.reach = paths.Reach((), ())
        self._allowed: list[str] = []

    def _start_nursery(self) -> Nursery | None:
        try:
            return namespaces.nursery()
        except OSError as error:
            self.missing["process namespace"] = error.strerror or str(error)
            return None

    def settle(self) -> None:
        """After the imports: what they are read from, and the last of what the zygote does for itself."""
        self.reach = paths.reach(self.hidden)
        self._allowed = self.reach.carved()
        if "not dumpable" in self.layers:
            kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        gc.freeze()  # so that a collection in a worker touches, and so copies, none of the pages they share

    def fork(self) -> int:
        """As ``os.fork``, into a process namespace of the child's own where there are any."""
        nest = self._nursery.next() if self._nursery is not None else None
        if nest is not None:
            nest.enter()
        pid = os.fork()
        if pid:
            self.workers[pid] = nest
        return pid

    def end(self, pid: int) -> None:
        """Kill a worker, and with a process namespace all that it started."""
        nest = self.workers.get(pid)
        if nest is not None:
            nest.kill()
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def forget(self, pid: int, seconds: float) -> bool:
        """After a worker was reaped: whether nothing of it is left after ``seconds``."""
        nest = self.workers.pop(pid, None)
        if nest is None and "process group" not in self.layers:
            return True
        if nest is None:
            known = {*self.workers, *([self._nursery.keeper] if self._nursery else [])}
            return leftovers.end(known, seconds)
        gone = nest.wait(seconds)
        nest.close()
        return gone

    def isolate(self, kept: Iterable[int], output: int) -> None:
        """In a worker: session, namespaces, open files."""
        self._nursery = None
        if "process group" in self.layers:
            os.setsid()
        namespaces.leave(self.layers)
        kernel.die_with_parent()
        keep_only(*kept, output)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)

    def restrict(self, scratch: str, limits: dict[str, int], device: str) -> None:
        """In a worker, after all that it needs was imported: folders, limits, rights, what the kernel refuses."""
        if device in paths.DEVICES:
            self.reach = paths.reach(self.hidden, device)
            self._allowed = self.reach.carved()
        if "user namespace" in self.layers:
            namespaces.cover(self.reach, scratch, 2 * limits["file_bytes"])
        os.chdir(scratch)
        os.umask(0o077)
        os.environ["HOME"] = os.environ["TMPDIR"] = scratch
        if "resource limits" in self.layers:
            rlimits.enter(limits, "user namespace" in self.layers)
        if kernel.LINUX:
            self._by_the_kernel(scratch)
        if "audit hook" in self.layers:
            audit.enter(self.reach, scratch)

    def _by_the_kernel(self, scratch: str) -> None:
        if "no new privileges" in self.layers:
            kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        if "not dumpable" in self.layers:
            kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        if "landlock" in self.layers:
            own = os.path.realpath("/proc/self")
            devices = [path for path in self._allowed if path.startswith(paths.WRITTEN)]
            landlock.restrict([*self._allowed, own], [scratch], [paths.NOTHING, *devices])
        if "seccomp" in self.layers:
            seccomp.install(seccomp.assemble(kernel.MACHINE, os.getpid()))
        kernel.drop_capabilities()  # last, for the two above may need one
