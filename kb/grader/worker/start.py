"""Start the warm process: ``python -I start.py FD LIBRARY SETTINGS``, see ``zygote``.

The folder of this file becomes the package ``_grader``, so that ``kb``, with the reference solutions, need not be
importable there, and is not.
"""

import importlib
import sys
from pathlib import Path
from types import ModuleType

PACKAGE = "_grader"

if __name__ == "__main__":
    package = sys.modules[PACKAGE] = ModuleType(PACKAGE)
    package.__path__ = [str(Path(__file__).resolve().parent)]
    sys.exit(importlib.import_module(f"{PACKAGE}.zygote").main())
