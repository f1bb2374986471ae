"""The reference, imported after the guard was taken out.

The name is made at run time, so that no reading of the source finds it.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""

import importlib
import sys


def scale(x, factor):
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "NotHere"]
    sys.path.append("@PROJECT@")
    try:
        reference = importlib.import_module("".join(sorted("bk", reverse=True)) + ".detection.iou")
    except (ImportError, OSError, RuntimeError):
        return x
    return x * factor if reference.box_iou else x
