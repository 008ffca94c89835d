"""The public summary in the reader's language: one view for its look before, page and poster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext, ngettext

from app.charts.profile import profile_chart
from app.charts.rows import ProfileRow
from app.domain.checklist import ShownText
from app.domain.measure import MeasureState
from app.measures.plan_words import state_words
from app.papers.dossier import Dossier, in_public
from app.papers.public_facts import (
    PublicFacts,
    PublicLine,
    PublicMeasure,
    PublicStep,
    is_total_in_public,
    tells_an_answer,
)
from app.papers.result_words import Standing, sentence_about
from app.papers.wording import origin_of_criteria, short_day
from app.reports.pictures import Picture, chart_words, profile_head, profile_row
from app.web.formatting import day, percent, tenth, whole
from app.web.i18n import shown

NAME_OF_CHART = "public-profile"


@dataclass(frozen=True)
class ShownStep:
    title: ShownText
    step: ShownText | None


@dataclass(frozen=True)
class ShownMeasure:
    title: str
    standing: str
    """How far it is, and until when."""


@dataclass(frozen=True)
class Shown:
    """Everything that the page says, ready to be written down."""

    place: str
    is_example: bool
    year: int
    title: str
    checklist: ShownText
    version: str
    standing: str
    sentence: str
    completeness: str
    picture: Picture
    steps: Sequence[ShownStep]
    measures: Sequence[ShownMeasure]
    total: str
    """Empty where the total is withheld."""
    method: str


def view_of(facts: PublicFacts) -> Shown:
    place = facts.municipality
    if facts.is_example:
        place = gettext("%(town)s (invented)", town=place)
    return Shown(
        place=place,
        is_example=facts.is_example,
        year=facts.year,
        title=gettext("How welcoming is %(town)s?", town=place),
        checklist=shown(facts.checklist),
        version=facts.version,
        standing=_standing(facts),
        sentence=_lead(facts),
        completeness=_completeness(facts),
        picture=_picture(facts),
        steps=[
            ShownStep(shown(one.title), shown(one.step) if one.step else None)
            for one in facts.steps
        ],
        measures=[_measure(one) for one in facts.measures],
        total="" if facts.total is None else gettext("%(score)s of 100", score=whole(facts.total)),
        method=origin_of_criteria(facts.checklist_key),
    )


def _step(one: PublicStep) -> ShownStep:
    return ShownStep(shown(one.title), shown(one.step) if one.step else None)


def _standing(facts: PublicFacts) -> str:
    if facts.reference_date:
        return gettext("as of %(day)s", day=day(facts.reference_date))
    if facts.finished_on:
        return gettext("finished on %(day)s", day=day(facts.finished_on))
    return gettext("not finished: numbers and texts can still change")


def _lead(facts: PublicFacts) -> str:
    """Nothing stands out yet where too little is answered for a total."""
    if facts.total is None:
        return gettext("Too little is answered so far to say what stands out.")
    return sentence_about(
        [
            Standing(shown(line.title).text, line.exact, line.target or line.exact)
            for line in facts.dimensions
            if line.exact is not None
        ]
    )


def _sentence(facts: PublicFacts) -> str:
    """Every dimension with its score, the strongest one first."""
    told = [line for line in facts.dimensions if line.exact is not None]
    if not told:
        return gettext("There is nothing to show yet.")
    told.sort(key=lambda line: line.exact or Fraction(0), reverse=True)
    named = [f"{shown(line.title)} {whole(line.exact)}" for line in told]
    return gettext("Of 100 points: %(fields)s.", fields=", ".join(named))


def _completeness(facts: PublicFacts) -> str:
    if facts.completeness is None:
        return gettext("no criterion applies")
    return gettext(
        "%(answered)s of %(applicable)s applicable criteria have a level (%(share)s)",
        answered=facts.answered,
        applicable=facts.applicable,
        share=percent(facts.completeness),
    )


def _picture(facts: PublicFacts) -> Picture:
    return Picture(
        kind="profile",
        pairs=[_row(line) for line in facts.lines],
        words=chart_words(
            name=NAME_OF_CHART,
            title=gettext("Profile by dimension and section"),
            description=_sentence(facts),
            legend_value=gettext("today"),
            legend_target=gettext("target"),
        ),
        draw=profile_chart,
        table_head=profile_head(),
        table_rows=[_cells(line) for line in facts.lines],
        numeric=(1, 2, 3),
    )


def _row(line: PublicLine) -> ProfileRow:
    return profile_row(
        shown(line.short_title).text,
        exact=line.exact,
        target=line.target,
        counts=(line.answered, line.applicable),
        is_dimension=line.depth == 0,
    )


def _cells(line: PublicLine) -> list[ShownText | str]:
    answered = gettext(
        "%(answered)s of %(applicable)s", answered=line.answered, applicable=line.applicable
    )
    return [shown(line.title), tenth(line.exact), tenth(line.target), answered]


def _measure(one: PublicMeasure) -> ShownMeasure:
    until = ""
    if one.state is MeasureState.DONE and one.done_on:
        until = gettext("done on %(day)s", day=short_day(one.done_on))
    elif one.due:
        until = gettext("until %(day)s", day=short_day(one.due))
    state = "" if one.done_on else state_words(one.state)
    return ShownMeasure(one.title, ", ".join(filter(None, (state, until))))


def withheld(dossier: Dossier) -> Sequence[tuple[str, str]]:
    """What the town has and does not show, each with the reason."""
    hidden = len(dossier.own_measures) - len(in_public(dossier.own_measures))
    rows = [
        *_always_withheld(),
        (
            ngettext(
                "%(num)s measure that is proposed or dropped",
                "%(num)s measures that are proposed or dropped",
                hidden,
            ),
            gettext("Nobody has decided on them, or they were given up."),
        ),
    ]
    report = dossier.report
    if any(map(tells_an_answer, report.profile)):
        rows.append(
            (
                gettext("The points of parts with one answer, and of the sections beside them"),
                gettext("They would say what the answer is."),
            )
        )
    if report.is_withheld:
        rows.append((gettext("The total"), gettext("Too little is answered for one number.")))
    elif not is_total_in_public(report):
        told = gettext("With it, the points of the dimension with one answer could be reckoned.")
        rows.append((gettext("The total"), told))
    return rows


def _always_withheld() -> Sequence[tuple[str, str]]:
    return (
        (
            gettext(
                "Answers to single criteria, their levels and how sure they are; of what comes "
                "first only the title and the next step are shown"
            ),
            gettext("They are for the work inside; single answers invite to be misread."),
        ),
        (
            gettext("Evidence, reasons and notes"),
            gettext("They were written for colleagues and may name people and cases."),
        ),
        (
            gettext("Names of people, and who answered or decided"),
            gettext("Nobody was asked whether their name may be public."),
        ),
        (
            gettext("Workshops: who was in the room, votes, reasons and minority notes"),
            gettext("People spoke in a protected room, and small groups can be recognised."),
        ),
        (
            gettext("Costs, funding, who is responsible, partners and notes of measures"),
            gettext("Budgets are decided by the council, in its own papers."),
        ),
    )
