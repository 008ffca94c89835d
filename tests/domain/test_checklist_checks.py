"""Everything that can be wrong in a checklist is found in one pass, each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.checklist_files import find_problems
from tests.domain.checklist_folders import GERMAN, STRUCTURE, WORDS, changed, write_checklist


def problems(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in find_problems(folder)]


def test_a_good_checklist_has_no_problems(tmp_path: Path) -> None:
    assert problems(write_checklist(tmp_path)) == []


@pytest.mark.parametrize(
    ("kind", "old", "new", "reason"),
    [
        ("same", "[a, b]", "[website]", "needs one key under from and one under to"),
        ("changed", "[a]", "[]", "needs one key under from and one under to"),
        ("split", "[a]", "[website]", "needs one key under from and two or more under to"),
        ("merged", "[a]", "[website]", "needs two or more keys under from and one under to"),
        ("retired", "[a]", "[website]", "needs keys under from and none under to"),
        ("new", "[a]", "[website]", "needs keys under to and none under from"),
        ("same", "[a]", "[website]", None),
        ("split", "[a]", "[website, interpreters]", None),
        ("merged", "[a, b]", "[website]", None),
        ("retired", "[a, b]", "[]", None),
        ("new", "[]", "[website, interpreters]", None),
    ],
)
def test_a_line_of_the_mapping_has_as_many_keys_as_its_kind_needs(
    tmp_path: Path, kind: str, old: str, new: str, reason: str | None
) -> None:
    line = f"{{kind: {kind}, from: {old}, to: {new}}}"
    folder = write_checklist(
        tmp_path, changed(STRUCTURE, "{kind: reworded, from: [site], to: [website]}", line)
    )

    assert problems(folder) == ([f"checklist.yaml:27:7: “{kind}” {reason}"] if reason else [])


def test_faults_of_every_kind_are_found_in_one_pass(tmp_path: Path) -> None:
    structure = STRUCTURE
    for old, new in (
        ("default_scale: steps", "default_scale: steps\ncolour: red"),
        ("weight: 0.5", "weight: -1"),
        ("value: 2, points: 100", "value: 2, points: 20"),
        ("core: true", "core: no"),
        ("[website, interpreters]", "[website, nobody]"),
    ):
        structure = changed(structure, old, new)
    words = {"de": changed(GERMAN, "  core: Kurzform\n", "")}

    assert problems(write_checklist(tmp_path, structure, words=words)) == [
        "checklist.yaml:5:1: unknown key “colour”",
        "checklist.yaml:11:28: the points fall from 100/3 to 20",
        "checklist.yaml:16:30: “no” may be read as true or false: "
        "write true or false, or use quotes",
        "checklist.yaml:17:38: “weight” must be 0 or more",
        "checklist.yaml:24:37: there is no criterion “nobody”",
        "de.yaml:14:1: the title of index “core” is missing",
        "en.yaml:1:1: this file is missing",
    ]


def test_words_are_checked_although_the_structure_cannot_be_read(tmp_path: Path) -> None:
    words = {"de": changed(GERMAN, "title: Probe", "titel: Probe")}
    folder = write_checklist(tmp_path, "key: [", words=words)

    assert problems(folder)[1:] == [
        "de.yaml:1:1: “title” is missing",
        "de.yaml:1:1: unknown key “titel”",
    ]


def test_files_that_are_no_language_of_the_checklist_are_reported(tmp_path: Path) -> None:
    folder = write_checklist(tmp_path, words={**WORDS, "fr": GERMAN})
    (folder / "uk.yml").write_text("", encoding="utf-8")
    (folder / "notes.txt").write_text("", encoding="utf-8")

    assert problems(folder) == [
        "fr.yaml:1:1: checklist.yaml lists no language of this name",
        "uk.yml:1:1: checklist.yaml lists no language of this name",
    ]


def test_a_source_must_be_in_the_list_of_sources(tmp_path: Path) -> None:
    folder = write_checklist(tmp_path)
    sources = tmp_path / "sources.yaml"

    sources.write_text("in2: {name: IN2, url: https://example.org}\n", encoding="utf-8")
    assert problems(folder) == []

    sources.write_text("wok: {name: WOK, url: https://example.org}\n", encoding="utf-8")
    assert problems(folder) == ["checklist.yaml:15:62: there is no source “in2” in sources.yaml"]

    sources.write_text("in2: {name: IN2, url: javascript:alert(1)}\n", encoding="utf-8")
    assert problems(folder) == [
        f"{sources}:1:23: “javascript:alert(1)” is no address that begins with https://"
    ]


def test_outside_a_library_the_folders_may_be_called_anything(tmp_path: Path) -> None:
    folder = write_checklist(tmp_path, key="anything", version="anywhere")

    assert problems(folder) == [
        "checklist.yaml:1:6: the key is “probe”, but the folder above is called “anything”",
        "checklist.yaml:2:10: the version is “1.0.0”, but the folder is called “anywhere”",
    ]
    assert find_problems(folder, in_library=False) == []


@pytest.mark.parametrize(
    ("given", "found"),
    [(".", "checklist.yaml"), ("../1.0.0", "../1.0.0/checklist.yaml")],
)
def test_problems_name_files_as_the_folder_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, found: str
) -> None:
    folder = write_checklist(tmp_path, changed(STRUCTURE, "weight: 0.5", "weight: -1"))
    monkeypatch.chdir(folder)

    assert [*map(str, find_problems(Path(given)))] == [f"{found}:16:38: “weight” must be 0 or more"]
