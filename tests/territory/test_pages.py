"""The page “Territory”: sentences for everybody, a form for who coordinates, and for operators."""

from __future__ import annotations

import pyotp
import pytest
from flask import Flask

from app.accounts.roles import Role
from app.domain.territory import ChangeKind, TerritoryChange, Unit
from app.extensions import db
from app.municipalities.models import Municipality
from app.territory.actions import record_change
from app.territory.models import StoredTerritoryChange
from app.territory.queries import changes_of
from app.territory.wording import territory_sentence
from tests.builders import a_municipality, an_account
from tests.visitor import Page, Visitor

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
GONE = Unit("07233901", "Altdorf")


def page_of(place: Municipality) -> str:
    return f"/municipalities/{place.key}/territory"


def operated(place: Municipality) -> str:
    return f"/operation/municipalities/{place.key}/territory"


def row(side: str, number: int, key: str, name: str = "") -> dict[str, str]:
    return {f"{side}_{number}_key": key, f"{side}_{number}_name": name}


def merger(place: Municipality, **others: str) -> dict[str, str]:
    """What somebody enters about Altdorf, which was taken in by this one."""
    entered = {"kind": "merged", "year": "2019"}
    entered |= row("predecessors", 1, GONE.key, GONE.name)
    return entered | row("successors", 0, place.key) | others


def recorded(place: Municipality, *, by: str = "") -> StoredTerritoryChange:
    own = Unit(place.key, place.name)
    change = TerritoryChange(ChangeKind.MERGED, 2019, (own, GONE), (own,))
    stored = record_change(change, by="account-1", recorded_for=by)
    db.session.commit()
    return stored


def as_somebody(app: Flask, place: Municipality, role: Role) -> Visitor:
    account = an_account(f"{role}@example.org", name="Erika", roles={place: [role]})
    visitor = Visitor(app, language="en")
    visitor.logs_in(account.email)
    return visitor


def an_operator(app: Flask) -> Visitor:
    an_account("otto@example.org", name="Otto", is_operator=True, totp_secret=SECRET)
    visitor = Visitor(app, language="en")
    step = visitor.logs_in("otto@example.org")
    visitor.presses(step, "Log in", {"code": pyotp.TOTP(SECRET).now()})
    return visitor


def buttons(page: Page) -> list[str]:
    return [words for form in page.forms for words, _ in form.buttons]


def test_the_desk_records_a_change_and_reads_it_in_a_sentence(reader: Visitor) -> None:
    place = a_municipality()
    page = reader.opens(page_of(place))
    assert page.fields["predecessors_0_key"] == place.key

    page = reader.presses(page, "Record", merger(place, note="Amtsblatt 12/2018"))

    assert page.messages == ["The change is recorded."]
    assert page.of_class("span", "task-title") == ["2019: Musterort took in Altdorf."]
    assert page.of_class("span", "task-hint") == ["Amtsblatt 12/2018"]
    assert "Altdorf (07233901), until 2019" in page.texts("li")


def test_german_pages_say_it_in_german(visitor: Visitor) -> None:
    place = a_municipality()
    entered = merger(place, day="2019-01-01") | row("predecessors", 2, "07233902", "Obertal")

    page = visitor.presses(visitor.opens(page_of(place)), "Eintragen", entered)

    assert page.of_class("span", "task-title") == [
        "1. Januar 2019: Musterort hat Altdorf und Obertal aufgenommen."
    ]


def test_names_come_from_the_register_where_they_are_left_empty(reader: Visitor) -> None:
    place = a_municipality()
    entered = merger(place) | row("predecessors", 1, "07 2 33 026")

    reader.presses(reader.opens(page_of(place)), "Record", entered)

    assert [unit.name for unit in changes_of(place.key)[0].predecessors] == [
        "Musterort",
        "Gerolstein",
    ]


def test_everything_that_is_wrong_stands_at_its_field_and_nothing_is_lost(
    reader: Visitor,
) -> None:
    place = a_municipality()
    entered = {"kind": "", "year": "19", "day": "2019-02-01", "note": "bleibt stehen"}
    entered |= row("predecessors", 1, "123") | row("successors", 0, "07233999", "")

    page = reader.presses(reader.opens(page_of(place)), "Record", entered, status=422)

    assert page.problems == [
        "Please choose what happened.",
        "Please enter a year from 1990 to 2100.",
        "A key has 8 digits (or 9 of an association, 5 of a district).",
        "Please enter the name of then: the register does not know this key.",
        "Please enter the name of then: the register does not know this key.",
    ]
    assert page.fields | entered == page.fields
    assert changes_of(place.key) == ()


def test_the_own_municipality_must_take_part(reader: Visitor) -> None:
    place = a_municipality()
    entered = merger(place) | row("predecessors", 0, "07233902", "B")
    entered |= row("successors", 0, "07233903", "C")

    page = reader.presses(reader.opens(page_of(place)), "Record", entered, status=422)

    assert page.problems == ["Musterort (own-musterort) must be on one of the two sides."]


def test_a_change_to_come_is_not_recorded_yet(reader: Visitor) -> None:
    place = a_municipality()

    page = reader.presses(
        reader.opens(page_of(place)), "Record", merger(place, year="2099"), status=422
    )

    assert page.problems == ["Please record a change once it holds."]


def test_more_rows_keep_what_was_typed(reader: Visitor) -> None:
    place = a_municipality()
    page = reader.opens(page_of(place))
    assert "predecessors_3_key" not in page.fields

    page = reader.presses(page, "More rows", merger(place))

    assert page.fields["predecessors_1_name"] == "Altdorf"
    assert "predecessors_6_key" in page.fields
    page = reader.presses(page, "Record", row("predecessors", 6, "07233902", "Obertal"))
    assert page.of_class("span", "task-title") == ["2019: Musterort took in Altdorf and Obertal."]


