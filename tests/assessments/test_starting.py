"""Starting a self-check: where, which checklist, which year, all of it or the core."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.assessments.actions import archive
from app.assessments.models import Assessment
from app.assessments.queries import find_assessment
from app.domain.scope import Scope
from app.extensions import db
from app.municipalities.queries import find_municipality
from tests.builders import CHECKLIST, a_municipality, address, an_assessment
from tests.visitor import Visitor

GERMERSHEIM = "/start/07334007"
WRONG_POPULATION = "Please enter a whole number, such as 9400."
WRONG_YEAR = "Please enter a year between 1990 and 2100, such as 2026."


def number_of_assessments() -> int:
    return db.session.scalar(select(func.count()).select_from(Assessment)) or 0


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("Dannenfels", ["Dannenfels"]),
        ("dannenf", ["Dannenfels"]),
        ("74417", ["Gschwend"]),
        ("07334007", ["Germersheim"]),
        ("Neuenkirchen Heidekreis", ["Neuenkirchen"]),
        ("Schwaebisch Gmuend", ["Schwäbisch Gmünd", "VVG der Stadt Schwäbisch Gmünd"]),
    ],
)
def test_the_register_is_searched(reader: Visitor, query: str, names: list[str]) -> None:
    page = reader.opens(f"/start?q={query}")

    assert page.of_class("span", "task-title") == names


def test_the_eleven_neuenkirchen_are_told_apart(reader: Visitor) -> None:
    page = reader.opens("/start?q=Neuenkirchen")

    names = page.of_class("span", "task-title")
    lines = page.of_class("span", "task-hint")
    towns = [line for name, line in zip(names, lines, strict=True) if name == "Neuenkirchen"]
    assert len([line for line in towns if line.startswith("Gemeinde")]) == 11
    assert len(set(towns)) == len(towns)


def test_a_miss_says_so(reader: Visitor) -> None:
    page = reader.opens("/start?q=Xyzzy")

    assert "Nothing found for “Xyzzy”" in page.text
    assert page.of_class("span", "task-title") == []


def test_many_hits_say_how_many_there_are(reader: Visitor) -> None:
    page = reader.opens("/start?q=berg")

    assert page.text_of("hits") == "642 hits, the first 50"
    assert len(page.of_class("span", "task-title")) == 50


def test_a_place_of_ones_own_is_added(reader: Visitor) -> None:
    reader.posts(
        "/start/own", {"name": "Straßburg", "country": "Frankreich", "population": "291000"}
    )

    place = find_municipality("own-straburg")
    assert place
    assert (place.name, place.state, place.population) == ("Straßburg", "Frankreich", 291000)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"name": ""}, "Please enter a name."),
        ({"name": " \t "}, "Please enter a name."),
        ({"name": "x" * 201}, "At most 200 characters."),
        ({"name": "two\nlines"}, "Please write this in one line."),
        ({"name": "a" + "\u0301" * 40}, "This text holds characters that cannot be saved."),
        ({"name": "A", "country": "x" * 10_000}, "At most 200 characters."),
        (
            {"name": "A", "population": "viele"},
            WRONG_POPULATION,
        ),
        (
            {"name": "A", "population": "9" * 40},
            WRONG_POPULATION,
        ),
        (
            {"name": "A", "population": "٩٤"},
            WRONG_POPULATION,
        ),
    ],
)
def test_a_faulty_place_is_refused_and_what_was_typed_stays(
    reader: Visitor, fields: dict[str, str], problem: str
) -> None:
    page = reader.posts("/start/own", fields, status=422)

    assert page.problems == [problem]
    assert {name: page.fields[name].strip() for name in fields} == {
        name: text.strip() for name, text in fields.items()
    }


def test_a_place_of_ones_own_is_found_again(reader: Visitor) -> None:
    a_municipality("Musterort")

    page = reader.opens("/start?q=muster")

    assert ("Musterort", "/municipalities/own-musterort") in page.links


@pytest.mark.parametrize("typed", ["9400", "9.400", "9,400", "9 400", " 9400 "])
def test_inhabitants_may_be_written_as_people_write_them(reader: Visitor, typed: str) -> None:
    reader.posts("/start/own", {"name": "Musterort", "population": typed})

    place = find_municipality("own-musterort")
    assert place
    assert place.population == 9400


def test_every_checklist_is_offered_with_its_size(reader: Visitor) -> None:
    page = reader.opens(GERMERSHEIM)

    offered = [a["value"] for a in page.attributes("input") if a.get("name") == "checklist"]
    assert offered == [
        CHECKLIST,
        "haltefaktoren",
        "handlungsfelder",
        "integrationspotenziale",
        "verteilungsmodell",
    ]
    sizes = page.of_class("p", "choice-meaning")
    size = "36 criteria, about 90 minutes; short form: 12 criteria, about 31 minutes."
    assert sizes[0].endswith(size)


def test_a_self_check_is_begun(reader: Visitor) -> None:
    page = reader.posts(GERMERSHEIM, {"checklist": CHECKLIST, "year": "2026", "scope": "full"})

    assessment = find_assessment("07334007", CHECKLIST, 2026)
    assert assessment
    assert assessment.scope is Scope.FULL
    assert page.title == "Germersheim 2026"


def test_the_short_form_is_begun(reader: Visitor) -> None:
    reader.posts(GERMERSHEIM, {"checklist": CHECKLIST, "year": "2026", "scope": "short"})

    assessment = find_assessment("07334007", CHECKLIST, 2026)
    assert assessment
    assert assessment.scope is Scope.SHORT


@pytest.mark.parametrize("year", ["1990", "2100", " 2026 "])
def test_a_sensible_year_is_taken(reader: Visitor, year: str) -> None:
    reader.posts(GERMERSHEIM, {"checklist": CHECKLIST, "year": year, "scope": "full"})

    assert find_assessment("07334007", CHECKLIST, int(year))


@pytest.mark.parametrize("year", ["1989", "2101", "abc", "٢٠٢٦", "9" * 40, "-2026", "2026.5", "²"])
def test_any_other_year_is_refused_and_stays_in_its_field(reader: Visitor, year: str) -> None:
    sent = {"checklist": CHECKLIST, "year": year, "scope": "full"}

    page = reader.posts(GERMERSHEIM, sent, status=422)

    assert page.problems == [WRONG_YEAR]
    assert page.fields["year"] == year
    assert number_of_assessments() == 0


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"checklist": "no_such", "year": "2026", "scope": "full"}, "Not a valid choice."),
        ({"checklist": CHECKLIST, "year": "2026", "scope": "half"}, "Not a valid choice."),
        ({"year": "2026", "scope": "full"}, "Please choose one."),
        ({"checklist": CHECKLIST, "year": "", "scope": "full"}, "Please enter a year."),
    ],
)
def test_what_was_not_offered_is_refused(
    reader: Visitor, fields: dict[str, str], problem: str
) -> None:
    page = reader.posts(GERMERSHEIM, fields, status=422)

    assert page.problems == [problem]
    assert number_of_assessments() == 0


def test_a_town_nobody_knows_is_not_found(reader: Visitor) -> None:
    page = reader.opens("/start/00000000", status=404)

    assert page.title == "This page does not exist"


def test_starting_the_same_again_leads_to_the_one_there(reader: Visitor) -> None:
    assessment = an_assessment()
    key = assessment.municipality.key

    page = reader.posts(f"/start/{key}", {"checklist": CHECKLIST, "year": "2026", "scope": "short"})

    assert page.address == address(assessment)
    assert page.messages == ["This self-check exists already. Here it is."]
    assert number_of_assessments() == 1
    assert assessment.scope is Scope.FULL


def test_starting_what_is_archived_offers_to_bring_it_back(reader: Visitor) -> None:
    assessment = an_assessment()
    archive(assessment, by="desk")
    key = assessment.municipality.key

    page = reader.posts(f"/start/{key}", {"checklist": CHECKLIST, "year": "2026", "scope": "full"})

    assert page.messages == [
        "This self-check exists already and is archived. You can bring it back."
    ]
    assert "Bring it back" in [words for form in page.forms for words, _ in form.buttons]


def test_another_year_or_another_checklist_is_another_self_check(reader: Visitor) -> None:
    an_assessment()

    for checklist, year in ((CHECKLIST, "2027"), ("haltefaktoren", "2026")):
        reader.posts(
            "/start/own-musterort", {"checklist": checklist, "year": year, "scope": "full"}
        )

    assert number_of_assessments() == 3


def test_the_front_door_offers_what_was_worked_on_last(reader: Visitor) -> None:
    first = an_assessment(year=2025)
    an_assessment(first.municipality, year=2026)

    page = reader.opens("/")

    assert page.of_class("span", "task-title") == ["Musterort 2026", "Musterort 2025"]


def test_a_checklist_that_was_removed_hides_nothing_else(reader: Visitor) -> None:
    kept = an_assessment(year=2025)
    gone = an_assessment(kept.municipality, year=2026)
    gone.checklist_version = "9.9.9"

    front_door = reader.opens("/")
    desk = reader.opens("/municipalities/own-musterort")

    assert front_door.of_class("span", "task-title") == ["Musterort 2025"]
    assert desk.of_class("span", "task-title") == ["2025 IN2 welcome culture"]
    assert reader.opens(address(gone), status=404).title == "This page does not exist"
