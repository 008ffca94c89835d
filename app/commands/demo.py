"""The example town: an invented municipality with three reference years, complete."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
import yaml
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext

from app.accounts.demo import demo_accounts
from app.assessments.actions import record_answer, start_assessment
from app.assessments.finishing import finish
from app.assessments.models import Assessment
from app.commands.demo_measures import load_measures
from app.commands.demo_people import load_people
from app.commands.demo_workshop import prepare_workshop
from app.commands.language import in_shell_language
from app.domain.answers import State, Sureness
from app.domain.checklist import Checklist
from app.domain.editing import Edit
from app.domain.scope import Scope
from app.extensions import db
from app.municipalities.models import Municipality
from app.municipalities.queries import find_municipality
from app.web.checklists import checklists

TOWN = Path(__file__).parent / "demo_town.yaml"
AUTHOR = "demo"

demo_commands = AppGroup("demo", help="The example town.")


@demo_commands.command("load")
@in_shell_language
def load() -> None:
    """Add the example town with its three years; what is there already stays untouched."""
    town = yaml.safe_load(TOWN.read_text(encoding="utf-8"))
    checklist = checklists().get(town["checklist"], town["version"])
    known = find_municipality(town["municipality"]["key"])
    municipality = known or _add_town(town, checklist)
    if current_app.config["MODE"] == "demo" and not demo_accounts():
        load_people(municipality, checklist, year=max(town["years"]))
    db.session.commit()
    facts = {"town": municipality.name, "years": len(town["years"])}
    if known:
        click.echo(gettext("The example town is there already."))
    else:
        click.echo(gettext("%(town)s is there, with %(years)s years.", **facts))


def _add_town(town: Mapping[str, Any], checklist: Checklist) -> Municipality:
    municipality = Municipality(**town["municipality"], is_example=True)
    db.session.add(municipality)
    db.session.flush()
    for year, told in town["years"].items():
        assessment = start_assessment(
            municipality, checklist, year=year, scope=Scope.FULL, by=AUTHOR
        )
        assessment.respondent = told["respondent"]
        assessment.reference_date = date.fromisoformat(str(told["reference_date"]))
        _answer(assessment, told["answers"])
        load_measures(assessment, by=AUTHOR)
        if told.get("is_finished"):
            finish(assessment, by=AUTHOR)
        else:
            prepare_workshop(assessment, checklist, by=AUTHOR)
    return municipality


def _answer(assessment: Assessment, answers: Mapping[str, Mapping[str, Any]]) -> None:
    for criterion_key, told in answers.items():
        record_answer(assessment, criterion_key, edit=Edit(0, _fields(told)), by=AUTHOR)


def _fields(told: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an Answer, from how the file tells them."""
    fields = {**told, "state": State(told.get("state", State.LEVEL))}
    if "sureness" in told:
        fields["sureness"] = Sureness(told["sureness"])
    return fields
