"""Read a PDF as others read it: its text, its tags, and what it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from tests.files.office import require, run


def text_of(pdf: bytes, folder: Path) -> str:
    """All of its text, page after page, with form feeds between them."""
    require("pdftotext")
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    return run("pdftotext", "-layout", str(file), "-")


def words_of(pdf: bytes, folder: Path) -> str:
    """Its text in one line, with words that were divided put together again."""
    flat = " ".join(text_of(pdf, folder).split())
    return flat.replace("\u00ad ", "").replace("- ", "")


def tags_in(pdf: bytes) -> list[str]:
    """The tags in the order in which they are read."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [str(node.S)[1:] for node in _nodes(opened.Root.StructTreeRoot) if "/S" in node]


def words_for_figures(pdf: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        found = _nodes(opened.Root.StructTreeRoot)
        return [str(node.Alt) for node in found if node.get("/S") == "/Figure"]


def languages_in(pdf: bytes) -> list[str]:
    """The languages other than its own, in the order in which they are read."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        found = _nodes(opened.Root.StructTreeRoot)
        return [str(node.Lang) for node in found if "/Lang" in node]


def says_of_itself(pdf: bytes) -> dict[str, Any]:
    """Language, title, standards, and whether the title stands on the window."""
    with pikepdf.open(BytesIO(pdf)) as opened, opened.open_metadata() as told:
        return {
            "language": str(opened.Root.Lang),
            "title": told["dc:title"],
            "title_is_shown": bool(opened.Root.ViewerPreferences.DisplayDocTitle),
            "is_tagged": bool(opened.Root.MarkInfo.Marked),
            "pdf/ua": told["pdfuaid:part"],
            "pdf/a": told["pdfaid:part"] + told["pdfaid:conformance"],
        }


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    below = node.get("/K", [])
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary):
            yield from _nodes(child)
