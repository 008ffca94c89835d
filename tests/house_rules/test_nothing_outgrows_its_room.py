"""Modules, functions and names keep the measure that CONTRIBUTING.md gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app", "bench", "tools")
MOST_LINES_OF_A_MODULE = 300
MOST_LINES_OF_A_FUNCTION = 40
FORBIDDEN_NAMES = {
    "common", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util",
    "utils",
}  # fmt: skip
# Slow: matplotlib and what imports it. Not for gunicorn's master: our extensions. Perhaps missing:
# what Debian ships in a package of its own, and what only single sign-on needs.
MAY_WAIT = {
    "app.accounts.openid",
    "app.municipalities.register",
    "app.charts.figure",
    "app.workshops.retention",
    "app.extensions",
    "matplotlib",
    "matplotlib.figure",
    "ensurepip",
    "venv",
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
WRITTEN_BY_US = (".py", ".html", ".css", ".js", ".yaml", ".toml", ".md")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def our_modules() -> list[Path]:
    inside = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return sorted([*ROOT.glob("*.py"), *inside])


def module_name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_of(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Function):
            yield node


def imported_by(node: ast.AST) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {node.module or "."}
    return {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()


every_module = pytest.mark.parametrize("path", our_modules(), ids=module_name)


@every_module
def test_a_module_stays_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= MOST_LINES_OF_A_MODULE


@every_module
def test_a_module_starts_with_a_caption(path: Path) -> None:
    assert ast.get_docstring(tree_of(path))


@every_module
def test_a_function_fits_on_a_screen(path: Path) -> None:
    too_long = {
        function.name: (function.end_lineno or 0) - function.lineno + 1
        for function in functions_of(path)
        if (function.end_lineno or 0) - function.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    }

    assert too_long == {}


@every_module
def test_a_module_has_a_name_of_its_own(path: Path) -> None:
    assert FORBIDDEN_NAMES.isdisjoint(Path(module_name(path)).with_suffix("").parts)


@every_module
def test_only_what_is_slow_or_may_be_missing_is_imported_inside_a_function(path: Path) -> None:
    hidden = {
        name
        for function in functions_of(path)
        for node in ast.walk(function)
        for name in imported_by(node)
    }

    assert hidden <= MAY_WAIT


@pytest.mark.parametrize("path", sorted((ROOT / "app").rglob("*.py")), ids=module_name)
def test_the_application_logs_and_does_not_print(path: Path) -> None:
    printed = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]

    assert printed == []


def test_what_is_left_to_do_stands_in_the_issue_tracker() -> None:
    texts = [
        path
        for room in ("app", "bench", "checklists", "docs", "tests", "tools")
        for path in (ROOT / room).rglob("*")
        if path.suffix in WRITTEN_BY_US and "vendor" not in path.parts and path != Path(__file__)
    ]

    unfinished = [
        module_name(path) for path in texts if UNFINISHED.search(path.read_text(encoding="utf-8"))
    ]

    assert unfinished == []
