"""Forbidden functions outside of PyTorch's operators: refused by name, as soon as their library is loaded.

A function written in Python is changed in place, so that every alias of it is changed too; of a class it is
the constructor. What is compiled is replaced wherever its library shows it; private modules keep it, because the
library itself may need it.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

# Where PyTorch has its operators once more, as formulas in Python.
IN_PYTHON = (
    "torch._refs",
    "torch._refs.nn.functional",
    "torch._refs.special",
    "torch._decomp.decompositions",
)
MARK = "the function that refuses"


def written_in_python(operator: str) -> list[str]:
    """The names under which PyTorch may also have an operator as a formula."""
    space, _, name = operator.partition("::")
    loaded = [(module, vars(sys.modules[module]) if module in sys.modules else None) for module in IN_PYTHON]
    return [
        f"{module}.{name}" for module, names in loaded if space == "aten" and (names is None or name in names)
    ]


def refusing(code: types.CodeType, refuse: Callable[[], Any]) -> types.CodeType:
    """``code``, which does nothing but call ``refuse``; the name and the place stay, for readers of the source."""

    def stub(*arguments: Any, **named: Any) -> Any:
        function: Any = "the function that refuses"
        return function()

    return stub.__code__.replace(
        co_consts=tuple(refuse if constant == MARK else constant for constant in stub.__code__.co_consts),
        co_filename=code.co_filename,
        co_firstlineno=code.co_firstlineno,
        co_name=code.co_name,
        co_qualname=code.co_qualname,
        co_freevars=code.co_freevars,
    )


class Watch:
    """Replaces names in the modules that are loaded, and in those that will be."""

    def __init__(self, names: dict[str, str], refuse: Callable[[str], Any], loaded: Callable[[], None]):
        self.names, self.refuse, self.loaded = names, refuse, loaded
        self.packages = frozenset(name.partition(".")[0] for name in names)
        self.ours: set[Any] = set()  # what has been put in place: functions, and code of functions

    def begin(self) -> None:
        for package in self.packages:
            self.apply(package)
        sys.meta_path.insert(0, Finder(self))

    def apply(self, package: str) -> None:
        """Stub every name of the package that is there by now."""
        for name, public in self.names.items():
            found = find(name) if name.partition(".")[0] == package else None
            if found is not None:
                self.stub(found, name, partial(self.refuse, public))

    def stub(self, found: Any, name: str, refuse: Callable[[], Any]) -> None:
        package, own = name.partition(".")[0], name.rpartition(".")[2]
        if isinstance(found, types.FunctionType):
            if found not in self.ours and found.__code__ not in self.ours:
                found.__code__ = refusing(found.__code__, refuse)
                self.ours.add(found.__code__)
            return
        if isinstance(found, type):
            try:
                if vars(found).get("__init__") not in self.ours:
                    found.__init__ = lambda *arguments, **named: refuse()  # type: ignore[misc]
                    self.ours.add(vars(found)["__init__"])
                return
            except TypeError:
                pass  # a compiled class cannot be changed, only replaced
        if isinstance(found, types.ModuleType) or found in self.ours or package == "torch":
            return  # of torch the operators are closed

        stub = Closed(found, refuse, package, own)
        self.ours.add(stub)
        for module, attribute in shown(found, package):
            setattr(module, attribute, stub)

    def executed(self, name: str) -> None:
        """A module of a watched package has just been executed."""
        self.apply(name.partition(".")[0])
        if name in ("torch", "torchvision") and "torch" in sys.modules:
            self.loaded()


def find(name: str) -> Any:
    """What a dotted name leads to in the loaded modules; nothing is imported for it."""
    parts = name.split(".")
    for size in range(len(parts) - 1, 0, -1):
        module = sys.modules.get(".".join(parts[:size]))
        if module is None:
            continue
        found: Any = module
        for part in parts[size:]:
            found = vars(found).get(part) if isinstance(found, (type, types.ModuleType)) else None
        if found is not None:
            return found
    return None


class Closed:
    """Stands where a compiled function stood; only its library's own code still reaches it."""

    def __init__(self, found: Any, refuse: Callable[[], Any], package: str, own: str):
        def reach() -> Any:
            return found if needed(package, own) else refuse()

        self._reach = reach

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        return self._reach()(*arguments, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reach(), name)


def needed(package: str, own: str) -> bool:
    """Whether the library calls its own function: code of it names the function, and was not just handed it."""
    caller: types.FrameType | None = sys._getframe(3)
    while caller is not None and str(caller.f_globals.get("__name__", "")).partition(".")[0] == package:
        if own in caller.f_code.co_names:
            return True
        caller = caller.f_back
    return False


def shown(wanted: Any, package: str) -> Iterator[tuple[types.ModuleType, str]]:
    """The public places of an object within its library."""
    for name, module in list(sys.modules.items()):
        parts = name.split(".")
        if module is None or parts[0] != package or any(part.startswith("_") for part in parts):
            continue
        for attribute, value in list(vars(module).items()):
            if value is wanted:
                yield module, attribute


class Finder:
    """Hears of every import of a watched package, and looks at the module when it has been executed."""

    def __init__(self, watch: Watch):
        self.watch = watch

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name.partition(".")[0] not in self.watch.packages:
            return None
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                self.listen(spec, name)
                return spec
        return None

    def listen(self, spec: Any, name: str) -> None:
        loader, watch = spec.loader, self.watch
        execute = getattr(loader, "exec_module", None)
        if execute is None or isinstance(loader, type):
            return  # a folder without a module of its own, or what is built into Python

        def exec_module(module: types.ModuleType) -> None:
            execute(module)
            watch.executed(name)

        loader.exec_module = exec_module
