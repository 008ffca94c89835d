"""What a comparison of years says in sentences and words; pages, charts and files share them."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import gettext, ngettext

from app.assessments.wording import state_words
from app.domain.answers import Answer
from app.domain.bridge import Bridge, Cause
from app.domain.checklist import Criterion
from app.domain.comparison import Comparison, Movement, NotComparable, Reckoning, SharedValue
from app.domain.scoring import Score, is_no_clear_change
from app.domain.territory import TerritoryChange, crossed_by
from app.domain.timeline import LinePoint
from app.territory.wording import crossing_sentences
from app.web.formatting import percent, signed_tenth, tenth
from app.web.i18n import current_language, shown


def comparability_sentence(compared: Comparison) -> str:
    """“24 of 30 criteria are comparable (80 %), 22 were answered in both years.”"""
    return gettext(
        "%(comparable)s of %(total)s criteria are comparable (%(share)s), "
        "%(answered)s were answered in both years.",
        comparable=len(compared.pairs),
        total=compared.total,
        share=percent(compared.share),
        answered=len(compared.answered_twice),
    )


def not_comparable_words(line: NotComparable) -> str:
    """The criteria of one line, those of then before those of now."""
    old, new = (
        format_list([shown(c.title).text for c in side], locale=current_language())
        for side in (line.old, line.new)
    )
    if old and new and old != new:
        return gettext("%(old)s → %(new)s", old=old, new=new)
    return new or old


def change_sentence(compared: Comparison) -> str:
    """Whether the value over the shared criteria changed, and how."""
    then, now = compared.before.year, compared.after.year
    value = compared.overall
    if value.difference is None:
        return gettext(
            "What %(then)s and %(now)s share makes no statement for both years.", then=then, now=now
        )
    facts = {
        "then": then,
        "now": now,
        "before": tenth(value.shared_then),
        "after": tenth(value.shared_now),
        "difference": signed_tenth(value.difference),
    }
    if is_no_clear_change(value.difference):
        return gettext(
            "No clear change over the shared criteria: %(before)s in %(then)s, "
            "%(after)s in %(now)s (of 100).",
            **facts,
        )
    if value.difference > 0:
        return gettext(
            "Over the shared criteria the value rose from %(before)s in %(then)s to %(after)s "
            "in %(now)s (%(difference)s).",
            **facts,
        )
    return gettext(
        "Over the shared criteria the value fell from %(before)s in %(then)s to %(after)s "
        "in %(now)s (%(difference)s).",
        **facts,
    )


def difference_words(value: SharedValue) -> str:
    """“no clear change” where it is none, else how much it is."""
    if value.difference is not None and is_no_clear_change(value.difference):
        return gettext("no clear change")
    return signed_tenth(value.difference)


def answered_words(score: Score | None) -> str:
    """“36 of 36”, or that the year is not complete."""
    if score is None:
        return "–"
    facts = {"answered": score.answered, "applicable": score.applicable}
    if score.is_complete:
        return gettext("%(answered)s of %(applicable)s", **facts)
    return gettext("not complete: %(answered)s of %(applicable)s", **facts)


def incomplete_sentences(compared: Comparison) -> list[str]:
    """What to know beforehand of a year that is not complete."""
    found = []
    for each in (compared.before, compared.after):
        score = each.report.headline
        if not score.is_complete:
            facts = {"answered": score.answered, "applicable": score.applicable}
            said = gettext(
                "%(year)s is not complete: %(answered)s of %(applicable)s applicable criteria "
                "have a level.",
                year=each.year,
                **facts,
            )
            found.append(said)
    return found


def cause_words(cause: Cause) -> str:
    return {
        Cause.DROPPED: gettext("Criteria dropped"),
        Cause.PRACTICE: gettext("Practice changed"),
        Cause.STATES: gettext("States changed"),
        Cause.RULES: gettext("Rules changed"),
        Cause.ADDED: gettext("Criteria added"),
    }[cause]


def cause_meaning(cause: Cause) -> str:
    return {
        Cause.DROPPED: gettext("criteria that only the earlier year has"),
        Cause.PRACTICE: gettext("other levels for criteria answered in both years"),
        Cause.STATES: gettext(
            "criteria that are open, unknown or not applicable in one of the years"
        ),
        Cause.RULES: gettext("weights, points and the way of adding up"),
        Cause.ADDED: gettext("criteria that only the later year has"),
    }[cause]


def bridge_sentence(bridge: Bridge, *, then: int, now: int) -> str:
    """The way from one total to the other, part by part."""
    facts = {
        "then": then,
        "now": now,
        "before": tenth(bridge.start),
        "after": tenth(bridge.end),
        "parts": ", ".join(
            f"{cause_words(part.cause)} {signed_tenth(part.difference)}" for part in bridge.shown
        ),
    }
    if not bridge.shown:
        return gettext(
            "From %(before)s in %(then)s to %(after)s in %(now)s: nothing made a difference.",
            **facts,
        )
    return gettext("From %(before)s in %(then)s to %(after)s in %(now)s: %(parts)s.", **facts)


def moved_sentence(compared: Comparison) -> str:
    """How many of the comparable criteria went where."""
    if not compared.moved:
        return gettext("No comparable criterion moved.")
    counts = dict.fromkeys(Movement, 0)
    for pair in compared.moved:
        counts[pair.movement] += 1
    up, down, state = counts[Movement.UP], counts[Movement.DOWN], counts[Movement.STATE]
    said = [
        ngettext("%(num)s criterion moved up", "%(num)s criteria moved up", up) if up else "",
        ngettext("%(num)s moved down", "%(num)s moved down", down) if down else "",
        ngettext("%(num)s changed its state", "%(num)s changed their state", state)
        if state
        else "",
    ]
    return gettext(
        "Of %(count)s comparable criteria: %(moves)s.",
        count=len(compared.pairs),
        moves=format_list([each for each in said if each], locale=current_language()),
    )


def reckoned_sentence(compared: Comparison) -> str:
    """How many of the targets of then are reached."""
    if not compared.reckoned:
        return gettext(
            "No target of %(then)s can be held against a level of %(now)s.",
            then=compared.before.year,
            now=compared.after.year,
        )
    reached = [pair for pair in compared.reckoned if pair.reckoning is Reckoning.REACHED]
    return gettext(
        "%(reached)s of %(count)s targets of %(then)s are reached in %(now)s.",
        reached=len(reached),
        count=len(compared.reckoned),
        then=compared.before.year,
        now=compared.after.year,
    )


def reckoning_words(reckoning: Reckoning | None) -> str:
    if reckoning is None:
        return "–"
    return {
        Reckoning.REACHED: gettext("reached"),
        Reckoning.MISSED: gettext("missed"),
    }[reckoning]


def dimensions_sentence(values: Sequence[SharedValue]) -> str:
    """Every dimension then and now, over the shared criteria."""
    named = [
        f"{shown(value.node.title).text} {tenth(value.shared_then)} → {tenth(value.shared_now)} "
        f"({difference_words(value)})"
        for value in values
        if value.node
    ]
    return gettext("Over the shared criteria: %(fields)s.", fields="; ".join(named))


def line_sentence(line: Sequence[LinePoint], changes: Sequence[TerritoryChange] = ()) -> str:
    """Every year with its total, or that there was none; then where the territory changed."""
    named = [
        gettext("%(year)s: %(value)s", year=point.year, value=point_words(point)) for point in line
    ]
    told = gettext(
        "Of 100 points, over all criteria of each year: %(years)s.", years="; ".join(named)
    )
    crossed = crossed_by(line[0].year, line[-1].year, changes) if line else ()
    return f"{told} {crossing_sentences(crossed)}".rstrip()


def point_words(point: LinePoint) -> str:
    if point.of is None:
        return gettext("no self-check")
    exact = point.of.report.headline.exact
    return gettext("no statement") if exact is None else tenth(exact)


def answer_words(criterion: Criterion, answer: Answer) -> str:
    """“2 In Teilen verankert”, “don’t know” …"""
    return state_words(criterion, answer.state, answer.level)
