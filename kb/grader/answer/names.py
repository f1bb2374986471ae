"""The dotted names that a file uses, with their lines, under whatever alias and however a text spells them."""

from __future__ import annotations

import ast

from kb.grader.answer.aliases import BY_NAME, RUNS, UNKNOWN, Meanings
from kb.grader.answer.strings import texts

DEEPEST = 4  # code in a text in code in a text ...


class Names(ast.NodeVisitor):
    """Collects names in ``used``; several where an expression may stand for several."""

    def __init__(self, tree: ast.AST, outer: Names | None = None, depth: int = 0) -> None:
        self.known: Meanings = Meanings() if outer is None else outer.known
        self.stars: list[str] = [] if outer is None else outer.stars
        self.depth = depth
        self.used: list[tuple[str, int]] = []
        self.defined, self.own = _defined(tree), _members(tree)
        self.visit(tree)
        self.used.clear()
        self.visit(tree)  # once more: a name may be used above the line that binds it

    # What binds a name.

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            self.known.alias(bound, alias.name if alias.asname else bound)
            self.used.append((alias.name, node.lineno))

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        for alias in node.names:
            full = f"{node.module or ''}.{alias.name}"
            self.used.append((full, node.lineno))
            if alias.name == "*":
                self.stars.append(node.module or "")
            else:
                self.known.alias(alias.asname or alias.name, full)

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self.known.bind(target, node.value)
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.known.bind(node.target, node.value)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.known.bind(node.target, node.value)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self.known.bind_each(node.target, node.iter)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self.known.bind_each(node.target, node.iter)
        self.generic_visit(node)

    def visit_arguments(self, node: ast.arguments) -> None:
        named = [*node.posonlyargs, *node.args]
        pairs = [*zip(named[len(named) - len(node.defaults) :], node.defaults, strict=True)]
        for argument, default in [*pairs, *zip(node.kwonlyargs, node.kw_defaults, strict=True)]:
            if default is not None:
                self.known.bind(ast.Name(argument.arg), default)
        self.generic_visit(node)

    # What uses a name.

    def visit_Name(self, node: ast.Name) -> None:
        if node.id in self.known.aliases:
            self.use(self.known.aliases[node.id], node)
        elif node.id not in self.defined:
            self.use({f"{module}.{node.id}" for module in self.stars}, node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        full = self.known.names(node)
        # A method of some value, as in x.softmax(-1): a tensor, unless a class of the file has such a method.
        if full or node.attr not in self.own:
            self.use(full or {f"{UNKNOWN}.{node.attr}"}, node)
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        called = self.known.called(node.func)
        full = self.known.names(node)
        self.use(full, node)
        if called in BY_NAME and not full:
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            self.use(
                {f"{UNKNOWN}.{text}" for argument in arguments for text in texts(argument, self.known.bound)},
                node,
            )
        if called in RUNS and node.args:
            self.run(node)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.use(self.known.names(node), node)
        self.generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        self.use({f"{UNKNOWN}.{name}" for name in node.kwd_attrs}, node)
        self.generic_visit(node)

    def use(self, names: set[str], node: ast.AST) -> None:
        self.used += [(name, getattr(node, "lineno", 0)) for name in sorted(names)]

    def run(self, node: ast.Call) -> None:
        """Code in a constant text is read as well; its lines are that of the call."""
        for text in texts(node.args[0], self.known.bound) if self.depth < DEEPEST else ():
            try:
                inside = Names(ast.parse(text.strip()), self, self.depth + 1)
            except (SyntaxError, ValueError):
                continue
            self.used += [(name, node.lineno) for name, _ in inside.used]


def _defined(tree: ast.AST) -> set[str]:
    """The names of functions, classes, variables and parameters that the file itself makes."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return found


def _members(tree: ast.AST) -> set[str]:
    """The names of methods and attributes that the classes of the file have."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found |= {name for statement in node.body for name in _defined_by(statement)}
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
    return found


def _defined_by(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}
