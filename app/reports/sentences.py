"""What a result says in one sentence; charts and pages share them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from babel.lists import format_list
from flask_babel import gettext, ngettext

from app.domain.checklist import Section
from app.domain.gaps import Gap
from app.domain.report import AssessmentReport, ProfileLine
from app.domain.robustness import NextStep, VariantKind
from app.domain.scoring import Score, is_no_clear_change
from app.web.formatting import percent, whole
from app.web.i18n import current_language, shown


def title_of(node: Section) -> str:
    return shown(node.title).text


def in_one_sentence(report: AssessmentReport) -> str:
    """The whole result in one sentence: the strongest field, and where most is missing.

    Dimensions that lie within what is no clear change are not told apart.
    """
    lines = sorted(
        (line for line in report.dimensions if line.score.exact is not None),
        key=lambda line: line.score.exact or 0,
    )
    if not lines:
        return gettext("Nothing is answered yet. The profile grows with every answer.")
    weakest, strongest = lines[0], lines[-1]
    if len(lines) > 1 and _within_no_clear_change(weakest, strongest):
        return gettext(
            "The dimensions lie close together (%(lowest)s to %(highest)s of 100).",
            lowest=whole(weakest.score.exact),
            highest=whole(strongest.score.exact),
        )
    farthest = max(lines, key=_way_to_target)
    if _way_to_target(farthest) == 0:
        return gettext(
            "Your strongest dimension is “%(strongest)s”. Every target is reached.",
            strongest=title_of(strongest.node),
        )
    return gettext(
        "Your strongest dimension is “%(strongest)s” (%(score)s of 100). "
        "Farthest from its target is “%(farthest)s” (%(today)s, target %(target)s).",
        strongest=title_of(strongest.node),
        score=whole(strongest.score.exact),
        farthest=title_of(farthest.node),
        today=whole(farthest.score.exact),
        target=whole(farthest.target),
    )


def _within_no_clear_change(low: ProfileLine, high: ProfileLine) -> bool:
    return is_no_clear_change((high.score.exact or Fraction(0)) - (low.score.exact or Fraction(0)))


def _way_to_target(line: ProfileLine) -> Fraction:
    return (line.target or Fraction(0)) - (line.score.exact or Fraction(0))


def interim_sentence(report: AssessmentReport) -> str:
    """What to say first while too little is answered for a statement."""
    return gettext(
        "Interim state: %(answered)s of %(applicable)s criteria have a level. "
        "That is too early for a total; this is what can be seen so far.",
        answered=report.headline.answered,
        applicable=report.headline.applicable,
    )


def score_words(score: Score) -> str:
    """“67 of 100”, or that there is no statement."""
    if score.exact is None:
        return gettext("no statement")
    return gettext("%(score)s of 100", score=whole(score.exact))


def completeness_words(score: Score) -> str:
    """“30 of 33 applicable criteria have a level (91 %)”."""
    if not score.applicable:
        return gettext("no criterion applies")
    return gettext(
        "%(answered)s of %(applicable)s applicable criteria have a level (%(share)s)",
        answered=score.answered,
        applicable=score.applicable,
        share=percent(score.completeness),
    )


def range_words(score: Score) -> str:
    """What the score can still become: “between 48 and 61”."""
    if score.lowest is None or score.highest is None:
        return gettext("no statement")
    return gettext(
        "between %(lowest)s and %(highest)s",
        lowest=whole(score.lowest),
        highest=whole(score.highest),
    )


def profile_sentence(lines: Sequence[ProfileLine]) -> str:
    """Every dimension with its score, in one sentence."""
    if not lines:
        return gettext("There is nothing to show yet.")
    named = [
        f"{title_of(line.node)} {whole(line.score.exact)}"
        if line.score.exact is not None
        else f"{title_of(line.node)}: {gettext('no statement')}"
        for line in lines
    ]
    return gettext("Of 100 points: %(fields)s.", fields=", ".join(named))


def gaps_sentence(gaps: Sequence[Gap], *, most: int) -> str:
    """How many gaps there are, which is the most urgent, and how many a chart shows."""
    if not gaps:
        return gettext("No answered criterion is below its target.")
    count = ngettext(
        "%(num)s criterion is below its target.",
        "%(num)s criteria are below their target.",
        len(gaps),
    )
    first = gettext(
        "The most urgent one is “%(title)s”.", title=shown(gaps[0].criterion.title).text
    )
    sentences = [count, first]
    if len(gaps) > most:
        sentences.append(gettext("The chart shows the %(most)s most urgent.", most=most))
    return " ".join(sentences)


def robustness_words(step: NextStep) -> str:
    """“among the first five in 9 of 9 variants”, else what that depends on."""
    firm = step.robustness
    found = gettext(
        "among the first five in %(number)s of %(variants)s variants",
        number=firm.in_first_five,
        variants=firm.variants,
    )
    if firm.is_certain:
        return found
    reasons = {
        VariantKind.IMPORTANCE: gettext("on importance"),
        VariantKind.WEIGHTS: gettext("on the weights"),
        VariantKind.UNKNOWN: gettext("on what is unknown"),
        VariantKind.DIMENSION_WEIGHTS: gettext("on the weight of the dimensions"),
    }
    named = format_list([reasons[kind] for kind in firm.depends_on], locale=current_language())
    return gettext("%(found)s: depends %(reasons)s", found=found, reasons=named)
