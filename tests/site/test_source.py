"""Excerpts of source files, read without importing them."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from kb.site.bank.source import excerpt
from kb.site.errors import SiteError


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    source = '''
        """What the module is for."""

        import nothing_that_exists  # importing this file fails

        LIMIT: float = 4.135


        def first(x):
            """Doc."""
            return x


        @decorated
        def second(x):
            return (
                x
            )  # a remark


        class Third:
            def method(self):
                text = """
            not indented with the rest"""
                return text
    '''
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "idea.py").write_text(textwrap.dedent(source).lstrip(), encoding="utf-8")
    return tmp_path


def test_a_function(tree: Path) -> None:
    found = excerpt("room.idea:first", tree)
    assert found.code == 'def first(x):\n    """Doc."""\n    return x'
    assert found.caption == "room/idea.py · first"


def test_decorators_and_the_last_remark_belong_to_it(tree: Path) -> None:
    assert excerpt("room.idea:second", tree).code.splitlines()[0] == "@decorated"
    assert excerpt("room.idea:second", tree).code.endswith("# a remark")


def test_a_constant(tree: Path) -> None:
    assert excerpt("room.idea:LIMIT", tree).code == "LIMIT: float = 4.135"


def test_a_method_loses_its_indentation(tree: Path) -> None:
    code = excerpt("room.idea:Third.method", tree).code
    assert code.startswith("def method(self):\n    text = ")
    compile(code, "code", "exec")


def test_several_in_the_order_asked_for(tree: Path) -> None:
    found = excerpt("room.idea:second, first", tree)
    assert found.code.index("def second") < found.code.index("def first")
    assert found.caption == "room/idea.py · second, first"


def test_a_whole_module_without_its_docstring(tree: Path) -> None:
    code = excerpt("room.idea", tree).code
    assert code.startswith("import nothing_that_exists")
    assert "What the module is for" not in code


@pytest.mark.parametrize(
    ("target", "message"),
    [
        pytest.param(
            "room.idea:third", "defines no third; it defines LIMIT, Third, first, second", id="symbol"
        ),
        pytest.param("room.other:first", r"there is no module room.other; expected .*other\.py", id="module"),
        pytest.param("../idea:first", "is not a name", id="path"),
        pytest.param("room.idea:first()", "is not a name", id="call"),
    ],
)
def test_errors_say_what_was_expected(tree: Path, target: str, message: str) -> None:
    with pytest.raises(SiteError, match=message):
        excerpt(target, tree)
