"""What is found below a folder, and what is not touched."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kb.grader.answer.file import AnswerError
from kb.grader.cohort.names import for_worker, shown
from kb.grader.cohort.pinned import PinnedFile
from kb.grader.cohort.reading import MAX_SOURCE, read
from kb.grader.cohort.walk import walk

from .conftest import RIGHT, Fill


def files(folder: Path) -> list[str]:
    return [found.file for found in walk(folder).found]


def problems(folder: Path) -> dict[str, str]:
    return {problem.file: problem.message for problem in walk(folder).problems}


def test_all_python_files_in_one_order(fill: Fill) -> None:
    folder = fill(dict.fromkeys(["b/nms.py", "a/x/iou.py", "a/nms.py", "z.py", "a/notes.txt", "a.py"], RIGHT))
    assert files(folder) == ["a.py", "a/nms.py", "a/x/iou.py", "b/nms.py", "z.py"]
    assert [found.student for found in walk(folder).found] == ["", "a", "a/x", "b", ""]


def test_tools_and_hidden_things_are_left_out_and_counted(fill: Fill) -> None:
    left_out = [
        ".git/x.py",
        "__pycache__/x.py",
        "a/node_modules/x.py",
        "a/._nms.py",
        "env/x.py",
        "e2/pyvenv.cfg",
        "e2/x.py",
    ]
    walked = walk(fill(dict.fromkeys(["a/nms.py", *left_out], RIGHT)))
    assert [found.file for found in walked.found] == ["a/nms.py"]
    assert walked.skipped == 6
    assert not walked.problems


def test_the_folder_of_the_grades_is_no_answer(fill: Fill) -> None:
    folder = fill({"a/nms.py": RIGHT, "grades/old.py": RIGHT})
    assert [found.file for found in walk(folder, folder / "grades").found] == ["a/nms.py"]


def test_links(fill: Fill, tmp_path: Path) -> None:
    folder = fill({"a/nms.py": RIGHT, "b/real.py": RIGHT})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text(RIGHT)
    (folder / "a" / "loop").symlink_to(folder)
    (folder / "a" / "twice").symlink_to(folder / "b")
    (folder / "a" / "out").symlink_to(outside)
    (folder / "a" / "out.py").symlink_to(outside / "secret.py")
    (folder / "a" / "gone.py").symlink_to(outside / "nothing.py")
    (folder / "a" / "self.py").symlink_to(folder / "a" / "self.py")
    (folder / "a" / "fine.py").symlink_to(folder / "b" / "real.py")
    assert files(folder) == ["a/fine.py", "a/nms.py", "b/real.py"]
    found = problems(folder)
    assert set(found) == {"a/loop/", "a/twice/", "a/out/", "a/out.py", "a/gone.py", "a/self.py"}
    assert "never ends" in found["a/loop/"]
    assert "graded there" in found["a/twice/"]
    assert "leaves the folder" in found["a/out/"] and "leaves the folder" in found["a/out.py"]
    assert "does not exist" in found["a/gone.py"]
    assert "leads to itself" in found["a/self.py"]


def test_a_folder_that_is_itself_a_link(fill: Fill, tmp_path: Path) -> None:
    folder = fill({"a/nms.py": RIGHT})
    (folder / "a" / "b.py").symlink_to("nms.py")
    (tmp_path / "link").symlink_to(folder)
    assert files(tmp_path / "link") == ["a/b.py", "a/nms.py"]


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b"plain.py", "plain.py"),
        ("Ærøskøbing.py".encode(), "Ærøskøbing.py"),
        (b"new\nline.py", r"new\nline.py"),
        (b"esc\x1b[31m.py", r"esc\x1b[31m.py"),
        (b"latin\xe9.py", r"latin\xe9.py"),
        ("\u202eyp.py".encode(), r"\u202eyp.py"),
        (rb"back\nslash.py", r"back\\nslash.py"),
    ],
)
def test_names_are_shown_so_that_nothing_stumbles(tmp_path: Path, raw: bytes, seen: str) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    try:
        with open(os.path.join(os.fsencode(folder), raw), "w") as file:
            file.write(RIGHT)
    except OSError:
        pytest.skip("this file system does not take such a name")
    found = walk(folder).found
    assert [one.file for one in found] == [seen]
    assert seen.encode("utf-8").decode("utf-8").isprintable()
    assert read(found[0].pinned) == RIGHT


def test_different_names_stay_different() -> None:
    names = ["a\n", r"a\n", r"a\\n", "a\\\n", "a\x0a\x0a", "a\udc0a".replace("\udc0a", "\udc8a"), r"a\x8a"]
    assert len({shown(name) for name in names}) == len(set(names))


def test_the_worker_never_sees_a_strange_name() -> None:
    assert for_worker("nms.py") == "nms.py"
    assert {for_worker(name) for name in ("a\n.py", "\udcff.py", "x" * 300 + ".py", "-c.py")} == {"answer.py"}


def test_only_regular_files_are_opened(fill: Fill) -> None:
    """A pipe that nobody writes to would wait for ever."""
    folder = fill({"a/nms.py": RIGHT})
    os.mkfifo(folder / "pipe.py")
    listening = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    try:
        os.chdir(folder)  # the path of a socket may not be long
        listening.bind("socket.py")
    finally:
        os.chdir(here)
        listening.close()
    (folder / "folder.py").mkdir()
    (folder / "device.py").symlink_to("/dev/zero")
    assert files(folder) == ["a/nms.py", "pipe.py", "socket.py"]
    assert "leaves the folder" in problems(folder)["device.py"]
    for name, what in {
        "pipe.py": "pipe",
        "socket.py": "socket",
        "folder.py": "folder",
    }.items():
        with pytest.raises(AnswerError, match=what):
            read(PinnedFile.at(str(folder), name))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"x = 1\n\0", "binary"),
        (b"x = 1\ny = '\xe9'\n", "line 2 is not UTF-8"),
        (b"#" * (MAX_SOURCE + 1), "larger than 1 MB"),
    ],
)
def test_what_is_no_text_of_python(tmp_path: Path, raw: bytes, why: str) -> None:
    (tmp_path / "a.py").write_bytes(raw)
    with pytest.raises(AnswerError, match=why):
        read(PinnedFile.at(str(tmp_path), "a.py"))


UNREADABLE = """
import sys
from pathlib import Path
from kb.grader.answer.file import AnswerError
from kb.grader.cohort.reading import read
from kb.grader.cohort.walk import walk
walked = walk(Path(sys.argv[1]))
print([found.file for found in walked.found], [str(problem) for problem in walked.problems])
for found in walked.found:
    try:
        read(found.pinned)
    except AnswerError as error:
        print(found.file, error)
"""


def test_unreadable_files_and_folders(fill: Fill) -> None:
    folder = fill({"a/nms.py": RIGHT, "b/nms.py": RIGHT, "c/nms.py": RIGHT})
    (folder / "a" / "nms.py").chmod(0)
    (folder / "b").chmod(0)
    command = [sys.executable, "-c", UNREADABLE, str(folder)]
    if os.getuid() == 0:  # who may read everything unless that is given up
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    except FileNotFoundError:
        pytest.skip("no setpriv here, with which root gives up reading everything")
    finally:
        (folder / "b").chmod(0o755)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first == "['a/nms.py', 'c/nms.py'] ['b/: this folder cannot be read: Permission denied']"
    assert second == "a/nms.py it cannot be read: Permission denied"


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        walk(tmp_path / "nothing")
