"""Answer sheets from CSV, and everything that can be wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.answers import OPEN, Answer, State
from app.domain.errors import InvalidFile
from app.files.answer_table import MunicipalitySheet, read_answers
from tests.domain.checklists import checklist, criterion, scale, section

BELOW_ZERO = scale({-1: 0, 0: 50, 1: 100}, key="below_zero")
EXAMPLE = checklist(
    section(
        "only",
        criterion("a"),
        criterion("b", allows_not_applicable=False),
        criterion("c", scale=BELOW_ZERO),
    )
)
HEADER = "municipality,year,criterion,answer\n"
NOT_APPLICABLE = Answer(State.NOT_APPLICABLE, reason="n/a")


@pytest.fixture
def read(tmp_path):
    """Reads a file of this content."""

    def reading(content: str | bytes) -> tuple[MunicipalitySheet, ...]:
        path = tmp_path / "answers.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_answers(path, EXAMPLE, name="answers.csv")

    return reading


@pytest.fixture
def problems(read):
    """Everything that is wrong with a file of this content, as it is printed."""

    def found(content: str | bytes) -> list[str]:
        with pytest.raises(InvalidFile) as refused:
            read(content)
        return [str(problem) for problem in refused.value.problems]

    return found


@pytest.mark.parametrize(
    ("criterion_key", "cell", "answer"),
    [
        ("a", "0", Answer.at(0)),
        ("a", "4", Answer.at(4)),
        ("a", "", OPEN),
        ("a", "unknown", Answer(State.UNKNOWN)),
        ("a", "n/a", NOT_APPLICABLE),
        ("c", "-1", Answer.at(-1)),
        ("b", "unknown", Answer(State.UNKNOWN)),
    ],
)
def test_a_cell_is_a_level_unknown_not_applicable_or_open(read, criterion_key, cell, answer):
    (sheet,) = read(f"{HEADER}Musterstadt,2025,{criterion_key},{cell}\n")

    assert sheet == MunicipalitySheet("Musterstadt", 2025, {criterion_key: answer})


def test_rows_in_any_order_become_sheets_in_order_of_first_appearance(read):
    sheets = read(
        HEADER + "Zell,2025,a,1\nAach,2025,a,2\nZell,2024,a,3\nAach,2025,b,4\nZell,2025,b,0\n"
    )

    assert sheets == (
        MunicipalitySheet("Zell", 2025, {"a": Answer.at(1), "b": Answer.at(0)}),
        MunicipalitySheet("Aach", 2025, {"a": Answer.at(2), "b": Answer.at(4)}),
        MunicipalitySheet("Zell", 2024, {"a": Answer.at(3)}),
    )


@pytest.mark.parametrize(
    "content",
    [
        "municipality,year,criterion,answer\nÖhringen,2025,a,1",
        "municipality;year;criterion;answer\nÖhringen;2025;a;1\n",
        "\ufeffmunicipality,year,criterion,answer\nÖhringen,2025,a,1\n",
        "\ufeffmunicipality;year;criterion;answer\r\nÖhringen;2025;a;1\r\n",
        "answer,criterion,municipality,year\n1,a,Öhringen,2025\n",
        '"municipality","year","criterion","answer"\n"Öhringen","2025","a","1"\n',
        "municipality,year,criterion,answer\n\nÖhringen,2025,a,1\n\n\n",
    ],
    ids=["comma", "semicolon", "BOM", "BOM and CRLF", "other columns", "quoted", "blank lines"],
)
def test_separator_mark_line_ends_quotes_and_column_order_do_not_matter(read, content):
    assert read(content) == (MunicipalitySheet("Öhringen", 2025, {"a": Answer.at(1)}),)


@pytest.mark.parametrize(
    "name",
    [
        "a,b",
        'Stadt "Nord"',
        "zwei\nZeilen",
        "zwei\r\nZeilen",
        "=1+1",
        "-",
        "\tx",
        " x ",
        "Ł🙂",
        "x" * 200,
    ],
)
def test_a_municipality_is_any_text_and_stays_as_it_came(read, name):
    quoted = name.replace('"', '""')

    (sheet,) = read(f'{HEADER}"{quoted}",2025,a,1\n')

    assert sheet.municipality == name


def test_a_quotation_mark_inside_a_plain_cell_is_text(read):
    (sheet,) = read(f'{HEADER}Stadt "Nord",2025,a,1\n')

    assert sheet.municipality == 'Stadt "Nord"'


def test_a_header_alone_holds_no_sheets(read):
    assert read(HEADER) == read(HEADER.rstrip()) == ()


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n", "\r\n"])
def test_an_empty_file_is_a_problem(problems, content):
    assert problems(content) == [
        "answers.csv:1:1: the file is empty; "
        "its first row names the columns municipality, year, criterion, answer"
    ]


@pytest.mark.parametrize(
    ("header", "messages"),
    [
        ("municipality,year,answer", ["1:1: the column “criterion” is missing"]),
        (
            "municipality,year,criteria,answer",
            ["1:1: the column “criterion” is missing", "1:3: unknown column “criteria”"],
        ),
        (
            "municipality,year,year,criterion,answer",
            ["1:3: the column “year” appears a second time"],
        ),
        ("municipality,year,criterion,answer,", ["1:5: unknown column “”"]),
        (
            "Municipality,year,criterion,answer",
            [
                "1:1: unknown column “Municipality”",
                "1:1: the column “municipality” is missing",
            ],
        ),
    ],
)
def test_the_header_has_exactly_the_four_columns(problems, header, messages):
    assert problems(f"{header}\n") == [f"answers.csv:{message}" for message in messages]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("X,2025,a", "2:4: this row has 3 cells, the header has 4"),
        ("X,2025,a,1,", "2:5: this row has 5 cells, the header has 4"),
        (",2025,a,1", "2:1: the municipality is missing"),
        (" ,2025,a,1", "2:1: the municipality is missing"),
        (f"{'x' * 201},2025,a,1", "2:1: this text is longer than 200 characters"),
        ("X\x00,2025,a,1", "2:1: this text contains a control character"),
        ("X,2025,a\x7f,1", "2:3: this text contains a control character"),
        ("X\x85,2025,a,1", "2:1: this text contains a control character"),
        ("X,2025,z,1", "2:3: the checklist has no criterion “z”"),
        ("X,2025,A,1", "2:3: the checklist has no criterion “A”"),
        ("X,2025,,1", "2:3: the checklist has no criterion “”"),
        (f"X,2025,{'z' * 99},1", f"2:3: the checklist has no criterion “{'z' * 39}…”"),
        ("X,2025,b,n/a", "2:4: “b” cannot be answered with n/a"),
        ('"X,2025,a,1', "2:1: a quotation mark is opened here and not closed"),
        ('X,2025,"a,1', "2:3: a quotation mark is opened here and not closed"),
        ('X,2025,"a"",1', "2:3: a quotation mark is opened here and not closed"),
        ('X,"2025"x,a,1', "2:2: text follows the closing quotation mark of this cell"),
        (f"X,2025,a,{'1' * 140_000}", "2:4: this cell is too long"),
    ],
)
def test_a_bad_row_is_named_with_row_and_column(problems, row, message):
    assert problems(f"{HEADER}{row}\n") == [f"answers.csv:{message}"]


@pytest.mark.parametrize(
    "year", ["", "1989", "2101", "25", "02025", "2025.0", "2_025", "٢٠٢٥", "+2025", " 2025 ", "x"]
)
def test_a_year_is_four_plain_digits_from_1990_to_2100(problems, year):
    assert problems(f"{HEADER}X,{year},a,1\n") == [
        f"answers.csv:2:2: “{year}” is not a year from 1990 to 2100"
    ]


@pytest.mark.parametrize("year", ["1990", "2100"])
def test_the_first_and_the_last_year_are_allowed(read, year):
    assert read(f"{HEADER}X,{year},a,1\n")[0].year == int(year)


@pytest.mark.parametrize(
    "cell",
    ["5", "-1", "2.0", "1_0", "+1", "01", "٣", "³", "N/A", "Unknown", "1e0", " 1", "9" * 190],
)
def test_an_answer_is_a_level_of_the_scale_as_it_is_written(problems, cell):
    shown = cell if len(cell) < 40 else "9" * 39 + "…"

    assert problems(f"{HEADER}X,2025,a,{cell}\n") == [
        f"answers.csv:2:4: “{shown}” is no answer to “a”: 0, 1, 2, 3, 4, n/a, unknown or nothing"
    ]


def test_a_repeated_criterion_is_a_bad_row_whatever_it_says(problems):
    rows = "X,2025,a,1\nX,2024,a,1\nX,2025,a,1\nY,2025,a,\nY,2025,a,3\nY,2025,b,9\nY,2025,b,1\n"

    assert problems(HEADER + rows) == [
        "answers.csv:4:3: “a” is already answered for this municipality and year in row 2",
        "answers.csv:6:3: “a” is already answered for this municipality and year in row 5",
        "answers.csv:7:4: “9” is no answer to “b”: 0, 1, 2, 3, 4, n/a, unknown or nothing",
        "answers.csv:8:3: “b” is already answered for this municipality and year in row 7",
    ]


def test_everything_is_reported_at_once_and_in_order(problems):
    rows = ",25,z,1\nX,2025,a\nX,2025,b,n/a\n"

    assert problems(HEADER + rows) == [
        "answers.csv:2:1: the municipality is missing",
        "answers.csv:2:2: “25” is not a year from 1990 to 2100",
        "answers.csv:2:3: the checklist has no criterion “z”",
        "answers.csv:3:4: this row has 3 cells, the header has 4",
        "answers.csv:4:4: “b” cannot be answered with n/a",
    ]


def test_rows_are_counted_as_lines_of_the_file(problems):
    rows = '"two\nlines",2025,a,1\n\nX,2025,z,1\n"three\r\nmore\r\nlines",2025,y,1\nX,2025,x,1\n'

    assert [line.split(":")[1:3] for line in problems(HEADER + rows)] == [
        ["5", "3"],
        ["6", "3"],
        ["9", "3"],
    ]


def test_rows_after_a_broken_one_are_still_read(problems):
    assert problems(HEADER + 'X,"2025"x,a,1\nX,2025,z,1\n') == [
        "answers.csv:2:2: text follows the closing quotation mark of this cell",
        "answers.csv:3:3: the checklist has no criterion “z”",
    ]


def test_text_that_is_not_utf8_is_named_with_its_place(problems):
    assert problems(f"{HEADER}X,2025,a,1\nÖhringen,2025,a,1\n".encode("cp1252")) == [
        "answers.csv:3:1: this text is not UTF-8"
    ]


def test_a_utf16_file_is_a_problem_and_no_crash(problems):
    assert "answers.csv:1:1: this text is not UTF-8" in problems(HEADER.encode("utf-16"))


def test_a_file_that_is_broken_from_the_start_names_that_alone(problems):
    assert problems('"municipality,year\nX,2025,a,1\n') == [
        "answers.csv:1:1: a quotation mark is opened here and not closed"
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200) | st.text(alphabet='ab",;\r\nX2025\x00', max_size=60).map(str.encode)
)
def test_any_bytes_are_read_or_refused_with_a_place(tmp_path: Path, content):
    path = tmp_path / "answers.csv"
    for start in (b"", HEADER.encode()):
        path.write_bytes(start + content)
        try:
            read_answers(path, EXAMPLE)
        except InvalidFile as refused:
            assert all(p.place.line >= 1 and p.place.column >= 1 for p in refused.problems)
            assert all(str(problem) for problem in refused.problems)