def test_another_name_stands_everywhere_at_once(reader: Visitor) -> None:
    place = a_municipality("Altheim")
    entered = {"kind": "renamed", "year": "2020"} | row("successors", 0, place.key, "Neuheim")

    page = reader.presses(reader.opens(page_of(place)), "Record", entered)

    assert page.messages == ["The change is recorded; the name here is now Neuheim."]
    assert page.title == "Territory of Neuheim"
    assert "2020: Altheim is called Neuheim since." in (
        reader.opens(f"/municipalities/{place.key}").text
    )


def test_a_coordinator_removes_what_was_recorded_here_and_nothing_else(app: Flask) -> None:
    place = a_municipality()
    theirs = recorded(place).id
    coordinator = as_somebody(app, place, Role.COORDINATOR)
    page = coordinator.opens(page_of(place))
    assert "Remove – 2019: Musterort took in Altdorf." not in buttons(page)

    entered = merger(place, year="2020") | row("predecessors", 1, "07233902", "Obertal")
    page = coordinator.presses(page, "Record", entered)
    coordinator.posts(f"{page_of(place)}/{theirs}/remove", {}, status=404)
    page = coordinator.presses(page, "Remove – 2020: Musterort took in Obertal.")

    assert page.messages == ["The change is removed."]
    assert [change.year for change in changes_of(place.key)] == [2019]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER, Role.MODERATOR])
def test_others_read_and_record_nothing(app: Flask, role: Role) -> None:
    place = a_municipality()
    recorded(place, by=place.key)
    somebody = as_somebody(app, place, role)

    page = somebody.opens(page_of(place))
    somebody.posts(page_of(place), merger(place), status=403)

    assert page.of_class("span", "task-title") == ["2019: Musterort took in Altdorf."]
    assert not [words for words in buttons(page) if words.startswith(("Re", "More"))]
    assert len(changes_of(place.key)) == 1


def test_of_a_foreign_municipality_there_is_nothing(app: Flask) -> None:
    place, foreign = a_municipality("Meinort"), a_municipality("Fremdort")
    change = recorded(foreign, by=foreign.key).id
    coordinator = as_somebody(app, place, Role.COORDINATOR)

    coordinator.opens(page_of(foreign), status=404)
    coordinator.posts(page_of(foreign), merger(foreign), status=404)
    coordinator.posts(f"{page_of(foreign)}/{change}/remove", {}, status=404)
    coordinator.posts(f"{page_of(place)}/{change}/remove", {}, status=404)
    coordinator.opens(operated(place), status=403)

    assert len(changes_of(foreign.key)) == 1


def test_the_name_of_a_foreign_municipality_is_not_told_by_its_key(app: Flask) -> None:
    place, foreign = a_municipality("Meinort"), a_municipality("Fremdort")
    coordinator = as_somebody(app, place, Role.COORDINATOR)
    entered = merger(place) | row("predecessors", 1, foreign.key)

    page = coordinator.presses(coordinator.opens(page_of(place)), "Record", entered, status=422)

    assert "Fremdort" not in page.text
    assert page.problems == ["Please enter the name of then: the register does not know this key."]


def test_operators_record_and_remove_for_everybody(app: Flask) -> None:
    place = a_municipality()
    recorded(place, by=place.key)
    operator = an_operator(app)
    page = operator.opens(f"/operation/municipalities/{place.key}")
    assert "2019: Musterort took in Altdorf." in page.texts("li")

    page = operator.follows(page, "Changes of territory, and how to record one")
    page = operator.presses(page, "Remove – 2019: Musterort took in Altdorf.")
    entered = {"kind": "renamed", "year": "2020"} | row("successors", 0, place.key, "Neuort")
    page = operator.presses(page, "Record", entered)

    assert page.of_class("span", "task-title") == ["2020: Musterort is called Neuort since."]
    assert place.name == "Neuort"
    operator.posts(f"{operated(place)}/999/remove", {}, status=404)


def test_the_municipality_says_it_to_whoever_it_names(reader: Visitor) -> None:
    place, other = a_municipality("Meinort"), a_municipality("Fremdort")
    units = Unit(place.key, "Meinort"), Unit(other.key, "Fremdort")
    record_change(TerritoryChange(ChangeKind.MERGED, 2019, units, units[:1]), by="desk")

    for each in (place, other):
        page = reader.opens(f"/municipalities/{each.key}")
        assert "2019: Meinort took in Fremdort." in page.texts("li")
        assert ("Changes of territory", page_of(each)) in page.links


@pytest.mark.parametrize(
    ("kind", "before", "after", "sentence"),
    [
        ("split", [GONE], ["B", "C"], "2019: Altdorf was split into B and C."),
        ("area", ["A", "B"], ["A", "B"], "2019: The boundaries between A and B changed."),
        ("area", ["A", "B"], ["A"], "2019: A took in B or parts of it."),
        ("area", ["A"], ["A", "B"], "2019: A gave an area away to B."),
        ("merged", ["A", "B"], ["C"], "2019: C was formed from A and B."),
    ],
)
def test_each_kind_has_its_sentence(
    app: Flask, kind: str, before: list[str | Unit], after: list[str | Unit], sentence: str
) -> None:
    def units(side: list[str | Unit]) -> tuple[Unit, ...]:
        return tuple(
            one if isinstance(one, Unit) else Unit(f"0723300{ord(one) - 65}", one) for one in side
        )

    change = TerritoryChange(ChangeKind(kind), 2019, units(before), units(after))

    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert territory_sentence(change) == sentence
