"""The arguments of the commands, each as a type of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Everywhere:
    """What every command takes."""

    bank: Path | None
    no_record: bool


@dataclass(frozen=True)
class Session(Everywhere):
    """A session, or the list."""

    topic: str | None
    list: bool
    json: bool
    count: int | None
    new: int | None
    minutes: float | None
    seed: int | None


@dataclass(frozen=True)
class One(Everywhere):
    """A command for one question."""

    id: str


@dataclass(frozen=True)
class New(One):
    force: bool


@dataclass(frozen=True)
class Solution(One):
    yes: bool


@dataclass(frozen=True)
class Watch(Everywhere):
    """Grading one file, at every save."""

    file: Path
    question: str | None
    device: str
    seed: int | None
    all: bool


@dataclass(frozen=True)
class Grade(Watch):
    """Grading one file, once."""

    json: bool
    junitxml: Path | None
    require_sandbox: bool


@dataclass(frozen=True)
class GradeAll(Everywhere):
    folder: Path
    out: Path
    question: str | None
    workers: int | None
    scheduler: str | None
    seed: int | None
    fresh: bool
    json: bool
    require_sandbox: bool


@dataclass(frozen=True)
class Stats(Everywhere):
    topic: str | None
    json: bool


@dataclass(frozen=True)
class Reset(Everywhere):
    what: list[str]
    yes: bool
