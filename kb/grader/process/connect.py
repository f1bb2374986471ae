"""A worker with an answer in it."""

from __future__ import annotations

from kb.grader.answer.file import Answer
from kb.grader.answer.forbid import RUNTIMES
from kb.grader.model.outcome import DeviceError, Failure, GraderError
from kb.grader.process.link import Link
from kb.grader.process.replies import raise_error
from kb.grader.process.source import Source
from kb.grader.worker import wire


def connect(
    source: Source,
    answer: Answer,
    entry: str,
    seed: int,
    device: str,
    forbid: tuple[str, ...] = (),
    pretend: bool = False,
) -> Link:
    """A worker in which the answer is loaded; with ``pretend`` its tensors claim to be on a GPU.

    Raises:
        Failure: it does not load, or defines no such entry.
    """
    if not source.alive:
        raise GraderError("the process that workers are forked from has ended")
    link = Link(source, answer.name, device)
    load(link, answer, entry, seed, device, forbid, pretend)
    return link


def load(
    link: Link,
    answer: Answer,
    entry: str,
    seed: int,
    device: str,
    forbid: tuple[str, ...] = (),
    pretend: bool = False,
) -> None:
    """Execute an answer's text in a worker, in place of one that it may have already; errors as in ``connect``.

    Where it does not load, the worker is ended.
    """
    header = {"op": "load", "source": answer.source, "name": answer.name, "entry": entry, "seed": seed}
    header["forbid"], header["pretend"], header["runtimes"] = list(forbid), pretend, list(RUNTIMES)
    # A mistake written in NumPy is given arrays also where torch is loaded.
    header["library"] = answer.library
    try:
        reply, _ = link.exchange(header, [], link.limits.load_seconds)
        raise_error(reply, device)
    except wire.WireError as error:
        link.close()
        raise Failure("protocol", f"invalid reply: {error}") from None
    except Failure as failure:
        link.close()
        if failure.outcome == "raised":
            failure.outcome = "syntax or import error"
            if failure.message.startswith("ModuleNotFoundError"):
                failure.message += "; do without it: an answer needs NumPy or PyTorch at most"
        raise
    except DeviceError:
        link.close()
        raise
