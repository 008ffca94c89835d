"""What somebody does who brings a file in."""

from __future__ import annotations

from io import BytesIO

from app.municipalities.models import Municipality
from tests.builders import CHECKLIST
from tests.visitor import Page, Visitor

MAIN = f"{CHECKLIST}@1.0.0"


def import_of(place: Municipality) -> str:
    return f"/municipalities/{place.key}/import"


def brings(
    reader: Visitor,
    place: Municipality,
    content: bytes,
    name: str = "file.csv",
    *,
    status: int = 200,
) -> Page:
    """The page that shows what would become of the file."""
    sent = {"file": (BytesIO(content), name), "checklist": MAIN}
    return reader.posts(import_of(place), sent, status=status)


def takes(reader: Visitor, page: Page, *, finishes: bool = False) -> Page:
    """The page after the one button that takes it over."""
    button = next(text for form in page.forms for text, _ in form.buttons if "Take " in text)
    return reader.presses(page, button, {"finishes": "y"} if finishes else {})


def by_hand(*lines: str, encoding: str = "utf-8") -> bytes:
    """A table as somebody wrote it."""
    return "\r\n".join([*lines, ""]).encode(encoding)
