"""What the papers say about measures, money and people, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import format_date, gettext, ngettext, to_user_timezone

from app.domain.checklist import ShownText
from app.domain.costs import CostSum
from app.domain.measure import PlannedMeasure
from app.files.paper import Content, Words
from app.measures.plan_words import money_words
from app.papers.dossier import Dossier
from app.web.formatting import day
from app.web.i18n import shown


def said(text: ShownText | str) -> Content:
    """Words of a checklist; those that stand in for a missing language carry their own."""
    if isinstance(text, str):
        return text
    return Words(text.text, lang=text.language) if text.is_substitute else text.text


def typed(text: str) -> Words:
    """What people wrote, as they wrote it."""
    return Words(text, is_typed=True)


def typed_or_dash(text: str) -> Content:
    return typed(text) if text else "–"


def euros(amount: int | None) -> str:
    """Whole euros, as the language writes them; that nothing is stated is not 0."""
    if amount is None:
        return gettext("not stated")
    return money_words(amount)


def cost_sentence(cost: CostSum) -> str:
    """What it costs together, and how many of the measures that tells."""
    if cost.euros is None:
        return gettext("No cost is stated so far.")
    if cost.is_complete:
        return gettext("Together they cost %(sum)s.", sum=euros(cost.euros))
    return ngettext(
        "Together they cost %(sum)s; for %(num)s of them no cost is stated.",
        "Together they cost %(sum)s; for %(num)s of them no cost is stated.",
        cost.unstated,
        sum=euros(cost.euros),
    )


def until_words(measure: PlannedMeasure) -> str:
    """Until when, or when it was done."""
    if measure.done_on:
        return gettext("done on %(day)s", day=short_day(measure.done_on))
    return short_day(measure.due) if measure.due else gettext("open")


def short_day(value: date) -> str:
    return str(format_date(value, "medium"))


def place_of(dossier: Dossier) -> str:
    """The municipality's name; an invented town is called one."""
    name = dossier.record.municipality_name
    return gettext("%(town)s (invented)", town=name) if dossier.is_example else name


def checklist_words(dossier: Dossier) -> str:
    whole = dossier.report.whole
    return f"{shown(whole.title)} {whole.version}"


def standing_words(dossier: Dossier) -> str:
    """Whether it is finished, since when, and by whom."""
    record = dossier.record
    if record.finished_at is None:
        return gettext("not finished: numbers and texts can still change")
    finished = day(to_user_timezone(record.finished_at).date())
    if record.finished_by:
        return gettext("finished on %(day)s by %(person)s", day=finished, person=record.finished_by)
    return gettext("finished on %(day)s", day=finished)


def running_words(dossier: Dossier) -> str:
    """What stands at the foot of every page."""
    return gettext(
        "%(town)s · self-check %(year)s · %(checklist)s",
        town=place_of(dossier),
        year=dossier.record.year,
        checklist=checklist_words(dossier),
    )


def draft_words(dossier: Dossier) -> str:
    """What stands on every page until the self-check is finished."""
    return gettext("Draft") if dossier.is_draft else ""


def lines_of(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


IN2 = "in2_willkommenskultur"


def origin_of_criteria(checklist_key: str) -> str:
    """What the product says wherever its numbers go."""
    if checklist_key == IN2:
        return gettext(
            "A self-assessment, not a certificate. The criteria follow the three dimensions that "
            "the research project IN2 published, in our own words; they are not the original "
            "checklist, and the project has not endorsed them."
        )
    return gettext(
        "A self-assessment, not a certificate. Criteria, questions and levels are in our own "
        "words; none of the named sources has endorsed them."
    )
