"""The worker's package outside of kb: loaded by its folder, NumPy only for its workers, complete before the fork."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import kb.grader.worker

FOLDER = Path(kb.grader.worker.__file__).parent
PACKAGE = "import sys, types\npackage = sys.modules['_grader'] = types.ModuleType('_grader')\n"
ALONE = {"start", "sandbox.tries"}  # a program, and the text of an answer


def loaded(module: str) -> set[str]:
    """Modules that are loaded in a fresh interpreter once it has imported one of the package."""
    code = f"{PACKAGE}package.__path__ = [{str(FOLDER)!r}]\nimport _grader.{module}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_a_cold_zygote_has_not_imported_numpy() -> None:
    assert not loaded("zygote") & {"numpy", "torch", "kb"}


def test_a_warm_zygote_has_imported_every_module_of_the_package() -> None:
    """A confined worker may not read them any more."""
    files = (path.relative_to(FOLDER).with_suffix("") for path in FOLDER.rglob("*.py"))
    names = {".".join(path.parts).removesuffix(".__init__") for path in files} - {"__init__", *ALONE}
    modules = loaded("zygote") | loaded("serve")
    assert {f"_grader.{name}" for name in names} <= modules
    assert not modules & {"torch", "kb"}
