"""The answers, their grades and the banks are out of a worker's reach, wherever they lie."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.bank.model.question import Code
from kb.grader import Answer, Zygotes, grade, grade_many
from kb.grader.model.limits import Limits
from kb.grader.process.layers import apart
from kb.grader.process.selftest import SandboxError, holes, require
from kb.grader.process.zygote import Zygote
from kb.grader.worker.sandbox import paths

TOYBANK = Path(__file__).parents[1] / "toybank"
LIMITS = Limits(load_seconds=10.0, call_seconds=5.0)
RIGHT = "# question: toy/scale\ndef scale(x, factor):\n    return x * factor\n"
THIEF = """# question: toy/scale
import glob

def scale(x, factor):
    names = {}
    for path in glob.glob("FOLDER/**/*.py", recursive=True):
        exec(open(path).read(), names)
    return names["scale"](x, factor)
"""


@pytest.fixture
def course() -> Iterator[Path]:
    """A folder below the interpreter's own, which every worker has to read."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="kb-course-", dir=sys.prefix))
    except OSError:
        pytest.skip(f"{sys.prefix} cannot be written to")
    yield folder
    shutil.rmtree(folder)


def stealing(folder: Path) -> str:
    return THIEF.replace("FOLDER", str(folder))


def test_beside_an_answer_nothing_is_read(course: Path, toy: Code) -> None:
    (course / "right.py").write_text(RIGHT)
    thief = Answer(course / "thief.py", stealing(course))
    assert not grade(thief, toy, seed=1).passed
    with Zygotes(LIMITS) as zygotes:  # so it is the folder of the answer that is hidden
        assert grade_many([thief], toy, seed=1, zygotes=zygotes)[0].passed


def test_a_private_bank_is_hidden_too(course: Path, toy: Code, tmp_path: Path) -> None:
    from kb.bank import load_one

    shutil.copytree(toy.folder.parent, course / "toy")
    (course / "toy" / "solution.py").write_text(RIGHT)
    exercise = load_one((course,), "toy/scale")
    assert not grade(Answer(tmp_path / "thief.py", stealing(course)), exercise, seed=1).passed


def test_a_cohort_finds_neither_answers_nor_grades(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from kb.quiz.cli import main

    monkeypatch.setenv("KB_HOME", str(tmp_path / "home"))
    (course / "answers" / "alice").mkdir(parents=True)
    (course / "answers" / "bob").mkdir()
    (course / "answers" / "carol").mkdir()
    (course / "out").mkdir()
    (course / "answers" / "alice" / "scale.py").write_text(RIGHT)
    (course / "answers" / "bob" / "scale.py").write_text(stealing(course / "answers" / "alice"))
    (course / "answers" / "carol" / "scale.py").write_text(stealing(course / "out"))
    (course / "out" / "earlier.py").write_text(RIGHT)
    command = ["grade-all", str(course / "answers"), "--out", str(course / "out"), "--bank", str(TOYBANK)]
    assert main([*command, "--workers", "1"]) == 1
    records = map(json.loads, (course / "out" / "verdicts.jsonl").read_text().splitlines())
    assert {record["file"]: record["outcome"] for record in records} == {
        "alice/scale.py": "passed",
        "bob/scale.py": "raised",
        "carol/scale.py": "raised",
    }


def test_the_self_test_looks_beside_the_answers(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (course / "inner").mkdir()
    (course / "inner" / "right.py").write_text(RIGHT)
    with Zygotes(LIMITS, hiding=(str(course),)) as zygotes:
        if zygotes.get("numpy").wait_until_ready() or zygotes.get("numpy").missing:
            pytest.skip("this machine lacks layers")
        assert holes(zygotes) == []
        monkeypatch.setattr(
            "kb.grader.process.selftest.Zygote",
            lambda library, limits, without, hiding: Forgets(library, limits, without, hiding),
        )
        assert [hole.name for hole in holes(zygotes)] == ["answers"]
        with pytest.raises(SandboxError, match="it can read what lies beside the answers"):
            require(zygotes)


class Forgets(Zygote):
    """Is told what to hide, and does not."""

    def __init__(self, library: str, limits: Limits, without: frozenset[str], hiding: tuple[str, ...]):
        super().__init__("numpy", limits, without)
        self.hiding = hiding


def test_answers_right_in_the_folder_of_the_environment(toy: Code) -> None:
    """Everything there is hidden but what modules are imported from."""
    answer = "# question: toy/scale\nimport os, sys\nimport numpy.polynomial, wave\n\n" + (
        "def scale(x, factor):\n"
        "    for name in os.listdir(os.path.dirname(numpy.__file__)):\n"
        "        pass\n"
        "    try:\n"
        "        open(os.path.join(sys.prefix, 'pyvenv.cfg'))\n"
        "    except PermissionError:\n"
        "        return x * factor\n"
    )
    if not (Path(sys.prefix) / "pyvenv.cfg").exists():
        pytest.skip("this interpreter is not that of an environment")
    with Zygotes(LIMITS, hiding=(sys.prefix,)) as zygotes:
        verdict = grade_many([Answer(Path("scale.py"), answer)], toy, seed=1, zygotes=zygotes)[0]
    assert verdict.passed, verdict.failed


def test_an_environment_below_the_answers_goes_on_working(toy: Code) -> None:
    """As in a home folder, with answers in it, an environment, and the interpreter that this was made with."""
    common = {str(Path(sys.prefix).parent), str(Path(sys.base_prefix).parent)}
    source = RIGHT + "\nimport numpy.polynomial, wave\n"
    with Zygotes(LIMITS, hiding=tuple(sorted(common))) as zygotes:
        assert grade_many([Answer(Path("scale.py"), source)], toy, seed=1, zygotes=zygotes)[0].passed


def test_what_is_spared(tmp_path: Path) -> None:
    environment = tmp_path / "V"
    packages = environment / "lib" / "python3" / "site-packages"
    packages.mkdir(parents=True)
    (environment / "answers").mkdir()
    (environment / "pyvenv.cfg").touch()
    read, imported = (str(environment),), {str(packages)}
    assert paths.spared(str(environment / "answers"), read, imported) == [str(environment / "answers")]
    assert paths.spared(str(tmp_path), read, imported) == [str(tmp_path)]
    assert paths.spared(str(environment), read, imported) == [
        str(environment / "answers"),
        str(environment / "pyvenv.cfg"),
    ]
    assert paths.spared(str(packages), read, imported) == []


def test_both_ends_of_a_link_are_apart(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "links").mkdir()
    (tmp_path / "real" / "a.py").touch()
    (tmp_path / "links" / "a.py").symlink_to(tmp_path / "real" / "a.py")
    assert apart(tmp_path / "links" / "a.py") == (str(tmp_path / "links"), str(tmp_path / "real"))
