"""Papers and posters as the plain data that their layouts read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

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
    Words,
)
from app.files.poster import Poster
from app.files.presentable import is_seen, lines_of, presentable, runs_from_right

_REGIONS = {"de": "DE", "en": "GB"}
_KINDS: Mapping[type[Block], str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Listing: "listing",
    Facts: "facts",
    DataTable: "table",
    Figure: "figure",
    PageBreak: "page_break",
}
Data = Mapping[str, Any]
# How many letters of a table's size a line has, and half the lines of a page.
_LETTERS, _LOW_ROW = 100, 25
_NOTHING = "–"


def paper_data(paper: Paper) -> Data:
    """All of a paper, ready for JSON."""
    writer = _Writer(paper.language, paper.direction)
    return {
        **writer.about(paper.title, paper.author),
        "day": [paper.day.year, paper.day.month, paper.day.day],
        "kicker": writer.words(paper.kicker),
        "subtitle": writer.words(paper.subtitle),
        "draft": presentable(paper.draft),
        "running": presentable(paper.running),
        "page_word": presentable(paper.page_word),
        "contents": presentable(paper.contents_word),
        "has_cover": paper.has_cover,
        "cover_facts": [writer.told(pair) for pair in paper.cover_facts],
        "blocks": [writer.block(block) for block in paper.blocks],
    }


def poster_data(poster: Poster) -> Data:
    """All of a poster, ready for JSON."""
    writer = _Writer(poster.language, poster.direction)
    return {
        **writer.about(poster.title, poster.author),
        "day": [poster.day.year, poster.day.month, poster.day.day],
        "size": poster.size,
        "kicker": writer.words(poster.kicker),
        "lead": writer.words(poster.lead),
        "svg": _drawing(poster.chart),
        "alt": presentable(poster.alt),
        "lists": [writer.told(one) for one in poster.lists],
        "note": writer.words(poster.note),
        "draft": presentable(poster.draft),
        "address": presentable(poster.address or ""),
        "code": _drawing(poster.code) if poster.code else None,
        "code_alt": presentable(poster.code_alt),
        "code_text": writer.words(poster.code_text),
    }


def bare(content: Content) -> str:
    return content if isinstance(content, str) else content.text


def stays_whole(row: Sequence[Content], shares: Sequence[int]) -> bool:
    """Whether a row is surely low enough to stand on one page, so that it need not be torn."""
    return all(
        _height(cell, _LETTERS * share // sum(shares)) <= _LOW_ROW
        for cell, share in zip(row, shares, strict=False)
    )


def _height(cell: Content, letters: int) -> int:
    """About how many lines a cell has in a column of so many letters."""
    return sum(1 + len(line) // max(1, letters - 4) for line in bare(cell).splitlines())


class _Writer:
    """Writes texts with their language and direction beside them."""

    def __init__(self, language: str, direction: str) -> None:
        self._language, self._direction = language, direction

    def about(self, title: str, author: str) -> Data:
        code, region = _parts_of(self._language)
        return {
            "title": presentable(title) if is_seen(title) else _NOTHING,
            "author": presentable(author),
            "language": code,
            "region": region,
            "direction": self._direction,
        }

    def words(self, content: Content) -> Data:
        told = Words(content) if isinstance(content, str) else content
        code, region = _parts_of(told.lang or self._language)
        is_rtl = self._direction == "rtl"
        if told.is_typed or told.lang:
            is_rtl = runs_from_right(told.text, otherwise=is_rtl)
        return {
            "lines": lines_of(told.text),
            "lang": code,
            "region": region,
            "dir": "rtl" if is_rtl else "ltr",
        }

    def block(self, block: Block) -> Data:
        told = {one.name: self.told(getattr(block, one.name)) for one in fields(block)}
        if isinstance(block, Figure):
            told |= {"svg": _drawing(block.svg), "alt": presentable(block.alt), "png": None}
        if isinstance(block, Heading) and not is_seen(bare(block.text)):
            # An accessible file has no heading without words.
            told["text"] = self.words(_NOTHING)
        if isinstance(block, Paragraph):
            told["tone"] = block.tone.value
        if isinstance(block, DataTable):
            told["whole"] = [stays_whole(row, block.shares) for row in block.rows]
        return {"kind": _KINDS[type(block)], **told}

    def told(self, value: object) -> Any:
        """Texts as words, and what holds texts with words in their place."""
        if isinstance(value, str | Words):
            return self.words(value)
        if isinstance(value, list | tuple):
            return [self.told(one) for one in value]
        return value


def _parts_of(tag: str) -> tuple[str, str | None]:
    """The language of a tag, and the region that hyphens and quotes go by, if there is one."""
    code, _, region = tag.partition("-")
    return code, region.upper() if len(region) == 2 else _REGIONS.get(code)


def _drawing(svg: bytes) -> str:
    return presentable(svg.decode("utf-8"))
