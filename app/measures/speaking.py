"""What pages of every room can say and ask about measures: their words, and those that are due."""

from __future__ import annotations

from flask import Flask

from app.assessments.opening import OpenAssessment
from app.assessments.wording import problems_in
from app.measures.addresses import measure_url
from app.measures.forecast_words import (
    balance_sentence,
    done_words,
    expected_words,
    forecast_sentence,
    level_change_words,
    level_words,
    verdict_words,
)
from app.measures.forms import MeasureForm
from app.measures.plan_words import (
    effort_in_a_word,
    money_words,
    quarter_words,
    source_words,
)
from app.measures.proposals import levels_proposed, proposals_of, waiting_proposals
from app.measures.queries import DueMeasures, due_measures, measures_about, state_of_measures
from app.measures.years import unfinished_before
from app.municipalities.models import Municipality
from app.reports.queries import also_on_the_page
from app.web.formatting import today


def problems_in_measure(form: MeasureForm) -> list[dict[str, str]]:
    """Every error of the form, those at its criteria with the criterion's name."""
    at_criteria = [
        {"text": f"{row.title}: {problem['text']}", "href": problem["href"]}
        for row in form.rows
        for problem in problems_in(row.form)
    ]
    return [*problems_in(form), *at_criteria]


def measures_due(place: Municipality) -> DueMeasures:
    """For the desk: what is late, and what comes next."""
    return due_measures(place, today=today())


def speak_on_pages(app: Flask) -> None:
    for function in (
        balance_sentence,
        done_words,
        level_change_words,
        expected_words,
        forecast_sentence,
        level_words,
        levels_proposed,
        measure_url,
        proposals_of,
        unfinished_before,
        verdict_words,
        waiting_proposals,
        effort_in_a_word,
        measures_about,
        measures_due,
        money_words,
        problems_in_measure,
        quarter_words,
        source_words,
    ):
        app.add_template_global(function)
    also_on_the_page("measures", _measures_on_results)


def _measures_on_results(check: OpenAssessment) -> tuple[object, ...]:
    return state_of_measures(check.municipality.id)
