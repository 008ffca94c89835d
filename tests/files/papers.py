"""Papers to try renderers with."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from datetime import date

from app.files.paper import Block, Figure, Paper

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 60" width="400" height="60" '
    b'font-family="Fira Sans"><rect x="10" y="10" width="216" height="20" fill="#154194"/>'
    b'<text x="10" y="50" font-size="14">Balken 54</text></svg>'
)


def a_paper(*blocks: Block, draft: str = "", language: str = "de", direction: str = "ltr") -> Paper:
    return Paper(
        title="Willkommen in Lindenbruck",
        language=language,
        direction=direction,
        author="Lindenbruck",
        day=date(2026, 11, 26),
        blocks=blocks,
        draft=draft,
        running="Lindenbruck 2026",
        page_word="Seite",
    )


def a_figure(alt: str = "Information 54 von 100") -> Figure:
    return Figure(DRAWING, a_picture, alt, "Profil")


def a_picture() -> bytes:
    """The smallest PNG there is: one white pixel."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts: Sequence[tuple[bytes, bytes]] = (
        (b"IHDR", head),
        (b"IDAT", zlib.compress(b"\x00\xff")),
        (b"IEND", b""),
    )
    written = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + written
