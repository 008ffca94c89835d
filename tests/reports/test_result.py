"""The result of a self-check: what comes first, what is withheld, and one number everywhere."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask

from app.assessments.actions import discard
from app.assessments.models import Assessment
from app.assessments.opening import opened
from app.domain.answers import State, Sureness
from app.domain.checklist import Checklist
from app.domain.rounding import half_up_to
from app.domain.scope import Scope
from app.extensions import db
from app.web.checklists import checklists
from tests.builders import CHECKLIST, address, an_answer, an_assessment, every_answer
from tests.visitor import Page, Visitor

ROOT = Path(__file__).parents[2]
PROFILE = "Profile by dimension and section"
GAPS = "Gaps, most urgent first"
SMALL = "haltefaktoren"
KEY = "mi_website"
NOT_APPLICABLE = {"state": State.NOT_APPLICABLE, "level": None, "reason": "nicht bei uns"}


def checklist_of(assessment: Assessment) -> Checklist:
    return opened(assessment).checklist


def overall(page: Page) -> str:
    """The number at the end of the page."""
    return page.of_class("p", "score-value")[0]


def a_varied_assessment(seed: int = 7, **settings: Scope) -> Assessment:
    """Every state and every level somewhere, as chance has it."""
    chance = random.Random(seed)
    assessment = an_assessment(**settings)
    for criterion in checklist_of(assessment).criteria:
        kind = chance.random()
        if kind < 0.75:
            an_answer(assessment, criterion.key, level=chance.randrange(4))
        elif kind < 0.9:
            an_answer(assessment, criterion.key, state=State.UNKNOWN)
        else:
            an_answer(assessment, criterion.key, **NOT_APPLICABLE)
    return assessment


def scored_by_the_command(
    app: Flask, assessment: Assessment, folder: Path
) -> Mapping[str, Mapping[str, str]]:
    """What `flask checklist score` says about the same answers, by part."""
    answers, output = folder / "answers.csv", folder / "scores.csv"
    words = {State.NOT_APPLICABLE: "n/a", State.UNKNOWN: "unknown", State.OPEN: ""}
    with answers.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["municipality", "year", "criterion", "answer"])
        for key, answer in opened(assessment).sheet.items():
            said = words.get(answer.state, answer.level)
            writer.writerow(["musterort", assessment.year, key, said])
    place = ROOT / "checklists" / assessment.checklist_key / assessment.checklist_version
    arguments = ["checklist", "score", str(place), f"--answers={answers}", f"--output={output}"]
    ran = app.test_cli_runner().invoke(args=arguments)
    assert ran.exit_code == 0, ran.output
    with output.open(encoding="utf-8", newline="") as file:
        return {row["part"]: row for row in csv.DictReader(file)}


def test_profile_and_gaps_come_first_and_the_number_last(reader: Visitor) -> None:
    assessment = an_assessment()
    every_answer(assessment, level=1)

    page = reader.opens(address(assessment, "result"))

    parts = ("profile", "next-steps", "gaps", "questions", "number")
    assert tuple(id for id in page.ids if id in parts) == parts


def test_before_anything_is_answered_the_page_says_how_to_begin(reader: Visitor) -> None:
    assessment = an_assessment()

    page = reader.opens(address(assessment, "result"))

    assert page.of_class("p", "lead") == [
        "Nothing is answered yet. The profile grows with every answer."
    ]
    assert ("Begin", address(assessment, "next")) in page.links
    assert page.every("figure", "svg") == []


def test_the_overall_score_is_the_mean_of_the_dimensions(reader: Visitor) -> None:
    assessment = an_assessment()
    first, second, third = checklist_of(assessment).dimensions
    for criterion in first.all_criteria():
        an_answer(assessment, criterion.key, level=3)
    for criterion in second.all_criteria():
        an_answer(assessment, criterion.key, level=1)
    for criterion in third.all_criteria():
        an_answer(assessment, criterion.key, **NOT_APPLICABLE)

    page = reader.opens(address(assessment, "result"))

    assert overall(page) == "67 of 100"
    assert page.of_class("p", "score-detail") == [
        "24 of 24 applicable criteria have a level (100 %)",
        "Band: Well established",
    ]


def test_a_dimension_where_nothing_applies_makes_no_statement(reader: Visitor) -> None:
    assessment = an_assessment()
    every_answer(assessment, level=2)
    third = checklist_of(assessment).dimensions[2]
    for criterion in third.all_criteria():
        an_answer(assessment, criterion.key, **NOT_APPLICABLE)

    page = reader.opens(address(assessment, "result"))
    numbers = reader.opens(address(assessment, "result/numbers"))

    line = next(row for row in page.table(PROFILE) if row[0] == "Integration promotion")
    assert line == ["Integration promotion", "–", "–", "0 of 0"]
    assert numbers.text_of("title-integration_promotion") == "Integration promotion: no statement"


@pytest.mark.parametrize(
    ("answered", "applicable", "is_shown"),
    [(4, 5, True), (3, 4, False), (7, 9, False), (12, 12, True)],
)
def test_the_overall_score_is_withheld_below_80_per_cent_and_shown_from_there(
    reader: Visitor, answered: int, applicable: int, is_shown: bool
) -> None:
    assessment = an_assessment(checklist=SMALL)
    criteria = checklist_of(assessment).criteria
    for criterion in criteria[:answered]:
        an_answer(assessment, criterion.key, level=2)
    for criterion in criteria[applicable:]:
        an_answer(assessment, criterion.key, **NOT_APPLICABLE)

    page = reader.opens(address(assessment, "result"))

    assert ("Too early for one number" in page.text) == (not is_shown)
    assert overall(page).startswith("67 of 100" if is_shown else "between ")


def test_a_score_too_early_shows_neither_number_nor_band(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=3)

    page = reader.opens(address(assessment, "result"))

    assert overall(page) == "between 3 and 100"
    assert page.of_class("p", "score-detail") == ["1 of 36 applicable criteria have a level (3 %)"]


def test_a_next_step_says_what_to_do_why_and_whose_decision_it_is(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, "mi_interpreting", level=1, importance=3, target=3)

    page = reader.opens(address(assessment, "result"))

    criterion = checklist_of(assessment).criteria_by_key["mi_interpreting"]
    assert [element.words for element in page.every("h3", "dd")][:6] == [
        criterion.title.in_language("en"),
        "level 1 (First steps) today, target 3; importance 3 of 3",
        "medium: about six months, with agreements or a small budget",
        "together with the district or others",
        "Information",
        "among the first five in 9 of 9 variants",
    ]


@pytest.mark.parametrize("level", [0, 1, 2])
def test_the_step_is_the_one_from_exactly_this_level(reader: Visitor, level: int) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=level)

    page = reader.opens(address(assessment, "result"))

    steps = checklist_of(assessment).criteria_by_key[KEY].next_steps
    shown = [words.in_language("en") in page.text for words in steps.values()]
    assert shown == [step == level for step in steps]


@pytest.mark.parametrize(("with_gap", "steps"), [(0, 0), (1, 1), (5, 5), (36, 5)])
def test_at_most_five_next_steps_are_put_forward(
    reader: Visitor, with_gap: int, steps: int
) -> None:
    assessment = an_assessment()
    for place, criterion in enumerate(checklist_of(assessment).criteria):
        an_answer(assessment, criterion.key, level=1 if place < with_gap else 3)

    page = reader.opens(address(assessment, "result"))

    assert len(page.of_class("li", "step")) == steps
    assert len(page.table(GAPS)) == with_gap


def test_the_most_urgent_gap_comes_first(reader: Visitor) -> None:
    assessment = an_assessment()
    every_answer(assessment, level=2)
    an_answer(assessment, "ip_housing", target=3, importance=3)
    an_answer(assessment, KEY, level=0, target=3, importance=3)

    page = reader.opens(address(assessment, "result"))

    assert page.table(GAPS)[:2] == [
        ["Multilingual website", "0 Not in place", "3 Systematic and reviewed", "3", "3", "9.0"],
        ["Housing", "2 Established in parts", "3 Systematic and reviewed", "1", "3", "3.0"],
    ]
    assert page.of_class("li", "step")[0].startswith("Multilingual website ")


def test_what_is_not_known_is_listed_with_what_was_said(reader: Visitor) -> None:
    assessment = an_assessment()
    every_answer(assessment, level=1)
    an_answer(assessment, "ip_work", state=State.UNKNOWN, level=None, note="Jobcenter fragen")
    an_answer(assessment, "ip_housing", **NOT_APPLICABLE)
    an_answer(assessment, KEY, sureness=Sureness.GUESS)

    page = reader.opens(address(assessment, "result"))

    lists = [element.words for element in page.every("h3", "li")]
    start = lists.index("Unknown: find out")
    assert lists[start : start + 6] == [
        "Unknown: find out",
        "3.6 Work and vocational training: Jobcenter fragen",
        "Resting on a guess",
        "1.3 Multilingual website",
        "Does not apply",
        "3.8 Housing: nicht bei uns",
    ]


def test_the_short_form_shows_the_core_and_does_not_miss_what_it_did_not_ask(
    reader: Visitor,
) -> None:
    assessment = an_assessment(scope=Scope.SHORT)
    for criterion in checklist_of(assessment).core_criteria[:11]:
        an_answer(assessment, criterion.key, level=3)
    an_answer(assessment, "mi_language_needs", level=0)

    page = reader.opens(address(assessment, "result"))

    assert overall(page) == "100 of 100"
    assert page.of_class("p", "score-detail")[0] == (
        "11 of 12 applicable criteria have a level (92 %)"
    )
    lists = [element.words for element in page.every("h3", "li")]
    start = lists.index("Still open")
    assert [words for words in lists[start:] if words[:1] == "3"] == [
        "3.10 Network for integration"
    ]
    assert "Knowing the language needs" not in page.text


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("seed", [1, 2])
def test_one_number_everywhere(
    app: Flask, reader: Visitor, tmp_path: Path, scope: Scope, seed: int
) -> None:
    assessment = a_varied_assessment(seed, scope=scope)
    is_full = scope is Scope.FULL
    checklist = checklist_of(assessment)
    asked = checklist if is_full else checklist.short_form

    page = reader.opens(address(assessment, "result"))
    numbers = reader.opens(address(assessment, "result/numbers"))

    command = scored_by_the_command(app, assessment, tmp_path)
    headline = command["total" if is_full else "core"]
    explained = numbers.text_of("title-total" if is_full else "title-core").rpartition(": ")[2]
    assert explained == tenth(headline["score"])
    if is_full:
        for node in asked.nodes:
            title = node.title.in_language("en")
            value = tenth(command[node.key]["score"])
            assert numbers.text_of(f"title-{node.key}") == f"{title}: {value}"
    told = {title: today for title, today, _, _ in page.table(PROFILE)}
    explained_nodes = {
        node.title.in_language("en"): numbers.text_of(f"title-{node.key}").rpartition(": ")[2]
        for node in asked.nodes
    }
    assert told == {title: explained_nodes[title].replace("no statement", "–") for title in told}
    completeness = Fraction(int(headline["answered"]), int(headline["applicable"]))
    if completeness >= checklist.completeness:
        assert overall(page) == f"{headline['rounded']} of 100"
    else:
        assert overall(page).startswith("between ")


def tenth(six_decimals: str) -> str:
    return str(half_up_to(Fraction(six_decimals), 1)) if six_decimals else "no statement"


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("checklist", [CHECKLIST, SMALL])
def test_every_number_leads_to_how_it_is_made(
    reader: Visitor, checklist: str, scope: Scope
) -> None:
    assessment = an_assessment(checklist=checklist, scope=scope)
    every_answer(assessment, level=1)

    page = reader.opens(address(assessment, "result"))
    numbers = reader.opens(address(assessment, "result/numbers"))

    anchors = [address.partition("#")[2] for _, address in page.links if "/numbers#" in address]
    number = "part-total" if scope is Scope.FULL else "part-core"
    assert number in anchors
    assert {*anchors} <= {*numbers.ids}
    asked = checklist_of(assessment) if scope is Scope.FULL else checklist_of(assessment).short_form
    assert {f"part-{node.key}" for node in asked.nodes} <= {*numbers.ids}


def test_the_parts_of_a_number_add_up_to_it(reader: Visitor) -> None:
    assessment = an_assessment()
    first = checklist_of(assessment).dimensions[0]
    for level, criterion in zip((3, 0, 0), first.all_criteria(), strict=False):
        an_answer(assessment, criterion.key, level=level)

    numbers = reader.opens(address(assessment, "result/numbers"))

    title = "Multilingual information"
    assert numbers.text_of("title-multilingual_information") == f"{title}: 33.3"
    assert numbers.table(f"What goes into “{title}”") == [
        ["1.1 Knowing the language needs", "100.0", "1", "33.3 %", "33.3"],
        ["1.2 Responsibility for multilingual content", "0.0", "1", "33.3 %", "0.0"],
        ["1.3 Multilingual website", "0.0", "1", "33.3 %", "0.0"],
    ]


def test_a_result_that_did_not_change_is_not_sent_again(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    where = address(assessment, "result")
    first = reader.gets(where)

    again = reader.gets(where, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"


def change_an_answer(assessment: Assessment) -> None:
    an_answer(assessment, KEY, level=2)


def change_a_target(assessment: Assessment) -> None:
    an_answer(assessment, KEY, target=3)


def change_the_scope(assessment: Assessment) -> None:
    assessment.scope = Scope.SHORT


def change_the_particulars(assessment: Assessment) -> None:
    assessment.respondent = "Hauptamt"


def begin_anew(assessment: Assessment) -> None:
    """As many changes of as many answers, at the same address."""
    started_at, place = assessment.started_at, assessment.municipality
    discard(assessment, by="desk")
    db.session.flush()
    again = an_assessment(place)
    again.started_at = started_at + timedelta(seconds=1)
    an_answer(again, KEY, level=3)


@pytest.mark.parametrize(
    "change",
    [change_an_answer, change_a_target, change_the_scope, change_the_particulars, begin_anew],
)
def test_whatever_changes_the_result_is_sent(reader: Visitor, change) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    where = address(assessment, "result")
    tag = reader.gets(where).headers["ETag"]
    change(assessment)

    again = reader.gets(where, headers={"If-None-Match": tag})

    assert again.status_code == 200
    assert again.headers["ETag"] != tag


def test_another_language_is_another_page(app: Flask, reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    where = address(assessment, "result")
    tag = reader.gets(where).headers["ETag"]

    german = Visitor(app).gets(where, headers={"If-None-Match": tag})

    assert german.status_code == 200
    assert {"Cookie", "Accept-Language"} <= {*german.vary}


def test_a_message_is_shown_though_the_result_did_not_change(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    where = address(assessment, "result")
    tag = reader.gets(where).headers["ETag"]
    sent = {"csrf_token": reader.token(), "scope": "full"}
    reader.asks(reader.client.post, address(assessment, "scope"), data=sent, headers=reader.headers)

    again = reader.gets(where, headers={"If-None-Match": tag})

    assert again.status_code == 200
    assert "Changed. Every answer is kept." in again.text


@pytest.mark.parametrize("name", ["profile", "gaps"])
@pytest.mark.parametrize(
    ("suffix", "media_type", "beginning"),
    [("svg", "image/svg+xml; charset=utf-8", b"<svg "), ("png", "image/png", b"\x89PNG\r\n")],
)
def test_a_chart_can_be_taken_along(
    reader: Visitor, name: str, suffix: str, media_type: str, beginning: bytes
) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    where = address(assessment, f"result/{name}.{suffix}")

    chart = reader.gets(where)
    again = reader.gets(where, headers={"If-None-Match": chart.headers["ETag"]})

    assert chart.content_type == media_type
    assert chart.data.removeprefix(b'<?xml version="1.0" encoding="UTF-8"?>\n').startswith(
        beginning
    )
    filename = f"own-musterort-{CHECKLIST}-2026-{name}.{suffix}"
    assert chart.headers["Content-Disposition"] == f'attachment; filename="{filename}"'
    assert (again.status_code, again.data) == (304, b"")


def test_a_chart_changes_with_the_answers(reader: Visitor) -> None:
    assessment = an_assessment()
    an_answer(assessment, KEY, level=1)
    where = address(assessment, "result/profile.svg")
    tag = reader.gets(where).headers["ETag"]
    an_answer(assessment, KEY, level=2)

    again = reader.gets(where, headers={"If-None-Match": tag})

    assert again.status_code == 200


@pytest.mark.parametrize("file", ["nothing.svg", "profile.pdf", "profile", "../profile.svg"])
def test_a_chart_that_is_none_is_not_found(reader: Visitor, file: str) -> None:
    assessment = an_assessment()

    assert reader.gets(address(assessment, f"result/{file}")).status_code == 404


def test_charts_of_a_self_check_without_answers_are_drawn_too(reader: Visitor) -> None:
    assessment = an_assessment()

    drawn = [
        reader.gets(address(assessment, f"result/{name}.{suffix}")).status_code
        for name in ("profile", "gaps")
        for suffix in ("svg", "png")
    ]

    assert drawn == [200] * 4


@pytest.mark.parametrize("key", [CHECKLIST, SMALL])
def test_only_the_main_checklist_names_the_project_it_follows(reader: Visitor, key: str) -> None:
    assessment = an_assessment(checklist=key)
    follows = checklists().latest(key).key == CHECKLIST

    page = reader.opens(address(assessment, "result"))

    assert ("they are not the original checklist" in page.text) == follows
