"""Unfinished measures go on in the next year, as many as somebody chooses, and each once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.audit.models import AuditEntry
from app.domain.checklist import Effort
from app.domain.measure import MeasureSource, MeasureState
from app.extensions import db
from app.measures.carrying import KEPT
from app.measures.models import Measure, StoredProgress
from app.measures.queries import plan_of
from tests.builders import a_municipality, address, an_assessment
from tests.measures.yearly_plans import KEY, a_measure, leads
from tests.visitor import Visitor

Years = tuple[Assessment, Assessment]


def gone_on(check: Assessment) -> list[Measure]:
    found = select(Measure).filter_by(assessment_id=check.id).order_by(Measure.id)
    return list(db.session.scalars(found))


def test_nothing_goes_on_that_nobody_chose(two_years: Years, reader: Visitor) -> None:
    then, now = two_years
    a_measure(then, "Runder Tisch")
    page = reader.opens(address(now, "carry-on"))
    told = reader.presses(page, "Carry on")
    assert told.messages == ["Nothing was chosen that still has to be carried on."]
    assert gone_on(now) == []
    everything = reader.follows(page, "Choose all")
    assert reader.presses(everything, "Carry on").messages == ["1 measure goes on."]
    assert [one.title for one in gone_on(now)] == ["Runder Tisch"]


def test_only_what_is_open_is_offered(two_years: Years, reader: Visitor) -> None:
    then, now = two_years
    for state in MeasureState:
        a_measure(then, f"M {state.value}", state=state)
    a_measure(now, "Von diesem Jahr")
    page = reader.opens(address(now, "carry-on"))
    labels = [label for label in page.texts("label") if label.startswith(("M ", "Von"))]
    assert labels == ["M proposed", "M decided", "M under_way"]


def test_a_double_submit_makes_no_double(two_years: Years, reader: Visitor) -> None:
    then, now = two_years
    measure = a_measure(then, "Runder Tisch")
    page = reader.opens(address(now, "carry-on"))
    chosen = {"measures": str(measure.id)}
    assert reader.presses(page, "Carry on", chosen).messages == ["1 measure goes on."]
    again = reader.presses(page, "Carry on", chosen)
    assert again.messages == ["Nothing was chosen that still has to be carried on."]
    assert [one.carried_from for one in gone_on(now)] == [measure.id]
    assert "Nothing to carry on" in again.text


def test_it_takes_everything_along_and_leaves_the_record(two_years: Years, reader: Visitor) -> None:
    then, now = two_years
    typed = {
        "note": "Zweimal im Jahr",
        "state": MeasureState.UNDER_WAY,
        "source": MeasureSource.IDEA,
        "origin": "Workshop vom 12. Mai 2025",
        "responsible": "Bürgerbüro",
        "partners": "Vereine",
        "start_on": date(2025, 6, 1),
        "due_on": date(2026, 6, 1),
        "effort": Effort.MEDIUM,
        "cost": 1500,
        "funding": "Haushalt",
        "for_council": True,
    }
    old = a_measure(then, "Runder Tisch", leads("e", 1, 2, 2027), **typed)
    old.notes.append(StoredProgress(text="Raum gefunden", written_by="desk"))
    db.session.commit()

    page = reader.opens(
        address(
            now,
            "carry-on",
        )
    )
    reader.presses(page, "Carry on", {"measures": str(old.id)})

    (new,) = gone_on(now)
    assert {name: getattr(new, name) for name in KEPT} == {
        name: getattr(old, name) for name in KEPT
    }
    (effect,) = new.effects
    assert (effect.criterion_key, effect.before, effect.after, effect.by_year) == ("e", 1, 2, 2027)
    assert (new.carried_from, new.made_by, new.for_council, new.notes) == (old.id, "desk", None, [])
    assert [note.text for note in old.notes] == ["Raum gefunden"]
    newest = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert newest is not None
    assert (newest.event, newest.facts) == (
        "measure_carried_on",
        {"title": "Runder Tisch", "year": 2026},
    )


def test_effects_follow_their_criterion_and_what_is_lost_is_told(
    two_years: Years, reader: Visitor
) -> None:
    then, now = two_years
    measure = a_measure(then, "Tisch", *(leads(key, 0, 1) for key in "abcde"))
    page = reader.opens(address(now, "carry-on"))
    told = reader.presses(page, "Carry on", {"measures": str(measure.id)})
    assert [effect.criterion_key for effect in gone_on(now)[0].effects] == ["anew", "e"]
    assert " ".join(told.messages) == (
        "“Tisch” no longer serves “b”: split. "
        "Note: “Tisch” no longer serves “c”: changed in meaning. "
        "Note: “Tisch” no longer serves “d”: no longer asked. "
        "Done: 1 measure goes on."
    )


def test_the_plan_tells_what_goes_on_once(two_years: Years, reader: Visitor) -> None:
    then, now = two_years
    measure = a_measure(then, "Tisch")
    a_measure(then, "Fest", state=MeasureState.DONE)
    page = reader.opens(address(now, "carry-on"))
    reader.presses(page, "Carry on", {"measures": str(measure.id)})
    found = [(one.title, one.year) for one in plan_of(now.municipality)]
    assert sorted(found) == [("Fest", 2025), ("Tisch", 2026)]
    # Where the later one is discarded the earlier one stands in the plan again.
    db.session.delete(gone_on(now)[0])
    db.session.commit()
    assert ("Tisch", 2025) in [(one.title, one.year) for one in plan_of(now.municipality)]


def test_a_measure_goes_on_over_several_years(app: object, reader: Visitor) -> None:
    town = a_municipality()
    years = [an_assessment(town, year=year) for year in (2024, 2025, 2026)]
    number = a_measure(years[0], "Tisch", leads(KEY, 1, 2)).id
    for check in years[1:]:
        page = reader.opens(address(check, "carry-on"))
        reader.presses(page, "Carry on", {"measures": str(number)})
        number = gone_on(check)[0].id
    assert [(one.title, one.year) for one in plan_of(town)] == [("Tisch", 2026)]
    assert "Nothing to carry on" in reader.opens(address(years[2], "carry-on")).text


def test_a_finished_self_check_takes_nothing(two_years: Years, reader: Visitor) -> None:
    then, now = two_years
    measure = a_measure(then, "Tisch")
    page = reader.opens(address(now, "carry-on"))
    finish(now, by="desk")
    db.session.commit()
    reader.presses(page, "Carry on", {"measures": str(measure.id)}, status=400)
    assert gone_on(now) == []
    assert "Nothing to carry on" in reader.opens(address(now, "carry-on")).text


def test_another_municipality_s_measures_are_out_of_reach(
    two_years: Years, reader: Visitor
) -> None:
    _, now = two_years
    elsewhere = an_assessment(a_municipality("Anderswo"), checklist="example", year=2025)
    theirs = a_measure(elsewhere, "Fremd")
    a_measure(two_years[0], "Eigen")
    page = reader.opens(address(now, "carry-on"))
    reader.presses(page, "Carry on", {"measures": str(theirs.id)})
    assert gone_on(now) == []
