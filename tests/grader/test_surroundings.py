"""Variables and files around ``python -m kb.quiz``: none of them changes a verdict or gets code to the cases."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from surroundings import RIGHT, Place

from kb.bank.model.question import Code
from kb.grader import Answer, GraderError, Zygotes, grade_many

Attack = Callable[[Place], None]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def variables(**environment: str) -> Attack:
    """An attack by nothing but variables."""
    return lambda place: place.environment.update(environment)


def on_the_path(name: str, **environment: str) -> Attack:
    """A module in a folder of PYTHONPATH."""

    def attack(place: Place) -> None:
        place.write(f"lib/{name}.py", place.payload)
        place.environment |= {"PYTHONPATH": "lib"} | environment

    return attack


def in_the_folder(name: str, text: str | None = None) -> Attack:
    def attack(place: Place) -> None:
        place.write(name, place.payload if text is None else text)

    return attack


def asserts_taken_out(place: Place) -> None:
    """The cases of many exercises say relations by a plain assert."""
    place.cases.write_text(
        "import numpy as np\n\n\ndef test_empty(solution):\n"
        "    assert solution(np.ones(2), 3.0).parts(kind='float')[0] == 4.0  # it is 3\n"
    )
    place.environment["PYTHONOPTIMIZE"] = "1"


def poisoned_cache(place: Place) -> None:
    """A compiled module of the grader, where PYTHONPYCACHEPREFIX says that they are."""
    spec = importlib.util.find_spec("kb.grader.model.verdict")
    assert spec is not None and spec.origin is not None
    source = Path(spec.origin)
    code = compile(source.read_text() + place.payload, str(source), "exec")
    found = source.stat()
    raw = importlib._bootstrap_external._code_to_timestamp_pyc(code, int(found.st_mtime), found.st_size)  # type: ignore[attr-defined]
    prefix = place.root / "prefix"
    kept = prefix / source.parent.relative_to("/") / f"{source.stem}.{sys.implementation.cache_tag}.pyc"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(raw)
    place.environment["PYTHONPYCACHEPREFIX"] = str(prefix)


LIBRARY = """
#include <stdio.h>
#include <string.h>
__attribute__((destructor)) static void leave_a_mark(void) {
    char line[4096]; int cases = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    while (maps && fgets(line, sizeof line, maps)) cases |= strstr(line, "_multiarray_umath") != NULL;
    if (cases) { FILE *mark = fopen("%s", "a"); if (mark) { fputs("preloaded", mark); fclose(mark); } }
}
"""


def preloaded(place: Place) -> None:
    """A shared library that looks at its end whether NumPy was there, as where the cases are."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs a C compiler, on Linux")
    source, library = place.write("lib/mark.c", LIBRARY % place.mark), place.folder / "lib/mark.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    place.environment["LD_PRELOAD"] = str(library)


