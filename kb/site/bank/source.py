"""Source text of a module or of symbols in it, found by module path and never imported."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from kb.site.errors import SiteError

_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\Z")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a source file."""

    file: str  # relative to the root, with forward slashes
    symbols: tuple[str, ...]
    code: str

    @property
    def caption(self) -> str:
        return " · ".join((self.file, ", ".join(self.symbols))) if self.symbols else self.file


def excerpt(target: str, root: Path) -> Excerpt:
    """Read ``package.module`` or ``package.module:symbol, other.symbol`` below the root.

    A whole module comes without its docstring; symbols come in the order in which they are named.
    """
    module, _, names = (part.strip() for part in target.partition(":"))
    symbols = tuple(name.strip() for name in names.split(",")) if names else ()
    for name in (module, *symbols):
        if not _NAME.match(name):
            raise SiteError(
                f"{name!r} is no name; expected module or module:symbol, such as kb.detection.nms:nms"
            )
    path = _locate(module, root)
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text, filename=str(path))
    code = (
        "\n\n\n".join(_symbol(tree, text, name, path) for name in symbols) if symbols else _body(tree, text)
    )
    return Excerpt(path.relative_to(root).as_posix(), symbols, code)


def without_docstring(text: str) -> str:
    """A module's source without its docstring."""
    return _body(ast.parse(text), text)


def _locate(module: str, root: Path) -> Path:
    base = root.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    raise SiteError(f"module {module}: no such file, expected {base.with_suffix('.py')}")


def _symbol(tree: ast.Module, text: str, name: str, path: Path) -> str:
    body: list[ast.stmt] = tree.body
    found: ast.stmt | None = None
    for part in name.split("."):
        found = next((node for node in reversed(body) if part in _names(node)), None)
        if found is None:
            known = ", ".join(sorted(n for node in tree.body for n in _names(node) if not n.startswith("_")))
            raise SiteError(f"{path}: no symbol {name}, expected one of: {known}")
        body = getattr(found, "body", [])
    assert found is not None
    return _dedented(_lines(text, found))


def _names(node: ast.stmt) -> tuple[str, ...]:
    if isinstance(node, Definition):
        return (node.name,)
    if isinstance(node, ast.Assign):
        return tuple(target.id for target in node.targets if isinstance(target, ast.Name))
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return (node.target.id,)
    return ()


def _lines(text: str, node: ast.stmt) -> str:
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    return "\n".join(text.split("\n")[first - 1 : node.end_lineno])


def _dedented(code: str) -> str:
    indent = len(code) - len(code.lstrip(" "))
    return "\n".join(line[indent:] if line[:indent].isspace() else line for line in code.splitlines())


def _body(tree: ast.Module, text: str) -> str:
    lines = text.split("\n")
    if ast.get_docstring(tree, clean=False) is not None:
        node = tree.body[0]
        lines[node.lineno - 1 : node.end_lineno] = []
    return "\n".join(lines).strip("\n")
