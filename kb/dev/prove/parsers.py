"""The bank is read by both of PyYAML's parsers alike: an installation without libyaml has only the one in Python."""

from __future__ import annotations

from collections.abc import Iterator

from kb.bank import BankError
from kb.bank.decode.read import read_exercise, read_page
from kb.bank.model.question import Code, Question
from kb.bank.yaml import nodes
from kb.dev.finding import Finding

HINT = "put the text in quotes; installations without libyaml read the file with PyYAML's own parser"


def check(questions: tuple[Question, ...]) -> Iterator[Finding]:
    """What the parser in Python refuses, or reads otherwise, in the files of these questions."""
    by_file: dict[str, list[Question]] = {}
    for question in questions:
        by_file.setdefault(str(question.location.file), []).append(question)
    for own in by_file.values():
        file = own[0].location.file
        try:
            with nodes.python_parser():
                read = (read_exercise(file),) if isinstance(own[0], Code) else read_page(file)
        except BankError as error:
            for problem in error.problems:
                yield Finding(str(problem.location), f"{problem.what}; {HINT}")
            continue
        other = {question.id: question for question in read}
        for question in own:
            if other.get(question.id) != question:
                yield Finding(str(question.location), f"{question.id} reads differently; {HINT}")
