"""Unpack KERN's two fonts for PDF files, whose maker reads no WOFF2.

For developers only: `pip install fonttools brotli`, then `python tools/fonts.py`, whenever KERN’s
fonts change. The manifest says what was made of what; a test compares it with the files.
"""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
PACKED = ROOT / "app" / "static" / "vendor" / "kern"
UNPACKED = ROOT / "app" / "files" / "printing" / "fonts"
NAMES = ("FiraSans-Regular", "FiraSans-SemiBold")


def main() -> None:
    """Equal fonts give equal bytes: when they were unpacked is not written into them."""
    manifest = {}
    for name in NAMES:
        packed, unpacked = PACKED / f"{name}.woff2", UNPACKED / f"{name}.ttf"
        font = TTFont(packed, recalcTimestamp=False)
        font.flavor = None
        font.save(unpacked)
        manifest[written(unpacked)] = {
            "hash": digest(unpacked),
            "made_of": written(packed),
            "hash_of_that": digest(packed),
        }
    told = json.dumps(manifest, indent=2) + "\n"
    (UNPACKED / "MANIFEST.json").write_text(told, encoding="utf-8")


def written(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def digest(file: Path) -> str:
    """As in the manifest of what we ship of others: tools/vendor.py."""
    return "sha384-" + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


if __name__ == "__main__":
    main()
