"""Objects of an answer's class, inside a worker: made, loaded with weights, called and looked into by number.

The grader never sees the object, only what ``values.py`` makes of its parts. Methods of ``torch.nn.Module`` that tell
of weights are called unbound, so that an override in the answer confuses nobody; what they tell is a claim all the
same.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any

from . import wire
from .values import Refused, Values

Key = list[int]  # which test of the grader, and which of the objects that it made
COUNTER = (
    "num_batches_tracked"  # of batch norm: loaded where the case gives it, and left alone where it does not
)


class Objects:
    """The objects of one test; those of the test before are let go when the first is made."""

    def __init__(self, values: Values):
        self.values = values
        self.held: dict[int, Any] = {}
        self.test = -1

    def new(self, entry: Any, name: str, key: Key, arguments: list[Any], named: dict[str, Any]) -> None:
        """Make an object; a module goes to the device that the tensors are on."""
        self.check_class(entry, name)
        test, index = key
        if index == 0 or test != self.test:
            self.held.clear()
        self.test = test
        self.held[index] = made = entry(*arguments, **named)
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(made, torch.nn.Module):
            torch.nn.Module.to(made, self.values.device)

    def check_class(self, entry: Any, name: str) -> None:
        if not isinstance(entry, type):
            what = "a function" if hasattr(entry, "__code__") else f"of type {type(entry).__name__}"
            message = f"`{name}` is {what}; this exercise asks for a class of that name"
            raise Refused("entry missing", message)

    def look(
        self, op: str, key: Key, name: str, arguments: list[Any], named: dict[str, Any], encoder: wire.Encoder
    ) -> dict[str, Any]:
        """Everything but making and calling: weights, mode, attributes, entries of the state."""
        if op == "weights":
            return {"weights": self.load(key, named)}
        if op == "names":
            return {"weights": self.weights(key)}
        if op == "mode":
            self.module(key).train(*arguments)
            return {}
        found = self.attribute(key, name) if op == "attribute" else self.entry_of_state(key, name)
        return {"result": self.values.result(encoder, found)}

    def get(self, key: Key) -> Any:
        test, index = key
        if test != self.test or index not in self.held:
            raise Refused("gone", "this object is gone: the process that held it has ended")
        return self.held[index]

    def module(self, key: Key) -> Any:
        """The object, which has to be a module."""
        found, torch = self.get(key), sys.modules.get("torch")
        if torch is None or not isinstance(found, torch.nn.Module):
            name = type(found).__name__
            raise Refused(
                "wrong type", f"`{name}` is a plain class; this exercise asks for a torch.nn.Module"
            )
        return found

    def method(self, key: Key, name: str) -> Any:
        """What a call of the object, or of one of its methods, calls."""
        found = self.get(key)
        if not name:
            if not callable(found):
                raise Refused("wrong type", f"an object of `{type(found).__name__}` cannot be called")
            return found
        method = self.attribute(key, name)
        if not callable(method):
            raise Refused("wrong type", f"`{name}` is not a method but of type {type(method).__name__}")
        return method

    def attribute(self, key: Key, name: str) -> Any:
        found = self.get(key)
        try:
            return getattr(found, name)
        except AttributeError as error:
            here = error.__traceback__
            if here is not None and _in_library(here.tb_next):  # not raised by the answer's own code
                what = type(found).__name__
                raise Refused("wrong type", f"an object of `{what}` has no `{name}`") from None
            raise

    def state(self, key: Key) -> dict[str, Any]:
        """All weights and persistent buffers by name."""
        module, torch = self.module(key), sys.modules["torch"]
        found = torch.nn.Module.state_dict(module)
        return {name: value for name, value in found.items() if isinstance(value, torch.Tensor)}

    def entry_of_state(self, key: Key, name: str) -> Any:
        state = self.state(key)
        if name not in state:
            raise Refused("wrong type", f"the state dict has no entry {name}")
        return state[name]

    def parameters(self, key: Key) -> dict[str, Any]:
        """Weights by name; one that is used twice has both names."""
        module, torch = self.module(key), sys.modules["torch"]
        return dict(torch.nn.Module.named_parameters(module, remove_duplicate=False))

    def weights(self, key: Key) -> list[list[Any]]:
        """Name, shape (None: not yet known), number of every entry; a weight of two names has one number."""
        parameters, torch = self.parameters(key), sys.modules["torch"]
        numbers: dict[int, int] = {}
        entries = []
        for name, value in self.state(key).items():
            shape = None if torch.nn.parameter.is_lazy(value) else list(value.shape)
            weight = parameters.get(name)
            number = None if weight is None else numbers.setdefault(id(weight), len(numbers))
            entries.append([name, shape, number])
        return entries

    def load(self, key: Key, given: dict[str, Any]) -> list[list[Any]]:
        """Load weights where all names and shapes fit; return what there is in any case."""
        module, entries, torch = self.module(key), self.weights(key), sys.modules["torch"]
        shapes = {name: shape for name, shape, _ in entries if name in given or not counts(name)}
        fits = shapes.keys() == given.keys() and all(
            shape is None or shape == list(given[name].shape) for name, shape in shapes.items()
        )
        if fits:
            floats = [value.dtype for value in given.values() if value.is_floating_point()]
            if floats:
                torch.nn.Module.to(module, dtype=min(floats, key=lambda dtype: dtype.itemsize))
            torch.nn.Module.load_state_dict(module, given, strict=False)  # strictly compared above
        return entries


def counts(name: str) -> bool:
    """Whether an entry of a state dict is a counter of batches."""
    return name.rpartition(".")[2] == COUNTER


def _in_library(trace: TracebackType | None) -> bool:
    """Whether a traceback stays in torch, whose modules look attributes up in Python, or is empty."""
    while trace is not None:
        if not trace.tb_frame.f_globals.get("__name__", "").startswith("torch."):
            return False
        trace = trace.tb_next
    return True
