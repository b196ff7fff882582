"""Put several modules of this package into one source text that runs without the package.

The program that runs in the sandbox is sent there as text, and students receive `check.py` as one file.
Both are made of whole folders of this package. Their modules follow one another, each after those that it
imports, without their imports of each other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


class BundleError(ValueError):
    """Modules cannot be put into one text. The message is one line."""


def bundle(*parts: str) -> str:
    """Return the modules of `parts` as one source text.

    A part is a folder, with all its modules ("autograder.student"), or one module
    ("autograder.bridges.in_process"). Raises BundleError when a module imports one of this package that is
    not in `parts`, or renames what it imports from one, and when two modules define the same top-level name
    or import different things under one name.
    """
    sources = {name: _source(name) for name in ordered(parts)}
    texts = ["from __future__ import annotations\n"]
    owners: dict[str, str] = {}
    imported: dict[str, str] = {}
    for name, source in sources.items():
        tree = ast.parse(source, name)
        texts.append(f"\n# ---- {name}\n" + _without_imports(source, tree))
        for defined in _defined(tree):
            if defined in owners:
                raise BundleError(f"{name} defines {defined}, and so does {owners[defined]}")
            owners[defined] = name
        for bound, target in _imported(tree):
            if imported.setdefault(bound, target) != target:
                raise BundleError(f"{name} imports {target} as {bound}, another {imported[bound]}")
    for bound in imported.keys() & owners.keys():
        raise BundleError(f"{bound} is imported by one module and defined by {owners[bound]}")
    text = "".join(texts)
    ast.parse(text)
    return text


def ordered(parts: Sequence[str]) -> list[str]:
    """Return the names of the modules of `parts`, each after those that it imports. Raises BundleError."""
    names = sorted({name for part in parts for name in _modules(part)})
    graph = TopologicalSorter({name: sorted(_needed(name, names)) for name in names})
    try:
        return list(graph.static_order())
    except CycleError as error:
        raise BundleError(f"modules that import each other: {' '.join(error.args[1])}") from None


def _modules(part: str) -> list[str]:
    """Return the names of the modules of a part. Raises BundleError where there are none."""
    path = _ROOT.joinpath(*part.split("."))
    if path.is_dir():
        return [f"{part}.{file.stem}" for file in path.glob("*.py") if file.stem != "__init__"]
    if path.with_suffix(".py").is_file():
        return [part]
    raise BundleError(f"no module or folder {part} at {path}")


def _needed(name: str, names: Sequence[str]) -> set[str]:
    """Return the modules of this package that one imports. Raises BundleError unless all are in `names`."""
    needed = set()
    for node in ast.walk(ast.parse(_source(name), name)):
        if isinstance(node, ast.Import) and any(
            alias.name.split(".")[0] == "autograder" for alias in node.names
        ):
            raise BundleError(f"{name}: line {node.lineno}: write 'from autograder.… import …'")
        if not isinstance(node, ast.ImportFrom):
            continue
        if node.level:
            raise BundleError(f"{name}: relative import on line {node.lineno}")
        if (node.module or "").split(".")[0] == "autograder":
            if node.module not in names:
                raise BundleError(f"{name}: imports {node.module}, which is not bundled")
            if any(alias.asname or alias.name == "*" for alias in node.names):
                raise BundleError(f"{name}: renamed import on line {node.lineno}")
            needed.add(str(node.module))
    return needed


def _source(name: str) -> str:
    return _ROOT.joinpath(*name.split(".")).with_suffix(".py").read_text(encoding="utf-8")


def _without_imports(source: str, tree: ast.Module) -> str:
    """Return the source without its imports of this package and of `__future__`."""
    lines = source.splitlines(keepends=True)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and _internal(node):
            for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[number] = ""
            if node.col_offset:  # inside a block: Python allows no empty block
                lines[node.lineno - 1] = " " * node.col_offset + "pass\n"
    return "".join(lines)


def _defined(tree: ast.Module) -> Iterator[str]:
    """Yield each top-level name that a module defines, once."""
    yield from {name for node in tree.body for name in _names(node)}


def _names(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement defines, other than by importing."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield node.name
    elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        stored = [
            part for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
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
    """Return whether a name in a statement is the variable of a comprehension."""
    return any(
        name in ast.walk(part.target) for part in ast.walk(node) if isinstance(part, ast.comprehension)
    )


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield (name, what it stands for) for each top-level import that is not of this package."""
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                package = alias.name.split(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (package, package)
        elif isinstance(node, ast.ImportFrom) and not _internal(node):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _internal(node: ast.ImportFrom) -> bool:
    """Return whether an import is left out of the text: of this package, or of `__future__`."""
    return (node.module or "").split(".")[0] in ("__future__", "autograder")
