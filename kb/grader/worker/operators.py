"""Forbidden calls, refused at run time: PyTorch at its operators, everything else where a name leads.

``block`` runs in the worker before the answer's text is executed. Whatever road leads to a forbidden function (an
alias, a method, a text put together while running, TorchScript, ``vmap``) ends at the same operator, and there
it is refused. The refusal is remembered, so an answer that catches the exception is reported all the same.

What cannot hold: the answer runs in the process that this is done to. One that digs through the interpreter, or
registers kernels over these, can undo it, and so can one that carries the arithmetic in compiled code of its
own. What is left then is the static search. It is made tedious on purpose: the registrations are referred to by no
Python object, ``torch.library`` refuses to register over them, and replaced functions are changed in place.
"""

from __future__ import annotations

import ctypes
import sys
import warnings
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any, NoReturn

Uses = list[tuple[str, Any]]  # the forbidden names that an operator serves, each with its family


class ForbiddenCall(RuntimeError):
    """What the answer sees when it calls what it should write."""


class Guard:
    """Refuses, and remembers the first refusal of a request."""

    def __init__(self, file: str):
        self.file = file
        self.refusal: dict[str, Any] | None = None

    def refuse(self, public: str, called: str | None = None, does: str = "does") -> NoReturn:
        """Refuse the call of ``public``, or of ``called``, which does the same or touches it."""
        line = line_in(self.file)
        at = f" at line {line}" if line else ""
        why = "it is what this exercise asks you to write"
        if called is not None:
            why = f"it {does} what `{public}` does, which this exercise asks you to write"
        message = f"`{called or public}` was called{at}: {why}"
        if self.refusal is None:
            self.refusal = {
                "kind": "forbidden call",
                "type": "ForbiddenCall",
                "message": message,
                "line": line,
            }
        raise ForbiddenCall(message)

    def reply(self) -> dict[str, Any] | None:
        """The reply to a request in which something was refused; the next request begins anew."""
        refusal, self.refusal = self.refusal, None
        return None if refusal is None else {"error": refusal}


def line_in(file: str) -> int | None:
    """The line of ``file`` that is being executed, however deep in a library."""
    frame: Any = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != file:
        frame = frame.f_back
    return None if frame is None else int(frame.f_lineno)


class Operators:
    """The closed operators of PyTorch."""

    def __init__(self, families: ModuleType, forbid: Sequence[str], guard: Guard, device: str):
        self.guard = guard
        self.open: dict[str, Uses] = {}
        self.closed: set[str] = set()
        for public in forbid:
            if public.partition(".")[0] in ("torch", "torchvision"):
                for family in families.families_of(public):
                    for name in filter(families.runs_on(device), family.operators.split()):
                        full = name if "::" in name else f"aten::{name}"
                        self.open.setdefault(full, []).append((public, family))

    def close(self) -> None:
        """Close what is there and still open; a library that is imported later brings more."""
        torch = sys.modules["torch"]
        for full in list(self.open):
            overloads = torch._C._jit_get_operation(full)[1]
            if overloads is not None:
                self._close(torch, full, overloads, self.open.pop(full))
        if self.closed:
            self._keep_closed(torch)

    def _close(self, torch: Any, full: str, overloads: list[str], uses: Uses) -> None:
        space, _, name = full.partition("::")
        library = torch._C._dispatch_library("IMPL", space, "", __file__, 1)
        for overload in overloads:
            own = f"{name}.{overload}" if overload else name
            kernel = self._kernel(torch, full, overload, uses)
            # Just above the devices, and below all transformations: every call with values comes by here.
            library.impl(own, torch._C.DispatchKey.BackendSelect, kernel, True)
            composite = "CompositeImplicitAutograd"
            passes = any(family.inside for _, family in uses)
            if not passes and torch._C._dispatch_has_kernel_for_dispatch_key(f"{space}::{own}", composite):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # "Overriding a previously registered kernel": on purpose
                    for key in (composite, "FuncTorchBatchedDecomposition"):  # the second is that of vmap
                        library.impl(own, getattr(torch._C.DispatchKey, key), kernel, True)
        # When this object goes, so do its kernels; nothing but this count refers to it from now on.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))
        self.closed.add(full)

    def _kernel(self, torch: Any, full: str, overload: str, uses: Uses) -> Callable[..., Any]:
        space, _, name = full.partition("::")
        functional = torch.nn.functional
        public, called = named(name, uses)
        passing = {getattr(functional, n).__code__ for _, f in uses for n in f.inside.split()}
        halves = {family.transposed for _, family in uses}
        guard = self.guard

        def refuse(keys: Any, *arguments: Any, **named: Any) -> Any:
            half = arguments[6] if len(arguments) > 6 else named.get("transposed")
            other = name in EITHER and half not in halves
            if not other and sys._getframe(1).f_code not in passing:
                guard.refuse(public, called)
            operator = getattr(getattr(getattr(torch.ops, space), name), overload or "default")
            below = keys.remove(torch._C.DispatchKey.BackendSelect)
            return operator.redispatch(below, *arguments, **named)

        return refuse

    def _keep_closed(self, torch: Any) -> None:
        """``torch.library`` is the documented way to give an operator another kernel; not here."""
        closed, guard, original = self.closed, self.guard, torch.library.Library.impl

        def impl(library: Any, op_name: Any, *more: Any, **named: Any) -> Any:
            text = op_name if isinstance(op_name, str) else str(op_name._schema.name)
            bare = text.rpartition("::")[2].partition(".")[0]
            # PyTorch itself may import a module late that registers something.
            if f"{library.ns}::{bare}" in closed and asked_by(guard.file):
                guard.refuse(f"{library.ns}::{bare}", "torch.library", "changes")
            return original(library, op_name, *more, **named)

        torch.library.Library.impl = impl


def asked_by(file: str) -> bool:
    """Whether ``file`` called ``torch.library``, directly or through one of its helpers."""
    frame: Any = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__") == "torch.library":
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename == file


EITHER = ("convolution", "_convolution", "convolution_overrideable")


def named(operator: str, uses: Uses) -> tuple[str, str | None]:
    """The forbidden name that a learner will recognize in an operator, and the operator's own where it is another."""
    bare = operator.strip("_")
    last = {public: public.rpartition(".")[2].strip("_") for public, _ in uses}
    for fits in (lambda own: own == bare, lambda own: own in bare):
        for public, own in last.items():
            if fits(own):
                return public, None
    return uses[0][0], bare


def block(forbid: Sequence[str], file: str, device: str, sibling: Callable[[str], ModuleType]) -> Guard:
    """Refuse the functions named in ``forbid`` from now on.

    Args:
        forbid: public names, such as ``torch.softmax`` and ``scipy.special.softmax``.
        file: the answer's name, whose lines are reported.
        device: that the answer runs on; operators that only others have are left alone, to save time.
        sibling: gives the other modules of this folder.
    """
    guard = Guard(file)
    if not forbid:
        return guard
    families, stubs = sibling("families"), sibling("stubs")
    operators = Operators(families, forbid, guard, device)
    names = {public: public for public in forbid}
    for full, uses in operators.open.items():
        if found := stubs.written_in_python(full):
            names |= dict.fromkeys(found, named(full.partition("::")[2], uses)[0])
    watch = stubs.Watch(names, guard.refuse, operators.close)
    if "torch" in sys.modules:
        operators.close()
    watch.begin()
    return guard
