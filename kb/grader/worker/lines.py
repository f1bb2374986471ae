"""Lines of an answer: the one that is being executed, and the one from which an exception came."""

from __future__ import annotations

import sys
from types import FrameType


def line_in(file: str) -> int | None:
    """The line of ``file`` that is being executed, however deep in a library."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != file:
        frame = frame.f_back
    return None if frame is None else frame.f_lineno


def line_of(error: BaseException, file: str) -> int | None:
    """The line of ``file`` from which an exception came."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
