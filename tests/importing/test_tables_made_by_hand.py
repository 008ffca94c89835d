"""“We did it in Excel in 2021”: any layout, any encoding, and every mistake at once."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from openpyxl import Workbook

from app.assessments.models import Assessment
from app.assessments.queries import find_assessment, load_answers
from app.domain.answers import State
from app.extensions import db, now
from app.importing.models import ImportDraft
from app.municipalities.models import Municipality
from app.web.checklists import checklists
from tests.builders import CHECKLIST, a_municipality, stored
from tests.importing.bringing import brings, by_hand, import_of, takes
from tests.visitor import Visitor

LONG = ("Kriterium;Antwort;Nachweis", "Sprachbedarf kennen;2;Flyer für Bürger", "1.2;unbekannt;")


def imported(place: Municipality, year: int = 2021) -> Assessment:
    found = find_assessment(place.key, CHECKLIST, year)
    assert found
    return found


def with_year(reader: Visitor, place: Municipality, content: bytes, **choices: str) -> Assessment:
    """Take a file over that has no column for the year."""
    page = brings(reader, place, content)
    page = reader.presses(page, "Look again", {"year": "2021", **choices})
    takes(reader, page)
    return imported(place)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_encoding_of_a_german_office_is_recognised(
    town: Municipality, reader: Visitor, encoding: str
) -> None:
    here = with_year(reader, town, by_hand(*LONG, encoding=encoding))

    assert stored(here, "mi_language_needs").note == "Flyer für Bürger"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_separator_is_recognised(town: Municipality, reader: Visitor, separator: str) -> None:
    lines = (line.replace(";", separator) for line in LONG)

    here = with_year(reader, town, by_hand(*lines))

    assert stored(here, "mi_language_needs").level == 2
    assert stored(here, "mi_responsibility").state is State.UNKNOWN


def test_excel_may_say_its_separator_itself(town: Municipality, reader: Visitor) -> None:
    lines = ("sep=,", *(line.replace(";", ",") for line in LONG))

    assert stored(with_year(reader, town, by_hand(*lines)), "mi_language_needs").level == 2


@pytest.mark.parametrize(
    ("written", "level"),
    [
        *[("2", 2), ("2,0", 2), ("2.00", 2), ("67 %", 2), ("66,7%", 2), ("0 %", 0), ("100%", 3)],
        *[("In Teilen verankert", 2), ("2 – in teilen verankert", 2), ("Established in parts", 2)],
    ],
)
def test_a_level_may_be_a_number_a_word_or_a_share(
    town: Municipality, reader: Visitor, written: str, level: int
) -> None:
    content = by_hand("Kriterium;Antwort", f"mi_website;{written}")

    assert stored(with_year(reader, town, content), "mi_website").level == level


def test_a_row_may_be_a_whole_year(town: Municipality, reader: Visitor) -> None:
    content = by_hand(
        "Unsere Selbstchecks;;",
        "Jahr;Sprachbedarf kennen;mi_website",
        "2020;1;n/a",
        "2021;2;3",
    )

    page = reader.presses(brings(reader, town, content), "Look again", {"reason": "nicht geprüft"})
    desk = takes(reader, page, finishes=True)

    assert desk.messages == ["2 self-checks are taken over."]
    assert stored(imported(town, 2020), "mi_website").reason == "nicht geprüft"
    assert stored(imported(town, 2021), "mi_website").level == 3
    assert imported(town, 2020).finished_at is not None


def test_a_workbook_is_read_with_its_numbers_and_days(town: Municipality, reader: Visitor) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Kriterium", "Bewertung", "Jahr"])
    sheet.append(["Sprachbedarf kennen", 2.0, 2021])
    sheet.append(["mi_website", 1, 2021])
    sheet["B3"].number_format, sheet["B3"].value = "0%", 1
    written = BytesIO()
    book.save(written)

    takes(reader, brings(reader, town, written.getvalue(), "2021.xlsx"))

    assert stored(imported(town), "mi_language_needs").level == 2
    assert stored(imported(town), "mi_website").level == 3


def test_a_column_that_was_guessed_wrong_is_corrected(town: Municipality, reader: Visitor) -> None:
    content = by_hand("Kriterium;x;Antwort", "mi_website;2;gestern", "mi_signage;1;heute")

    page = brings(reader, town, content)
    mended = {"year": "2021", "column-1": "answer", "column-2": "note"}
    takes(reader, reader.presses(page, "Look again", mended))

    assert stored(imported(town), "mi_website").level == 2
    assert stored(imported(town), "mi_website").note == "gestern"


def test_every_mistake_is_named_at_once_with_its_place(town: Municipality, reader: Visitor) -> None:
    content = by_hand(
        "AGS;Jahr;Kriterium;Antwort;Begründung",
        f"{town.key};2021;mi_website;5;",
        f"{town.key};20x1;mi_website;1;",
        f"{town.key};2021;nirgends;1;",
        f"{town.key};2021;mi_signage;entfällt;",
        f"{town.key};2021;mi_website;1;",
        f"{town.key};2021;mi_website;2;",
        "99999999;2021;mi_website;2;",
        f"{town.key};٢٠٢١;mi_website;2;",
    )

    page = brings(reader, town, content)

    assert page.table("Every problem and its place") == [
        [
            "row 2, column D",
            "“5” is no answer to “mi_website”: 0, 1, 2, 3, “unknown”, “does not apply”, or nothing",
        ],
        ["row 3, column B", "“20x1” is not a year from 1990 to 2100"],
        ["row 4, column C", "the checklist has no criterion “nirgends”"],
        ["row 5, column E", "what does not apply needs a reason; none stands here"],
        ["row 7, column C", "this criterion is answered in row 6 already"],
        ["row 8, column A", "“99999999” is no municipality you may import into"],
        ["row 9, column B", "“٢٠٢١” is not a year from 1990 to 2100"],
    ]
    assert not [text for form in page.forms for text, _ in form.buttons if "Take " in text]
    assert find_assessment(town.key, CHECKLIST, 2021) is None


def test_the_fate_of_each_row_is_shown_before_anything_happens(
    town: Municipality, reader: Visitor
) -> None:
    checklist, keys = checklists().latest(CHECKLIST), ("mi_website", "mi_language_needs")
    content = by_hand("Jahr;Kriterium;Antwort", "2021;mi_website;2", "2021;1.1;weiß nicht")

    page = brings(reader, town, content)

    titles = [checklist.criteria_by_key[key].title.in_language("en") for key in keys]
    assert page.table("Each row of the file") == [
        ["2", "Wiederkehr 2021", titles[0], "2 Established in parts", "is added"],
        ["3", "Wiederkehr 2021", titles[1], "don’t know", "is added"],
    ]
    assert db.session.scalar(db.select(Assessment)) is None


def test_the_blank_table_comes_back_as_it_is(town: Municipality, reader: Visitor) -> None:
    blank = reader.gets(f"{import_of(town)}/blank.csv?checklist={CHECKLIST}@1.0.0").data

    here = with_year(reader, town, blank)

    assert len(load_answers(here)) == 36
    assert {answer.answer.state for answer in load_answers(here).values()} == {State.OPEN}


def test_a_key_without_its_zero_is_the_same_key(reader: Visitor, town: Municipality) -> None:
    content = by_hand("AGS;Jahr;Kriterium;Antwort", "7334007;2021;mi_website;2")

    takes(reader, brings(reader, town, content))

    assert stored(imported_in("07334007"), "mi_website").level == 2


def imported_in(key: str) -> Assessment:
    found = find_assessment(key, CHECKLIST, 2021)
    assert found
    return found


def test_another_name_is_not_taken_for_this_town(town: Municipality, reader: Visitor) -> None:
    content = by_hand("Name;Jahr;Kriterium;Antwort", "Neuenkirchen;2021;mi_website;2")

    page = brings(reader, town, content)

    assert page.table("Every problem and its place") == [
        ["row 2, column A", "“Neuenkirchen” is no municipality you may import into"]
    ]


def test_letting_a_file_go_takes_nothing_over(town: Municipality, reader: Visitor) -> None:
    page = brings(reader, town, by_hand("Jahr;Kriterium;Antwort", "2021;mi_website;2"))

    after = reader.presses(page, "Let the file go")

    assert after.messages == ["The file is gone. Nothing was taken over."]
    assert reader.opens(page.address, status=404)
    assert find_assessment(town.key, CHECKLIST, 2021) is None


def test_a_large_file_shows_how_far_it_is(town: Municipality, reader: Visitor) -> None:
    years = [f"{year};1;2" for year in range(1990, 2040)]
    content = by_hand("Jahr;mi_website;mi_signage", *years)

    page = takes(reader, brings(reader, town, content), finishes=True)

    steps = page.texts("li")
    assert "25 of 50 worked out" in steps
    assert "50 of 50 stored" in steps
    assert "50 self-checks are taken over. Go on" in steps
    assert imported(town, 2039).finished_at is not None


def test_a_file_that_was_left_behind_is_gone_after_a_day(
    town: Municipality, reader: Visitor
) -> None:
    page = brings(reader, town, by_hand("Jahr;Kriterium;Antwort", "2021;mi_website;2"))
    db.session.execute(db.update(ImportDraft).values(made_at=now() - timedelta(hours=25)))

    reader.opens(page.address, status=404)
    brings(reader, a_municipality("Anderswo"), by_hand("Jahr;Kriterium;Antwort", "2021;1.1;2"))

    assert [one.municipality.name for one in db.session.scalars(db.select(ImportDraft))] == [
        "Anderswo"
    ]


def test_another_day_is_something_else(town: Municipality, reader: Visitor) -> None:
    head = "Jahr;Kriterium;Antwort;Stichtag"
    takes(reader, brings(reader, town, by_hand(head, "2021;mi_website;2;30.11.2021")))

    page = brings(reader, town, by_hand(head, "2021;mi_website;2;2021-12-01"))

    assert page.table("Every problem and its place") == [
        [
            "row 2, column A",
            "Wiederkehr 2021 is here already, with another scope, respondent or reference date",
        ]
    ]


def test_the_fate_of_every_row_is_a_table_to_take_along(
    town: Municipality, reader: Visitor
) -> None:
    years = [f"{year};2" for year in range(1990, 2095)]
    page = brings(reader, town, by_hand("Jahr;mi_website;mi_signage", *years))

    table = reader.gets(f"{page.address}/rows.csv").data.decode("utf-8-sig")

    rows = list(csv.reader(StringIO(table, newline=""), delimiter=";"))
    assert "And 10 more rows." in page.text
    assert len(rows) == 1 + 2 * len(years)
    assert rows[-1] == ["106", "Wiederkehr 2094", "Orientation in buildings", "open", "is added"]
