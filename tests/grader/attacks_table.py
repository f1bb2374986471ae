"""Print what became of every attack under every set of layers, as Markdown: ``python tests/grader/attacks_table.py``.

With names of sets as arguments only those are run. A cell that is not as declared is marked with an exclamation mark.
``--page`` prints the form of docs/grading/sandbox.md.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from corpus import HERE, LAYERS, SETS, Attack, Report, attacks, fight

from kb.bank import load_one
from kb.grader.process.zygote import Zygote


def cell(attack: Attack, report: Report) -> str:
    told = report.told.get(attack.name)
    if told is None:
        return ""
    text = f"**{told.outcome}**" if told.worked else told.outcome
    right = told.outcome == attack.outcome(report.layers) and told.next_one == "passed"
    return text if right else f"{text} !"


def table(every: list[Attack], reports: dict[str, Report]) -> list[str]:
    """One row an attack; an empty cell where it takes long and the layer left out does not concern it."""
    lines = ["| attack | held by | " + " | ".join(reports) + " |", "| --- " * (2 + len(reports)) + "|"]
    for attack in every:
        cells = [attack.title.rstrip("."), ", ".join(attack.held_by)]
        cells += [cell(attack, report) for report in reports.values()]
        lines.append("| " + " | ".join(text.replace("|", "\\|") for text in cells) + " |")
    return lines


def condensed(every: list[Attack], reports: dict[str, Report]) -> list[str]:
    """The same for a page: the outcome under all layers, and only the sets under which it is another one."""
    lines = ["| attack | held by | all layers | elsewhere |", "| --- | --- | --- | --- |"]
    for attack in every:
        usual = cell(attack, reports["all layers"])
        others: dict[str, list[str]] = {}
        for name, report in reports.items():
            found = cell(attack, report)
            if found and found != usual:
                others.setdefault(found, []).append(name)
        told = "; ".join(f"{outcome}: {', '.join(names)}" for outcome, names in others.items())
        cells = [attack.title.rstrip("."), ", ".join(attack.held_by), usual, told]
        lines.append("| " + " | ".join(text.replace("|", "\\|") for text in cells) + " |")
    return lines


def main() -> int:
    page = "--page" in sys.argv[1:]
    wanted = [argument for argument in sys.argv[1:] if argument != "--page"] or list(SETS)
    if unknown := set(wanted) - set(SETS):
        print(f"no set is called {sorted(unknown)[0]!r}; there are: {', '.join(SETS)}", file=sys.stderr)
        return 2
    every, toy = attacks(), load_one((HERE / "toybank",), "toy/scale")
    with Zygote() as zygote:
        zygote.wait_until_ready()
        offered, missing = set(zygote.layers), dict(zygote.missing)
    reports: dict[str, Report] = {}
    for name in wanted:
        if SETS[name] <= offered or name == "basic layers":
            with tempfile.TemporaryDirectory() as folder:
                some = [attack for attack in every if attack.concerns(name, thorough=True)]
                reports[name] = fight(name, some, toy, Path(folder))
            print(f"{name}: {len(some)} attacks", file=sys.stderr)
    print("\n".join((condensed if page else table)(every, reports)))
    passed = {name: sum(told.worked for told in report.told.values()) for name, report in reports.items()}
    print(
        f"\n{len(every)} attacks; of them got through: {', '.join(f'{n} {name}' for name, n in passed.items())}."
    )
    for layer in LAYERS:
        if layer in missing:
            print(f"Not offered here: {layer} ({missing[layer]}).")
    left = [text for report in reports.values() for text in report.left]
    print(f"Left behind: {', '.join(left) or 'nothing'}.")
    return 1 if left or any(" !" in line for line in table(every, reports)) else 0


if __name__ == "__main__":
    sys.exit(main())
