"""Which files are read for a topic, several folders as one bank, and what is said where there is nothing."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kb.bank
from kb.bank import BankError, UnknownTopic, default_root, load, load_one, roots, topics
from kb.bank.compute.expressions import EvaluationError
from kb.bank.model.question import Numeric

Write = Callable[[str, str | bytes], Path]
Examples = dict[str, str]
BROKEN = "questions: [\n"


def one(examples: Examples, id: str) -> str:
    return examples["order"].replace("id: one", f"id: {id}")


def exercise(examples: Examples, page: str) -> str:
    return examples["code"].replace("detection/iou#practice", f"{page}#practice")


@pytest.fixture
def bank(root: Path, write: Write, examples: Examples) -> Path:
    """Two areas; the page detection/nms has two questions and two exercises."""
    write("detection/iou.yaml", one(examples, "first"))
    write("detection/iou-losses.yaml", one(examples, "giou"))
    write("detection/nms.yaml", one(examples, "ties") + one(examples, "cost").removeprefix("questions:\n"))
    write("detection/box_iou/question.yaml", exercise(examples, "detection/iou"))
    write("detection/nms/question.yaml", exercise(examples, "detection/nms"))
    write("detection/batched_nms/question.yaml", exercise(examples, "detection/nms"))
    write("foundations/softmax.yaml", one(examples, "shift"))
    write("foundations/softmax/question.yaml", exercise(examples, "foundations/softmax"))
    return root


def ids(bank: Path, topic: str | None = None) -> list[str]:
    return [question.id for question in load([bank], topic).questions]


def test_everything_in_order(bank: Path) -> None:
    assert ids(bank) == [
        "detection/iou-losses/giou",
        "detection/iou/first",
        "detection/nms/ties",
        "detection/nms/cost",
        "detection/batched_nms",
        "detection/box_iou",
        "detection/nms",
        "foundations/softmax/shift",
        "foundations/softmax",
    ]


NMS = ["detection/nms/ties", "detection/nms/cost", "detection/batched_nms", "detection/nms"]


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        pytest.param("foundations", ["foundations/softmax/shift", "foundations/softmax"], id="area"),
        pytest.param("detection/nms", NMS, id="page with its exercises"),
        pytest.param("/detection/nms/", NMS, id="stray slashes"),
        pytest.param("nms", NMS, id="bare page"),
        pytest.param("NMS", NMS, id="upper case"),
        pytest.param("detection/box_iou", ["detection/box_iou"], id="exercise"),
        pytest.param("box_iou", ["detection/box_iou"], id="bare exercise"),
        pytest.param("box-iou", ["detection/box_iou"], id="hyphen for underscore"),
        pytest.param("detection/iou_losses", ["detection/iou-losses/giou"], id="underscore for hyphen"),
        pytest.param("detection/nms/cost", ["detection/nms/cost"], id="question"),
    ],
)
def test_topics(bank: Path, topic: str, expected: list[str]) -> None:
    assert ids(bank, topic) == expected


@pytest.mark.parametrize(
    ("topic", "read"),
    [
        ("foundations", {"foundations/softmax.yaml", "foundations/softmax/question.yaml"}),
        ("nms", {"detection/nms.yaml", "detection/nms/question.yaml", "detection/batched_nms/question.yaml"}),
        ("box_iou", {"detection/box_iou/question.yaml"}),
        ("detection/nms/cost", {"detection/nms.yaml"}),
    ],
)
def test_only_the_files_of_the_topic_are_read(bank: Path, topic: str, read: set[str]) -> None:
    """Every other file is broken: the topic still loads. Each of its own is broken: it does not."""
    files = {str(file.relative_to(bank)): file for file in bank.rglob("*.yaml")}
    whole = {name: file.read_bytes() for name, file in files.items()}
    for name in files.keys() - read:
        # an exercise says in its first lines which page it belongs to; the rest is broken
        page = "page: detection/other#x\n" if name.endswith("question.yaml") else ""
        files[name].write_text(page + BROKEN)
    assert load([bank], topic)
    for name in read:
        files[name].write_text(BROKEN)
        with pytest.raises(BankError) as caught:
            load([bank], topic)
        assert [problem.location.file for problem in caught.value.problems] == [files[name]]
        files[name].write_bytes(whole[name])


def test_an_exercise_that_may_belong_to_the_page_is_read(bank: Path) -> None:
    (bank / "detection/box_iou/question.yaml").write_text("# page: detection/iou#x\n" + BROKEN)
    with pytest.raises(BankError, match=r"box_iou/question\.yaml:3:1: "):
        load([bank], "detection/nms")


def test_the_problems_of_all_files_come_together(bank: Path, write: Write) -> None:
    first = write("detection/iou.yaml", BROKEN)
    second = write("foundations/softmax.yaml", "- x\n")
    with pytest.raises(BankError) as caught:
        load([bank])
    assert [problem.location.file for problem in caught.value.problems] == [first, second]
    assert len(str(caught.value).splitlines()) == 2


def test_a_page_with_exercises_only(bank: Path, write: Write, examples: Examples) -> None:
    write("detection/soft_nms/question.yaml", exercise(examples, "detection/soft"))
    assert ids(bank, "detection/soft") == ["detection/soft_nms"]


def test_the_page_goes_before_the_exercise_of_the_same_words(
    bank: Path, write: Write, examples: Examples
) -> None:
    write("detection/soft-nms.yaml", one(examples, "decay"))
    write("detection/soft_nms/question.yaml", exercise(examples, "detection/soft-nms"))
    assert ids(bank, "detection/soft_nms") == ["detection/soft_nms"]
    assert ids(bank, "detection/soft-nms") == ["detection/soft-nms/decay", "detection/soft_nms"]
    assert ids(bank, "SOFT_nms") == ["detection/soft-nms/decay", "detection/soft_nms"]


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        ("detecton", "no topic 'detecton'; did you mean detection?"),
        ("detection/nsm", "no topic 'detection/nsm'; did you mean detection/nms"),
        ("soft-max", "no topic 'soft-max'; did you mean foundations/softmax?"),
        ("transformers", "no topic 'transformers'; available: detection, foundations"),
        ("", "no topic ''; available: detection, foundations"),
        ("detection/nms/cots", "no question 'detection/nms/cots'; did you mean detection/nms/cost?"),
        ("detection/nms/ties/x", "no topic 'detection/nms/ties/x'; available: detection, foundations"),
        ("../../etc/passwd", "no topic '../../etc/passwd'; available: detection, foundations"),
        ("detection/../foundations", "no topic 'detection/../foundations'; "),
        ("a\nb\x1b[0m", r"no topic 'a\nb\x1b[0m'; available:"),
    ],
)
def test_unknown_topic(bank: Path, topic: str, message: str) -> None:
    with pytest.raises(UnknownTopic) as caught:
        load([bank], topic)
    assert str(caught.value).startswith(message)
    assert len(str(caught.value).splitlines()) == 1


def test_a_bare_name_in_two_areas(bank: Path, write: Write, examples: Examples) -> None:
    write("foundations/nms.yaml", one(examples, "other"))
    with pytest.raises(UnknownTopic, match=r"did you mean detection/nms or foundations/nms\?"):
        load([bank], "nms")


def test_a_question_is_found_by_a_former_id(bank: Path, write: Write, examples: Examples) -> None:
    write("detection/iou.yaml", one(examples, "first") + "    formerly: [detection/iou/zeroth]\n")
    assert ids(bank, "detection/iou/zeroth") == ["detection/iou/first"]


def test_load_one_reads_one_file(bank: Path) -> None:
    for file in bank.rglob("*.yaml"):
        if file.parent.name != "batched_nms":
            file.write_text(BROKEN)
    code = load_one([bank], "detection/batched_nms")
    assert (code.id, code.topic, code.folder) == (
        "detection/batched_nms",
        "detection/nms",
        bank / "detection/batched_nms",
    )


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("detection/box-iuo", "no exercise 'detection/box-iuo'; did you mean detection/box_iou?"),
        ("detection/iou", "no exercise 'detection/iou'; "),
        ("../detection/nms", "no exercise '../detection/nms'; "),
        (
            "zzz",
            "no exercise 'zzz'; available: detection/batched_nms, detection/box_iou, detection/nms, found",
        ),
    ],
)
def test_load_one_unknown(bank: Path, id: str, message: str) -> None:
    with pytest.raises(UnknownTopic) as caught:
        load_one([bank], id)
    assert str(caught.value).startswith(message)


def test_the_bank_object(bank: Path) -> None:
    found = load([bank])
    assert found.get("detection/nms/ties") is found.questions[2]
    assert [code.id for code in found.exercises][:2] == ["detection/batched_nms", "detection/box_iou"]
    pages = ("detection/iou", "detection/iou-losses", "detection/nms")
    assert found.topics() == ("detection", *pages, "foundations", "foundations/softmax")
    assert len(found) == 9
    assert "detection/nms" in found
    assert "detection/nms/none" not in found
    assert found.get("detection/nms/none") is None


def test_topics_opens_no_file(bank: Path) -> None:
    for file in bank.rglob("*.yaml"):
        file.write_text(BROKEN)
    exercises = ("detection/batched_nms", "detection/box_iou")
    pages = ("detection/iou", "detection/iou-losses", "detection/nms")
    assert topics([bank]) == ("detection", *exercises, *pages, "foundations", "foundations/softmax")


# Several folders


@pytest.fixture
def private(tmp_path: Path, examples: Examples) -> Path:
    folder = tmp_path / "private"
    (folder / "detection").mkdir(parents=True)
    (folder / "detection/nms.yaml").write_text(one(examples, "ours"))
    (folder / "company").mkdir()
    (folder / "company/tools.yaml").write_text(one(examples, "mine"))
    return folder


def test_folders_merge(bank: Path, private: Path) -> None:
    found = load([bank, private])
    assert len(found) == 11
    nms = [question.id for question in load([bank, private], "detection/nms").questions]
    assert nms == ["detection/nms/ties", "detection/nms/cost", "detection/nms/ours", *NMS[2:]]
    assert [question.id for question in load([bank, private], "tools").questions] == ["company/tools/mine"]


def test_the_same_question_in_two_folders(bank: Path, private: Path, examples: Examples) -> None:
    file = private / "detection/nms.yaml"
    file.write_text(one(examples, "cost"))
    with pytest.raises(BankError) as caught:
        load([bank, private], "detection/nms")
    first = f"{bank}/detection/nms.yaml:11:5"
    problem = (
        f"found the id detection/nms/cost, which {first} has too, expected an id that no other folder has"
    )
    assert str(caught.value) == f"{file}:2:5: {problem}"


def test_the_same_exercise_in_two_folders(bank: Path, private: Path, examples: Examples) -> None:
    file = private / "detection/nms/question.yaml"
    file.parent.mkdir()
    file.write_text(exercise(examples, "detection/nms"))
    for read in (lambda: load_one([bank, private], "detection/nms"), lambda: load([bank, private])):
        with pytest.raises(BankError) as caught:
            read()
        assert f"{file}:1:1: found the id detection/nms, which {bank}/detection/nms/question.yaml:1:1" in str(
            caught.value
        )


def test_a_former_id_belongs_to_one_question(bank: Path, write: Write, examples: Examples) -> None:
    file = write("detection/iou.yaml", one(examples, "first") + "    formerly: [detection/nms/ties]\n")
    other = f"{bank}/detection/nms.yaml:2:5"
    with pytest.raises(BankError) as caught:
        load([bank])
    assert str(caught.value).startswith(
        f"{file}:2:5: found the former id detection/nms/ties, which {other} has"
    )


def test_roots(bank: Path, private: Path) -> None:
    assert roots(environ={}) == (default_root(),)
    assert roots(private, environ={}) == (default_root(), private)
    assert roots(environ={"KB_BANK": str(private)}) == (default_root(), private)
    assert roots(bank, environ={"KB_BANK": str(private)}) == (default_root(), bank)
    assert roots(environ={"KB_BANK": ""}) == (default_root(),)
    assert roots(default_root(), environ={}) == (default_root(),)


def test_a_private_bank_that_is_none(tmp_path: Path, examples: Examples) -> None:
    file = tmp_path / "bank.yaml"
    file.write_text(examples["open"])
    empty = tmp_path / "empty"
    (empty / "detection" / "nms").mkdir(parents=True)
    flat = tmp_path / "flat"
    flat.mkdir()
    (flat / "nms.yaml").write_text(examples["open"])
    expected = "expected a folder of questions: <area>/<page>.yaml and <area>/<exercise>/question.yaml"
    for folder, found in [
        (tmp_path / "missing", "no such folder"),
        (file, "a file"),
        (empty, "a folder without questions"),
        (flat, "a folder without questions"),
    ]:
        for read in (lambda folder=folder: roots(folder, environ={}), lambda folder=folder: load([folder])):
            with pytest.raises(BankError) as caught:
                read()
            assert str(caught.value) == f"{folder}: found {found}, {expected}"


def test_default_root_in_a_checkout() -> None:
    assert default_root() == Path(kb.bank.__file__).resolve().parents[2] / "questions"


def test_default_root_in_an_installed_package(tmp_path: Path, bank: Path) -> None:
    """The wheel has the questions inside kb; a folder of that name beside the package is somebody else's."""
    package = tmp_path / "site-packages" / "kb"
    package.mkdir(parents=True)
    shutil.copy(kb.__file__, package)
    shutil.copytree(Path(kb.bank.__file__).parent, package / "bank")
    (package.parent / "questions").mkdir()
    (package / "questions").symlink_to(bank)
    script = "from kb.bank import *; print(default_root(), len(load(roots(environ={}))))"
    environment = {**os.environ, "PYTHONPATH": str(package.parent)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(package / "questions"), "9"]


