"""The bench runs and prints every line; what it measures is judged by people, not by a test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = {
    "Pages and saving, over HTTP": 6,
    "Forms": 1,
    "Database": 1,
    "Queries": 7,
    "Charts": 10,
    "Papers": 6,
    "Growth from 10 to 40 assessments": 5,
    "Growth with the years": 1,
    "First visit, as a server in front would send it (gzip)": 6,
    "16 savers at once": 3,
    "Memory of one worker": 1,
    "Cold start": 2,
    "Scoring a file": 2,
    "Importing a file": 2,
    "Register and checklists": 2,
}


def test_a_quick_run_prints_every_line_and_writes_the_figures(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"

    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--json", str(figures)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    results = json.loads(figures.read_text("utf-8"))["results"]
    lines: dict[str, int] = {}
    for result in results:
        lines[result["theme"]] = lines.get(result["theme"], 0) + 1
        assert result["what"] in done.stdout
    assert lines == LINES
