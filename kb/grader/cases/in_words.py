"""A call in words, as the report shows it."""

from __future__ import annotations

from kb.grader.compare import describe
from kb.grader.process.calls import Call

SHOWN = 6  # earlier calls of an object that the report shows


def in_words(entry: str, call: Call) -> str:
    """A call as the report shows it: ``EarlyStopping(patience=2), after step(1), step(0.5): step(0.7)``."""
    if call.object is None:
        return describe.call(entry, call.arguments, call.named)
    if call.op == "new":
        return describe.brief_call(entry, call.arguments, call.named)
    own = [earlier for earlier, _ in call.own]
    made = "".join(in_words(entry, earlier) for earlier in own[:1])
    made += "".join([_step(earlier) for earlier in own if earlier.op == "mode"][-1:])
    calls = [_named(earlier) for earlier in own if earlier.op == "call"]
    if not calls:
        return made + _step(call)
    many = f"{len(calls)} calls, the last of them " if len(calls) > SHOWN else ""
    return f"{made}, after {many}{', '.join(calls[-SHOWN:])}: {_named(call)}"


def _named(call: Call) -> str:
    """One step by itself."""
    step = _step(call)
    return step.removeprefix(".") if step.startswith(".") else f"call{step}"


def _step(call: Call) -> str:
    """One step, to be written behind the object."""
    if call.op == "weights":
        return f".load_state_dict({len(call.named)} arrays)"
    if call.op == "mode":
        return ".train()" if call.arguments[0] else ".eval()"
    if call.op == "attribute":
        return f".{call.name}"
    if call.op in ("state", "names"):
        return f'.state_dict()["{call.name}"]' if call.name else ".state_dict()"
    step = describe.brief_call(f".{call.name}" if call.name else "", call.arguments, call.named)
    if not call.wants_gradient:
        return step
    wrt = call.wrt if isinstance(call.wrt, tuple) else (call.wrt,)
    names = [which if isinstance(which, str) else f"argument {which + 1}" for which in wrt]
    return f"{step}, gradient in {', '.join(names) if len(names) <= 3 else f'{len(names)} places'}"
