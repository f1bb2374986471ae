"""The bank, as the blocks ask for it; its errors become errors of the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kb.bank.find.mistake import MistakeFile, read_mistake
from kb.bank.model.question import Code, Question
from kb.site.errors import SiteError

_AREA_PAGE = re.compile(r"[\w-]+/[\w-]+\Z")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The questions folder of a site."""

    folder: Path

    def questions(self, page: str) -> tuple[Question, ...]:
        """The knowledge questions of ``area/page``, or the one with that full id."""
        found = tuple(q for q in self._load(page) if not isinstance(q, Code) and page in (q.topic, q.id))
        if not found:
            raise SiteError(f"no knowledge question has the topic or the id {page!r}; expected area/page")
        return found

    def exercises(self, page: str) -> tuple[Code, ...]:
        """The coding exercises that belong to ``area/page``."""
        _check(page)
        found = tuple(q for q in self._load(page) if isinstance(q, Code) and q.topic == page)
        if not found:
            raise SiteError(f"no exercise belongs to the page {page!r}; expected area/page")
        return found

    def mistakes(self, exercise: str) -> tuple[MistakeFile, ...]:
        """The mistakes of the exercise ``area/name``."""
        from kb.bank import load_one

        _check(exercise)
        with _reported():
            code = load_one((self.folder,), exercise)
        if not code.mistakes:
            raise SiteError(f"{code.folder / 'mistakes'}: no mistake is there")
        with _reported():
            return tuple(read_mistake(path, code.topic) for path in code.mistakes)

    def everything(self) -> tuple[Question, ...]:
        """All questions and exercises."""
        return self._load(None)

    def homes(self) -> dict[str, str]:
        """Exercise -> the page that it belongs to."""
        return {question.id: question.topic for question in self._load(None) if isinstance(question, Code)}

    def counts(self) -> Counter[tuple[str, bool]]:
        """How many questions each page has: ``(area/page, is it an exercise)``."""
        return Counter((question.topic, isinstance(question, Code)) for question in self._load(None))

    def _load(self, topic: str | None) -> tuple[Question, ...]:
        from kb.bank import load

        with _reported():
            return tuple(load((self.folder,), topic).questions)


def _check(page: str) -> None:
    if not _AREA_PAGE.match(page):
        raise SiteError(f"{page!r} is not an id; expected area/name, such as detection/nms")


@contextmanager
def _reported() -> Iterator[None]:
    from kb.bank import BankError

    try:
        yield
    except (BankError, LookupError, ValueError) as error:
        raise SiteError(str(error)) from error
