"""The texts of a council paper as they are proposed, until somebody writes their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.domain.costs import cost_of
from app.domain.gaps import Gap
from app.papers.dossier import Dossier
from app.papers.models import CouncilPaper
from app.papers.result_words import result_sentence
from app.papers.wording import checklist_words, cost_sentence, place_of
from app.reports.sentences import completeness_words
from app.web.formatting import day
from app.web.i18n import shown

MOST_GAPS = 3
TEXTS = ("situation", "gaps", "measures", "resolution")


@dataclass(frozen=True)
class CouncilText:
    """One text of the paper, and whether somebody wrote it."""

    text: str
    is_typed: bool


@dataclass(frozen=True)
class CouncilTexts:
    """All four of them."""

    situation: CouncilText
    gaps: CouncilText
    measures: CouncilText
    resolution: CouncilText


def texts_of(dossier: Dossier, written: CouncilPaper | None) -> CouncilTexts:
    """What was written, and where nothing was what is proposed."""
    proposed = proposals(dossier)
    kept = {name: getattr(written, name) if written else "" for name in TEXTS}
    return CouncilTexts(
        **{name: CouncilText(kept[name] or proposed[name], bool(kept[name])) for name in TEXTS}
    )


def proposals(dossier: Dossier) -> dict[str, str]:
    """The proposed texts by their names."""
    return {
        "situation": _situation(dossier),
        "gaps": _gaps(dossier),
        "measures": _measures(dossier),
        "resolution": _resolution(dossier),
    }


def _situation(dossier: Dossier) -> str:
    report = dossier.report
    facts = {
        "town": place_of(dossier),
        "year": dossier.record.year,
        "checklist": checklist_words(dossier),
        "day": day(dossier.record.reference_date),
    }
    if dossier.record.reference_date:
        made = gettext(
            "%(town)s has looked at its own welcome culture in %(year)s, as of %(day)s, with the "
            "checklist “%(checklist)s”. It is a self-assessment, not a certificate.",
            **facts,
        )
    else:
        made = gettext(
            "%(town)s has looked at its own welcome culture in %(year)s with the checklist "
            "“%(checklist)s”. It is a self-assessment, not a certificate.",
            **facts,
        )
    return "\n".join([f"{made} {completeness_words(report.headline)}.", result_sentence(report)])


def _gaps(dossier: Dossier) -> str:
    """One line for each of the three most urgent gaps."""
    gaps = dossier.report.gaps[:MOST_GAPS]
    if not gaps:
        return gettext("No answered criterion is below its target.")
    return "\n".join(_gap_line(gap) for gap in gaps)


def _gap_line(gap: Gap) -> str:
    criterion, scale = gap.criterion, gap.criterion.scale
    line = gettext(
        "%(title)s: today “%(level)s”, target “%(target)s”.",
        title=shown(criterion.title),
        level=shown(scale.level(gap.level).label),
        target=shown(scale.level(gap.target).label),
    )
    step = criterion.next_steps.get(gap.level)
    return f"{line} {shown(step)}" if step else line


def _measures(dossier: Dossier) -> str:
    chosen = dossier.for_council
    if not chosen:
        return gettext("No measures are put forward yet.")
    count = ngettext(
        "%(num)s measure is put forward.", "%(num)s measures are put forward.", len(chosen)
    )
    return f"{count} {cost_sentence(cost_of(chosen))}"


def _resolution(dossier: Dossier) -> str:
    return "\n".join(_resolved(dossier))


def _resolved(dossier: Dossier) -> Iterator[str]:
    year = dossier.record.year
    yield gettext(
        "The council takes note of the result of the self-check of its welcome culture %(year)s.",
        year=year,
    )
    if dossier.for_council:
        yield gettext(
            "It decides on the measures listed under number 3 and charges the administration "
            "with carrying them out within the budget."
        )
    else:
        yield gettext("It charges the administration with proposing measures for the largest gaps.")
    yield gettext(
        "The administration reports within a year on how far the measures are, and repeats the "
        "self-check."
    )
