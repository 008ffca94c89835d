"""Every page opens, with the example town and in both languages, and passes a reader's checks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from werkzeug.routing import Rule

from app import create_app
from app.accounts.actions import invite
from app.accounts.permissions import DESK, Person, Place
from app.accounts.roles import Role
from app.assessments.finishing import snapshots_of
from app.assessments.opening import opened
from app.assessments.queries import find_assessment
from app.domain.checklist import Checklist
from app.domain.checklist_files import read_checklist
from app.domain.published import publish
from app.extensions import db
from app.importing.choices import Choices
from app.importing.drafts import keep_draft
from app.measures.actions import draft_measure, note_progress
from app.measures.feeds import make_feed
from app.municipalities.queries import find_municipality
from app.papers.models import PublicSummary
from app.papers.public_facts import facts_of
from app.papers.queries import load_dossier, summary_of
from app.web.checklists import checklists
from tests.builders import CHECKLIST, address, an_account, an_assessment, every_answer
from tests.conftest import ROOT, settings
from tests.measures.yearly_plans import a_measure, leads
from tests.visitor import Page, Visitor, check_page
from tests.workshops.rooms import a_plan, a_workshop

UNTRANSLATED = "unuebersetzt"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# Without a provider it is not there; with one its own tests open it.
ONLY_WITH_SINGLE_SIGN_ON = "single_sign_on.end"


@dataclass(frozen=True)
class Reader:
    """Somebody who walks through the house: what they may open, and how they come in."""

    person: Person
    email: str = ""
    person_id: int = 0
    """Whose page among the people they open."""

    def may_open(self, app: Flask, rule: Rule, given: dict[str, object]) -> bool:
        if rule.endpoint in ("static", ONLY_WITH_SINGLE_SIGN_ON):
            return rule.endpoint == "static"
        permission = vars(app.view_functions[rule.endpoint])["permission"]
        return bool(permission(self.person, **given))


AT_THE_DESK = Reader(DESK)


def a_coordinator(place_key: str) -> Reader:
    """Somebody with an account and every right in a municipality."""
    place = find_municipality(place_key)
    assert place
    account = an_account(roles={place: [Role.COORDINATOR]})
    places = {place.key: Place(place.id, place.key, place.name, frozenset({Role.COORDINATOR}))}
    person = Person(key=account.key, account_id=account.id, may_found=True, places=places)
    return Reader(person, account.email, account.id)


def an_operator() -> Reader:
    """Somebody who runs the installation, with the second factor that this needs."""
    account = an_account("betrieb@example.org", is_operator=True, totp_secret=SECRET)
    person = Person(key=account.key, account_id=account.id, is_operator=True)
    return Reader(person, account.email, account.id)


def parts_of_addresses(checklist: Checklist) -> dict[str, list[dict[str, object]]]:
    """What stands for a part of an address; a route with a part of its own has to be added here.

    A view where it means something else stands before, by its endpoint.
    """
    files = [("profile", "svg"), ("profile", "png"), ("gaps", "svg")]
    return {
        "comparisons.download_chart": [{"name": "line", "suffix": each} for each in ("svg", "png")],
        "comparisons.download": [{"suffix": each} for each in ("json", "csv", "xlsx")],
        "api.show_checklist": [{"key": checklist.key, "version": checklist.version}],
        "section": [{"section": node.key} for node in checklist.nodes if node.criteria],
        "name": [{"name": name, "suffix": suffix} for name, suffix in files],
        "filename": [{"filename": "app.css"}],
    }


def every_address(
    app: Flask,
    checklist: Checklist,
    *,
    place: str,
    year: int,
    reader: Reader = AT_THE_DESK,
) -> list[str]:
    """Every address that this reader may open."""
    given = {"municipality": place, "checklist": checklist.key, "year": year}
    given |= {"person_id": reader.person_id, "token": an_invitation(place)}
    given |= {"draft_id": a_file_brought_in(place, checklist)}
    given |= {"workshop": a_workshop_about(place, checklist, year)}
    given |= {"measure": a_measure_about(place, checklist, year)}
    given |= {"criterion": checklist.criteria[0].key}
    make_public(place, checklist, year)
    each = parts_of_addresses(checklist)
    each["calendars.read"] = [{"token": a_calendar(place)}]
    each["forecast.download_chart"] = an_expectation(place, checklist, year)
    each["number"] = [{"number": one} for one in finished_states(place, checklist, year)]
    given |= {"criterion": checklist.criteria[0].key}
    build = app.url_map.bind("localhost").build
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not reader.may_open(app, rule, given):
            continue
        named = {rule.endpoint, *rule.arguments}
        own = next((name for name in each if name in named), None)
        for choice in each[own] if own else [{}]:
            arguments = {name: {**given, **choice}[name] for name in rule.arguments}
            found.append(build(rule.endpoint, arguments))
    # Whoever follows a link stands before its page.
    return sorted(found, key=lambda address: "/invitation/" not in address)


def make_public(place: str, checklist: Checklist, year: int) -> None:
    """As if it had been finished when it was published: the page is there for everybody."""
    assessment = find_assessment(place, checklist.key, year)
    if assessment and not summary_of(assessment):
        content = facts_of(load_dossier(opened(assessment)))
        summary = PublicSummary(
            municipality_id=assessment.municipality_id,
            assessment_id=assessment.id,
            content=dict(content),
            published_by="desk",
        )
        db.session.add(summary)
        db.session.commit()


def finished_states(place: str, checklist: Checklist, year: int) -> range:
    """The numbers of the states a self-check was finished in."""
    assessment = find_assessment(place, checklist.key, year)
    return range(1, 1 + len(snapshots_of(assessment))) if assessment else range(0)


def a_file_brought_in(place: str, checklist: Checklist) -> int:
    """The number of a table that waits to be taken over."""
    municipality = find_municipality(place)
    assert municipality
    file = f"Jahr;Kriterium;Antwort\n1999;{checklist.criteria[0].key};unbekannt".encode()
    choices = Choices(f"{checklist.key}@{checklist.version}")
    draft = keep_draft(municipality, file, choices, file_name="1999.csv", by="desk")
    db.session.commit()
    return draft.id


def a_workshop_about(place: str, checklist: Checklist, year: int) -> int:
    """The number of a workshop that is prepared; 0 where there is no such self-check."""
    assessment = find_assessment(place, checklist.key, year)
    if assessment is None:
        return 0
    criteria = [one.key for one in checklist.criteria[:3]]
    return a_workshop(assessment, a_plan(criteria=criteria)).id


def an_expectation(place: str, checklist: Checklist, year: int) -> list[dict[str, object]]:
    """The chart of a forecast, where there is a self-check; without an effect there is none."""
    assessment = find_assessment(place, checklist.key, year)
    if assessment is None:
        return []
    a_measure(assessment, "Runder Tisch", leads(checklist.criteria[0].key, None, 1))
    return [{"suffix": "svg"}]


def a_calendar(place: str) -> str:
    """The token of a calendar that can be read."""
    municipality = find_municipality(place)
    assert municipality
    token = make_feed(municipality, by="desk")
    db.session.commit()
    return token


def a_measure_about(place: str, checklist: Checklist, year: int) -> int:
    """The number of a measure for the first criterion; 0 where there is no such self-check."""
    assessment = find_assessment(place, checklist.key, year)
    if assessment is None:
        return 0
    measure = draft_measure(
        assessment, "Flyer", criterion_key=checklist.criteria[0].key, note="gedruckt", by="desk"
    )
    note_progress(measure, "Angebot eingeholt", by="desk")
    db.session.commit()
    return measure.id


def an_invitation(place: str) -> str:
    """The token of a link that holds."""
    municipality = find_municipality(place)
    assert municipality
    token = invite("neu@example.org", municipality=municipality, roles=[Role.EDITOR], by="desk")
    db.session.commit()
    return token


def pages(visitor: Visitor, every: list[str]) -> Iterator[Page]:
    """Those of the addresses that are pages; the others open, too."""
    for one in every:
        response = visitor.gets(one, follow_redirects=True)
        assert response.status_code == 200, one
        if response.mimetype == "text/html":
            yield Page(response)


def spoken_on(page: Page, language: str) -> str:
    """The visitor's language; but the projector speaks the first one of its room."""
    return "de" if page.address.endswith("/screen") else language


