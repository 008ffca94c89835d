"""A town fills in its year, over several weeks, from the front door to the result."""

from __future__ import annotations

from flask import Flask

from app.assessments.queries import find_assessment
from app.domain.answers import State
from tests.builders import CHECKLIST, stored
from tests.visitor import Page, Visitor


def asked(page: Page) -> list[str]:
    """The criteria of a section page by key, in order."""
    return [
        found["data-criterion"] for found in page.attributes("section") if "data-criterion" in found
    ]


def answer_all(reader: Visitor, page: Page, level: int) -> Page:
    """Choose one level for all criteria of a page and go on."""
    forward = next(words for form in page.forms for words, _ in form.buttons if "Save and" in words)
    return reader.presses(page, forward, {f"{key}-choice": f"level:{level}" for key in asked(page)})


def test_a_town_fills_in_its_year(app: Flask) -> None:
    # Monday morning: somebody opens the front door and finds their town.
    reader = Visitor(app, language="en")
    front_door = reader.opens("/")
    search = reader.follows(front_door, "Start a self-check")
    hits = reader.presses(search, "Search", {"q": "Neuenkirchen Heidekreis"})
    particulars = reader.follows(hits, "Neuenkirchen")
    overview = reader.presses(particulars, "Begin", {"year": "2026"})
    assert overview.title == "Neuenkirchen 2026"
    assert overview.of_class("span", "task-state") == ["Not begun"] * 12
    overview = reader.presses(
        overview, "Save", {"respondent": "Hauptamt", "reference_date": "2026-10-01"}
    )

    # The first section goes well; of the second only one answer is known today.
    section = reader.follows(overview, "Begin")
    section = answer_all(reader, section, 1)
    assert section.title == "Written and digital information"
    reader.presses(
        section,
        "Save and go on",
        {"mi_website-choice": "level:0", "mi_website-note": "Nur der Übersetzungsknopf."},
    )

    # A week later, in another browser: the front door knows where they left off.
    colleague = Visitor(app, language="en")
    front_door = colleague.opens("/")
    assert "3 of 36 answered" in front_door.text
    section = colleague.follows(front_door, "Neuenkirchen 2026")
    assert section.title == "Written and digital information"
    assert section.fields["mi_website-note"] == "Nur der Übersetzungsknopf."

    # Something does not apply, but the reason is forgotten at first; something is unknown.
    again = colleague.presses(
        section,
        "Save and go on",
        {
            **{f"{key}-choice": "level:2" for key in asked(section)[1:3]},
            "mi_forms_letters-choice": "unknown",
            "mi_signage-choice": "not_applicable",
        },
        status=422,
    )
    assert len(again.problems) == 1
    section = colleague.presses(
        again, "Save and go on", {"mi_signage-reason": "Das Rathaus wird gerade neu gebaut."}
    )

    # The rest, section after section, to the end.
    while asked(section):
        section = answer_all(colleague, section, 2)
    overview = section
    assert "36 of 36" in overview.text
    assert overview.of_class("span", "task-state") == ["Done"] * 11 + ["Not begun"]

    # Where do we want to be: the proposals are accepted, one is changed.
    targets = colleague.follows(overview, "Where do we want to be?")
    count = len([name for name in targets.fields if name.endswith("-target")])
    targets = colleague.presses(targets, f"Accept all {count} proposals")
    result = colleague.presses(
        targets, "Save and see the result", {"mi_website-target": "3", "mi_website-importance": "3"}
    )

    # The result: profile, what to do first, what is not known, and the number last.
    assert result.address.endswith("/result")
    assert result.texts("h3")[0] == "Multilingual website"
    assert "1.6 Forms and letters" in result.text
    assert "1.7 Orientation in buildings: Das Rathaus wird gerade neu gebaut." in result.text
    assert result.of_class("p", "score-value")[0] == "62 of 100"
    numbers = colleague.follows(result, "How are these numbers made?")
    assert numbers.text_of("title-total").endswith(": 62.2")

    # The desk now says that everything is answered, and the history who changed what.
    desk = colleague.opens("/municipalities/03358017")
    assert "See the result of 2026" in desk.texts("a")
    history = colleague.follows(
        colleague.follows(desk, "2026 IN2 welcome culture"), "Who changed what"
    )
    assert len(history.texts("tr")) == 1 + 50
    assessment = find_assessment("03358017", CHECKLIST, 2026)
    assert assessment
    assert stored(assessment, "mi_forms_letters").state is State.UNKNOWN
