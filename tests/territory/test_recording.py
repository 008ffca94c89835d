"""Recording a change: names follow, history stays with its key, everybody named hears of it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.accounts.walls import walls_opened
from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.audit.queries import audit_trail
from app.audit.wording import event_words
from app.domain.territory import ChangeKind, TerritoryChange, Unit
from app.extensions import db
from app.holdings.erasing import erase
from app.holdings.taking_out import everything_of
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.territory.actions import WrongChange, record_change, remove_change
from app.territory.models import StoredTerritoryChange, TerritoryUnit
from app.territory.queries import changes_of, find_change, predecessors_by
from tests.builders import a_municipality, address, an_assessment, every_answer
from tests.visitor import Visitor

GONE = Unit("07233901", "Altdorf")


def unit(place: Municipality) -> Unit:
    return Unit(place.key, place.name)


def renaming(place: Municipality, name: str, year: int = 2020) -> TerritoryChange:
    return TerritoryChange(ChangeKind.RENAMED, year, (unit(place),), (Unit(place.key, name),))


def merger(*before: Unit, into: Unit, year: int = 2019) -> TerritoryChange:
    return TerritoryChange(ChangeKind.MERGED, year, before, (into,), note="Amtsblatt 12/2018")


def told(place: Municipality) -> list[str]:
    return [event_words(one) for one in audit_trail(place.id)][::-1]


@pytest.fixture
def finished(app: Flask) -> Assessment:
    assessment = an_assessment(a_municipality("Altheim"), year=2025)
    every_answer(assessment, level=1)
    finish(assessment, by="desk")
    db.session.commit()
    return assessment


def test_a_municipality_takes_its_new_name_and_keeps_its_key(app: Flask) -> None:
    place = a_municipality("Altheim")

    record_change(renaming(place, "Neuheim"), by="desk", recorded_for=place.key)
    db.session.commit()

    assert (place.name, place.key) == ("Neuheim", "own-altheim")
    assert changes_of(place.key)[0].name_before(place.key) == "Altheim"
    with app.test_request_context(headers={"Accept-Language": "en"}), walls_opened():
        assert told(place) == [
            "recorded a change of territory in 2020: Altheim → Neuheim",
            "renamed the municipality from Altheim to Neuheim",
        ]


def test_removing_it_gives_the_old_name_back(app: Flask) -> None:
    place = a_municipality("Altheim")
    stored = record_change(renaming(place, "Neuheim"), by="desk")
    db.session.commit()

    remove_change(stored, by="desk")
    db.session.commit()

    assert place.name == "Altheim"
    assert db.session.query(TerritoryUnit).count() == 0


def test_an_earlier_name_of_a_municipality_renames_nobody(app: Flask) -> None:
    place = a_municipality("Heute")
    change = TerritoryChange(
        ChangeKind.RENAMED, 1995, (Unit(place.key, "Damals"),), (Unit(place.key, "Dazwischen"),)
    )

    stored = record_change(change, by="desk")
    remove_change(stored, by="desk")
    db.session.commit()

    assert place.name == "Heute"


def test_who_took_others_in_may_take_another_name_too(app: Flask) -> None:
    place = a_municipality("Altheim")

    record_change(merger(unit(place), GONE, into=Unit(place.key, "Altheim-Altdorf")), by="desk")

    assert place.name == "Altheim-Altdorf"


def test_one_municipality_does_not_rename_another(app: Flask) -> None:
    mine, theirs = a_municipality("Meinort"), a_municipality("Fremdort")
    change = merger(unit(mine), unit(theirs), into=Unit(theirs.key, "Übernommen"))

    record_change(change, by="account-1", recorded_for=mine.key)
    db.session.commit()

    assert theirs.name == "Fremdort"


def test_everybody_here_whom_it_names_hears_of_it_in_the_trail(app: Flask) -> None:
    mine, theirs, other = (a_municipality(name) for name in ("Meinort", "Fremdort", "Drittort"))

    stored = record_change(merger(unit(mine), unit(theirs), into=GONE), by="desk")
    remove_change(stored, by="desk")

    events = ["territory_change_recorded", "territory_change_removed"]
    assert [one.event for one in audit_trail(mine.id)][::-1] == events
    assert [one.event for one in audit_trail(theirs.id)][::-1] == events
    assert audit_trail(other.id) == []


def test_what_cannot_be_leaves_nothing_behind(app: Flask) -> None:
    place = a_municipality("Altheim")

    with pytest.raises(WrongChange, match="At least two municipalities merge"):
        record_change(merger(unit(place), into=GONE), by="desk")

    assert db.session.query(StoredTerritoryChange).count() == 0


def test_a_change_is_found_at_everybody_it_names_and_nowhere_else(app: Flask) -> None:
    mine, other = a_municipality("Meinort"), a_municipality("Drittort")
    stored = record_change(merger(unit(mine), GONE, into=unit(mine)), by="desk")
    db.session.commit()

    assert find_change(GONE.key, stored.id) is stored
    assert find_change(other.key, stored.id) is None


def test_predecessors_at_second_hand_are_found_in_the_database(app: Flask) -> None:
    place = a_municipality("Heute")
    first, second = Unit("07233902", "B"), Unit("07233903", "C")
    record_change(merger(GONE, first, into=second, year=2000), by="desk")
    record_change(merger(second, unit(place), into=unit(place), year=2010), by="desk")

    found = predecessors_by(place.key, changes_of(place.key))

    assert [one.unit.name for one in found] == ["C", "Altdorf", "B"]


def test_files_of_a_finished_year_keep_the_name_it_was_finished_with(
    reader: Visitor, finished: Assessment
) -> None:
    files = [
        address(finished, f"result/{name}")
        for name in ("assessment.json", "answers.csv", "result.xlsx", "archive.zip")
    ]
    before = [reader.gets(file).data for file in files]

    record_change(renaming(finished.municipality, "Neuheim"), by="desk")
    db.session.commit()

    assert [reader.gets(file).data for file in files] == before
    assert "Altheim" in before[0].decode()
    assert "Neuheim" in reader.opens(address(finished)).title


def test_a_page_that_a_browser_keeps_learns_of_the_new_name(
    reader: Visitor, finished: Assessment
) -> None:
    for page in ("result", "years"):
        where = address(finished, page)
        tag = reader.gets(where).headers["ETag"]
        name = finished.municipality.name
        record_change(renaming(finished.municipality, f"{name}-{page}"), by="desk")
        db.session.commit()

        assert reader.gets(where, headers={"If-None-Match": tag}).status_code == 200


def test_erasing_takes_along_what_names_nobody_else_here(app: Flask) -> None:
    place, other = a_municipality("Altheim"), a_municipality("Drittort")
    record_change(merger(unit(place), GONE, into=unit(place)), by="desk", recorded_for=place.key)
    record_change(
        merger(unit(place), unit(other), into=unit(other)), by="account-1", recorded_for=place.key
    )
    db.session.commit()

    erase(place, by="console")
    db.session.commit()

    (stays,) = db.session.query(StoredTerritoryChange).all()
    assert (stays.note, stays.recorded_for, stays.recorded_by) == ("", "", "")
    assert [one.key for one in stays.units] == ["own-altheim", other.key, other.key]
    assert find_municipality("own-altheim") is None


def test_the_file_of_a_municipality_holds_its_changes(app: Flask) -> None:
    place, other = a_municipality("Altheim"), a_municipality("Drittort")
    change = TerritoryChange(
        ChangeKind.MERGED, 2019, (unit(place), GONE), (unit(place),), date(2019, 1, 1), "Amtsblatt"
    )
    record_change(change, by="account-1", recorded_for=place.key)
    record_change(merger(unit(other), unit(place), into=unit(other), year=2021), by="account-9")
    db.session.commit()

    with app.test_request_context():
        first, second = everything_of(place)["territory_changes"]

    assert first | {"recorded_at": ""} == {
        "kind": "merged",
        "year": 2019,
        "day": "2019-01-01",
        "predecessors": [
            {"key": "own-altheim", "name": "Altheim"},
            {"key": GONE.key, "name": "Altdorf"},
        ],
        "successors": [{"key": "own-altheim", "name": "Altheim"}],
        "note": "Amtsblatt",
        "recorded_here": True,
        "recorded_by": "account-1",
        "recorded_at": "",
    }
    assert (second["year"], second["recorded_here"], second["recorded_by"]) == (2021, False, "")