@pytest.fixture
def own_app(migrated_database: Path, tmp_path: Path) -> Iterator[Flask]:
    """An installation with a checklist of its own that nobody translated."""
    theirs = tmp_path / "checklists"
    folder = theirs / UNTRANSLATED / "1.0.0"
    shutil.copytree(ROOT / "checklists" / "haltefaktoren" / "1.0.0", folder)
    (folder / "en.yaml").unlink()
    structure = (folder / "checklist.yaml").read_text(encoding="utf-8")
    structure = structure.replace("haltefaktoren", UNTRANSLATED).replace("[de, en]", "[de]")
    (folder / "checklist.yaml").write_text(structure, encoding="utf-8")
    publish(theirs, read_checklist(folder))
    database = tmp_path / "test.sqlite"
    shutil.copy(migrated_database, database)
    folders = {"CHECKLIST_FOLDERS": (ROOT / "checklists", theirs)}
    app = create_app({**settings(database), **folders})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def sentences_of(checklist: Checklist) -> Iterator[str]:
    """Every whole sentence of the checklist, in its own language."""
    texts = [checklist.description]
    for criterion in checklist.criteria:
        texts += [criterion.question, criterion.help]
        texts += [*criterion.level_texts.values(), *criterion.next_steps.values()]
    return (text.in_language(checklist.languages[0]) for text in texts if text)


