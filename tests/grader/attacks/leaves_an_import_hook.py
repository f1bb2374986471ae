"""A hook that stays in front of every import.

It answers for every module.

Held by: own process
Expected: wrong value
"""

import importlib.abc
import importlib.machinery
import sys


class Hook(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.check = lambda *a, **k: None


def scale(x, factor):
    sys.meta_path.insert(0, Hook())
    return x
