"""Run the cells of a reference or of a submission, and return their namespace.

Cells run statement by statement, and the loader goes on after an error. So a demonstration that raises
does not cost the definitions around it. Standard library only.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import re
import sys
import types
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from autograder.student.calls import Report
from autograder.student.guard import OWN, attempt, report_of

# Modules of notebooks and graders that honest submissions import. Here they do nothing.
NOTEBOOK_MODULES = ("check", "otter", "nbgrader", "IPython", "google", "ipywidgets", "tqdm")
FOREIGN_CELL = re.compile(r"\s*%%(?!time|timeit|capture|prun)\w+")  # %%bash, %%html, … hold no Python
ASSIGNED_MAGIC = re.compile(r"^(\s*[\w.\[\], ]+=\s*)[!%]\S.*$")
MAGIC = re.compile(r"^(\s*)(?:[%!?]|[\w.]+\?{1,2}\s*$).*$")


class _Inert(types.ModuleType):
    """A notebook module that does nothing: it has every attribute, and accepts every call.

    A loop over the result of a call runs over its first argument, as in `for x in tqdm(words)`, or over
    a range, as in `for i in trange(5)`.
    """

    __path__: list[str] = []  # noqa: RUF012  (its presence makes the module a package)
    _items: Any = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Inert(name)

    def __call__(self, *values: Any, **named: Any) -> Any:
        answer = _Inert(self.__name__)
        if self.__name__ == "trange":
            answer._items = range(*values)
        elif values and hasattr(values[0], "__iter__"):
            answer._items = values[0]
        return answer

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: Any) -> bool:
        return bool(error[0] is not None and issubclass(error[0], NotImplementedError))

    def __iter__(self) -> Any:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __bool__(self) -> bool:
        return True


def load(
    cells: Iterable[dict[str, Any]],
    *,
    name: str = "submission",
    packages: Iterable[str] | None = None,
    skip: set[tuple[int, int]] = frozenset(),  # type: ignore[assignment]
    on_statement: Callable[[int, int], None] | None = None,
    seconds: float = 10.0,
) -> tuple[dict[str, Any], list[Report]]:
    """Run the cells and return (namespace, problems): a report for every statement that could not run.

    A cell is a dict of `text`, `where` (the name of its place, for the student), `line` (the number of
    lines before it) and `definitions` (True: only its definitions run). The cells may import the
    standard library and `packages`, or anything where that is None. `skip` are pairs (cell number,
    statement number) to leave out. `on_statement` is called with such a pair before each statement.
    `seconds` is the processor time for all cells together; there is a quarter more for the statements
    that wait for a name.
    """
    cells = list(cells)
    module = types.ModuleType(name)
    sys.modules[name] = module  # dataclasses look up their module there
    namespace = module.__dict__
    namespace["__builtins__"] = {**vars(builtins), **_notebook_names(), "__import__": _importer(packages)}
    problems: list[Report] = []
    steps = deque(_steps(cells, skip, problems))
    waiting: list[tuple[Step, Report]] = []
    for share in (0.5, 0.25, 0.25):  # after an endless statement, the next ones still have time
        report, _ = attempt(lambda: _run(steps, namespace, on_statement, problems, waiting), share * seconds)
        if report["status"] == "value":
            break
        problems.append({**report, "where": steps.popleft().where})
    attempt(lambda: _run_waiting(waiting, namespace, problems), seconds / 4)
    problems.extend(problem for _, problem in waiting)
    order = {cell["where"]: number for number, cell in reversed(list(enumerate(cells)))}
    problems.sort(
        key=lambda problem: (order.get(problem.get("where", ""), len(order)), problem.get("line", 0))
    )
    return namespace, problems


@dataclass(frozen=True)
class Step:
    """A statement to run, and its place."""

    cell: int  # number of the cell
    index: int  # number of the statement in the cell
    where: str  # the name of the cell's place, for the student
    statement: ast.stmt


def _steps(
    cells: Iterable[dict[str, Any]], skip: set[tuple[int, int]], problems: list[Report]
) -> Iterator[Step]:
    for number, cell in enumerate(cells):
        try:
            statements = parse(cell["text"], OWN + cell["where"], int(cell.get("line", 0)))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            problems.append({**report_of(error), "where": cell["where"]})
            continue
        for index, statement in enumerate(statements):
            if (number, index) not in skip and (not cell.get("definitions") or _defines(statement)):
                yield Step(number, index, cell["where"], statement)


def _run(
    steps: deque[Step],
    namespace: dict[str, Any],
    on_statement: Callable[[int, int], None] | None,
    problems: list[Report],
    waiting: list[tuple[Step, Report]],
) -> None:
    """Run the steps in order. A step leaves `steps` when it is done, so a timeout leaves its step first."""
    while steps:
        step = steps[0]
        stub = _is_stub(step.statement) and getattr(step.statement, "name", "") in namespace
        if not stub:  # a stub that was left below the answer must not replace it
            if on_statement is not None:
                on_statement(step.cell, step.index)
            try:
                _execute(step, namespace)
            except NameError as error:  # a cell further down may define the name
                waiting.append((step, report_of(error)))
            except NotImplementedError:
                pass
            except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit) as error:
                problems.append(report_of(error))
        steps.popleft()


def _run_waiting(
    waiting: list[tuple[Step, Report]], namespace: dict[str, Any], problems: list[Report]
) -> None:
    """Run the statements that missed a name again, until a round in which none of them succeeds."""
    before = 0
    while waiting and len(waiting) != before:
        before = len(waiting)
        for _ in range(before):
            step, problem = waiting.pop(0)
            try:
                _execute(step, namespace)
            except NameError:
                waiting.append((step, problem))
            except NotImplementedError:
                pass
            except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit):
                problems.append(problem)


def parse(text: str, filename: str, line: int = 0) -> list[ast.stmt]:
    """Return the statements of a cell without its magics. Keep the text in linecache, for errors to quote."""
    if FOREIGN_CELL.match(text):
        return []
    text = text.lstrip("\ufeff")
    if "\0" in text:  # some versions of Python raise ValueError here
        raise SyntaxError(
            "source code cannot contain null bytes",
            (filename, text[: text.index("\0")].count("\n") + 1, 1, ""),
        )
    previous = linecache.cache.get(filename)
    lines = list(previous[2]) if previous is not None and line else []  # type: ignore[misc]
    lines = lines + [""] * (line - len(lines)) + [part + "\n" for part in text.split("\n")]
    linecache.cache[filename] = (len(text), None, lines, filename)
    try:
        tree = ast.parse(text, filename)
    except SyntaxError as error:
        try:
            tree = ast.parse(_without_magics(text), filename)
        except SyntaxError:
            if error.lineno is not None:
                error.lineno += line
            raise error from None
    ast.increment_lineno(tree, line)
    return tree.body


def _without_magics(text: str) -> str:
    lines = []
    for line in text.split("\n"):
        line = ASSIGNED_MAGIC.sub(r"\1None", line)
        lines.append(MAGIC.sub(r"\1pass", line))
    return "\n".join(lines)


def _execute(step: Step, namespace: dict[str, Any]) -> None:
    exec(compile(ast.Module([step.statement], []), OWN + step.where, "exec"), namespace)


def _defines(statement: ast.stmt) -> bool:
    """Return whether a statement only defines: a function, a class, an import, a value without a call."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
        return True
    plain = isinstance(statement, (ast.Assign, ast.AnnAssign))
    return plain and not any(isinstance(node, ast.Call) for node in ast.walk(statement))


