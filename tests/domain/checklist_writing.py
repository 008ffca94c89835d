"""Small checklists as files, for the tests about folders of checklists."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.domain.checklist_files import read_checklist
from app.domain.published import publish

STEPS = "{value: 0, points: 0}, {value: 1, points: 50}, {value: 2, points: 100}"


def write_version(
    root: Path,
    criteria: Iterable[str] = ("a", "b"),
    version: str = "1.0.0",
    *,
    key: str = "example",
    levels: str = STEPS,
    replaces: Iterable[str] = (),
    title: str = "Beispiel",
    is_published: bool = False,
) -> Path:
    """Write a checklist of one dimension; `replaces` are the lines below that word."""
    folder = root / key / version
    folder.mkdir(parents=True, exist_ok=True)
    keys = list(criteria)
    structure = [
        f"key: {key}",
        f"version: {version}",
        "languages: [de]",
        "default_scale: steps",
        f"scales: {{steps: {{levels: [{levels}]}}}}",
        "dimensions:",
        "  - key: dimension",
        "    criteria:",
        *(f"      - key: {each}" for each in keys),
        *(["replaces:"] if replaces else []),
        *(f"  {line}" for line in replaces),
    ]
    words = [
        f"title: {title}",
        "scales:",
        "  steps:",
        *(f"    {value}: {{label: Stufe {value}}}" for value in range(levels.count("value"))),
        "nodes:",
        "  dimension: {title: Dimension}",
        "criteria:",
        *(f"  {each}:\n    title: {each}\n    question: Warum {each}?" for each in keys),
    ]
    (folder / "checklist.yaml").write_text("\n".join(structure) + "\n", "utf-8")
    (folder / "de.yaml").write_text("\n".join(words) + "\n", "utf-8")
    if is_published:
        publish(root, read_checklist(folder))
    return folder
