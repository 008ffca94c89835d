"""The form layer: reading, checking and rendering every criterion, beside plain Jinja."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

from flask import render_template
from werkzeug.datastructures import MultiDict

from app.assessments.criterion_views import CriterionView, criterion_views
from app.assessments.forms import CriterionForm, form_of
from app.assessments.queries import VersionedAnswer
from app.domain.answers import Answer, State
from app.domain.checklist import Checklist
from bench.floor_app import bare_environment, plain_view
from bench.measuring import Pace, measure
from bench.prepared import Preparation
from bench.results import Result, ratio
from bench.town import NOTE, Town

TEMPLATE = """
{%- from "components/criterion.html" import criterion with context -%}
{% for view in views %}{{ criterion(view) }}{% endfor %}
"""


def measure_forms(town: Town, pace: Pace) -> list[Result]:
    """All criteria as forms and through our macro, against their macro alone."""
    checklist = town.checklist
    ours = town.app.jinja_env.from_string(TEMPLATE)
    answers = {
        c.key: VersionedAnswer(Answer(State.LEVEL, 1, note=NOTE), 1) for c in checklist.criteria
    }
    sent = _sent(answers)

    def filled_in() -> str:
        forms = {c.key: form_of(c)(sent, prefix=f"{c.key}-") for c in checklist.criteria}
        if not all(form.validate() for form in forms.values()):
            raise AssertionError("the forms refuse sound answers")
        views = _views(checklist, answers, forms)
        return render_template(ours, views=views)

    preparation = Preparation(town.app, town.section_address)
    bare = bare_environment(town, preparation).from_string(TEMPLATE)
    with town.app.test_request_context(headers={"Accept-Language": "de"}):
        views = _views(checklist, answers, {})
        rows = {
            key: SimpleNamespace(**vars(stored.answer), version=stored.version)
            for key, stored in answers.items()
        }
        words = [preparation.plain(vars(view)) for view in views]

        def plainly() -> str:
            return bare.render(views=[plain_view(view, rows[view["key"]]) for view in words])

        if filled_in() != plainly():
            raise AssertionError("the forms and plain Jinja say different things")
        costs = measure({"forms": filled_in, "plain": plainly}, pace)
    what = f"{len(checklist.criteria)} criteria: forms, validation, macro"
    both = (costs["forms"], costs["plain"])
    return [ratio("Forms", what, both, floor="plain Jinja", goal=1.3)]


def _views(
    checklist: Checklist,
    answers: Mapping[str, VersionedAnswer],
    forms: Mapping[str, CriterionForm],
) -> list[CriterionView]:
    """Every criterion as its macro wants it, each with a change to undo."""
    return criterion_views(
        checklist, checklist.criteria, answers, undoable=answers.keys(), entered=forms
    )


def _sent(answers: dict[str, VersionedAnswer]) -> MultiDict[str, str]:
    """What a browser sends for these answers."""
    fields: MultiDict[str, str] = MultiDict()
    for key, stored in answers.items():
        fields[f"{key}-choice"] = f"level:{stored.answer.level}"
        fields[f"{key}-note"] = stored.answer.note
        fields[f"{key}-reason"] = stored.answer.reason
        fields[f"{key}-version"] = str(stored.version)
    return fields
