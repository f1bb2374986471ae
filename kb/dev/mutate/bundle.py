"""A reference as the text of an answer: its module and those that it imports, in one file.

A worker refuses to import this project, whose references are the answers. So the text brings its modules along.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from kb.bank.find.code import module_file
from kb.grader import Answer

# The texts are in the order in which they import each other. Their packages stay empty.
TEMPLATE = """import sys
import types
{library}
TEXTS = {texts}

for name, text in TEXTS.items():
    above, _, _ = name.rpartition(".")
    while above:
        sys.modules.setdefault(above, types.ModuleType(above))
        above, _, _ = above.rpartition(".")
    sys.modules[name] = types.ModuleType(name)
    exec(compile(text, name, "exec", dont_inherit=True), sys.modules[name].__dict__)

{entry} = sys.modules[{module!r}].{attribute}
"""


def bundle(module: str, attribute: str, entry: str, changed: Mapping[str, str]) -> Answer:
    """``module:attribute`` as an answer whose name is ``entry``; ``changed`` are texts of mutated modules."""
    texts: dict[str, str] = {}
    _gather(module, changed, texts)
    torch = any(name == "torch" for text in texts.values() for name in _imports(text))
    source = TEMPLATE.format(
        library="import torch\n" if torch else "",
        texts="{" + "".join(f"\n    {name!r}: {text!r}," for name, text in texts.items()) + "\n}",
        entry=entry,
        module=module,
        attribute=attribute,
    )
    return Answer(Path("reference.py"), source)


def _gather(module: str, changed: Mapping[str, str], texts: dict[str, str]) -> None:
    """Add a module to ``texts``, after those of this project that it imports."""
    text = changed.get(module) or module_file(module).read_text(encoding="utf-8")
    for name in _imports(text):
        if name.partition(".")[0] == module.partition(".")[0] and name not in texts:
            _gather(name, changed, texts)
    texts[module] = text


def _imports(text: str) -> list[str]:
    """The modules that a text imports at its top."""
    found: list[str] = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found
