"""The results as one calm table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bench.results import Result

HEAD = ("", "cpu ms", "wall ms", "value", "", "goal", "", "")
MET = {True: "met", False: "NOT MET", None: ""}


def as_table(results: Sequence[Result]) -> str:
    """A line for each result under the name of its theme; numbers stand right-aligned."""
    rows = [_cells(result) for result in results]
    # A column that nobody fills takes no room.
    widths = [
        max(len(row[place]) for row in [HEAD, *rows]) if any(row[place] for row in rows) else 0
        for place in range(len(HEAD))
    ]
    lines = [_line(HEAD, widths), "-" * max(len(_line(row, widths)) for row in [HEAD, *rows])]
    theme = ""
    for result, row in zip(results, rows, strict=True):
        if result.theme != theme:
            theme = result.theme
            lines += ["", theme]
        lines.append(_line(row, widths))
    return "\n".join([*lines, "", _summary(results)])


def _cells(result: Result) -> tuple[str, ...]:
    goal = ""
    if result.goal:
        goal = f"{'≥' if result.goal.at_least else '≤'} {result.goal.bound:g}"
    return (
        f"  {result.what}",
        _milliseconds(result.cpu),
        _milliseconds(result.wall),
        "not here" if result.value is None else _number(result.value),
        result.unit,
        goal,
        MET[result.is_met],
        result.note,
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    left = {0, 4, 6, 7}
    placed = (
        cell.ljust(width) if place in left else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        if width
    )
    return "  ".join(placed).rstrip()


def _milliseconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) or value >= 1000 else f"{value:.2f}"


def _summary(results: Iterable[Result]) -> str:
    judged = [result for result in results if result.is_met is not None]
    missed = [result for result in judged if not result.is_met]
    said = f"{len(judged) - len(missed)} of {len(judged)} goals met."
    return said + "".join(
        f"\n  not met: {result.theme}: {result.what.strip()}" for result in missed
    )
