"""What can be wrong in a language file, change by change, each with its exact place."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.checklist_files import find_problems
from tests.domain.checklist_folders import WORDS, changed, write_checklist


@pytest.mark.parametrize(
    ("language", "old", "new", "found"),
    [
        ("de", "title: Probe\n", "", ["de.yaml:1:1: “title” is missing"]),
        (
            "de",
            "title: Probe\n",
            "title: [a]\n",
            ["de.yaml:1:8: “title” must be text; numbers and true or false need quotes"],
        ),
        (
            "de",
            "title: Probe\n",
            "title: " + "x" * 201 + "\n",
            ["de.yaml:1:8: “title” is longer than 200 characters"],
        ),
        (
            "de",
            "title: Probe\n",
            "title: 2024\n",
            ["de.yaml:1:8: “title” must be text; numbers and true or false need quotes"],
        ),
        ("de", "title: Probe\n", "title: ' '\n", ["de.yaml:1:8: “title” is empty"]),
        (
            "de",
            "title: Probe\n",
            "title:\n",
            ["de.yaml:1:1: “title” has no value: write one, or leave it out"],
        ),
        ("de", "  core: Kurzform\n", "", ["de.yaml:14:1: the title of index “core” is missing"]),
        (
            "de",
            "  core: Kurzform\n",
            "  kern: Kurzform\n",
            [
                "de.yaml:14:1: the title of index “core” is missing",
                "de.yaml:15:3: checklist.yaml has no index “kern”",
            ],
        ),
        ("en", "    0: {label: Nothing}\n", "", ["en.yaml:4:3: the words of level 0 are missing"]),
        (
            "en",
            "    0: {label: Nothing}\n",
            "    0: {label: Nothing}\n    7: {label: Seven}\n",
            ["en.yaml:6:5: the scale has no level 7"],
        ),
        (
            "en",
            "    0: {label: Nothing}\n",
            '    "0": {label: Nothing}\n',
            ["en.yaml:5:5: “0” must be a whole number without quotes"],
        ),
        (
            "de",
            "      0: Nur deutsch.",
            "      9: Nur deutsch.",
            ["de.yaml:23:7: the scale has no level 9"],
        ),
        (
            "de",
            "      0: Eine Seite übersetzen.",
            "      2: Eine Seite übersetzen.",
            ["de.yaml:25:7: from level 2 there is no step up"],
        ),
        (
            "en",
            "    title: Website\n",
            "    title: Website\n    not_applicable_hint: Never.\n",
            ["en.yaml:20:5: the first language, de, has no such text to stand in for others"],
        ),
        ("en", "title: Probe\n", "title: Probe\ndescription: x\n", []),
        (
            "en",
            "    title: Website\n",
            "    title: Website\n    levels: {0: a, 1: b}\n",
            [("en.yaml:20:20: the first language, de, has no such text to stand in for others")],
        ),
        ("en", "    question: Do they suit people?\n", "", ["en.yaml:21:3: “question” is missing"]),
        (
            "en",
            "  interpreters:\n    title: Interpreters\n    question: Is somebody there?\n",
            "",
            ["en.yaml:17:1: the words of criterion “interpreters” are missing"],
        ),
        (
            "en",
            "criteria:\n",
            "criteria:\n  nobody: {title: a, question: b}\n",
            ["en.yaml:18:3: checklist.yaml has no criterion “nobody”"],
        ),
        (
            "en",
            "checked: false",
            "checked: no",
            [
                (
                    "en.yaml:1:10: “no” may be read as true or false: write true or false, "
                    "or use quotes"
                )
            ],
        ),
        (
            "en",
            "bands:\n  low: At the start\n  high: Well on the way\n",
            "",
            [
                "en.yaml:1:1: the word for band “low” is missing",
                "en.yaml:1:1: the word for band “high” is missing",
            ],
        ),
        (
            "en",
            "nodes:\n",
            "node:\n",
            ["en.yaml:1:1: “nodes” is missing", "en.yaml:11:1: unknown key “node”"],
        ),
        (
            "en",
            "    title: Website\n",
            "    title: Website\n    title: Website\n",
            ["en.yaml:20:5: the key “title” stands here twice"],
        ),
    ],
)
def test_a_fault_in_the_words_is_found(
    tmp_path: Path, language: str, old: str, new: str, found: list[str]
) -> None:
    words = {**WORDS, language: changed(WORDS[language], old, new)}
    folder = write_checklist(tmp_path, words=words)

    assert [str(p).removeprefix(f"{folder}/") for p in find_problems(folder)] == found