def _is_stub(statement: Any) -> bool:
    """Return whether a statement is a function that only raises NotImplementedError."""
    if not isinstance(statement, ast.FunctionDef):
        return False
    last = statement.body[-1]
    raised = last.exc if isinstance(last, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    short = len(statement.body) == 1 or (len(statement.body) == 2 and isinstance(statement.body[0], ast.Expr))
    return short and isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _notebook_names() -> dict[str, Any]:
    """Return the names that every notebook has without an import."""
    return {name: _Inert(name) for name in ("display", "get_ipython")}


def _importer(packages: Iterable[str] | None) -> Callable[..., Any]:
    """Return an `__import__` that knows the standard library, `packages` and inert notebook modules.

    It is no protection, which the sandbox is. It makes the same imports fail everywhere, with one message.
    """
    standard = getattr(sys, "stdlib_module_names", None)  # Python 3.9 has none, and refuses nothing
    allowed = None if packages is None or standard is None else {*standard, *packages}

    def importer(name: str, *rest: Any, **named: Any) -> Any:
        top = name.split(".")[0]
        if top in NOTEBOOK_MODULES:
            return _Inert(name)
        if allowed is not None and top and top not in allowed:
            raise ModuleNotFoundError(f"No module named {top!r}")
        return builtins.__import__(name, *rest, **named)

    return importer
