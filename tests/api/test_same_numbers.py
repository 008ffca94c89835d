"""What programs read are the numbers and the bytes that pages and files have."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from flask import Flask

from app.accounts.walls import walls_opened
from app.assessments.finishing import finish, snapshots_of
from app.assessments.models import Assessment
from app.assessments.opening import opened
from app.domain.answers import State
from app.domain.report import AssessmentReport
from app.extensions import db
from app.files.checklist_document import checklist_document
from app.reports.queries import load_report
from app.web.checklists import checklists
from tests.api.asking import API, asks, comparisons_of, of_check
from tests.builders import CHECKLIST, a_decision, address, an_answer, an_assessment
from tests.visitor import Visitor


def an_answered_check() -> Assessment:
    assessment = an_assessment()
    an_answer(assessment, "mi_language_needs", level=2, note="seit 2023")
    an_answer(assessment, "mi_responsibility", level=1)
    an_answer(assessment, "mi_website", state=State.UNKNOWN)
    return assessment


def report_of(app: Flask, assessment: Assessment) -> AssessmentReport:
    with app.test_request_context(), walls_opened():
        return load_report(opened(db.session.get_one(Assessment, assessment.id)))


def exact(score: dict[str, Any] | None) -> Fraction | None:
    return Fraction(score["exact"]) if score else None


def test_results_are_those_of_the_report(app: Flask, reader: Visitor) -> None:
    assessment = an_answered_check()

    results = asks(reader, of_check(assessment, "/results"))["results"]

    report = report_of(app, assessment)
    assert exact(results["overall"]["score"]) == report.headline.exact
    assert exact(results["overall"]["lowest"]) == report.headline.lowest
    assert exact(results["overall"]["highest"]) == report.headline.highest
    assert {one["part"]: exact(one["score"]) for one in results["nodes"]} == {
        key: score.exact for key, score in report.card.nodes.items()
    }
    assert [(one["part"], exact(one["score"])) for one in results["profile"]] == [
        (line.node.key, line.score.exact) for line in report.profile
    ]
    assert [(one["criterion"], Fraction(one["priority"])) for one in results["gaps"]] == [
        (gap.criterion.key, gap.priority) for gap in report.gaps
    ]
    assert [one["criterion"] for one in results["next_steps"]] == [
        step.gap.criterion.key for step in report.next_steps
    ]


def test_results_hold_no_answer_and_no_note(reader: Visitor) -> None:
    assessment = an_answered_check()

    document = asks(reader, of_check(assessment))
    told = asks(reader, of_check(assessment, "/results"))

    assert "answers" not in told
    assert "seit 2023" not in json.dumps(told)
    assert told["levels"] == [
        {name: one[name] for name in told["levels"][0]} for one in document["answers"]
    ]
    assert [*told["levels"][0]] == [
        *("criterion", "state", "level", "target", "target_is_proposal", "importance")
    ]


def test_results_tell_the_workshop_of_a_level_and_not_what_was_written_there(
    reader: Visitor,
) -> None:
    assessment = an_answered_check()
    a_decision(assessment, "mi_signage", level=1, reason="GEHEIM", minority="GEHEIM")

    told = asks(reader, of_check(assessment, "/results"))
    document = asks(reader, of_check(assessment))

    origins = {one["criterion"]: one["origin"] for one in told["levels"] if "origin" in one}
    assert origins == {
        "mi_signage": {
            "day": "2026-05-12",
            "title": "",
            "round": 2,
            "voted": 14,
            "present": 18,
            "median": "3/2",
            "how": "agreed",
        }
    }
    assert "GEHEIM" not in json.dumps(told)
    whole = {one["criterion"]: one["origin"] for one in document["answers"] if "origin" in one}
    assert whole["mi_signage"]["minority"] == "GEHEIM"


def test_a_draft_is_the_document_that_people_download(reader: Visitor) -> None:
    assessment = an_answered_check()

    told = reader.gets(of_check(assessment))

    downloaded = reader.gets(address(assessment, "result/assessment.json"))
    assert told.get_data() == downloaded.get_data()
    assert told.get_etag() == (told.get_json()["sha256"], False)


def test_what_is_finished_comes_as_the_bytes_that_were_kept(reader: Visitor) -> None:
    assessment = an_answered_check()
    snapshot = finish(assessment, by="desk")
    db.session.commit()

    told = reader.gets(of_check(assessment))

    assert [one.id for one in snapshots_of(assessment)] == [snapshot.id]
    assert told.get_data(as_text=True) == snapshot.document
    kept = json.loads(snapshot.document)
    assert asks(reader, of_check(assessment, "/results"))["results"] == kept["results"]


def test_the_worked_bridge_is_the_file_that_people_download(
    reader: Visitor, worked: Assessment
) -> None:
    told = reader.gets(comparisons_of(worked, "?from=2025&to=2026"))

    downloaded = reader.gets(address(worked, "years.json?with=2025"))
    assert told.get_data() == downloaded.get_data()
    bridge = told.get_json()["comparison"]["bridge"]
    parts = [Fraction(part["difference"]["exact"]) for part in bridge["parts"]]
    start, end = (Fraction(bridge[name]["exact"]) for name in ("start", "end"))
    assert (start, end) == (Fraction(100, 3), Fraction(125, 3))
    assert start + sum(parts) == end


def test_a_version_is_told_with_everything_it_asks(reader: Visitor) -> None:
    checklist = checklists().latest(CHECKLIST)

    told = asks(reader, f"{API}/checklists/{CHECKLIST}/{checklist.version}")

    assert told == json.loads(json.dumps(checklist_document(checklist)))
    assert told["structure_fingerprint"] == checklist.structure_fingerprint
    numbers = [
        criterion["number"]
        for dimension in told["dimensions"]
        for node in every_node(dimension)
        for criterion in node["criteria"]
    ]
    assert numbers == [checklist.numbers[one.key] for one in checklist.criteria]


def every_node(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(below for child in node["sections"] for below in every_node(child))]