def entry_point(place: Place) -> None:
    """A distribution that lies in the working folder, with a plugin for pytest."""
    place.write("evil-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
    place.write("evil-1.0.dist-info/entry_points.txt", "[pytest11]\nevil = evil\n")
    place.write("evil.py", place.payload)


ATTACKS: dict[str, Attack] = {
    "PYTEST_ADDOPTS selects": variables(PYTEST_ADDOPTS='-k "not empty"'),
    "PYTEST_ADDOPTS deselects": variables(PYTEST_ADDOPTS="--deselect test_scale.py::test_empty"),
    "PYTEST_ADDOPTS by marks": variables(PYTEST_ADDOPTS='-m "gradient"'),
    "PYTEST_ADDOPTS names a plugin": on_the_path("evil", PYTEST_ADDOPTS="-p evil"),
    "PYTEST_PLUGINS": on_the_path("evil", PYTEST_PLUGINS="evil"),
    "PYTEST_PLUGINS names nothing": variables(PYTEST_PLUGINS="nonexist"),
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": variables(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1"),
    "sitecustomize": on_the_path("sitecustomize"),
    "PYTHONPATH shadows NumPy": on_the_path("numpy"),
    "PYTHONPATH shadows the grader": on_the_path("yaml"),
    "PYTHONWARNINGS imports a class": on_the_path("evil", PYTHONWARNINGS="ignore::evil.Warning"),
    "PYTHONOPTIMIZE": asserts_taken_out,
    "PYTHONPYCACHEPREFIX": poisoned_cache,
    "PYTHONINSPECT": variables(PYTHONINSPECT="1"),
    "PYTHONSTARTUP": on_the_path("evil", PYTHONSTARTUP="lib/evil.py", PYTHONINSPECT="1"),
    "PYTHONBREAKPOINT": on_the_path("evil", PYTHONBREAKPOINT="evil.anything"),
    "LD_PRELOAD": preloaded,
    "a numpy.py in the folder": in_the_folder("numpy.py"),
    "a random.py in the folder": in_the_folder("random.py"),
    "a package random in the folder": in_the_folder("random/__init__.py"),
    "a yaml.py in the folder": in_the_folder("yaml.py"),
    "a usercustomize.py in the folder": in_the_folder("usercustomize.py"),
    "a conftest.py in the folder": in_the_folder("conftest.py"),
    "a pytest.ini in the folder": in_the_folder("pytest.ini", '[pytest]\naddopts = -k "not empty"\n'),
    "a setup.cfg in the folder": in_the_folder("setup.cfg", '[tool:pytest]\naddopts = -k "not empty"\n'),
    "a tox.ini in the folder": in_the_folder("tox.ini", '[pytest]\naddopts = -k "not empty"\n'),
    "a pyproject.toml in the folder": in_the_folder(
        "pyproject.toml", "[tool.pytest.ini_options]\naddopts = \"-k 'not empty'\"\n"
    ),
    "an entry point in the folder": entry_point,
}


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_the_verdict_stands(place: Place, attack: Attack) -> None:
    attack(place)
    done = place.grade("--json")
    assert done.returncode == 1, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["outcome"] in ("wrong type", "wrong value")
    assert "test_empty" in [test["id"] for test in told["tests"] if test["outcome"] != "passed"]
    assert not place.mark.exists(), place.mark.read_text()


@pytest.mark.slow
def test_harmless_options_of_pytest_do_no_harm(place: Place) -> None:
    """Many developers have some in their shell."""
    place.write("scale.py", RIGHT)
    for options in ("-v -ra", "--color=yes --lf", "-q -n auto"):
        place.environment["PYTEST_ADDOPTS"] = options
        done = place.grade()
        assert done.returncode == 0, done.stderr
        assert "all 3 tests" in done.stdout


@pytest.mark.slow
def test_a_cohort_is_graded_apart(place: Place) -> None:
    place.write("in/ada/scale.py", (place.folder / "scale.py").read_text())
    on_the_path("sitecustomize", PYTEST_ADDOPTS='-k "not empty"')(place)
    done = place.run("kb.quiz", "grade-all", "in", "--workers", "1", "--json")
    assert done.returncode == 1, done.stdout + done.stderr
    assert json.loads(done.stdout.splitlines()[0])["outcome"] == "wrong type"
    assert not place.mark.exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["random.py", "code.py", "string.py", "__future__.py", "argparse.py", "random/__init__.py"]
)
def test_modules_of_the_folder_shadow_nothing(place: Place, name: str) -> None:
    place.write(name, "raise SystemExit('taken from the working folder')\n")
    listed = place.run("kb.quiz", "--list", "--topic", "detection/nms")
    assert listed.returncode == 0, listed.stderr
    assert "detection/nms" in listed.stdout
    assert place.grade().returncode == 1


