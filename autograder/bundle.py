"""Several modules of this package as one source text that needs none of it.

The sandbox hands its program over as text, and students receive `check.py` as one file. Both are
modules of this package, put one after another without their imports of each other.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Iterator, Sequence

_ROOT = Path(__file__).resolve().parent.parent


class BundleError(ValueError):
    """Modules that cannot be put into one file; one line."""


def bundle(names: Sequence[str]) -> str:
    """The modules `names` (dotted, e.g. "autograder.values"), in that order, as one source text.

    Imports of one from another are left out, `from __future__` is said once. Raises BundleError
    when one imports a module of this package that is not bundled before it, renames what it
    imports, or when two define the same top-level name.
    """
    parts = ["from __future__ import annotations\n"]
    owners: dict[str, str] = {}
    imported: dict[str, str] = {}
    done: list[str] = []
    for name in names:
        source = _source(name)
        tree = ast.parse(source, name)
        parts.append(f"\n# ---- {name}\n" + _without_imports(source, tree, name, done))
        for defined in _defined(tree):
            if defined in owners:
                raise BundleError(f"{name} defines {defined}, and so does {owners[defined]}")
            owners[defined] = name
        for bound, target in _imported(tree):
            if imported.setdefault(bound, target) != target:
                raise BundleError(f"{name} imports {target} as {bound}, another {imported[bound]}")
        done.append(name)
    for bound in imported.keys() & owners.keys():
        raise BundleError(f"{bound} is imported by one module and defined by {owners[bound]}")
    text = "".join(parts)
    ast.parse(text)
    return text


def _source(name: str) -> str:
    path = _ROOT.joinpath(*name.split(".")).with_suffix(".py")
    if not path.is_file():
        raise BundleError(f"no module {name} at {path}")
    return path.read_text(encoding="utf-8")


def _without_imports(source: str, tree: ast.Module, name: str, done: Sequence[str]) -> str:
    lines = source.splitlines(keepends=True)
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Import, ast.ImportFrom)) or not _ours(node, name, done):
            continue
        for number in range(node.lineno - 1, node.end_lineno or node.lineno):
            lines[number] = ""
        if node.col_offset:  # inside a block, which must not become empty
            lines[node.lineno - 1] = " " * node.col_offset + "pass\n"
    return "".join(lines)


def _ours(node: ast.Import | ast.ImportFrom, name: str, done: Sequence[str]) -> bool:
    """Whether the import is to be left out. Raises BundleError when that would not work."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name.split(".")[0] == "autograder":
                raise BundleError(f"{name}: write 'from {alias.name} import …'")
        return False
    if node.module == "__future__":
        return True
    if node.level:
        raise BundleError(f"{name}: relative import on line {node.lineno}")
    if (node.module or "").split(".")[0] != "autograder":
        return False
    if node.module not in done:
        raise BundleError(f"{name}: imports {node.module}, which is not bundled before it")
    if any(alias.asname or alias.name == "*" for alias in node.names):
        raise BundleError(f"{name}: renamed import on line {node.lineno}")
    return True


def _defined(tree: ast.Module) -> Iterator[str]:
    yield from {name for node in tree.body for name in _names(node)}


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        stored = [
            part
            for part in ast.walk(node)
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
        ]
        # A comprehension's variable is stored too, but binds nothing outside it.
        yield from (part.id for part in stored if not _in_comprehension(node, part))
    elif isinstance(node, (ast.If, ast.Try, ast.For, ast.While, ast.With)):
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.stmt):
                yield from _names(inner)
            elif isinstance(inner, ast.ExceptHandler):
                for statement in inner.body:
                    yield from _names(statement)


def _in_comprehension(node: ast.stmt, name: ast.Name) -> bool:
    return any(
        name in ast.walk(part.target)
        for part in ast.walk(node)
        if isinstance(part, ast.comprehension)
    )


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                package = alias.name.split(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (package, package)
        elif isinstance(node, ast.ImportFrom) and not _internal(node):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _internal(node: ast.ImportFrom) -> bool:
    return (node.module or "").split(".")[0] in ("__future__", "autograder")