# Files that are no files


def test_unreadable_files(bank: Path) -> None:
    file = bank / "detection" / "nms.yaml"
    file.unlink()
    file.mkdir()
    with pytest.raises(BankError, match=r"nms\.yaml:1:1: found a folder, expected a YAML file"):
        load([bank], "detection/nms")
    file.rmdir()
    file.symlink_to(file)
    with pytest.raises(BankError, match=r"nms\.yaml:1:1: found a file that cannot be read"):
        load([bank], "detection/nms")
    file.unlink()
    file.symlink_to("nowhere.yaml")
    with pytest.raises(BankError, match=r"nms.yaml:1:1: found a file that cannot be read \(No such file"):
        load([bank], "detection/nms")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
def test_a_pipe_is_not_waited_for(bank: Path) -> None:
    for name in ("detection/nms.yaml", "detection/nms/question.yaml"):
        (bank / name).unlink()
        os.mkfifo(bank / name)
    with pytest.raises(BankError) as caught:
        load([bank], "detection/nms")
    found = "1:1: found something that is not a file, expected a YAML file"
    names = ("detection/nms.yaml", "detection/nms/question.yaml")
    assert str(caught.value).splitlines() == [f"{bank}/{name}:{found}" for name in names]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission(bank: Path) -> None:
    (bank / "detection/nms.yaml").chmod(0)
    with pytest.raises(
        BankError, match=r"nms.yaml:1:1: found a file that cannot be read \(Permission denied\)"
    ):
        load([bank], "detection/nms")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_without_permission(bank: Path) -> None:
    (bank / "detection").chmod(0)
    try:
        with pytest.raises(
            BankError, match=r"detection: found a folder that cannot be read \(Permission denied\)"
        ):
            load([bank], "detection")
    finally:
        (bank / "detection").chmod(0o755)


