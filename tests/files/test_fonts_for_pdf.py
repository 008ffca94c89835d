"""The fonts in PDF files are those of the pages, unpacked and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from fontTools.ttLib import TTFont

from app.files.presentable import FONTS
from tools.fonts import ROOT, digest, written

MANIFEST = json.loads((FONTS / "MANIFEST.json").read_text(encoding="utf-8"))
OF_OTHERS = json.loads((ROOT / "app/static/vendor/MANIFEST.json").read_text(encoding="utf-8"))


def fonts() -> list[Path]:
    return sorted(FONTS.glob("*.ttf"))


def test_each_font_has_the_hash_of_the_manifest() -> None:
    told = {name: entry["hash"] for name, entry in MANIFEST.items()}

    assert {written(file): digest(file) for file in fonts()} == told


def test_each_font_was_made_of_one_that_the_pages_have_now() -> None:
    of_pages = OF_OTHERS["@kern-ux/native"]["files"]

    made_of = {entry["made_of"]: entry["hash_of_that"] for entry in MANIFEST.values()}

    assert made_of == {name: of_pages[name] for name in made_of}


def test_each_font_is_what_it_is_called() -> None:
    names = []
    for file in fonts():
        with TTFont(file) as font:
            names.append(font["name"].getDebugName(4))

    assert names == ["Fira Sans", "Fira Sans SemiBold"]
