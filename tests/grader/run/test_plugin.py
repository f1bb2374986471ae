"""What the installed plugin brings into a run of pytest that has nothing to do with kb."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = {"numpy", "torch", "yaml", "rich"}
SCRIPT = """
import sys
import pytest
status = pytest.main(["-q", "-p", "no:cacheprovider", "test_of_others.py"])
print(int(status), *sorted(name for name in sys.modules if name.partition(".")[0] in {heavy} or name.startswith("kb")))
"""


def test_nothing_but_the_plugin_is_imported(tmp_path: Path) -> None:
    (tmp_path / "test_of_others.py").write_text("def test_one():\n    assert True\n")
    script = SCRIPT.replace("{heavy}", repr(HEAVY))
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    status, *modules = done.stdout.splitlines()[-1].split()
    assert status == "0"
    assert modules == [
        "kb",
        "kb.grader",
        "kb.grader.model",
        "kb.grader.model.device",
        "kb.grader.run",
        "kb.grader.run.plugin",
    ]


def test_the_face_of_the_grader_imports_nothing_before_a_name_is_used() -> None:
    script = (
        "import sys; import kb.grader; print(sorted({'numpy', 'pytest', 'torch', 'yaml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_face_of_the_grader_has_all_of_its_names() -> None:
    import kb.grader

    assert {name for name in kb.grader.__all__ if getattr(kb.grader, name).__name__ != name} == set()
    assert set(kb.grader.__all__) <= set(dir(kb.grader))
