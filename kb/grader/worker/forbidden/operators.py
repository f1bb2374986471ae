"""Forbidden calls, refused at run time: PyTorch at its operators, everything else where a name leads.

``block`` runs in the worker before the answer's text is executed. Whatever road leads to a forbidden function (an
alias, a method, a text put together while running, TorchScript, ``vmap``, a lower level of the dispatcher) ends at the
same operator, and there it is refused: the worker reports it, and ends (``refusal``).

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
from types import CodeType, FrameType
from typing import Any, NoReturn

from ..lines import line_in
from . import runtimes, stubs
from .families import Family, families_of, runs_on
from .refusal import Tell

Uses = list[tuple[str, Family]]  # the forbidden names that an operator serves, each with its family
# Where the dispatcher may find the arithmetic of an operator. A call can be sent to each of them directly.
LEVELS = (
    *("CPU", "MkldnnCPU", "SparseCPU", "SparseCsrCPU", "QuantizedCPU", "NestedTensorCPU"),
    *("CompositeExplicitAutograd", "CompositeExplicitAutogradNonFunctional"),
    *("CompositeImplicitAutograd", "CompositeImplicitAutogradNestedTensor"),
)
OF_DEVICES = {"cuda": ("CUDA", "SparseCUDA"), "mps": ("MPS",)}
COMPOSITE = "CompositeImplicitAutograd"


class Guard:
    """Refuses.

    Args:
        file: the answer's name, whose lines are reported.
        tell: says to the grader what was refused, and at which line; does not return.
    """

    def __init__(self, file: str, tell: Tell):
        self.file, self.tell = file, tell

    def refuse(self, public: str, called: str | None = None, does: str = "does") -> NoReturn:
        """Refuse the call of ``public``, or of ``called``, which does the same or touches it."""
        line = line_in(self.file)
        at = f" at line {line}" if line else ""
        why = "this exercise forbids it"
        if called is not None:
            why = f"it {does} what `{public}` does, which this exercise forbids"
        self.tell(f"`{called or public}` was called{at}: {why}; write the function yourself", line)

    def refuse_runtime(self, module: str) -> NoReturn:
        """Refuse to load a module that computes the operators of whole models."""
        line = line_in(self.file)
        at = f" at line {line}" if line else ""
        self.tell(
            f"`{module}` was imported{at}: every exercise forbids it; write the function yourself", line
        )


class Operators:
    """The closed operators of PyTorch."""

    def __init__(self, forbid: Sequence[str], guard: Guard, device: str):
        self.guard = guard
        self.open: dict[str, Uses] = {}
        self.closed: set[str] = set()
        self.levels = (*LEVELS, *OF_DEVICES.get(device, ()))
        named = [public for public in forbid if public.partition(".")[0] in ("torch", "torchvision")]
        found = [(public, family) for public in named for family in families_of(public)]
        self.forbidden = {name for _, family in found for name in family.names.split()}
        for public, family in found:
            for name in filter(runs_on(device), f"{family.operators} {family.backward}".split()):
                full = name if "::" in name else f"aten::{name}"
                self.open.setdefault(full, []).append((public, family))

    def close(self) -> None:
        """Close what is there and still open; a library that is imported later brings more."""
        torch = sys.modules["torch"]
        for full in list(self.open):
            overloads = torch._C._jit_get_operation(full)[1]
            if overloads is not None:
                dispatched = [overload for overload in overloads if is_dispatched(torch, full, overload)]
                self._close(torch, full, dispatched, self.open.pop(full))
        if self.closed:
            self._keep_closed(torch)

    def _close(self, torch: Any, full: str, overloads: list[str], uses: Uses) -> None:
        space, _, name = full.partition("::")
        library = torch._C._dispatch_library("IMPL", space, "", __file__, 1)
        is_refused = self._condition(torch, name, uses)
        for overload in overloads:
            own = f"{name}.{overload}" if overload else name
            operator = getattr(getattr(getattr(torch.ops, space), name), overload or "default")
            present = [
                level
                for level in self.levels
                if torch._C._dispatch_has_kernel_for_dispatch_key(f"{space}::{own}", level)
            ]
            # Just above the devices, and below all transformations: every call with values comes by here, unless it
            # is sent to a level below.
            places: list[tuple[str, Any]] = [("BackendSelect", None)]
            for level in present:
                if is_refused is None:
                    places.append((level, None))
                elif not level.startswith(COMPOSITE):  # the parts that it calls are closed themselves
                    runtime = "CPU" if level.startswith("Composite") else level
                    places.append((level, torch.library.get_kernel(operator, runtime)))
            if is_refused is None and COMPOSITE in present:
                places.append(("FuncTorchBatchedDecomposition", None))  # that of vmap
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # "Overriding a previously registered kernel": on purpose
                for level, below in places:
                    kernel = self._kernel(torch, name, operator, uses, is_refused, below)
                    library.impl(own, torch._C._dispatch_key_parse(level), kernel, True)
        # When this object goes, so do its kernels; nothing but this count refers to it from now on.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))
        self.closed.add(full)

    def _condition(self, torch: Any, name: str, uses: Uses) -> Callable[[Any, Any], bool] | None:
        """When an operator is refused that something else may need; None where it always is."""
        halves = {family.transposed for _, family in uses}
        either = name in EITHER and halves != {True, False}
        backward = all(name in family.backward.split() for _, family in uses)
        insides = [self._inside(torch, family) for _, family in uses]
        if not either and not backward and not all(insides):
            return None
        passing = frozenset().union(*insides)
        file = self.guard.file

        def is_refused(arguments: Any, named: Any) -> bool:
            if either and (arguments[6] if len(arguments) > 6 else named.get("transposed")) not in halves:
                return False
            if backward:  # PyTorch itself needs it after the call, for the gradient of what is allowed
                return line_in(file) is not None
            frame: FrameType | None = sys._getframe(2)
            while frame is not None and frame.f_code.co_filename == __file__:
                frame = frame.f_back
            return frame is None or frame.f_code not in passing

        return is_refused

    def _inside(self, torch: Any, family: Family) -> frozenset[CodeType]:
        """The code that may use a family's operators though they are forbidden."""
        names = [name for name in family.inside.split() if name not in self.forbidden]
        return frozenset(getattr(torch.nn.functional, name).__code__ for name in names)

    def _kernel(
        self,
        torch: Any,
        name: str,
        operator: Any,
        uses: Uses,
        is_refused: Callable[[Any, Any], bool] | None,
        below: Any,
    ) -> Callable[..., Any]:
        """What stands at one level of an operator; ``below`` is what stood there before."""
        public, called = named(name, uses)
        guard, select = self.guard, torch._C.DispatchKey.BackendSelect
        redispatch = operator._handle.redispatch_boxed  # without a frame of its own

        def kernel(keys: Any, *arguments: Any, **named: Any) -> Any:
            if is_refused is None or is_refused(arguments, named):
                guard.refuse(public, called)
            if below is not None:
                return below.call_boxed(keys, *arguments, **named)
            return redispatch(keys.remove(select), *arguments, **named)

        return kernel

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


