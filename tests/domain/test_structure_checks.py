"""What can be wrong in checklist.yaml, change by change, each with its exact place."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.checklist_files import find_problems
from tests.domain.checklist_folders import STRUCTURE, changed, write_checklist


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("key: probe\n", "", ["checklist.yaml:1:1: “key” is missing"]),
        (
            "key: probe\n",
            "key: other\n",
            [("checklist.yaml:1:6: the key is “other”, but the folder above is called “probe”")],
        ),
        (
            "version: 1.0.0",
            "version: 1.10",
            ["checklist.yaml:2:10: the version is “1.10”, but the folder is called “1.0.0”"],
        ),
        (
            "version: 1.0.0",
            "version: 1.0.0\ncolour: red",
            ["checklist.yaml:3:1: unknown key “colour”"],
        ),
        (
            "default_scale: steps",
            "default_scale: stairs",
            ["checklist.yaml:4:16: there is no scale “stairs”"],
        ),
        (
            "default_scale: steps",
            "default_scale: no",
            [
                (
                    "checklist.yaml:4:16: “no” may be read as true or false: write true or "
                    "false, or use quotes"
                )
            ],
        ),
        (
            "      - {value: 2, points: 100}\n",
            "      - {value: 2, points: 20}\n",
            ["checklist.yaml:10:28: the points fall from 100/3 to 20"],
        ),
        (
            "{value: 2, points: 100}",
            "{value: 1, points: 100}",
            [
                "checklist.yaml:10:17: the level 1 is listed twice",
                "de.yaml:7:5: the scale has no level 2",
                "en.yaml:7:5: the scale has no level 2",
            ],
        ),
        (
            "{value: 2, points: 100}",
            "{value: 0.5, points: 100}",
            ["checklist.yaml:10:17: “value” must be a whole number without quotes"],
        ),
        (
            "{value: 2, points: 100}",
            "{value: 2, points: 101}",
            ["checklist.yaml:10:28: “points” must be 100 or less"],
        ),
        (
            "points: 100/3",
            "points: 100/0",
            [("checklist.yaml:9:28: “points” must be a number or an exact fraction such as 100/3")],
        ),
        (
            "{value: 0, points: 0}",
            "{value: 0, points: -1}",
            ["checklist.yaml:8:28: “points” must be 0 or more"],
        ),
        ("weight: 0.5", "weight: -0.5", ["checklist.yaml:16:38: “weight” must be 0 or more"]),
        (
            "weight: 0.5",
            "weight: nan",
            [
                (
                    "checklist.yaml:16:38: “weight” must be a number or an exact fraction "
                    "such as 100/3"
                )
            ],
        ),
        (
            "weight: 0.5",
            "weight: .nan",
            [
                (
                    "checklist.yaml:16:38: “.nan” is no number that can be used: write it "
                    "out, or use quotes"
                )
            ],
        ),
        (
            "effort: [S, M]",
            "effort: [S, M, L]",
            ["checklist.yaml:15:51: more efforts than steps: a scale of 3 levels has 2"],
        ),
        (
            "effort: [S, M]",
            "effort: [S, X]",
            ["checklist.yaml:15:48: “effort”: “X” is none of S, M, L"],
        ),
        (
            "effort: [S, M]",
            "influence: mine",
            ["checklist.yaml:15:47: “influence”: “mine” is none of own, shared, advocate"],
        ),
        (
            "key: interpreters",
            "key: website",
            [
                "checklist.yaml:20:19: the key “website” is used twice",
                "checklist.yaml:23:37: there is no criterion “interpreters”",
                "de.yaml:29:3: checklist.yaml has no criterion “interpreters”",
                "en.yaml:24:3: checklist.yaml has no criterion “interpreters”",
            ],
        ),
        (
            "key: interpreters",
            "key: total",
            [
                "checklist.yaml:20:19: the key “total” is taken",
                "checklist.yaml:23:37: there is no criterion “interpreters”",
                "de.yaml:17:1: the words of criterion “total” are missing",
                "de.yaml:29:3: checklist.yaml has no criterion “interpreters”",
                "en.yaml:17:1: the words of criterion “total” are missing",
                "en.yaml:24:3: checklist.yaml has no criterion “interpreters”",
            ],
        ),
        (
            "key: interpreters",
            "key: core",
            [
                ("checklist.yaml:20:19: the key “core” is kept for the index of the core criteria"),
                "checklist.yaml:22:11: the key “core” is used twice",
                "checklist.yaml:23:37: there is no criterion “interpreters”",
                "de.yaml:17:1: the words of criterion “core” are missing",
                "de.yaml:29:3: checklist.yaml has no criterion “interpreters”",
                "en.yaml:17:1: the words of criterion “core” are missing",
                "en.yaml:24:3: checklist.yaml has no criterion “interpreters”",
            ],
        ),
        (
            "key: interpreters",
            "key: Inter-Preters",
            [
                (
                    "checklist.yaml:20:19: “Inter-Preters” is no key: write small letters, "
                    "digits and single “_”, a letter first"
                ),
                "checklist.yaml:23:37: there is no criterion “interpreters”",
                "de.yaml:17:1: the words of criterion “Inter-Preters” are missing",
                "de.yaml:29:3: checklist.yaml has no criterion “interpreters”",
                "en.yaml:17:1: the words of criterion “Inter-Preters” are missing",
                "en.yaml:24:3: checklist.yaml has no criterion “interpreters”",
            ],
        ),
        (
            "        criteria:\n          - {key: interpreters}\n",
            "",
            [
                "checklist.yaml:18:9: the section “counters” has neither criteria nor sections",
                "checklist.yaml:21:37: there is no criterion “interpreters”",
                "de.yaml:29:3: checklist.yaml has no criterion “interpreters”",
                "en.yaml:24:3: checklist.yaml has no criterion “interpreters”",
            ],
        ),
        (
            "[{from: 0, key: low}, {from: 50, key: high}]",
            "[{from: 1, key: low}, {from: 1, key: low}]",
            [
                "checklist.yaml:11:16: the first band must start at 0",
                "checklist.yaml:11:37: the bands must rise: 1 comes after 1",
                "checklist.yaml:11:45: the key “low” is used twice",
                "de.yaml:10:3: checklist.yaml has no band “high”",
                "en.yaml:10:3: checklist.yaml has no band “high”",
            ],
        ),
        (
            "criteria: core",
            "criteria: [website]",
            ["checklist.yaml:22:27: the index “core” must say “criteria: core”"],
        ),
        (
            "core: true",
            "core: false",
            ["checklist.yaml:22:27: no criterion is marked “core: true”"],
        ),
        (
            "[website, interpreters]",
            "[website, website, nobody]",
            [
                "checklist.yaml:23:37: the criterion “website” is named twice",
                "checklist.yaml:23:46: there is no criterion “nobody”",
            ],
        ),
        (
            "[website, interpreters]",
            "[]",
            ["checklist.yaml:23:27: “criteria” needs 1 or more entries"],
        ),
        (
            "version: 0.9.0",
            "version: 1.0.0",
            ["checklist.yaml:25:12: a version cannot replace itself"],
        ),
        (
            "to: [website]",
            "to: [website, nobody]",
            [
                "checklist.yaml:27:7: “reworded” needs one key under from and one under to",
                "checklist.yaml:27:52: there is no criterion “nobody”",
            ],
        ),
        (
            "kind: reworded",
            "kind: split",
            [("checklist.yaml:27:7: “split” needs one key under from and two or more under to")],
        ),
        (
            "kind: reworded",
            "kind: gone",
            [
                (
                    "checklist.yaml:27:14: “kind”: “gone” is none of same, reworded, "
                    "changed, split, merged, retired, new"
                )
            ],
        ),
        (
            "    - {kind: reworded, from: [site], to: [website]}",
            (
                "    - {kind: reworded, from: [site], to: [website]}\n    - {kind: "
                "retired, from: [site]}\n    - {kind: new, to: [website]}"
            ),
            [
                "checklist.yaml:28:30: the key “site” is listed twice",
                "checklist.yaml:29:24: the key “website” is listed twice",
            ],
        ),
        (
            "languages: [de, en]",
            "languages: [de]",
            ["en.yaml:1:1: checklist.yaml lists no language of this name"],
        ),
        (
            "languages: [de, en]",
            "languages: [de, en, uk, ../x]",
            [
                "checklist.yaml:3:25: “../x” is no language code such as de, en or pt-BR",
                "uk.yaml:1:1: this file is missing",
            ],
        ),
        (
            "languages: [de, en]",
            "languages: [de, en, en]",
            ["checklist.yaml:3:21: the language “en” is listed twice"],
        ),
        (
            "  - key: town_hall\n",
            "  - key: town_hall\n    weight: 1_0\n",
            [
                (
                    "checklist.yaml:14:13: “1_0” may be read as a number: write it without "
                    "“_”, or use quotes"
                )
            ],
        ),
        (
            "indices:\n",
            "total: {completeness: 1.5}\nindices:\n",
            ["checklist.yaml:21:23: “completeness” must be 1 or less"],
        ),
        (
            "dimensions:\n",
            "dimensions: []\nsections:\n",
            [
                "checklist.yaml:12:13: “dimensions” needs 1 or more entries",
                "checklist.yaml:13:1: unknown key “sections”",
            ],
        ),
    ],
)
def test_a_fault_in_the_structure_is_found(
    tmp_path: Path, old: str, new: str, found: list[str]
) -> None:
    folder = write_checklist(tmp_path, changed(STRUCTURE, old, new))

    assert [str(p).removeprefix(f"{folder}/") for p in find_problems(folder)] == found
