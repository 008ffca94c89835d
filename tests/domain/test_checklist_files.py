"""A folder of files becomes a checklist, whole, exact, in every language; or is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from app.domain.checklist import Aggregate, Band, Checklist, Effort, Index, Influence, Text
from app.domain.checklist_files import find_problems, read_checklist
from app.domain.checklist_schema import json_schemas
from app.domain.errors import InvalidFile
from app.domain.fingerprints import structure_fingerprint, wording_fingerprint
from app.domain.replacements import Predecessor, Replacement, ReplacementKind
from app.domain.sources import Source, read_sources
from tests.domain.checklist_folders import ENGLISH, GERMAN, STRUCTURE, changed, write_checklist


@pytest.fixture
def checklist(tmp_path: Path) -> Checklist:
    return read_checklist(write_checklist(tmp_path))


def test_the_tree_is_read_in_its_order(checklist: Checklist) -> None:
    assert [node.key for node in checklist.nodes] == ["town_hall", "counters"]
    assert [c.key for c in checklist.criteria] == ["website", "opening_hours", "interpreters"]
    assert [c.weight for c in checklist.criteria] == [1, Fraction(1, 2), 1]


def test_what_is_left_out_has_its_default(checklist: Checklist) -> None:
    criterion = checklist.criteria_by_key["interpreters"]
    dimension = checklist.dimensions[0]

    assert (criterion.weight, criterion.core, criterion.scored) == (1, False, True)
    assert (criterion.influence, criterion.effort, criterion.sources) == (None, (), ())
    assert criterion.allows_not_applicable is True
    assert criterion.scale == checklist.scales["steps"]
    assert (dimension.weight, dimension.aggregate) == (1, Aggregate.POOLED)
    assert (checklist.total_aggregate, checklist.completeness) == (Aggregate.MEAN, Fraction(4, 5))


def test_points_bands_indices_and_mapping_are_exact(checklist: Checklist) -> None:
    points = [level.points for level in checklist.scales["steps"].levels]

    assert points == [0, Fraction(100, 3), 100]
    assert [(band.key, band.start) for band in checklist.bands] == [("low", 0), ("high", 50)]
    assert checklist.bands[1] == Band(
        "high", Fraction(50), Text({"de": "Gut unterwegs", "en": "Well on the way"})
    )
    assert checklist.indices == (
        Index("core", Text({"de": "Kurzform", "en": "Short form"}), ("website",)),
        Index("pair", Text({"de": "Paar", "en": "Pair"}), ("website", "interpreters")),
    )
    assert checklist.predecessor == Predecessor(
        "0.9.0", (Replacement(ReplacementKind.REWORDED, ("site",), ("website",)),)
    )


def test_texts_are_in_the_order_of_the_languages_without_those_that_are_missing(
    checklist: Checklist,
) -> None:
    website = checklist.criteria_by_key["website"]

    assert website.title == Text({"de": "Internetseite", "en": "Website"})
    assert list(website.title.by_language) == ["de", "en"]
    assert website.help == Text({"de": "Auch Leichte Sprache zählt."})
    assert website.level_texts == {0: Text({"de": "Nur deutsch."})}
    assert website.next_steps == {0: Text({"de": "Eine Seite übersetzen."})}
    assert website.not_applicable_hint is None
    assert checklist.description == Text({"de": "Ein Probestück."})
    assert checklist.unchecked_languages == {"en"}


def test_every_setting_is_read(tmp_path: Path) -> None:
    options = (
        "{key: interpreters, weight: 1/3, scored: false, influence: shared, effort: [L],"
        " not_applicable: false, scale: yes_no}"
    )
    structure = changed(STRUCTURE, "{key: interpreters}", options)
    structure = changed(
        structure,
        "bands:",
        "  yes_no: {levels: [{value: 1, points: 0}, {value: 5, points: 100}]}\n"
        "total: {aggregate: pooled, completeness: 0.5}\nbands:",
    )
    structure = changed(
        structure, "- key: counters", "- key: counters\n        weight: 0\n        aggregate: mean"
    )
    labels = "scales:\n  yes_no:\n    1: {label: a}\n    5: {label: b, meaning: c}\n"
    words = {code: changed(content, "scales:\n", labels) for code, content in WORDS_BY_CODE.items()}

    checklist = read_checklist(write_checklist(tmp_path, structure, words=words))

    criterion = checklist.criteria_by_key["interpreters"]
    assert (criterion.weight, criterion.scored) == (Fraction(1, 3), False)
    assert (criterion.influence, criterion.effort) == (Influence.SHARED, (Effort.LARGE,))
    assert criterion.allows_not_applicable is False
    assert [level.value for level in criterion.scale.levels] == [1, 5]
    assert (checklist.total_aggregate, checklist.completeness) == (
        Aggregate.POOLED,
        Fraction(1, 2),
    )
    counters = checklist.nodes_by_key["counters"]
    assert (counters.weight, counters.aggregate) == (0, Aggregate.MEAN)


WORDS_BY_CODE = {"de": GERMAN, "en": ENGLISH}


def test_a_version_stays_as_it_is_written(tmp_path: Path) -> None:
    structure = changed(STRUCTURE, "version: 1.0.0", "version: 1.10")
    structure = changed(structure, "version: 0.9.0", "version: 1.9")

    checklist = read_checklist(write_checklist(tmp_path, structure, version="1.10"))

    assert checklist.version == "1.10"
    assert checklist.predecessor is not None
    assert checklist.predecessor.version == "1.9"


def test_the_fingerprints_are_those_of_the_checklist(checklist: Checklist) -> None:
    bare = replace(checklist, structure_fingerprint="", wording_fingerprint="")

    assert checklist.structure_fingerprint == structure_fingerprint(bare)
    assert checklist.wording_fingerprint == wording_fingerprint(bare)


def test_comments_line_ends_and_order_of_keys_change_no_checklist(tmp_path: Path) -> None:
    folder = write_checklist(tmp_path / "one")
    moved = changed(STRUCTURE, "default_scale: steps\n", "") + "default_scale: steps\n"
    rewritten = "\ufeff# a comment\n" + moved.replace("\n", "\r\n")
    other = write_checklist(tmp_path / "two", rewritten)

    assert read_checklist(other) == read_checklist(folder)


def test_a_broken_checklist_raises_with_every_problem_in_order(tmp_path: Path) -> None:
    structure = changed(STRUCTURE, "weight: 0.5", "weight: -1")
    words = {"de": changed(GERMAN, "title: Probe\n", "titel: Probe\n"), "en": "- a\n"}
    folder = write_checklist(tmp_path, structure, words=words)

    with pytest.raises(InvalidFile) as refused:
        read_checklist(folder)

    assert list(refused.value.problems) == find_problems(folder)
    assert [str(problem).removeprefix(f"{folder}/") for problem in refused.value.problems] == [
        "checklist.yaml:16:38: “weight” must be 0 or more",
        "de.yaml:1:1: “title” is missing",
        "de.yaml:1:1: unknown key “titel”",
        "en.yaml:1:1: the file must be a block of “key: value” lines",
    ]


@pytest.mark.parametrize("content", ["", "# nothing\n", "null\n", "- a\n", "text\n", "5\n"])
def test_a_file_without_keys_is_refused(tmp_path: Path, content: str) -> None:
    folder = write_checklist(tmp_path, content)

    assert [problem.message for problem in find_problems(folder)] == [
        "the file must be a block of “key: value” lines"
    ]


def test_an_empty_folder_lacks_its_checklist(tmp_path: Path) -> None:
    assert [*map(str, find_problems(tmp_path))] == [
        f"{tmp_path}/checklist.yaml:1:1: this file is missing"
    ]


def test_sections_nest_deep(tmp_path: Path) -> None:
    lines, words = [], ""
    for depth in range(7):
        lines += [f"{'    ' * depth}  - key: node_{depth}", f"{'    ' * depth}    sections:"]
        words += f"  node_{depth}: {{title: Ebene {depth}}}\n"
    lines[-1] = lines[-1].replace("sections:", "criteria: [{key: deep}]")
    structure = STRUCTURE[: STRUCTURE.index("dimensions:")] + "dimensions:\n" + "\n".join(lines)
    german = (
        GERMAN[: GERMAN.index("nodes:")]
        + f"nodes:\n{words}criteria:\n  deep: {{title: Tief, question: Wie tief}}\n"
    )

    structure = changed(structure, "[de, en]", "[de]")
    checklist = read_checklist(write_checklist(tmp_path, structure, words={"de": german}))

    assert [node.key for node in checklist.lineage["deep"]] == [f"node_{n}" for n in range(7)]


def test_a_checklist_of_many_described_criteria_is_read_whole(tmp_path: Path) -> None:
    keys = [f"criterion_{number}" for number in range(36)]
    structure = changed(
        STRUCTURE,
        "          - {key: interpreters}\n",
        "".join(f"          - {{key: {key}}}\n" for key in ("interpreters", *keys)),
    )
    more = "".join(
        f"  {key}:\n    title: Ein Kriterium\n    question: {'Wie steht es um dies ' * 5}\n"
        f"    help: {'Als Nachweis zählt ' * 8}\n    levels:\n"
        + "".join(f"      {level}: {'Es gibt etwas. ' * 6}\n" for level in range(3))
        for key in keys
    )
    words = {"de": GERMAN + more, "en": ENGLISH + more}
    folder = write_checklist(tmp_path, structure, words=words)

    checklist = read_checklist(folder)

    assert len(checklist.criteria) == 39


def test_sources_are_read_by_key(tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text("in2:\n  name: IN2\n  url: https://example.org/in2\n", encoding="utf-8")

    assert read_sources(file) == {"in2": Source("in2", "IN2", "https://example.org/in2")}


def test_broken_sources_are_refused_with_every_problem(tmp_path: Path) -> None:
    file = tmp_path / "sources.yaml"
    file.write_text("in2:\n  name: no\n  address: x\nWok: {}\n", encoding="utf-8")

    with pytest.raises(InvalidFile) as refused:
        read_sources(file)

    assert [str(problem).removeprefix(f"{file}:") for problem in refused.value.problems] == [
        "1:1: “url” is missing",
        "2:9: “no” may be read as true or false: write true or false, or use quotes",
        "3:3: unknown key “address”",
        "4:1: “Wok” is no key: write small letters, digits and single “_”, a letter first",
        "4:1: “name” is missing",
        "4:1: “url” is missing",
    ]


def test_the_schemas_let_editors_write_numbers_and_fractions() -> None:
    schemas = json_schemas()
    points = schemas["checklist"]["$defs"]["LevelFile"]["properties"]["points"]
    weight = schemas["checklist"]["$defs"]["CriterionFile"]["properties"]["weight"]

    assert list(schemas) == ["checklist", "words"]
    assert [option["type"] for option in points["anyOf"]] == ["number", "string"]
    assert (points["anyOf"][0]["minimum"], points["anyOf"][0]["maximum"]) == (0, 100)
    assert weight["default"] == 1
    assert schemas["words"]["additionalProperties"] is False
