"""Office programs: LibreOffice shows how a document comes out, pdftotext what stands there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGES = {"soffice": "libreoffice-writer", "pdftotext": "poppler-utils"}
# Its first start makes a profile, which on a busy machine takes a while.
PATIENCE_S = 180


def pages_in_office(docx: bytes, folder: Path) -> list[str]:
    """The text of each page, laid out as on it; without LibreOffice the test is skipped.

    In CI it fails instead. `folder` takes the files and LibreOffice's profile.
    """
    require("soffice", "pdftotext")
    source = folder / "paper.docx"
    source.write_bytes(docx)
    run(
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(source),
    )
    text = run("pdftotext", "-layout", str(folder / "paper.pdf"), "-")
    return text.split("\f")[:-1]


def require(*programs: str) -> None:
    """Skip the test where one of them is missing; in CI it fails."""
    missing = [name for name in programs if shutil.which(name) is None]
    if not missing:
        return
    packages = " and ".join(PACKAGES[name] for name in missing)
    advice = f"no {' and no '.join(missing)}: install {packages}"
    if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail(advice)
    pytest.skip(advice)


def run(*command: str) -> str:
    """Its output; what goes wrong is shown with the program's own words."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S)
    assert done.returncode == 0, done.stderr
    return done.stdout
