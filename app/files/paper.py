"""A paper as plain blocks: what a council or a reader gets, before it is a page, a PDF or a DOCX.

Whoever assembles a paper says what stands there; each renderer decides how it looks. All words are
data: no renderer reads markup in them. `lang` of a text is None where it is the paper's own
language; a text typed by people has `is_typed` set, for its direction follows its own letters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Words:
    """Some text. Line breaks in it are kept."""

    text: str
    lang: str | None = None
    is_typed: bool = False


Content = str | Words


class Tone(StrEnum):
    """How a paragraph speaks."""

    PLAIN = "plain"
    LEAD = "lead"
    """The one sentence to remember."""
    SMALL = "small"
    NOTICE = "notice"
    """Stands out: a condition, a warning, a minority note."""


@dataclass(frozen=True)
class Heading:
    """`level` counts from 1, below the paper's title; levels are never skipped."""

    text: Content
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    text: Content
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Listing:
    items: Sequence[Content]
    is_ordered: bool = False


@dataclass(frozen=True)
class Facts:
    """Short pairs of a word and what is to be said to it."""

    pairs: Sequence[tuple[Content, Content]]


@dataclass(frozen=True)
class DataTable:
    """Rows below a head that is repeated on each page; the first cell of a row names it.

    `shares` says how wide the columns are beside each other; `numeric` which, from 0, hold numbers.
    """

    caption: Content
    head: Sequence[Content]
    rows: Sequence[Sequence[Content]]
    shares: Sequence[int]
    numeric: Sequence[int] = ()


@dataclass(frozen=True)
class Figure:
    """A chart: `alt` says what it shows, and may not be empty.

    `svg` is a whole file; `png` makes the same drawing for programs that show none, and is asked
    only by those, for it takes its time. `width` is the share of the text's width in per cent.
    """

    svg: bytes
    png: Callable[[], bytes] = field(repr=False, compare=False)
    alt: str
    caption: Content
    width: int = 100


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Listing | Facts | DataTable | Figure | PageBreak


@dataclass(frozen=True)
class Paper:
    """The whole of it. `language` is a BCP 47 tag such as `de`; `direction` is ltr or rtl."""

    title: str
    language: str
    direction: str
    author: str
    """The municipality's name."""
    day: date
    blocks: Sequence[Block]
    subtitle: Content = ""
    kicker: Content = ""
    """A line above the title: what kind of paper it is."""
    draft: str = ""
    """What stands on every page until the self-check is finished; empty afterwards."""
    running: str = ""
    """What stands at the foot of every page: whose it is, and by which checklist."""
    page_word: str = ""
    """“Page”, in the paper's language."""
    contents_word: str = ""
    """The heading of the table of contents; none is made where it is empty."""
    has_cover: bool = False
    cover_facts: Sequence[tuple[Content, Content]] = ()