@pytest.mark.parametrize(
    ("year", "language"), [(2024, "de"), (2025, "en"), (2026, "de"), (2026, "en")]
)
def test_every_page_of_the_example_town_opens(
    app: Flask, example_town: str, year: int, language: str
) -> None:
    visitor = Visitor(app, language=language)
    checklist = checklists().latest(CHECKLIST)
    every = every_address(app, checklist, place=example_town, year=year)

    for page in pages(visitor, every):
        check_page(page)
        assert page.attributes("html")[0]["lang"] == spoken_on(page, language)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_opens_for_a_coordinator(app: Flask, example_town: str, language: str) -> None:
    reader = a_coordinator(example_town)
    visitor = Visitor(app, language=language)
    visitor.logs_in(reader.email)
    checklist = checklists().latest(CHECKLIST)
    every = every_address(app, checklist, place=example_town, year=2026, reader=reader)

    for page in pages(visitor, every):
        check_page(page)
        assert page.attributes("html")[0]["lang"] == spoken_on(page, language)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_opens_for_an_operator(app: Flask, example_town: str, language: str) -> None:
    reader = an_operator()
    visitor = Visitor(app, language=language)
    step = visitor.logs_in(reader.email)
    log_in = {"de": "Anmelden", "en": "Log in"}[language]
    visitor.presses(step, log_in, {"code": pyotp.TOTP(SECRET).now()})
    checklist = checklists().latest(CHECKLIST)
    every = every_address(app, checklist, place=example_town, year=2026, reader=reader)

    for page in pages(visitor, every):
        check_page(page)
        assert page.attributes("html")[0]["lang"] == spoken_on(page, language)


def test_no_page_is_left_out(app: Flask, example_town: str) -> None:
    readers = [AT_THE_DESK, a_coordinator(example_town), an_operator()]
    given: dict[str, object] = {"municipality": example_town}

    unseen = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint != ONLY_WITH_SINGLE_SIGN_ON
        and not any(reader.may_open(app, rule, given) for reader in readers)
    ]

    assert unseen == []


@pytest.mark.parametrize(
    "checklist", ["haltefaktoren", "handlungsfelder", "integrationspotenziale", "verteilungsmodell"]
)
def test_every_page_of_every_other_checklist_opens(
    app: Flask, reader: Visitor, checklist: str
) -> None:
    assessment = an_assessment(checklist=checklist)
    every_answer(assessment, level=1)
    found = checklists().latest(checklist)
    every = every_address(app, found, place=assessment.municipality.key, year=2026)

    for page in pages(reader, every):
        check_page(page)


def test_a_text_nobody_translated_is_shown_in_its_own_language_and_says_so(
    own_app: Flask,
) -> None:
    reader = Visitor(own_app, language="en")
    assessment = an_assessment(checklist=UNTRANSLATED)
    every_answer(assessment, level=1)
    checklist = checklists().latest(UNTRANSLATED)
    german = {" ".join(words.split()) for words in sentences_of(checklist)}
    every = every_address(own_app, checklist, place=assessment.municipality.key, year=2026)

    languages = {
        language: page.address
        for page in pages(reader, every)
        for text, language in page.spoken
        if text in german
    }

    assert [*languages] == ["de"]


def test_the_titles_of_a_page_nobody_translated_are_marked_once(own_app: Flask) -> None:
    reader = Visitor(own_app, language="en")
    assessment = an_assessment(checklist=UNTRANSLATED)

    page = reader.opens(address(assessment, "sections/hf_work"))

    assert page.title == "Arbeit only in German"
    assert ("Arbeit", "de") in page.spoken
    assert ("Berufliche Perspektiven zeigen", "de") in page.spoken