def settings(place: Place, program: str) -> dict[str, object]:
    """What a program says that is run as the isolated process is, from its own folder in place of kb's."""
    from kb import isolated

    (place.root / "probe").mkdir()
    (place.root / "probe/probe.py").write_text(program)
    command = isolated.command("probe")
    command[command.index(str(isolated.ROOT))] = str(place.root / "probe")
    given = os.environ | place.environment
    done = subprocess.run(
        command, env=isolated.environment(given), cwd=place.folder, capture_output=True, text=True, check=True
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


PROBE = """
import json, os, sys
def main():
    flags = {name: getattr(sys.flags, name) for name in ("isolated", "no_user_site", "ignore_environment", "optimize")}
    print(json.dumps({"flags": flags, "path": sys.path, "names": sorted(os.environ), "stdout": sys.stdout.encoding}))
"""


def test_an_isolated_process_has_only_what_is_listed(place: Place) -> None:
    dropped = [
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONSTARTUP",
        "PYTHONINSPECT",
        "PYTHONBREAKPOINT",
        "PYTHONOPTIMIZE",
        "PYTHONUSERBASE",
        "PYTHONWARNINGS",
        "PYTHONPYCACHEPREFIX",
        "PYTHONDEVMODE",
        "PYTHONMALLOC",
        "PYTEST_ADDOPTS",
        "PYTEST_PLUGINS",
        "LD_PRELOAD",
        "LD_AUDIT",
        "LD_LIBRARY_PATH",
        "DYLD_INSERT_LIBRARIES",
        "GLIBC_TUNABLES",
        "OMP_TOOL_LIBRARIES",
        "CUDA_INJECTION64_PATH",
        "MALLOC_CHECK_",
        "COVERAGE_PROCESS_START",
        "NPY_PROMOTION_STATE",
        "OPENSSL_CONF",
        "LOCPATH",
        "ANYTHING_ELSE",
    ]
    kept = [
        "KB_BANK",
        "HOME",
        "PATH",
        "TERM",
        "NO_COLOR",
        "COLUMNS",
        "LANG",
        "LC_ALL",
        "TMPDIR",
        "XDG_CACHE_HOME",
        "CUDA_VISIBLE_DEVICES",
        "OMP_NUM_THREADS",
        "EDITOR",
    ]
    place.environment = dict.fromkeys((*dropped, *kept), "C.UTF-8")
    found = settings(place, PROBE)
    names = found["names"]
    assert isinstance(names, list)
    assert not set(names) & set(dropped)
    assert set(names) >= set(kept)
    assert found["flags"] == {"isolated": 1, "no_user_site": 1, "ignore_environment": 1, "optimize": 0}
    path = found["path"]
    assert isinstance(path, list)
    assert not {"", str(place.folder)} & set(path)


def test_workers_still_find_the_libraries_of_an_accelerator(
    zygotes: Zygotes, toy: Code, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only in workers: nothing that is loaded there can say what a verdict is."""
    from kb import isolated

    given = isolated.environment({"LD_LIBRARY_PATH": "/opt/cuda/lib64"})
    assert given == {"KB_WORKER_LD_LIBRARY_PATH": "/opt/cuda/lib64"}
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    monkeypatch.setenv("KB_WORKER_LD_LIBRARY_PATH", given["KB_WORKER_LD_LIBRARY_PATH"])
    source = "import os\ndef scale(x, factor):\n    raise ValueError(os.environ.get('LD_LIBRARY_PATH'))\n"
    with Zygotes() as fresh:
        verdict = grade_many([Answer(Path("scale.py"), source)], toy, seed=1, zygotes=fresh)[0]
    assert "/opt/cuda/lib64" in verdict.failed[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
def test_streams_keep_their_encoding(place: Place, encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(place.folder / "stream", "w", encoding=encoding) as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        found = settings(place, PROBE)
    assert str(found["stdout"]).lower() == encoding


# --- in one process, as by `from kb.grader import grade` ----------------------------------------------------


def test_variables_of_pytest_do_not_reach_a_call(
    toy: Code, zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", '-k "not empty"')
    answer = Answer(Path("scale.py"), "def scale(x, factor):\n    return x * factor if len(x) else None\n")
    verdict = grade_many([answer], toy, seed=1, zygotes=zygotes)[0]
    assert [test.id for test in verdict.failed] == ["test_empty"]
    assert os.environ["PYTEST_ADDOPTS"] == '-k "not empty"'


def test_a_test_that_was_deselected_is_no_pass(
    toy: Code, zygotes: Zygotes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it comes about: pytest reports what is left out, and then nothing is graded."""
    from kb.grader.run import driver

    monkeypatch.setattr(driver, "ISOLATED", [*driver.ISOLATED, "-k", "not empty"])
    answer = Answer(Path("scale.py"), "def scale(x, factor):\n    return x * factor\n")
    with pytest.raises(GraderError, match="1 of the tests were deselected"):
        grade_many([answer], toy, seed=1, zygotes=zygotes)


def test_without_asserts_nothing_is_graded(place: Place) -> None:
    program = (
        "from pathlib import Path\nfrom kb.bank import load_one\nfrom kb.grader import Answer, GraderError, grade\n"
        f"exercise = load_one((Path({str(place.root / 'bank')!r}),), 'toy/scale')\n"
        "try:\n    grade(Answer(Path('scale.py'), 'def scale(x, factor):\\n    return x'), exercise)\n"
        "except GraderError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-O", "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "Python runs with -O or PYTHONOPTIMIZE, which takes the asserts out of the cases\n"
