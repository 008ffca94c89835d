"""Tables of a paper in Word: the head is repeated, no row is torn, widths follow the shares."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from app.files.paper import Content, DataTable
from app.files.word_styles import TEXT_WIDTH
from app.files.word_text import Layout, Voice, bare, element, paragraph

# In twentieths of a point: a wide letter of a table's type, and the margins of a cell.
_LETTER, _MARGINS = 118, 192
# How many letters of a word stay on one line, if the page has room for that; else fewer do.
_KEPT_TOGETHER = (22, 18, 14, 11)
_WORD_END = re.compile(r"[\s/-]")


def captioned_table(table: DataTable, voice: Voice) -> list[BaseOxmlElement]:
    """The caption, if there is one, and the table below it.

    Raises ValueError where a row has not as many cells as there are shares.
    """
    widths = _widths(table)
    made = element("tbl", _properties(table, voice))
    made.append(element("tblGrid", *(element("gridCol", w=str(width)) for width in widths)))
    made.append(_row(table.head, widths, table.numeric, voice, is_head=True))
    made.extend(_row(row, widths, table.numeric, voice) for row in table.rows)
    if not bare(table.caption):
        return [made]
    return [paragraph("Caption", table.caption, voice, Layout(keeps_next=True)), made]


def _widths(table: DataTable) -> list[int]:
    """Each column's width; together exactly the text's.

    A column too narrow for its words takes from the others: a date torn in two cannot be read.
    """
    for longest in _KEPT_TOGETHER:
        least = [
            min(_longest_word(column), longest) * _LETTER + _MARGINS
            for column in zip(table.head, *table.rows, strict=True)
        ]
        if sum(least) <= TEXT_WIDTH:
            return _shared(table.shares, least)
    return _shared(table.shares, [0] * len(table.shares))


def _shared(shares: Sequence[int], least: Sequence[int]) -> list[int]:
    """The text's width by shares, but none narrower than the least it needs."""
    needy: set[int] = set()
    while True:
        free = TEXT_WIDTH - sum(least[place] for place in needy)
        total = sum(share for place, share in enumerate(shares) if place not in needy)
        widths = [
            least[place] if place in needy else free * share // total
            for place, share in enumerate(shares)
        ]
        narrow = {place for place, width in enumerate(widths) if width < least[place]}
        if not narrow:
            # What is lost by rounding goes to the widest, where nobody sees it.
            widths[widths.index(max(widths))] += TEXT_WIDTH - sum(widths)
            return widths
        needy |= narrow


def _longest_word(column: Sequence[Content]) -> int:
    return max(len(word) for cell in column for word in _WORD_END.split(bare(cell)))


def _properties(table: DataTable, voice: Voice) -> BaseOxmlElement:
    look = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0"}
    made = element("tblPr", element("tblStyle", val="PaperTable"))
    if voice.is_rtl:
        made.append(element("bidiVisual"))
    made.append(element("tblW", w=str(TEXT_WIDTH), type="dxa"))
    made.append(element("tblLayout", type="fixed"))
    made.append(element("tblLook", val="06A0", noHBand="1", noVBand="1", **look))
    if bare(table.caption):
        made.append(element("tblCaption", val=bare(table.caption)))
    made.append(element("tblDescription", val=" · ".join(map(bare, table.head))))
    return made


def _row(
    cells: Sequence[Content],
    widths: Sequence[int],
    numeric: Sequence[int],
    voice: Voice,
    *,
    is_head: bool = False,
) -> BaseOxmlElement:
    properties = element("trPr", element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))
    made = element("tr", properties)
    style = "TableHead" if is_head else "TableText"
    for place, (content, width) in enumerate(zip(cells, widths, strict=True)):
        words = paragraph(style, content, voice, Layout(is_right=place in numeric))
        size = element("tcPr", element("tcW", w=str(width), type="dxa"))
        made.append(element("tc", size, words))
    return made
