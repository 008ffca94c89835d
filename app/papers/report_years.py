"""Chapter of the report: this year beside the one before, and the line of all."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from app.comparisons.pictures import pictures_of
from app.comparisons.sentences import (
    change_sentence,
    comparability_sentence,
    incomplete_sentences,
    moved_sentence,
    reckoned_sentence,
)
from app.comparisons.tables import moved_table, values_table
from app.comparisons.year_tables import territory_table
from app.files.paper import Block, Heading, Paragraph, Tone
from app.papers.blocks import as_block, figure_of
from app.papers.dossier import Dossier

WITHOUT_NOTES = 5
"""So many columns of what moved, from the criterion to the steps: the notes stand elsewhere."""
WIDTH = 75


def years(dossier: Dossier) -> Iterator[Block]:
    """How far the years can be compared, then what changed, then the line."""
    found = dossier.years
    compared = found.comparison if found else None
    if found is None or compared is None:
        return
    then, now = compared.before.year, compared.after.year
    yield Heading(gettext("What changed from %(then)s to %(now)s", then=then, now=now))
    yield Paragraph(comparability_sentence(compared))
    for sentence in incomplete_sentences(compared):
        yield Paragraph(sentence, Tone.NOTICE)
    yield Paragraph(change_sentence(compared), Tone.LEAD)
    drawn = pictures_of(found, dossier.finished_years, dossier.changes)
    for name in ("dimensions", "bridge", "line"):
        if name in drawn:
            yield figure_of(drawn[name], width=WIDTH)
    yield as_block(values_table(compared), shares=(5, 3, 3, 3, 3, 5, 3, 5))
    yield Paragraph(moved_sentence(compared))
    if compared.moved:
        yield as_block(moved_table(compared), columns=WITHOUT_NOTES, shares=(5, 3, 4, 4, 2))
    yield Paragraph(reckoned_sentence(compared))
    if dossier.changes:
        yield as_block(territory_table(found, dossier.changes))
