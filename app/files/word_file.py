"""A paper as a DOCX file that people go on working with: real styles, real lists, real tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt, Twips
from docx.text.paragraph import Paragraph as WordParagraph

from app.files.paper import (
    Block,
    Content,
    DataTable,
    Facts,
    Figure,
    Heading,
    Listing,
    PageBreak,
    Paper,
    Paragraph,
    Tone,
)
from app.files.word_contents import Contents
from app.files.word_styles import BULLETS, TEXT_WIDTH, dress, new_numbers
from app.files.word_tables import captioned_table
from app.files.word_text import (
    Layout,
    Voice,
    bare,
    cleaned,
    element,
    field,
    line,
    paragraph,
    run,
)

# A longer word of a fact has a line of its own, for it would reach into what is said to it.
LONGEST_WORD = 24
LONGEST_PROPERTY = 255
_STYLES = {Tone.PLAIN: "Normal", Tone.LEAD: "Lead", Tone.SMALL: "Small", Tone.NOTICE: "Notice"}
_ABOVE_COVER, _ABOVE_FACTS, _BELOW_TABLE = Pt(150), Pt(20), Pt(12)
# Equal papers give equal bytes; a ZIP knows no earlier moment than this.
_PACKED = (1980, 1, 1, 0, 0, 0)


def as_docx(paper: Paper) -> bytes:
    """The paper as a DOCX; equal papers give equal bytes.

    Raises ValueError where a figure says nothing instead of its picture, or a table's row has not
    as many cells as its head.
    """
    voice = Voice(paper.language, paper.direction)
    document = docx.Document()
    dress(document, voice)
    _say_whose(document, paper)
    _write_edges(document, paper, voice)
    sheet = _Sheet(document, voice)
    sheet.write_opening(paper)
    for block in paper.blocks:
        sheet.write(block)
    sheet.finish()
    file = BytesIO()
    document.save(file)
    return _repacked(file)


class _Sheet:
    """The body as it grows. A page break waits for the paragraph it stands before."""

    def __init__(self, document: Document, voice: Voice) -> None:
        self.document = document
        self.voice = voice
        self.contents = Contents(voice)
        self.is_break_due = False
        self.is_below_table = False

    def write_opening(self, paper: Paper) -> None:
        """Kicker, title and subtitle; with a cover, they and its facts have a page of their own."""
        opening = (("Kicker", paper.kicker), ("Title", paper.title), ("Subtitle", paper.subtitle))
        lines = [
            line(style, [run(content, self.voice)], is_rtl=self.voice.is_rtl)
            for style, content in opening
            if bare(content)
        ]
        facts = [self._fact(pair) for pair in paper.cover_facts]
        for added in (*lines, *facts):
            self._add(added)
        if paper.has_cover:
            for first, room in ((lines[:1], _ABOVE_COVER), (facts[:1], _ABOVE_FACTS)):
                for each in first:
                    WordParagraph(each, self.document).paragraph_format.space_before = room
            self.is_break_due = True
        if bare(paper.contents_word):
            for each in self.contents.paragraphs(paper):
                self._add(each)
            self.is_break_due = paper.has_cover

    def write(self, block: Block) -> None:
        if isinstance(block, PageBreak):
            self.is_break_due = True
            return
        for each in self._elements(block):
            self._add(each)

    def finish(self) -> None:
        """Word wants a paragraph below the last table."""
        if self.is_below_table:
            self._add(paragraph("Small", "", self.voice))

    def _elements(self, block: Block) -> Iterator[BaseOxmlElement]:
        match block:
            case Heading():
                yield self.contents.heading(block)
            case Paragraph():
                yield paragraph(_STYLES[block.tone], block.text, self.voice)
            case Listing():
                yield from self._list(block)
            case Facts():
                yield from map(self._fact, block.pairs)
            case DataTable():
                yield from captioned_table(block, self.voice)
            case Figure():
                yield from self._figure(block)

    def _list(self, block: Listing) -> Iterator[BaseOxmlElement]:
        style = "ListNumber" if block.is_ordered else "ListBullet"
        number = new_numbers(self.document) if block.is_ordered else BULLETS
        for item in block.items:
            yield paragraph(style, item, self.voice, Layout(number=number))

    def _fact(self, pair: tuple[Content, Content]) -> BaseOxmlElement:
        """One paragraph for both, for a table without a head would be read out as a table."""
        word, said = pair
        between = "\n" if len(bare(word)) > LONGEST_WORD else "\t"
        sign = "" if bare(word).endswith((":", "?", "!")) else ":"
        runs = [
            run(word, self.voice, "Strong"),
            run(sign + between, self.voice, "Strong"),
            run(said, self.voice),
        ]
        return line("Facts", runs, is_rtl=self.voice.is_rtl)

    def _figure(self, block: Figure) -> Iterator[BaseOxmlElement]:
        if not bare(block.alt).strip():
            raise ValueError("a figure has no words for those who do not see it")
        width = Twips(TEXT_WIDTH * block.width // 100)
        picture = self.document.part.new_pic_inline(BytesIO(block.png()), width, None)
        picture.docPr.set("descr", bare(block.alt))
        drawing = element("r", element("drawing", picture))
        yield line("Figure", [drawing], is_rtl=self.voice.is_rtl)
        if bare(block.caption):
            yield paragraph("Caption", block.caption, self.voice)

    def _add(self, added: BaseOxmlElement) -> None:
        """Append it to the body, whose last element is the section and stays the last."""
        self.document.element.body[-1].addprevious(added)
        is_table = added.tag == qn("w:tbl")
        first = next(added.iter(qn("w:p")))
        form = WordParagraph(first, self.document).paragraph_format
        if self.is_break_due:
            form.page_break_before = True
        elif self.is_below_table and not is_table:
            form.space_before = _BELOW_TABLE
        self.is_break_due, self.is_below_table = False, is_table


def _write_edges(document: Document, paper: Paper, voice: Voice) -> None:
    """The same head and foot on every page, the first one too."""
    section = document.sections[0]
    if bare(paper.draft):
        section.header.is_linked_to_previous = False
        _fill(section.header.part.element, paragraph("Header", paper.draft, voice))
    whose, page = (" ".join(words.split()) for words in (paper.running, paper.page_word))
    runs = [run(f"{whose}\t{page} ", voice)]
    runs += [*field("PAGE", voice), run(" / ", voice), *field("NUMPAGES", voice)]
    section.footer.is_linked_to_previous = False
    _fill(section.footer.part.element, line("Footer", runs, is_rtl=voice.is_rtl))


def _fill(edge: BaseOxmlElement, content: BaseOxmlElement) -> None:
    for child in list(edge):
        edge.remove(child)
    edge.append(content)


def _say_whose(document: Document, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = cleaned(paper.title)[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = cleaned(paper.author)[:LONGEST_PROPERTY]
    properties.language = cleaned(paper.language)[:LONGEST_PROPERTY]
    properties.comments = properties.keywords = ""
    properties.revision = 1
    moment = datetime.combine(paper.day, time())
    properties.created = properties.modified = properties.last_printed = moment


def _repacked(file: BytesIO) -> bytes:
    """The same parts, sorted, and without the moment at which they were packed."""
    packed = BytesIO()
    with ZipFile(file) as made, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in _first_things_first(made.namelist()):
            part = ZipInfo(name, _PACKED)
            part.compress_type, part.create_system = ZIP_DEFLATED, 0
            archive.writestr(part, made.read(name))
    return packed.getvalue()


def _first_things_first(names: Sequence[str]) -> list[str]:
    """Some programs tell a DOCX from other archives by its first part."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