def test_loops_of_links_and_strangers_are_harmless(bank: Path) -> None:
    (bank / "detection" / "again").symlink_to(bank)
    (bank / "detection" / "itself").symlink_to("itself")
    (bank / "loop").symlink_to(bank)
    (bank / "knot").symlink_to("knot")
    (bank / ".git").mkdir()
    (bank / ".git" / "x.yaml").write_text(BROKEN)
    (bank / "detection" / "__pycache__").mkdir()
    (bank / "detection" / ".nms.yaml.swp").write_text(BROKEN)
    (bank / "README.md").write_text("# Questions")
    (bank / "schema.json").write_text("{}")
    assert len(load([bank])) == 9


def test_yml_is_refused_and_not_overlooked(bank: Path) -> None:
    (bank / "detection/nms.yaml").rename(bank / "detection/nms.yml")
    (bank / "detection/box_iou/question.yaml").rename(bank / "detection/box_iou/question.yml")
    with pytest.raises(BankError) as caught:
        load([bank])
    found = [str(problem).removeprefix(f"{bank}/detection/") for problem in caught.value.problems]
    assert found == [
        "nms.yml:1:1: found the file name nms.yml, expected nms.yaml",
        "box_iou/question.yml:1:1: found the file name question.yml, expected question.yaml",
    ]


