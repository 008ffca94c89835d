"""A section that only those may answer who have it: kept on the server, whichever way one comes."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accounts.roles import Role
from app.assessments.models import Assessment
from app.extensions import db
from app.municipalities.models import Municipality
from tests.assessments.people import KEY, SECOND, SECTION, handed, logged_in, somebody
from tests.builders import address, an_answer, an_assessment, stored
from tests.meanwhile import posts_meanwhile
from tests.visitor import Visitor

TYPED = "Ein Nachweis, der nicht verloren geht"


@pytest.fixture
def assessment(app: Flask) -> Assessment:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1, note="Flyer")
    return assessment


@pytest.fixture
def emil(assessment: Assessment) -> Account:
    """Somebody who has the section, and nobody else but coordinators may answer it."""
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    handed(assessment, emil, is_exclusive=True)
    return emil


@pytest.fixture
def other(app: Flask, assessment: Assessment, emil: Account) -> Visitor:
    """Somebody who fills in, too, but does not have the section."""
    return logged_in(app, somebody(assessment, "Otto Oertel", Role.EDITOR))


def entry(level: int, version: int = 1) -> dict[str, str]:
    return {
        f"{KEY}-version": str(version),
        f"{KEY}-choice": f"level:{level}",
        f"{KEY}-note": TYPED,
    }


def test_whoever_does_not_have_it_reads_it_and_hears_who_has(
    assessment: Assessment, other: Visitor
) -> None:
    page = other.opens(address(assessment, f"sections/{SECTION}"))

    assert page.of_class("p", "kern-title") == ["Note: This section is filled in by others"]
    assert "It is with Emil Engel." in page.text
    assert page.of_class("p", "quoted") == ["Flyer"]
    assert page.attributes("textarea") == []
    assert [name for name in page.fields if name.startswith(KEY)] == []


def test_saving_the_section_is_refused_and_gives_the_text_back(
    assessment: Assessment, other: Visitor
) -> None:
    page = other.posts(address(assessment, f"sections/{SECTION}"), entry(3), status=403)

    assert page.title == "This section is filled in by others"
    assert page.texts("textarea") == [TYPED]
    assert stored(assessment, KEY).level == 1


def test_saving_one_answer_by_itself_is_refused_with_a_sentence(
    assessment: Assessment, other: Visitor
) -> None:
    reply = other.saves(address(assessment, f"criteria/{KEY}"), entry(3), status=403)

    assert reply == {
        "errors": [
            "This section is filled in by others. Nothing was saved. Whoever coordinates the "
            "self-check can let you in."
        ]
    }
    assert stored(assessment, KEY).level == 1


def test_undoing_is_refused(assessment: Assessment, other: Visitor) -> None:
    sent = {f"{KEY}-version": "1", "undo": KEY}

    other.posts(address(assessment, f"sections/{SECTION}"), sent, status=403)

    assert stored(assessment, KEY).level == 1


@pytest.mark.parametrize("keep", ["mine", "both"])
def test_deciding_a_conflict_is_refused(assessment: Assessment, other: Visitor, keep: str) -> None:
    sent = {**entry(3), f"{KEY}-keep": keep}

    page = other.posts(address(assessment, "conflicts"), sent, status=403)

    assert page.texts("textarea") == [TYPED]
    assert (stored(assessment, KEY).level, stored(assessment, KEY).note) == (1, "Flyer")


def test_leaving_a_conflict_as_it_is_saved_is_open_to_everybody(
    assessment: Assessment, other: Visitor
) -> None:
    page = other.posts(address(assessment, "conflicts"), {**entry(3), f"{KEY}-keep": "theirs"})

    assert page.status == 200
    assert stored(assessment, KEY).level == 1


def test_targets_stay_open_to_everybody(assessment: Assessment, other: Visitor) -> None:
    sent = {f"{KEY}-version": "1", f"{KEY}-target": "3"}

    other.saves(address(assessment, f"targets/{KEY}"), sent)

    assert stored(assessment, KEY).target == 3


def test_a_conflict_about_a_target_alone_can_be_decided(
    assessment: Assessment, other: Visitor
) -> None:
    answer = stored(assessment, KEY)
    sent = {
        f"{KEY}-version": "1",
        f"{KEY}-choice": f"level:{answer.level}",
        f"{KEY}-note": answer.note,
        f"{KEY}-target": "3",
        f"{KEY}-keep": "mine",
    }

    other.posts(address(assessment, "conflicts"), sent)

    assert stored(assessment, KEY).target == 3


def test_whoever_has_it_answers_it(app: Flask, assessment: Assessment, emil: Account) -> None:
    logged_in(app, emil).saves(address(assessment, f"criteria/{KEY}"), entry(3))

    assert stored(assessment, KEY).level == 3


def test_a_coordinator_answers_it_too(app: Flask, assessment: Assessment, emil: Account) -> None:
    anna = somebody(assessment, "Anna Adler", Role.COORDINATOR)

    logged_in(app, anna).saves(address(assessment, f"criteria/{KEY}"), entry(3))

    assert stored(assessment, KEY).level == 3


def test_other_sections_stay_open(assessment: Assessment, other: Visitor) -> None:
    sent = {"mi_website-version": "0", "mi_website-choice": "level:2"}

    other.saves(address(assessment, "criteria/mi_website"), sent)

    assert stored(assessment, "mi_website").level == 2


def test_without_the_restriction_everybody_who_fills_in_may_answer(
    app: Flask, assessment: Assessment
) -> None:
    emil = somebody(assessment, "Emil Engel", Role.EDITOR)
    otto = somebody(assessment, "Otto Oertel", Role.EDITOR)
    handed(assessment, emil)

    logged_in(app, otto).saves(address(assessment, f"criteria/{KEY}"), entry(3))

    assert stored(assessment, KEY).level == 3


def test_the_restriction_holds_for_everybody_who_has_the_section(
    app: Flask, assessment: Assessment, emil: Account
) -> None:
    otto = somebody(assessment, "Otto Oertel", Role.EDITOR)

    handed(assessment, otto, is_exclusive=False)

    rita = somebody(assessment, "Rita Roth", Role.EDITOR)
    logged_in(app, rita).saves(address(assessment, f"criteria/{KEY}"), entry(3))
    assert stored(assessment, KEY).level == 3


def test_a_section_nobody_has_any_more_is_open_again(
    app: Flask, assessment: Assessment, other: Visitor, emil: Account
) -> None:
    emil.is_disabled = True
    db.session.commit()

    other.saves(address(assessment, f"criteria/{KEY}"), entry(3))

    assert stored(assessment, KEY).level == 3


def test_going_on_passes_over_what_others_fill_in(assessment: Assessment, other: Visitor) -> None:
    page = other.opens(address(assessment, "next"))

    assert page.address == address(assessment, "sections/mi_written")
    assert stored(assessment, SECOND).level is None


def test_saving_leads_past_what_others_fill_in(
    app: Flask, assessment: Assessment, emil: Account
) -> None:
    otto = somebody(assessment, "Otto Oertel", Role.EDITOR)
    handed(assessment, emil, section="mi_personal", is_exclusive=True)
    editor = logged_in(app, otto)

    page = editor.posts(address(assessment, "sections/mi_written"), {})

    assert page.address not in (
        address(assessment, "sections/mi_written"),
        address(assessment, "sections/mi_personal"),
    )


def test_the_short_form_opens_no_section_that_it_does_not_ask(
    assessment: Assessment, other: Visitor
) -> None:
    other.posts(address(assessment, "scope"), {"scope": "short"})

    other.saves(address(assessment, f"criteria/{KEY}"), entry(3), status=403)
    other.posts(address(assessment, "conflicts"), {**entry(3), f"{KEY}-keep": "mine"}, status=403)

    assert stored(assessment, KEY).level == 1


def test_what_is_refused_stands_in_the_log(
    assessment: Assessment, other: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    other.saves(address(assessment, f"criteria/{KEY}"), entry(3), status=403)
    other.opens(address(assessment, "assignments"), status=403)
    other.opens("/municipalities/own-somewhere-else", status=404)

    assert [record.getMessage() for record in caplog.records] == [
        "refused: the section is reserved for others",
        "refused: not with this role",
        "refused: no role in this municipality, or there is none",
    ]


def test_what_is_typed_while_the_municipality_is_erased_is_given_back(
    app: Flask, assessment: Assessment, emil: Account
) -> None:
    visitor = logged_in(app, emil)
    erased = db.delete(Municipality).where(Municipality.id == assessment.municipality_id)

    page = posts_meanwhile(visitor, address(assessment, f"sections/{SECTION}"), entry(3), erased)

    assert page.status == 404
    assert page.texts("textarea") == [TYPED]


def test_a_word_to_somebody_is_given_back_where_it_cannot_be_kept(
    app: Flask, assessment: Assessment, emil: Account
) -> None:
    visitor = logged_in(app, somebody(assessment, "Karla Koord", Role.COORDINATOR))
    visitor.posts(address(assessment, "archive"), {})

    sent = {"account": str(emil.id), "message": "Bitte bald"}
    page = visitor.posts(address(assessment, f"assignments/{SECTION}"), sent, status=400)

    assert page.texts("textarea") == ["Bitte bald"]