def is_dispatched(torch: Any, full: str, overload: str) -> bool:
    """Whether the dispatcher knows an operator; some, such as ``aten::grad``, are functions of TorchScript only."""
    try:
        torch._C._dispatch_find_schema_or_throw(full, overload)
    except RuntimeError:
        return False
    return True


def asked_by(file: str) -> bool:
    """Whether ``file`` called ``torch.library``, directly or through one of its helpers."""
    frame: FrameType | None = sys._getframe(2)
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


def block(forbid: Sequence[str], closed: Sequence[str], file: str, device: str, tell: Tell) -> None:
    """Refuse the functions named in ``forbid``, and to load the modules ``closed``, from now on.

    Args:
        forbid: public names, such as ``torch.softmax`` and ``scipy.special.softmax``.
        closed: modules.
        file: the answer's name, whose lines are reported.
        device: that the answer runs on; operators that only others have are left alone, to save time.
        tell: as in ``Guard``.
    """
    guard = Guard(file, tell)
    if closed:
        runtimes.close(closed, guard.refuse_runtime)
    if not forbid:
        return
    operators = Operators(forbid, guard, device)
    names = {public: public for public in forbid}
    for full, uses in operators.open.items():
        if found := stubs.written_in_python(full):
            names |= dict.fromkeys(found, named(full.partition("::")[2], uses)[0])
    watch = stubs.Watch(names, guard.refuse, operators.close)
    if "torch" in sys.modules:
        operators.close()
    watch.begin()