def test_errors_survive_the_way_from_another_process(bank: Path, write: Write) -> None:
    write("detection/iou.yaml", BROKEN)
    for topic, kind in (("detection", BankError), ("detecton", UnknownTopic)):
        with pytest.raises(kind) as caught:
            load([bank], topic)
        again = pickle.loads(pickle.dumps(caught.value))
        assert type(again) is kind
        assert (str(again), again.problems) == (str(caught.value), caught.value.problems)
    error = EvaluationError("np.x", "a reason", ["np.y"])
    assert (
        str(pickle.loads(pickle.dumps(error)))
        == str(error)
        == "cannot evaluate 'np.x': a reason; available: np.y"
    )


# Lightness


def test_nothing_heavy_is_imported(bank: Path, write: Write, examples: Examples) -> None:
    """Loading, with expressions that are looked at, needs neither NumPy nor anything else of that weight."""
    write("detection/area.yaml", examples["drawn"])
    heavy = "numpy", "torch", "pytest", "rich", "sqlite3", "jinja2"
    script = f"""
import sys
from pathlib import Path
import kb.bank
bank = kb.bank.load([Path({str(bank)!r})])
assert len(bank) == 10, len(bank)
print([name for name in {heavy} if name in sys.modules])
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(kb.bank.__file__).parents[2])}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_three_hundred_questions(root: Path, write: Write, examples: Examples) -> None:
    """A bank of the size that is planned for comes back whole."""
    for page in range(30):
        drawn = (
            examples["drawn"].removeprefix("questions:\n").replace("id: one", f"id: q{i}") for i in range(10)
        )
        write(f"detection/page-{page}.yaml", "questions:\n" + "".join(drawn))
    bank = load([root])
    assert len({question.id for question in bank.questions}) == 300
    assert all(isinstance(question, Numeric) for question in bank.questions)
