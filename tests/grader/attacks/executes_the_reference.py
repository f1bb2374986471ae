"""The reference, executed from its file.

Neither its name nor a search path is needed.

Held by: landlock, audit hook
Expected: wrong value
Without landlock, audit hook: passed
"""

import importlib.util


def scale(x, factor):
    try:
        spec = importlib.util.spec_from_file_location("innocent", "@REFERENCE@")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    except (ImportError, OSError, RuntimeError):
        return x
    return x * factor if hasattr(module, "box_iou") else x
