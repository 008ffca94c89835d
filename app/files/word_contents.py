"""A paper's headings in Word and the table of contents that leads to them.

The table is a real field: whoever changes headings lets Word make it anew. It names no pages, for
only Word knows them, and it would ask everybody who opens the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from docx.oxml.xmlchemy import BaseOxmlElement

from app.files.paper import Heading, Paper
from app.files.word_text import (
    Voice,
    element,
    field_begin,
    field_end,
    line,
    paragraph,
    reads_rtl,
    run,
)

DEEPEST_STYLE, DEEPEST_ENTRY = 3, 2
_FIELD = f'TOC \\o "1-{DEEPEST_ENTRY}" \\h \\n'


class Contents:
    """Counts the headings, so that each has the mark its entry leads to."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self._written = 0

    def heading(self, heading: Heading) -> BaseOxmlElement:
        """A heading that can be led to."""
        self._written += 1
        made = paragraph(f"Heading{min(heading.level, DEEPEST_STYLE)}", heading.text, self.voice)
        number = str(self._written)
        begin = element("bookmarkStart", id=number, name=_mark(self._written))
        made[0].addnext(begin)
        made.append(element("bookmarkEnd", id=number))
        return made

    def paragraphs(self, paper: Paper) -> Iterator[BaseOxmlElement]:
        """The table of contents of a paper none of whose headings has been written yet."""
        headings = [block for block in paper.blocks if isinstance(block, Heading)]
        numbered = enumerate(headings, start=1)
        shown = [(number, each) for number, each in numbered if each.level <= DEEPEST_ENTRY]
        if not shown:
            return
        yield paragraph("TOCHeading", paper.contents_word, self.voice)
        for place, (number, each) in enumerate(shown):
            link = element("hyperlink", run(each.text, self.voice), anchor=_mark(number))
            runs = [*(field_begin(_FIELD) if place == 0 else []), link]
            if place == len(shown) - 1:
                runs.append(field_end())
            yield line(f"TOC{each.level}", runs, is_rtl=reads_rtl(each.text, self.voice))


def _mark(number: int) -> str:
    """The name Word itself gives to what a table of contents leads to."""
    return f"_Toc{number:09}"
