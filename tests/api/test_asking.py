"""What programs may ask: lists in pages, copies that still hold, and clear words for faults."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts.roles import Role
from app.assessments.actions import archive
from app.extensions import db
from app.municipalities.models import Municipality
from tests.api.asking import API, PROBLEM, asks, comparisons_of, of_check, of_place
from tests.builders import CHECKLIST, a_municipality, an_account, an_answer, an_assessment
from tests.visitor import Visitor


def page_after_page(visitor: Visitor, path: str) -> list[dict[str, Any]]:
    """All items of a list, one page after the other."""
    items: list[dict[str, Any]] = []
    following: str | None = path
    while following:
        told = asks(visitor, following)
        items += told["items"]
        following = told["next"]
    return items


def test_the_way_leads_from_the_index_to_the_results(reader: Visitor) -> None:
    assessment = an_assessment()

    index = asks(reader, API)
    places = asks(reader, index["links"]["municipalities"])["items"]
    checks = asks(reader, places[0]["links"]["assessments"])["items"]
    results = asks(reader, checks[0]["links"]["results"])

    assert results["municipality"]["key"] == assessment.municipality.key
    assert (results["checklist"]["key"], results["year"]) == (CHECKLIST, assessment.year)


def test_a_list_is_whole_however_it_is_cut(reader: Visitor) -> None:
    municipality = a_municipality()
    for year in range(2018, 2025):
        an_assessment(municipality, year=year)
    an_assessment(municipality, checklist="haltefaktoren", year=2020)
    whole = asks(reader, of_place(municipality))["items"]

    cut = page_after_page(reader, f"{of_place(municipality)}?limit=3")

    assert cut == whole
    assert [(one["checklist"], one["year"]) for one in whole] == [
        ("haltefaktoren", 2020),
        *((CHECKLIST, year) for year in range(2018, 2025)),
    ]


def test_municipalities_and_checklists_are_whole_however_they_are_cut(reader: Visitor) -> None:
    for name in ("Neuenkirchen", "Neuenkirchen", "Neuenkirchen", "Altdorf"):
        a_municipality(name)

    for name in ("municipalities", "checklists"):
        whole = asks(reader, name)["items"]
        assert page_after_page(reader, f"{API}/{name}?limit=1") == whole
        assert len(whole) >= 4
    keys = [one["key"] for one in asks(reader, "municipalities")["items"]]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(("asked", "listed"), [("0", 1), ("2", 2), ("200", 3), ("999999999", 3)])
def test_a_limit_stays_within_bounds(reader: Visitor, asked: str, listed: int) -> None:
    for name in ("A", "B", "C"):
        a_municipality(name)

    assert len(asks(reader, f"municipalities?limit={asked}")["items"]) == listed


def test_a_limit_is_never_above_the_highest(reader: Visitor) -> None:
    db.session.add_all(Municipality(key=f"own-{n:03}", name="Ort") for n in range(205))
    db.session.commit()

    told = asks(reader, "municipalities?limit=5000")

    assert len(told["items"]) == 200
    assert told["next"] == f"{API}/municipalities?after=own-199&limit=200"


@pytest.mark.parametrize("path", ["", "/results"])
def test_a_copy_that_still_holds_is_not_sent_again(reader: Visitor, path: str) -> None:
    assessment = an_assessment()
    tag = reader.gets(of_check(assessment, path)).headers["ETag"]

    again = reader.gets(of_check(assessment, path), headers={"If-None-Match": tag})
    an_answer(assessment, "mi_language_needs", level=2)
    changed = reader.gets(of_check(assessment, path), headers={"If-None-Match": tag})

    assert (again.status_code, again.get_data()) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_without_a_choice_the_latest_year_stands_beside_the_one_before(reader: Visitor) -> None:
    municipality = a_municipality()
    checks = {year: an_assessment(municipality, year=year) for year in (2021, 2023, 2024, 2025)}
    archive(checks[2025], by="desk")
    db.session.commit()

    def years(query: str) -> tuple[int | None, int]:
        told = asks(reader, comparisons_of(checks[2021], query))
        return told["compared_with"], told["year"]

    assert years("") == (2023, 2024)
    assert years("?from=2021") == (2021, 2024)
    assert years("?to=2023") == (2021, 2023)
    assert years("?to=2021") == (None, 2021)


@pytest.mark.parametrize("query", ["?to=2019", "?from=2019&to=2024", "?from=2019"])
def test_a_year_that_is_not_there_is_not_found(reader: Visitor, query: str) -> None:
    assessment = an_assessment(year=2024)

    told = asks(reader, comparisons_of(assessment, query), status=404)

    assert told["title"] == "There is nothing at this address"


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("?from=21&to=MMXXIV", {"from", "to"}),
        ("?from=2024&to=2024", {"from"}),
        ("?from=2025", {"from"}),
        ("?to=２０２４", {"to"}),
        ("?to=99999", {"to"}),
    ],
)
def test_every_wrong_year_is_named_at_once(reader: Visitor, query: str, wrong: set[str]) -> None:
    assessment = an_assessment(year=2024)

    told = asks(reader, comparisons_of(assessment, query), status=400)

    assert {one["parameter"] for one in told["errors"]} == wrong


@pytest.mark.parametrize("name", ["municipalities", "checklists"])
@pytest.mark.parametrize("sent", ["-1", "1e3", "１", "null", "9" * 30])
def test_a_limit_that_is_no_number_and_a_strange_start_are_named(
    reader: Visitor, name: str, sent: str
) -> None:
    told = asks(reader, f"{name}?limit={sent}&after=%00'", status=400)

    assert {one["parameter"] for one in told["errors"]} == {"limit", "after"}


@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "Unter dieser Adresse gibt es nichts"), ("en", "There is nothing at this address")],
)
def test_problems_are_told_in_the_language_asked_for(
    reader: Visitor, language: str, title: str
) -> None:
    response = reader.gets(f"{API}/nowhere", headers={"Accept-Language": language})

    assert (response.status_code, response.mimetype) == (404, PROBLEM)
    assert response.get_json(force=True)["title"] == title
    assert response.headers["Content-Language"] == language


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(reader: Visitor, method: str) -> None:
    assessment = an_assessment()

    response = reader.asks(getattr(reader.client, method), of_check(assessment))

    assert (response.status_code, response.mimetype) == (405, PROBLEM)
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_who_is_not_logged_in_hears_so_in_json(reader: Visitor) -> None:
    municipality = a_municipality()
    an_account(roles={municipality: [Role.VIEWER]})

    for path in ("municipalities", "checklists", of_place(municipality)):
        assert asks(reader, path, status=401)["status"] == 401
    assert asks(reader, API)["version"] == 1


def test_walls_hold_and_what_is_foreign_looks_like_what_is_nowhere(reader: Visitor) -> None:
    own, foreign = an_assessment(), an_assessment()
    account = an_account(roles={own.municipality: [Role.VIEWER]})
    reader.logs_in(account.email)

    listed = asks(reader, "municipalities")["items"]
    theirs = [
        reader.gets(path)
        for path in (
            of_place(foreign.municipality),
            of_check(foreign),
            of_check(foreign, "/results"),
            comparisons_of(foreign),
            f"{API}/municipalities/own-nowhere/assessments",
        )
    ]

    assert [one["key"] for one in listed] == [own.municipality.key]
    assert {(one.status_code, one.get_data()) for one in theirs} == {(404, theirs[-1].get_data())}


def test_a_moderator_sees_no_self_check_for_they_hold_notes(reader: Visitor) -> None:
    assessment = an_assessment()
    account = an_account(roles={assessment.municipality: [Role.MODERATOR]})
    reader.logs_in(account.email)

    assert asks(reader, "municipalities")["items"] == []
    assert asks(reader, of_check(assessment), status=403)["title"] == "This is not open to you"


def test_an_operator_reads_nothing_of_what_municipalities_said(reader: Visitor) -> None:
    assessment = an_assessment()
    account = an_account(is_operator=True)
    reader.logs_in(account.email)

    assert asks(reader, "municipalities", status=403)["status"] == 403
    assert asks(reader, of_check(assessment), status=404)["status"] == 404


def test_the_page_for_people_shows_every_address(reader: Visitor) -> None:
    page = reader.opens("/api")

    assert page.title == "For programs"
    assert page.table("Addresses")[0] == [API, "Where to go on from here"]
    assert len(page.table("Addresses")) == 9
    assert page.title in reader.opens("/about").texts("h2")
