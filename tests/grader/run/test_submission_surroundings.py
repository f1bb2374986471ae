"""Selections, settings and plugins around ``pytest --submission``: status 0 and PASSED are for the whole exercise.

The answer is wrong in one test, so whatever leaves that one out must not make it pass.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from surroundings import RIGHT, Place

pytestmark = pytest.mark.slow
REFUSED = pytest.ExitCode.USAGE_ERROR
EVIL = "open({mark!r}, 'a').write(__name__)\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def never_passed(place: Place, *arguments: str, file: str = "scale.py") -> str:
    done = place.submit(*arguments, file=file)
    assert done.returncode != 0, done.stdout + done.stderr
    assert re.search("^PASSED", done.stdout, re.M) is None
    assert not place.mark.exists()
    return done.stdout


SELECTIONS = {
    "-k": ["-k", "not empty"],
    "-m": ["-m", "not gradient", "-k", "values"],
    "--deselect": ["--deselect", "scale.py::test_empty"],
    "a node id": ["scale.py::test_values"],
    "node ids": ["scale.py::test_values", "scale.py::loads"],
    "-x": ["-x"],
    "--maxfail": ["--maxfail=1"],
    "--stepwise": ["--stepwise"],
    "--collect-only": ["--collect-only"],
    "--setup-plan": ["--setup-plan"],
    "--fixtures": ["--fixtures"],
    "--cache-show": ["--cache-show"],
    "two processes": ["-n", "2", "-k", "values"],
    "without the terminal": ["-p", "no:terminal", "-k", "values"],
    "without the cache": ["-p", "no:cacheprovider", "-k", "values"],
    "without warnings and capture": ["-p", "no:warnings", "-p", "no:capture", "-k", "values"],
}


@pytest.mark.parametrize("arguments", SELECTIONS.values(), ids=SELECTIONS)
def test_a_selection_is_no_pass(place: Place, arguments: list[str]) -> None:
    never_passed(place, *arguments)


def test_the_verdict_of_a_selection_is_about_everything(place: Place) -> None:
    told = never_passed(place, "-k", "not empty")
    assert "2 passed, 2 deselected" in told
    assert "2 of 3 tests are shown above; the verdict is about all of them." in told
    assert "1 of 3 tests failed" in told


def test_what_failed_last_is_shown_alone(place: Place) -> None:
    never_passed(place)
    told = never_passed(place, "--lf")
    assert "1 failed, 3 deselected" in told
    place.write("scale.py", RIGHT)
    done = place.submit("--lf")
    assert done.returncode == 0, done.stdout
    assert "1 of 3 tests are shown above; the verdict is about all of them." in done.stdout
    assert "PASSED  scale.py answers toy/scale: all 3 tests" in done.stdout


def test_a_node_id_that_is_not_there_is_named(place: Place) -> None:
    done = place.submit("scale.py::test_nothing")
    assert done.returncode == REFUSED
    assert "not found: test_nothing" in done.stderr


@pytest.mark.parametrize("variable", ["PYTEST_ADDOPTS", "PYTEST_PLUGINS"])
def test_a_plugin_by_a_variable_is_refused(place: Place, variable: str) -> None:
    place.write("lib/evil.py", "def pytest_collection_modifyitems(items):\n    items[:] = items[:1]\n")
    named = {"PYTEST_ADDOPTS": "-p evil", "PYTEST_PLUGINS": "evil"}
    place.environment |= {"PYTHONPATH": "lib", variable: named[variable]}
    done = place.submit()
    assert done.returncode == REFUSED
    assert f"the plugin evil was loaded from {place.folder / 'lib/evil.py'}" in done.stderr
    assert "python -m kb.quiz grade FILE" in done.stderr


def test_a_plugin_by_an_entry_point_in_the_folder_is_refused(place: Place) -> None:
    place.write("evil-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
    place.write("evil-1.0.dist-info/entry_points.txt", "[pytest11]\nevil = evil\n")
    place.write("evil.py", "def pytest_collection_modifyitems(items):\n    items[:] = items[:1]\n")
    done = place.submit()
    assert done.returncode == REFUSED
    assert f"was loaded from {place.folder / 'evil.py'}" in done.stderr


@pytest.mark.parametrize("form", ["apart", "joined", "inside"])
def test_a_conftest_beside_the_answer_is_not_run(place: Place, form: str) -> None:
    bob = place.folder / "bob"
    place.write("bob/scale.py", (place.folder / "scale.py").read_text())
    place.write("bob/conftest.py", EVIL.format(mark=str(place.mark)))
    if form == "inside":
        place.folder = bob
        never_passed(place)
    elif form == "joined":
        done = place.run("pytest", "--submission=bob/scale.py")
        assert done.returncode == 1 and not place.mark.exists()
    else:
        never_passed(place, file="bob/scale.py")


FILES = {
    "pytest.ini": "[pytest]\n{}\n",
    "tox.ini": "[pytest]\n{}\n",
    "setup.cfg": "[tool:pytest]\n{}\n",
    "pyproject.toml": "[tool.pytest.ini_options]\n{}\n",
}


@pytest.mark.parametrize(
    ("name", "where"),
    [*((name, "beside the answer") for name in FILES), ("pytest.ini", "in the working folder")],
)
def test_a_settings_file_cannot_leave_tests_out(place: Place, name: str, where: str) -> None:
    value = "\"-k 'not empty'\"" if name.endswith("toml") else '-k "not empty"'
    file = place.write("bob/scale.py", (place.folder / "scale.py").read_text())
    (file.parent if where == "beside the answer" else place.folder).joinpath(name).write_text(
        FILES[name].format(f"addopts = {value}")
    )
    told = never_passed(place, file="bob/scale.py")
    assert "2 of 3 tests are shown above; the verdict is about all of them." in told
    assert "1 of 3 tests failed" in told


@pytest.mark.parametrize("name", FILES)
def test_a_settings_file_with_a_plugin_is_refused(place: Place, name: str) -> None:
    quote = '"' if name.endswith("toml") else ""
    place.write("bob/scale.py", (place.folder / "scale.py").read_text())
    lines = f"addopts = {quote}-p evil{quote}\npythonpath = {quote}.{quote}"
    place.write(f"bob/{name}", FILES[name].format(lines))
    place.write("bob/evil.py", "def pytest_collection_modifyitems(items):\n    items[:] = items[:1]\n")
    done = place.submit(file="bob/scale.py")
    assert done.returncode == REFUSED, done.stdout
    assert str(place.folder / "bob" / name) in done.stderr
    assert "python -m kb.quiz grade FILE" in done.stderr
    assert "PASSED" not in done.stdout


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("addopts = --submission-question toy/counter", "adds the option --submission-question"),
        ("addopts = -q --submission=right.py", "adds the option --submission=right.py"),
        ("addopts = --pdbcls=evil:Debugger", "adds the option --pdbcls=evil:Debugger"),
        ("addopts = -p no:terminal", "adds the option -p"),
        ("addopts = -pevil", "adds the option -pevil"),
        ("addopts = -W error::evil.Warning", "adds the option -W"),
        ("addopts = --rootdir=/tmp", "adds the option --rootdir=/tmp"),
        ("pythonpath = .", "sets pythonpath"),
        ("log_file = out.log", "sets log_file"),
        ("DJANGO_SETTINGS_MODULE = evil", "sets DJANGO_SETTINGS_MODULE"),
        ("filterwarnings = ignore:x:evil.Warning", "names a class in filterwarnings: ignore:x:evil.Warning"),
    ],
)
def test_settings_that_bring_code_are_refused(place: Place, settings: str, told: str) -> None:
    place.write("evil.py", "class Warning(UserWarning): pass\nclass Debugger: pass\n")
    place.write("right.py", RIGHT)
    place.write("pytest.ini", f"[pytest]\n{settings}\n")
    done = place.submit()
    assert done.returncode == REFUSED, done.stdout
    assert told in done.stderr


def test_settings_of_a_usual_project_are_fine(place: Place) -> None:
    place.write("scale.py", RIGHT)
    place.write("tests/test_nothing.py", "")
    place.write(
        "pyproject.toml",
        "[tool.pytest.ini_options]\ntestpaths = ['tests']\nxfail_strict = true\nfilterwarnings = ['error']\n"
        "addopts = '-ra -q --strict-markers --import-mode=importlib --durations=3 --tb short -n 2 -x'\n",
    )
    done = place.submit()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PASSED  scale.py answers toy/scale: all 3 tests" in done.stdout


def test_the_status_stands_whatever_a_plugin_makes_of_it(place: Place) -> None:
    """One that the caller brings along is not refused, and still cannot turn the status."""
    place.write(
        "caller.py",
        "import sys, pytest\nclass Kind:\n"
        "    @pytest.hookimpl(trylast=True)\n    def pytest_sessionfinish(self, session):\n        session.exitstatus = 0\n"
        "    def pytest_collection_modifyitems(self, items):\n        items[:] = items[:1]\n"
        "sys.exit(pytest.main(['--submission', 'scale.py'], plugins=[Kind()]))\n",
    )
    done = place.run("caller")
    assert "1 of 3 tests are shown above" in done.stdout, done.stdout + done.stderr
    assert done.returncode == 1


def test_summaries_carry_the_reason(place: Place) -> None:
    done = place.submit("--junitxml", "report.xml")
    assert "FAILED scale.py::test_empty - wrong type: " in done.stdout
    failure = done.stdout.partition("= FAILURES =")[2].partition("verdict on")[0]
    assert failure.count("test_empty") == 1
    found = ElementTree.parse(place.folder / "report.xml").find(".//failure")
    assert found is not None and found.attrib["message"].startswith("wrong type: ")


def test_an_answer_is_not_imported(place: Place) -> None:
    """pytest collects a Python file that it is given by name."""
    place.write("test_scale.py", RIGHT + EVIL.format(mark=str(place.mark)))
    told = never_passed(place, "test_scale.py", file="test_scale.py")
    assert "the answer does not load" in told  # there it may not write


def test_a_variable_does_not_reach_the_process_that_grades(place: Place) -> None:
    place.write("lib/sitecustomize.py", place.payload)
    place.environment |= {"PYTHONPATH": "lib"}
    never_passed(place)


def test_the_grader_itself_failing_is_told(place: Place) -> None:
    place.cases.write_text("raise ValueError('broken cases')\n")
    done = place.submit()
    assert done.returncode == pytest.ExitCode.INTERNAL_ERROR
    assert "the grader failed, which does not count against you" in done.stdout + done.stderr
    assert "broken cases" in done.stdout + done.stderr
