"""Answers, people and problems in words, for templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Flask
from flask_babel import gettext
from flask_wtf import FlaskForm

from app.assessments.criterion_views import CriterionView
from app.assessments.opening import OpenAssessment, all_opened
from app.assessments.queries import assessments_of
from app.assessments.saving import minutes_text, progress_text
from app.domain.answers import State, Sureness
from app.domain.checklist import Criterion
from app.municipalities.models import Municipality
from app.municipalities.register import ATTRIBUTION
from app.municipalities.wording import place_words
from app.web.i18n import shown


def state_words(criterion: Criterion, state: str, level: int | None) -> str:
    """“2 In Teilen verankert”, “don’t know” …"""
    if state == State.LEVEL and level is not None and criterion.scale.has(level):
        return f"{level} {shown(criterion.scale.level(level).label)}"
    return {
        State.UNKNOWN: gettext("don’t know"),
        State.NOT_APPLICABLE: gettext("does not apply"),
    }.get(State(state), gettext("open"))


def sureness_words(sureness: str) -> str:
    return {
        Sureness.SURE: gettext("sure"),
        Sureness.RATHER_SURE: gettext("rather sure"),
        Sureness.GUESS: gettext("a guess"),
    }[Sureness(sureness)]


def importance_words(importance: int) -> str:
    return {
        1: gettext("1 less important"),
        2: gettext("2 important"),
        3: gettext("3 very important"),
    }[importance]


def problems_in(form: FlaskForm) -> list[dict[str, str]]:
    """Every error of a form, each with the address of its field."""
    return [
        {"text": str(problem), "href": f"#{field.id}"} for field in form for problem in field.errors
    ]


def problems_with(views: Sequence[CriterionView]) -> list[dict[str, str]]:
    """Every problem on a page of criteria, each with the address of its criterion."""
    return [
        {"text": f"{view.number} {view.title}: {problem}", "href": f"#{view.key}"}
        for view in views
        for problem in view.errors
    ]


def register_attribution() -> str:
    return ATTRIBUTION


def self_checks_of(place: Municipality) -> list[OpenAssessment]:
    """For pages of other rooms that lead there."""
    return all_opened(assessments_of(place))


def speak_on_pages(app: Flask) -> None:
    words: tuple[Any, ...] = (
        importance_words,
        minutes_text,
        place_words,
        problems_in,
        problems_with,
        register_attribution,
        progress_text,
        self_checks_of,
        state_words,
        sureness_words,
    )
    for function in words:
        app.add_template_global(function)
