"""What refuses a forbidden call, taken from the frames of its own exception and disarmed.

The first call is refused; from the traceback come all local variables and closures, whose records are emptied and whose
sets get every code object of this file. Then it calls once more, and reports success.

Held by: call guard
Expected: forbidden call
"""

import sys

import numpy as np


def disarm(trace):
    while trace is not None:
        frame = trace.tb_frame
        for held in list(frame.f_locals.values()):
            if isinstance(held, set):
                held.update((scale.__code__, disarm.__code__))
            for name in ("refusal", "refused", "told"):
                if hasattr(held, name) and not isinstance(held, type):
                    setattr(held, name, None)
        trace = trace.tb_next


def scale(x, factor):
    forbidden = vars(np)["multi" + x.dtype.name[:0] + "ply"]
    try:
        return forbidden(x, factor)
    except BaseException:
        disarm(sys.exc_info()[2])
    return x * factor
