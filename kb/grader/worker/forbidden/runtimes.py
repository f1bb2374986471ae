"""Modules that compute the operators of whole models, such as ``onnxruntime``: no answer may load them.

An import is refused by a finder in front of all others, which an answer could take away; opening a file of such a
package is refused by an audit hook, which it cannot. Links to these files, and copies of them, are not recognized.
"""

from __future__ import annotations

import importlib.machinery
import os
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any

Refuse = Callable[[str], Any]


class Closing:
    """Refuses to load modules, and all that is in them. To look whether they are installed is allowed."""

    def __init__(self, modules: Sequence[str], refuse: Refuse):
        self.modules, self.refuse = tuple(modules), refuse

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        for module in self.modules:
            if name == module or name.startswith(f"{module}."):
                return importlib.machinery.ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]
        return None

    def create_module(self, spec: Any) -> Any:
        return self.refuse(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        self.refuse(module.__name__)


def close(modules: Sequence[str], refuse: Refuse) -> None:
    """Refuse to load ``modules`` from now on."""
    sys.meta_path.insert(0, Closing(modules, refuse))
    folders = {os.sep + module.replace(".", os.sep) + os.sep: module for module in modules}
    first = {folder.split(os.sep)[1] for folder in folders}

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in ("open", "import", "ctypes.dlopen"):
            return
        for path in arguments[:2]:
            if type(path) is str and any(name in path for name in first):
                for folder, module in folders.items():
                    if folder in path:
                        refuse(module)

    sys.addaudithook(hook)
