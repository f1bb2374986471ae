"""Limits of time, memory and output for an answer, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The budget of one worker. Generous: the cases take milliseconds and a few megabytes."""

    load_seconds: float = 20.0  # imports of a cold disk, and whatever runs at module level
    call_seconds: float = 5.0
    total_seconds: float = 120.0  # of one answer: all its loading and all its calls
    end_seconds: float = 1.0  # from a closed channel to a reaped process
    memory_bytes: int = 1 << 30
    file_bytes: int = 16 << 20
    output_bytes: int = 1 << 20
    result_bytes: int = 64 << 20  # what a call may give back, beside its arguments

    def for_worker(self) -> dict[str, int]:
        """What the worker itself lowers; the parent keeps every deadline on top of it."""
        seconds = int(self.load_seconds + 60 * self.call_seconds) + 1
        return {
            "memory_bytes": self.memory_bytes,
            "file_bytes": self.file_bytes,
            "cpu_seconds": seconds,
            "result_bytes": self.result_bytes,
        }


LIMITS = Limits()
KEPT_BYTES = 32 << 20  # of the values of one answer that are kept to be compared with known mistakes
MAX_SOURCE = 1 << 20  # bytes of an answer's file
