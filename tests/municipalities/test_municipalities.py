"""Municipalities that use the check: added from the register or by hand, told apart by words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.accounts.walls import walls_opened
from app.extensions import db
from app.municipalities.actions import add_from_register, add_own
from app.municipalities.models import Municipality
from app.municipalities.queries import example_town, find_municipality
from app.municipalities.register import load_register
from app.municipalities.wording import place_words


@pytest.fixture(autouse=True)
def in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}), walls_opened():
        yield


@pytest.mark.parametrize(
    ("key", "name", "kind", "association", "district", "state"),
    [
        (
            "07333013",
            "Dannenfels",
            "Gemeinde",
            "Verbandsgemeinde Kirchheimbolanden",
            "Donnersbergkreis",
            "Rheinland-Pfalz",
        ),
        ("09162000", "München", "Kreisfreie Stadt", "", "", "Bayern"),
        ("07333", "Donnersbergkreis", "Landkreis", "", "", "Rheinland-Pfalz"),
    ],
)
def test_a_municipality_is_taken_over_from_the_register(
    key: str, name: str, kind: str, association: str, district: str, state: str
) -> None:
    entry = load_register().find(key)
    assert entry

    added = add_from_register(entry)

    assert (added.key, added.name, added.kind) == (key, name, kind)
    assert (added.association, added.district, added.state) == (association, district, state)
    assert added.population == entry.population
    assert not added.is_example


def test_a_municipality_is_taken_over_once() -> None:
    entry = load_register().find("07334007")
    assert entry

    first, second = add_from_register(entry), add_from_register(entry)

    assert first is second


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Musterort", "own-musterort"),
        ("Sankt Gallen (Stadt)", "own-sankt-gallen-stadt"),
        ("Zürich", "own-zurich"),
        ("東京", "own-place"),
        ("../../etc", "own-etc"),
        ("'; DROP TABLE municipality; --", "own-drop-table-municipality"),
        ("x" * 200, "own-" + "x" * 60),
    ],
)
def test_a_place_of_ones_own_gets_a_key_made_from_its_name(name: str, key: str) -> None:
    place = add_own(name, country="", population=None)

    assert (place.key, place.name) == (key, name)


def test_places_of_one_name_are_kept_apart_by_their_keys() -> None:
    countries = ("Belgien", "Luxemburg", "Polen")

    places = [add_own("Neuenkirchen", country=country, population=None) for country in countries]

    assert [place.key for place in places] == [
        "own-neuenkirchen",
        "own-neuenkirchen-2",
        "own-neuenkirchen-3",
    ]


def test_the_same_place_is_not_added_twice() -> None:
    first = add_own("Neuenkirchen", country="Belgien", population=None)

    assert add_own("Neuenkirchen", country="Belgien", population=900) is first


def test_an_action_leaves_storing_to_the_view() -> None:
    add_own("Musterort", country="", population=None)

    db.session.rollback()

    assert find_municipality("own-musterort") is None


def test_a_key_nobody_has_is_not_found() -> None:
    assert find_municipality("own-nowhere") is None


def test_there_is_no_example_town_until_it_is_loaded() -> None:
    add_own("Musterort", country="", population=None)

    assert example_town() is None


def test_the_example_town_is_found() -> None:
    db.session.add(Municipality(key="own-beispiel", name="Beispiel", is_example=True))

    found = example_town()

    assert found
    assert found.key == "own-beispiel"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (
            Municipality(
                name="Neuenkirchen",
                kind="Gemeinde",
                association="Amt Landhagen",
                district="Vorpommern-Greifswald",
                state="Mecklenburg-Vorpommern",
                population=2560,
            ),
            "Gemeinde, Amt Landhagen, Vorpommern-Greifswald, Mecklenburg-Vorpommern, "
            "2,560 inhabitants",
        ),
        (
            Municipality(kind="", association="", district="", state="Frankreich", population=None),
            "Frankreich",
        ),
        (
            Municipality(
                kind="Stadt", association="", district="Berlin", state="Berlin", population=0
            ),
            "Stadt, Berlin, 0 inhabitants",
        ),
        (Municipality(kind="", association="", district="", state="", population=None), ""),
    ],
)
def test_a_place_is_told_apart_in_one_line(place: Municipality, words: str) -> None:
    assert place_words(place) == words


def test_an_entry_of_the_register_reads_like_the_municipality_made_from_it() -> None:
    entry = load_register().find("07333013")
    assert entry

    assert place_words(entry) == place_words(add_from_register(entry))


def test_the_population_reads_as_in_the_language_of_the_page(app: Flask) -> None:
    place = Municipality(kind="Stadt", association="", district="", state="", population=9400)

    with app.test_request_context(headers={"Accept-Language": "de"}):
        words = place_words(place)

    assert "9.400" in words
