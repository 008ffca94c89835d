"""The worked bridge is the same on the page, in the chart's table and in every file."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from app.assessments.models import Assessment
from app.domain.rounding import half_up_to
from tests.builders import address
from tests.charts.reading import texts
from tests.comparisons.conftest import AYear
from tests.visitor import Page, Visitor

BRIDGE = [
    ["2025", "", "33.3"],
    ["Criteria dropped", "+16.7", "50.0"],
    ["Practice changed", "+12.5", "62.5"],
    ["Criteria added", "−20.8", "41.7"],
    ["2026", "", "41.7"],
]
TOTAL = ["Total", "50.0", "62.5", "+12.5", "33.3", "3 of 3", "41.7", "3 of 3"]


def in_signs(number: float | Fraction, *, signed: bool = False) -> str:
    """A number as the page writes it."""
    said = str(half_up_to(Fraction(number).limit_denominator(10**6), 1)).replace("-", "−")
    return f"+{said}" if signed and number > 0 else said


def page_of(reader: Visitor, assessment: Assessment, query: str = "") -> Page:
    return reader.opens(address(assessment, "years") + query)


def bytes_of(reader: Visitor, assessment: Assessment, suffix: str) -> bytes:
    response = reader.gets(address(assessment, f"years.{suffix}"))
    assert response.status_code == 200
    return response.data


def sheets_in(data: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book}


def blocks_in(data: bytes) -> dict[str, list[list[str]]]:
    """The tables of a CSV file by their names, each without its head."""
    lines = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    blocks: dict[str, list[list[str]]] = {}
    is_name = True
    for line in lines:
        if not line:
            is_name = True
        elif is_name:
            block = blocks.setdefault(line[0], [])
            is_name = False
        else:
            block.append(line)
    return {name: rows[1:] for name, rows in blocks.items()}


def from_json(reader: Visitor, assessment: Assessment) -> tuple[list[list[str]], list[str]]:
    compared = json.loads(bytes_of(reader, assessment, "json"))["comparison"]
    bridge = compared["bridge"]
    names = {"dropped": BRIDGE[1][0], "practice": BRIDGE[2][0], "added": BRIDGE[3][0]}

    def said(score: dict[str, Any], *, signed: bool = False) -> str:
        return in_signs(Fraction(score["exact"]), signed=signed)

    rows = [
        [names[part["cause"]], said(part["difference"], signed=True), said(part["end"])]
        for part in bridge["parts"]
        if part["difference"]["value"]
    ]
    rows = [["2025", "", said(bridge["start"])], *rows, ["2026", "", said(bridge["end"])]]
    total = compared["values"][0]
    full = [total["full_then"], total["full_now"]]
    counts = [f"{one['answered']} of {one['applicable']}" for one in full]
    shared = [said(total[name]) for name in ("shared_then", "shared_now")]
    shared.append(said(total["difference"], signed=True))
    scores = [said(one["score"]) for one in full]
    return rows, ["Total", *shared, scores[0], counts[0], scores[1], counts[1]]


def from_xlsx(reader: Visitor, assessment: Assessment) -> tuple[list[list[str]], list[str]]:
    sheets = sheets_in(bytes_of(reader, assessment, "xlsx"))
    rows = [
        [name, "" if change is None else in_signs(change, signed=True), in_signs(total)]
        for name, change, total in sheets["Bridge"][1:]
    ]
    return rows, _with_sign(sheets["Values then and now"][1], is_number=float)


def from_csv(reader: Visitor, assessment: Assessment) -> tuple[list[list[str]], list[str]]:
    blocks = blocks_in(bytes_of(reader, assessment, "csv"))

    def number(text: str) -> float | str:
        is_number = text.replace(",", "", 1).lstrip("-").isdigit() and "," in text
        return float(text.replace(",", ".")) if is_number else text

    rows = [
        [name, change and in_signs(float(number(change)), signed=True), in_signs(number(total))]  # type: ignore[arg-type]
        for name, change, total in blocks["Bridge"]
    ]
    total = [number(cell) for cell in blocks["Values then and now"][0]]
    return rows, _with_sign(total, is_number=float)


def _with_sign(cells: Sequence[Any], *, is_number: type) -> list[str]:
    """The cells of a row as the page writes them: the fourth is the difference."""
    return [
        in_signs(cell, signed=place == 3) if isinstance(cell, is_number | int) else cell
        for place, cell in enumerate(cells)
    ]


def from_page(reader: Visitor, assessment: Assessment) -> tuple[list[list[str]], list[str]]:
    page = page_of(reader, assessment)
    rows = page.table("The bridge from 2025 to 2026")
    return [["" if cell == "–" else cell for cell in row] for row in rows], page.table(
        "Values then and now"
    )[0]


@pytest.mark.parametrize("read", [from_page, from_json, from_xlsx, from_csv])
def test_the_worked_bridge_is_the_same_everywhere(
    reader: Visitor, worked: Assessment, read: Any
) -> None:
    assert read(reader, worked) == (BRIDGE, TOTAL)


def test_the_chart_prints_what_its_table_says(reader: Visitor, worked: Assessment) -> None:
    drawn = texts(reader.gets(address(worked, "years/bridge.svg")).data)

    assert [text for text in drawn if text in {cell for row in BRIDGE for cell in row}] == [
        "2025",
        "33.3",
        "Criteria dropped",
        "+16.7",
        "Practice changed",
        "+12.5",
        "Criteria added",
        "−20.8",
        "2026",
        "41.7",
    ]


def test_the_sentence_says_the_same(reader: Visitor, worked: Assessment) -> None:
    page = page_of(reader, worked)

    assert (
        "From 33.3 in 2025 to 41.7 in 2026: Criteria dropped +16.7, Practice changed +12.5, "
        "Criteria added −20.8."
    ) in page.text
    assert page.of_class("p", "lead") == [
        "2 of 4 criteria are comparable (50 %), 2 were answered in both years.",
        "Over the shared criteria the value rose from 50.0 in 2025 to 62.5 in 2026 (+12.5).",
    ]


def test_the_parts_of_the_exact_file_add_up(reader: Visitor, worked: Assessment) -> None:
    bridge = json.loads(bytes_of(reader, worked, "json"))["comparison"]["bridge"]

    parts = [Fraction(part["difference"]["exact"]) for part in bridge["parts"]]

    assert parts == [Fraction(50, 3), Fraction(25, 2), 0, 0, Fraction(-125, 6)]
    assert Fraction(bridge["start"]["exact"]) + sum(parts) == Fraction(bridge["end"]["exact"])


def test_equal_content_gives_equal_bytes(reader: Visitor, worked: Assessment) -> None:
    for suffix in ("json", "csv", "xlsx"):
        assert bytes_of(reader, worked, suffix) == bytes_of(reader, worked, suffix)


def test_texts_stay_texts_in_every_file(reader: Visitor, a_year: AYear) -> None:
    a_year(2025, a={"level": 1, "note": "=1+1"}, b=1, c=1)
    later = a_year(2026, "1.1.0", a={"level": 2, "note": "https://example.org; „Umlaut“ äöü"}, b=1)

    moved = sheets_in(bytes_of(reader, later, "xlsx"))["What moved"][1]
    in_csv = blocks_in(bytes_of(reader, later, "csv"))["What moved"][0]
    book = openpyxl.load_workbook(BytesIO(bytes_of(reader, later, "xlsx")))

    assert moved[5:] == ["=1+1", "https://example.org; „Umlaut“ äöü"]
    assert in_csv[5:] == ["'=1+1", "https://example.org; „Umlaut“ äöü"]
    assert book["What moved"]["F2"].data_type == "s"


def test_the_order_of_dimensions_is_the_same_everywhere(reader: Visitor, example_town: str) -> None:
    where = f"/municipalities/{example_town}/in2_willkommenskultur/2026/years"
    page = reader.opens(where)
    document = json.loads(reader.gets(f"{where}.json").data)
    sheet = sheets_in(reader.gets(f"{where}.xlsx").data)["Values then and now"]
    in_csv = blocks_in(reader.gets(f"{where}.csv").data)["Values then and now"]

    names = [row[0] for row in page.table("Values then and now")]

    assert [row[0] for row in sheet[1:]] == [row[0] for row in in_csv] == names
    assert len(document["comparison"]["values"]) == len(names)
    assert [row[0] for row in page.table("Dimensions, 2025 and 2026")] == [
        "Multilingual information",
        "Intercultural administration and society",
        "Integration promotion",
    ]
