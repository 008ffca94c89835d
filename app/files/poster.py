"""A poster as plain data: the result on one page, for the wall of a town hall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.files.paper import Content


@dataclass(frozen=True)
class Poster:
    """`size` is `a4` or `a3`; both look alike. Everything fits on one page, long texts get small.

    `code` is the SVG of a QR code that leads to `address`; both are None where nothing is public.
    """

    size: str
    title: str
    language: str
    direction: str
    author: str
    """The municipality's name."""
    day: date
    kicker: Content
    lead: Content
    """The result in one sentence."""
    chart: bytes
    """An SVG file."""
    alt: str
    lists: Sequence[tuple[Content, Sequence[Content]]]
    """At most two headings with what stands below them."""
    note: Content
    """That this is a self-assessment, and what it follows."""
    draft: str = ""
    address: str | None = None
    code: bytes | None = None
    code_alt: str = ""
    code_text: Content = ""
    """What is found under the address."""
