"""What a town shows everybody: only what its preview showed, only as long as it wants."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.accounts.roles import Role
from app.assessments.finishing import finish, reopen
from app.assessments.models import Assessment
from app.audit.models import AuditEntry
from app.domain.answers import State
from app.domain.checklist import Section
from app.domain.measure import MeasureState
from app.extensions import db
from app.measures.actions import draft_measure
from app.papers.dossier import in_public
from app.papers.models import PublicSummary
from tests.builders import a_municipality, address, an_account, an_answer, an_assessment
from tests.files.printed import words_of
from tests.papers.towns import a_full_town, checklist, measure_titles
from tests.visitor import Page, Visitor

PUBLISH, AGAIN, TAKE_BACK = (
    "Diese Zusammenfassung veröffentlichen",
    "Neu veröffentlichen",
    "Zurücknehmen",
)
CANARY = "Kanarienvogel"
HIDDEN = "Nicht gezeigt"


@pytest.fixture
def town(app: Flask) -> Assessment:
    assessment = a_full_town()
    finish(assessment, by="desk")
    db.session.commit()
    return assessment


def public_address(assessment: Assessment) -> str:
    key = assessment.municipality.key
    return f"/public/{key}/{assessment.checklist_key}/{assessment.year}"


def published(visitor: Visitor, assessment: Assessment) -> None:
    visitor.presses(visitor.opens(address(assessment, "papers/public")), PUBLISH)


def test_nothing_is_public_until_somebody_decides_so(visitor: Visitor, town: Assessment) -> None:
    visitor.opens(public_address(town), status=404)
    page = visitor.opens(address(town, "papers/public"))
    assert "Noch ist nichts öffentlich. Genau das würden alle sehen." in page.text
    assert db.session.scalars(db.select(PublicSummary)).all() == []


def test_what_the_preview_shows_is_what_everybody_sees(visitor: Visitor, town: Assessment) -> None:
    before = visitor.opens(address(town, "papers/public"))
    published(visitor, town)
    after = visitor.opens(public_address(town))
    assert before.of_class("div", "public-summary") == after.of_class("div", "public-summary")
    assert after.title.startswith("Wie willkommen sind Menschen in Musterort?")


def test_nothing_that_is_withheld_gets_out(visitor: Visitor, app: Flask, town: Assessment) -> None:
    published(visitor, town)
    answer = Visitor(app).gets(public_address(town))
    html = answer.get_data(as_text=True)
    proposed, decided, under_way, done, dropped = measure_titles()
    assert answer.status_code == 200
    assert CANARY not in html
    for title in (decided, under_way, done):
        assert title in html
    for secret in (proposed, dropped, "4.321", "8642", "17.284", "Caritas", "Migrantenorg"):
        assert secret not in html, secret
    stored = db.session.scalars(db.select(PublicSummary)).one()
    assert CANARY not in repr(stored.content)


def points_in_public(page: Page) -> dict[str, str]:
    rows = page.table("Profil nach Dimension und Abschnitt")
    return {title: points for title, points, *_ in rows}


def german(section: Section) -> str:
    return section.title.by_language["de"]


def test_no_points_say_what_a_single_answer_is(visitor: Visitor, app: Flask) -> None:
    assessment = an_assessment()
    first, second = checklist().dimensions[:2]
    told, beside = first.sections[0].criteria[0], first.sections[1].criteria
    for criterion in (told, *beside, second.sections[0].criteria[0]):
        an_answer(assessment, criterion.key, level=2)
    finish(assessment, by="desk")
    db.session.commit()
    page = visitor.opens(address(assessment, "papers/public"))
    assert any("Punkte von Teilen mit nur einer Antwort" in what for what, _ in page.table(HIDDEN))
    published(visitor, assessment)

    points = points_in_public(Visitor(app).opens(public_address(assessment)))
    assert points[german(first)] == "66,7"
    assert points[german(second)] == "–"
    # Beside the points of the dimension those of its other sections would say them, too.
    assert not points.keys() & {german(section) for section in first.sections}


def test_the_total_says_no_single_answer_either(visitor: Visitor, app: Flask) -> None:
    assessment = an_assessment()
    *others, last = checklist().dimensions
    for dimension in others:
        for criterion in dimension.all_criteria():
            an_answer(assessment, criterion.key, level=2)
    one, *rest = last.all_criteria()
    an_answer(assessment, one.key, level=1)
    for criterion in rest:
        an_answer(assessment, criterion.key, state=State.NOT_APPLICABLE, reason="Gibt es nicht")
    finish(assessment, by="desk")
    db.session.commit()
    hidden = visitor.opens(address(assessment, "papers/public")).table(HIDDEN)
    assert any("Dimension mit nur einer Antwort" in why for _, why in hidden)
    published(visitor, assessment)
    assert "In einer Zahl" not in Visitor(app).opens(public_address(assessment)).texts("h2")


def test_the_preview_says_what_is_withheld_and_why(visitor: Visitor, town: Assessment) -> None:
    page = visitor.opens(address(town, "papers/public"))
    rows = page.table(HIDDEN)
    assert len(rows) >= 6 and all(what and why for what, why in rows)
    assert any("2 Maßnahmen, die vorgeschlagen oder aufgegeben sind" in what for what, _ in rows)


def test_only_what_was_looked_at_is_published(visitor: Visitor, town: Assessment) -> None:
    page = visitor.opens(address(town, "papers/public"))
    draft_measure(town, "Sprachcafé", by="desk").state = MeasureState.DECIDED

    again = visitor.presses(page, PUBLISH)

    assert "Inzwischen hat sich etwas geändert" in again.messages[0]
    assert "Sprachcafé" in again.text
    visitor.opens(public_address(town), status=404)


def test_a_draft_cannot_be_published(visitor: Visitor) -> None:
    draft = a_full_town()
    page = visitor.opens(address(draft, "papers/public"))
    assert "Nur ein abgeschlossener Selbstcheck kann allen gezeigt werden." in page.text
    refused = visitor.posts(address(draft, "papers/public"), {}, status=400)
    assert "Dieser Selbstcheck ist nicht abgeschlossen" in refused.text
    visitor.opens(public_address(draft), status=404)


def test_taken_back_its_address_leads_nowhere(
    visitor: Visitor, app: Flask, town: Assessment
) -> None:
    published(visitor, town)
    Visitor(app).opens(public_address(town))
    visitor.presses(visitor.opens(address(town, "papers/public")), TAKE_BACK)
    Visitor(app).opens(public_address(town), status=404)
    events = [one.event for one in db.session.scalars(db.select(AuditEntry))]
    assert "summary_published" in events and "summary_revoked" in events


def test_what_is_public_stays_the_state_of_then(visitor: Visitor, town: Assessment) -> None:
    published(visitor, town)
    before = visitor.opens(public_address(town)).text
    reopen(town, reason="Fehler", by="desk")
    db.session.commit()
    for criterion in checklist().criteria[:9]:
        an_answer(town, criterion.key, level=3)
    assert visitor.opens(public_address(town)).text == before
    page = visitor.opens(address(town, "papers/public"))
    assert "Öffentlich ist der Stand von damals." in page.text
    assert "Seitdem wurde der Selbstcheck wieder geöffnet." in page.text
    finish(town, by="desk")
    db.session.commit()
    visitor.presses(visitor.opens(address(town, "papers/public")), AGAIN)
    assert visitor.opens(public_address(town)).text != before


def test_search_engines_and_caches_leave_it_alone(visitor: Visitor, town: Assessment) -> None:
    published(visitor, town)
    answer = visitor.gets(public_address(town))
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_only_coordinators_decide(app: Flask) -> None:
    place = a_municipality()
    an_account("erik@example.org", roles={place: [Role.EDITOR]})
    assessment = an_assessment(place)
    editor = Visitor(app)
    editor.logs_in("erik@example.org")
    page = editor.opens(address(assessment, "papers/public"))
    assert "entscheidet, wer den Selbstcheck koordiniert" in page.text
    editor.posts(address(assessment, "papers/public"), {}, status=403)
    editor.posts(address(assessment, "papers/public/revoke"), {}, status=403)


def test_somebody_from_elsewhere_reads_nothing_else(app: Flask, town: Assessment) -> None:
    other = a_municipality("Anderswo")
    an_account("ute@example.org", roles={other: [Role.COORDINATOR]})
    stranger = Visitor(app)
    stranger.logs_in("ute@example.org")
    for page in ("papers", "papers/council", "papers/report.pdf", "papers/public"):
        assert stranger.gets(address(town, page)).status_code in (403, 404), page


def test_the_poster_leads_to_the_public_page(
    visitor: Visitor, town: Assessment, tmp_path: Path
) -> None:
    without = words_of(visitor.gets(address(town, "papers/poster-a4.pdf")).data, tmp_path)
    assert "/public/" not in without and CANARY not in without
    published(visitor, town)
    for size in ("a4", "a3"):
        with_code = words_of(
            visitor.gets(address(town, f"papers/poster-{size}.pdf")).data, tmp_path
        )
        assert public_address(town) in with_code.replace(" ", "")
        assert CANARY not in with_code


def test_it_is_read_in_two_languages(visitor: Visitor, app: Flask, town: Assessment) -> None:
    published(visitor, town)
    english = Visitor(app, language="en").opens(public_address(town))
    assert "How welcoming is Musterort?" in english.title
    assert "What comes first" in english.texts("h2")


def test_what_is_only_proposed_is_not_public() -> None:
    assert in_public(()) == ()


def test_an_address_of_nothing_is_not_found(visitor: Visitor) -> None:
    for path in ("/public/nobody/in2_willkommenskultur/2026", "/public/x/y/1900"):
        visitor.opens(path, status=404)
