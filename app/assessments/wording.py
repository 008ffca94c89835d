"""Answers, people and problems in words, for templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Flask
from flask_babel import gettext, ngettext, to_user_timezone
from flask_wtf import FlaskForm

from app.accounts.wording import person_words
from app.assessments.assignments import Assigned
from app.assessments.criterion_views import CriterionView
from app.assessments.opening import OpenAssessment, all_opened
from app.assessments.queries import assessments_of
from app.assessments.reading_views import LastChange
from app.assessments.saving import minutes_text, progress_text
from app.assessments.todos import Todo
from app.assessments.visits import SectionNews
from app.audit.wording import speak_fact
from app.domain.answers import OPEN, State, Sureness
from app.domain.carrying_over import Attention
from app.domain.checklist import Criterion
from app.domain.library import UnknownChecklist
from app.domain.origin import How, Origin
from app.domain.progress import Progress
from app.domain.scope import Scope
from app.municipalities.models import Municipality
from app.municipalities.register import ATTRIBUTION
from app.municipalities.wording import place_words
from app.web.checklists import checklists
from app.web.formatting import day, moment, number
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


def origin_sentence(origin: Origin) -> str:
    """“Workshop of 12 May 2026, round 2, 14 of 18 voted, median 2, agreed”."""
    facts = {"title": origin.title, "day": day(origin.day)}
    if origin.title:
        parts = [gettext("Workshop “%(title)s” of %(day)s", **facts)]
    else:
        parts = [gettext("Workshop of %(day)s", **facts)]
    if origin.round is None:
        parts.append(gettext("decided openly, without votes"))
    else:
        parts.append(gettext("round %(round)s", round=origin.round))
        parts.append(
            gettext("%(voted)s of %(present)s voted", voted=origin.voted, present=origin.present)
        )
    if origin.median is not None:
        parts.append(gettext("median %(median)s", median=number(origin.median)))
    return ", ".join([*parts, how_words(origin.how)])


def how_words(how: str) -> str:
    return {
        How.AGREED: gettext("agreed"),
        How.MAJORITY: gettext("by majority"),
        How.MODERATOR: gettext("decided by the moderator"),
        How.POSTPONED: gettext("postponed"),
    }[How(how)]


def attention_words(attention: Attention) -> str:
    return {
        Attention.GUESS: gettext("was a guess"),
        Attention.UNKNOWN: gettext("was unknown"),
        Attention.MISSED: gettext("missed its target"),
    }[attention]


def open_keys(check: OpenAssessment) -> list[str]:
    """The criteria that are asked and nobody has answered."""
    sheet = check.sheet
    return [c.key for c in check.criteria if sheet.get(c.key, OPEN).state is State.OPEN]


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


def left_words(progress: Progress) -> str:
    """“3 of 8 left”, “everything is answered”."""
    if progress.is_complete:
        return gettext("everything is answered")
    return gettext(
        "%(left)s of %(total)s left", left=progress.total - progress.done, total=progress.total
    )


def todo_words(todo: Todo) -> str:
    """What is asked of somebody, by whom, until when, and how much of it is left."""
    facts = {
        "section": shown(todo.section.title),
        "person": person_words(todo.assigned.made_by),
        "left": left_words(todo.progress),
        "day": day(todo.assigned.due_on),
    }
    if todo.assigned.is_overdue:
        return gettext(
            "Please fill in “%(section)s”. It was due on %(day)s and is overdue; asked by "
            "%(person)s: %(left)s.",
            **facts,
        )
    if todo.assigned.due_on:
        return gettext(
            "Please fill in “%(section)s” until %(day)s, asked by %(person)s: %(left)s.", **facts
        )
    return gettext("Please fill in “%(section)s”, asked by %(person)s: %(left)s.", **facts)


def assigned_words(one: Assigned) -> str:
    """“Emil Engel fills it in, until 15 March 2026”, and whether that is over or done."""
    facts = {"person": one.name, "day": day(one.due_on)}
    if one.done_at:
        return gettext(
            "%(person)s handed it back on %(day)s",
            person=one.name,
            day=day(to_user_timezone(one.done_at).date()),
        )
    if one.is_overdue:
        return gettext("%(person)s fills it in, overdue: was due on %(day)s", **facts)
    if one.due_on:
        return gettext("%(person)s fills it in, until %(day)s", **facts)
    return gettext("%(person)s fills it in", person=one.name)


def news_words(news: SectionNews) -> str:
    """“Emil Engel changed 3 answers”."""
    return ngettext(
        "%(person)s changed %(num)s answer",
        "%(person)s changed %(num)s answers",
        news.answers,
        person=person_words(news.by),
    )


def last_change_words(change: LastChange) -> str:
    return gettext(
        "last changed by %(person)s, %(moment)s",
        person=person_words(change.by),
        moment=moment(change.at),
    )


def checklist_words(key: str) -> str:
    """The title of a checklist for the audit trail; its key where it is no longer installed."""
    try:
        return str(shown(checklists().latest(key).title))
    except UnknownChecklist:
        return key


def section_words(named: str) -> str:
    """A section for the audit trail, told as its checklist and its own key."""
    checklist_key, _, section_key = named.partition("/")
    try:
        section = checklists().latest(checklist_key).nodes_by_key.get(section_key)
    except UnknownChecklist:
        return named
    return gettext("“%(title)s”", title=shown(section.title)) if section else named


def scope_words(scope: str) -> str:
    return {
        Scope.FULL: gettext("full form"),
        Scope.SHORT: gettext("short form"),
    }[Scope(scope)]


def register_attribution() -> str:
    return ATTRIBUTION


def self_checks_of(place: Municipality) -> list[OpenAssessment]:
    """For pages of other rooms that lead there."""
    return all_opened(assessments_of(place))


def speak_on_pages(app: Flask) -> None:
    words: tuple[Any, ...] = (
        attention_words,
        how_words,
        importance_words,
        last_change_words,
        left_words,
        minutes_text,
        news_words,
        open_keys,
        origin_sentence,
        place_words,
        problems_in,
        problems_with,
        register_attribution,
        progress_text,
        self_checks_of,
        state_words,
        sureness_words,
        todo_words,
    )
    for function in words:
        app.add_template_global(function)
    app.add_template_filter(assigned_words)
    speak_fact("checklist", checklist_words)
    speak_fact("section", section_words)
    speak_fact("scope", scope_words)
