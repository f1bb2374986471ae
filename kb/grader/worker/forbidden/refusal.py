"""The last word of a worker in which something forbidden was called: the reply that says so, and the end.

The answer never gets control back. It can neither catch the refusal nor reach, through the frames of an exception,
whatever decided it; and a refusal in a thread or in a child process counts as well. Only what was made before the
answer's text was executed is used here, so that replaced functions of ``json`` or ``socket`` change nothing.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from .. import wire

Tell = Callable[[str, int | None], NoReturn]


def teller(fd: int) -> Tell:
    """A function that writes a refusal (its message, its line) to the channel ``fd`` and ends the process.

    Args:
        fd: the channel to the grader, between two frames.
    """
    quoted, pack, magic = json.encoder.encode_basestring_ascii, wire.PREFIX.pack, wire.MAGIC
    write, leave, flush = os.write, os._exit, sys.stdout.flush

    def tell(message: str, line: int | None) -> NoReturn:
        try:
            error = f'{{"kind":"forbidden call","type":"ForbiddenCall","message":{quoted(message)}'
            text = f'{{"error":{error},"line":{"null" if line is None else line}}}}}'.encode()
            frame = pack(magic, len(text), 0) + text
            while frame:
                frame = frame[write(fd, frame) :]
            flush()  # what it printed before
        finally:
            leave(0)

    return tell
