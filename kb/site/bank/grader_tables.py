"""Tables about the grader for its pages, made from its code: numbers and names are written down only there."""

from __future__ import annotations

from collections.abc import Callable, Iterable

DEVICES = {"cpu": "On the CPU", "cuda": "On CUDA devices", "mps": "On MPS devices"}


def tolerances() -> str:
    """The tolerances with their reasons, a table for each device."""
    from kb.grader.compare import tolerance

    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in tolerance.rows():
        numbers = f"{_short(row.relative)} relative, {_short(row.absolute)} absolute"
        found.setdefault(row.device, []).append((f"{row.precision} {row.what}s", numbers, row.why))
    head = ("compared", "tolerance", "why")
    return "\n\n".join(f"**{DEVICES[device]}**\n\n{table(head, rows)}" for device, rows in found.items())


def layers() -> str:
    """The layers of the sandbox, and what each holds."""
    from kb.grader.process.layers import LAYERS

    return table(("layer", "what it holds"), ((f"**{layer.name}**", layer.holds) for layer in LAYERS))


def advice() -> str:
    """What to do where layers are missing; many have the same remedy."""
    from kb.grader.process.layers import LAYERS

    remedies: dict[str, list[str]] = {}
    for layer in LAYERS:
        remedies.setdefault(layer.advice, []).append(layer.name)
    return table(
        ("missing", "what to do"), ((", ".join(names), remedy) for remedy, names in remedies.items())
    )


TABLES: dict[str, Callable[[], str]] = {"tolerances": tolerances, "layers": layers, "advice": advice}


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; a bar in a cell does not start a column."""
    lines = [list(head)]
    lines += [["---"] * len(lines[0])]
    lines += [[str(cell).replace("|", r"\|").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _short(number: float) -> str:
    """``2e-5``: a power of ten without a leading zero, which no line breaks."""
    return f"{number:.0e}".replace("e-0", "e-").replace("-", "\N{NON-BREAKING HYPHEN}")
