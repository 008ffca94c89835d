"""What we ship of others is exactly what they published, and all of it is written down."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("app/static/vendor", "tests/vendor")
MANIFEST = ROOT / "app/static/vendor/MANIFEST.json"


def written_down() -> dict[str, str]:
    packages = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return {path: value for entry in packages.values() for path, value in entry["files"].items()}


def sha384(content: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def test_every_vendored_file_has_the_hash_of_the_manifest() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): sha384(path.read_bytes())
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path != MANIFEST
    }

    assert found == written_down()


def test_every_package_says_its_version_and_licence() -> None:
    packages = json.loads(MANIFEST.read_text(encoding="utf-8"))

    named = {name: (entry["version"], entry["license"]) for name, entry in packages.items()}

    assert named == {"@kern-ux/native": ("2.7.2", "EUPL-1.2"), "axe-core": ("4.14.1", "MPL-2.0")}


def test_the_stylesheet_asks_no_other_host() -> None:
    stylesheet = (ROOT / "app/static/vendor/kern/kern.min.css").read_text(encoding="utf-8")

    addresses = [
        part
        for part in stylesheet.split("url(")[1:]
        if not part.startswith(("'data:", '"data:', "data:"))
    ]

    assert addresses == []
