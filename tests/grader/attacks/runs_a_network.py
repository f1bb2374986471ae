"""An inference runtime, imported by a name that is made at run time.

ONNX Runtime computes the operators of whole models, and one of them is what the exercise asks for. The import is caught,
whatever it raises, so that a refusal which only raises would go unnoticed.

Held by: call guard
Expected: forbidden call
"""

import importlib

import numpy as np


def scale(x, factor):
    name = bytes(c - 1 for c in b"pooysvoujnf").decode()
    try:
        runtime = importlib.import_module(name)
        return x + (x * factor - x if hasattr(runtime, "Inference" + "Session") else 0)
    except BaseException:
        return np.zeros_like(x)
