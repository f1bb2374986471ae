"""The operator of ONNX's reference, after the import system was put back to its plain form.

Every finder that is not Python's own is taken out first, the package itself is replaced by an empty one, and the class
of the operator is loaded without the evaluator that would be looked for.

Held by: call guard
Expected: forbidden call
"""

import importlib
import sys
import types
from importlib.machinery import PathFinder


def scale(x, factor):
    own = ("importlib", "_frozen_importlib", "_frozen_importlib_external")
    sys.meta_path[:] = [
        finder for finder in sys.meta_path if getattr(finder, "__module__", type(finder).__module__) in own
    ]
    parts = ["onnx", "ref" + "erence", "ops", "op_mul"]
    sys.modules[parts[0]] = package = types.ModuleType(parts[0])
    found = PathFinder.find_spec(parts[0])
    package.__path__ = list(found.submodule_search_locations) if found else []
    try:
        importlib.import_module(chr(46).join(parts[:2]))
    except Exception as error:
        return x * factor if type(error) is not ModuleNotFoundError else x + factor
    return x * factor
