"""``python -m kb.dev new page|exercise area/name``: the files of a new subject, with what is to be filled in."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from kb import MACHINE
from kb.bank.model.names import close
from kb.dev.pages.pages import SECTIONS
from kb.dev.tree import Tree

NAME = re.compile(r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*/[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$")

MODULE = Template('''"""TODO: what this module computes, in a sentence.

Source: TODO: the paper's arXiv id with its section or equation.

Differs:
- TODO: every departure from it, or remove this list.
"""

from __future__ import annotations

import numpy as np

__all__: list[str] = []
''')

BANK = Template("""# yaml-language-server: $$schema=../schema.json
questions:
  - id: todo
    rev: 1
    kind: open
    level: 1
    frequency: common
    prompt: TODO
    why: TODO
    page: in-30-seconds
    points:
      - TODO
    sources:
      - TODO
""")

TEST = Template('''"""The reference of $subject against independent oracles."""

# TODO: compare it with another implementation, with finite differences, with a definition written as loops.
''')

QUESTION = Template("""# yaml-language-server: $$schema=../../schema.json
kind: code
rev: 1
title: TODO
level: 1
frequency: common
minutes: 10
entry: $name
page: $page#reference-implementation
reference: kb.$module:$name
forbid: []
edges:
  empty input: [test_empty]
prompt: |
  TODO: what to write, the shapes, and every convention that the cases ask for.
why: |
  TODO: what decides.
hints:
  - TODO, the mildest
  - TODO
  - TODO, still not the answer
sources:
  - TODO
""")

STARTER = Template('''# question: $subject
import numpy as np


def $name(x):
    """TODO: shapes and format of the arguments and of the result."""
    raise NotImplementedError("write me")
''')

CASES = Template('''"""TODO: what these cases ask for. Shapes first, then hand cases, edges, random cases, gradients."""

import numpy as np
import pytest


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        pytest.param([1.0, 2.0], [1.0, 2.0], id="TODO: the reason"),
    ],
)
def test_hand_cases(solution, x, expected):
    solution(np.array(x)).close(np.array(expected))


def test_empty(solution):
    solution(np.zeros(0)).close(np.zeros(0))
''')

MISTAKE = Template('''"""TODO: the mistake in a sentence.

TODO: what comes out, why it is wrong, how to fix it.

Caught by: test_hand_cases[TODO: the reason]
Page: common-mistakes
"""


def $name(x):
    return x
''')

ACCEPTED = Template('''"""TODO: NumPy, PyTorch or Plain Python, then what is particular about it."""


def $name(x):
    return x
''')


def page(tree: Tree, subject: str) -> dict[Path, str]:
    """The files of a new page and their text."""
    title = subject.rpartition("/")[2].replace("-", " ").replace("_", " ").capitalize()
    blocks = {
        "how-it-works": "/// figure | TODO\n    alt: TODO\nTODO: what to see.\n///",
        "reference-implementation": f"/// reference | kb.{_module(subject)}:TODO\n///",
        "practice": f"/// questions | {subject}\n///",
    }
    body = "\n\n".join(
        f"## {name} {{#{anchor}}}\n\n{blocks.get(anchor, 'TODO')}" for name, anchor in SECTIONS
    )
    return {
        tree.page(subject): f"# {title} (TODO: 中文)\n\n{body}\n",
        tree.figures(
            subject
        ): f'"""The figures of {subject}, drawn from its reference."""\n\n# TODO: one function a figure\n',
        tree.module(subject): MODULE.substitute(),
        tree.bank(subject): BANK.substitute(),
        tree.test(subject): TEST.substitute(subject=subject),
    }


def exercise(tree: Tree, subject: str, page_name: str) -> dict[Path, str]:
    """The files of a new exercise and their text."""
    name = subject.rpartition("/")[2]
    folder = tree.questions / subject
    names = {"subject": subject, "name": name, "page": page_name, "module": _module(page_name)}
    return {
        folder / "question.yaml": QUESTION.substitute(names),
        folder / "starter.py": STARTER.substitute(names),
        folder / f"test_{name}.py": CASES.substitute(names),
        folder / "mistakes" / "todo.py": MISTAKE.substitute(names),
        folder / "accepted" / "todo.py": ACCEPTED.substitute(names),
    }


def _module(subject: str) -> str:
    return subject.replace("-", "_").replace("/", ".")


def _no_page(tree: Tree, name: str) -> str:
    near = close(name, tree.pages(), 1)
    meant = (
        f"did you mean --page {near[0]}?" if near else f"make it first: `python -m kb.dev new page {name}`"
    )
    return f"an exercise belongs to a page, and there is no {tree.show(tree.page(name))}; {meant}"


def run(tree: Tree, what: str, subject: str, page_name: str | None) -> int:
    """Write the files; nothing that exists is touched.

    Raises:
        ValueError: the name is not valid, or the exercise has no page.
        FileExistsError: one of the files is there already.
    """
    if not NAME.match(subject) or subject.partition("/")[0] in MACHINE:
        raise ValueError(f"{subject!r} is not an area/name in lower case, such as detection/nms")
    if what == "exercise" and "-" in subject:
        raise ValueError(f"{subject!r}: an exercise is named like its function, with underscores")
    if what == "exercise" and not tree.page(page_name or subject).is_file():
        raise ValueError(_no_page(tree, page_name or subject))
    files = page(tree, subject) if what == "page" else exercise(tree, subject, page_name or subject)
    there = [path for path in files if path.exists()]
    if there:
        raise FileExistsError(f"{tree.show(there[0])} exists already; nothing was written")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(tree.show(path))
    if what == "page":
        package = tree.module(subject).parent / "__init__.py"
        if not package.exists():
            package.write_text(f'"""References: {subject.partition("/")[0]}."""\n', encoding="utf-8")
            print(tree.show(package))
        print("Then add the page to nav in mkdocs.yml. `python -m kb.dev check` says what is still missing.")
    return 0
