"""The list of published versions and what it refuses."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from app.domain.errors import InvalidFile
from app.domain.published import (
    FILE_NAME,
    PublishedVersion,
    StructureHasChanged,
    WordingHasChanged,
    change_of,
    publish,
    read_published,
)
from tests.domain.small_checklists import checklist, criterion, fingerprinted, text

ONE = checklist("ab")
OTHER_STRUCTURE = checklist([criterion("a", weight=Fraction(2)), "b"])
OTHER_WORDS = fingerprinted(replace(ONE, title=text("Berichtigt")))
FINGERPRINT = "0" * 64


def test_where_there_is_no_list_nothing_is_published(tmp_path: Path) -> None:
    assert read_published(tmp_path) == {}


def test_a_published_version_is_a_line_that_people_can_read(tmp_path: Path) -> None:
    publish(tmp_path, ONE)

    line = (tmp_path / FILE_NAME).read_text("utf-8").splitlines()[-1]
    assert line == (
        f"example 1.0.0 structure {ONE.structure_fingerprint} wording {ONE.wording_fingerprint}"
    )
    assert read_published(tmp_path)["example", "1.0.0"] == PublishedVersion(
        "example", "1.0.0", ONE.structure_fingerprint, ONE.wording_fingerprint, line=2
    )


def test_lines_are_sorted_by_key_and_version_and_comments_stay(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("# ours\n# by hand\n", "utf-8")
    for version in ("1.10.0", "1.9.0", "1.0.0"):
        publish(tmp_path, checklist("ab", version))
    publish(tmp_path, checklist("ab", key="another"))

    lines = (tmp_path / FILE_NAME).read_text("utf-8").splitlines()
    assert [" ".join(line.split()[:2]) for line in lines] == [
        "# ours",
        "# by",
        "another 1.0.0",
        "example 1.0.0",
        "example 1.9.0",
        "example 1.10.0",
    ]


def test_publishing_twice_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, ONE)
    before = (tmp_path / FILE_NAME).read_bytes()

    publish(tmp_path, ONE, wording=True)

    assert (tmp_path / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize("wording", [False, True])
def test_a_changed_structure_is_refused_and_the_list_stays(tmp_path: Path, wording: bool) -> None:
    publish(tmp_path, ONE)
    before = (tmp_path / FILE_NAME).read_bytes()

    with pytest.raises(StructureHasChanged):
        publish(tmp_path, OTHER_STRUCTURE, wording=wording)

    assert (tmp_path / FILE_NAME).read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_corrected_words_are_taken_over_only_when_asked_for(tmp_path: Path) -> None:
    publish(tmp_path, ONE)

    with pytest.raises(WordingHasChanged):
        publish(tmp_path, OTHER_WORDS)
    publish(tmp_path, OTHER_WORDS, wording=True)

    line = read_published(tmp_path)["example", "1.0.0"]
    assert (line.structure, line.wording) == (
        ONE.structure_fingerprint,
        OTHER_WORDS.wording_fingerprint,
    )


@pytest.mark.parametrize(
    ("found", "kind"),
    [(ONE, None), (OTHER_STRUCTURE, StructureHasChanged), (OTHER_WORDS, WordingHasChanged)],
)
def test_a_change_of_what_is_published_is_told(
    tmp_path: Path, found: object, kind: type[Exception] | None
) -> None:
    publish(tmp_path, ONE)

    change = change_of(found, read_published(tmp_path))  # type: ignore[arg-type]

    assert (type(change) if change else None) == kind


def test_a_draft_has_not_changed() -> None:
    assert change_of(ONE, {}) is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "example 1.0.0",
            "1:14: this is not “key version structure <fingerprint> wording <fingerprint>”",
        ),
        (
            "<<<<<<< HEAD",
            "1:1: “<<<<<<<” is not the key of a checklist",
        ),
        (
            f"example 1..0 structure {FINGERPRINT} wording {FINGERPRINT}",
            "1:9: “1..0” is not a version",
        ),
        (
            f"example 1.0.0 structure {FINGERPRINT} wording 12ab",
            "1:98: “12ab” is not a fingerprint of 64 hexadecimal digits",
        ),
        (
            f"example 1.0.0 structure {FINGERPRINT} wording {FINGERPRINT} more",
            "1:163: this is not “key version structure <fingerprint> wording <fingerprint>”",
        ),
        (
            f"example 1.0.0 words {FINGERPRINT} wording {FINGERPRINT}",
            "1:15: this is not “key version structure <fingerprint> wording <fingerprint>”",
        ),
    ],
)
def test_a_malformed_line_is_told_with_its_place(tmp_path: Path, line: str, problem: str) -> None:
    (tmp_path / FILE_NAME).write_text(line, "utf-8")

    with pytest.raises(InvalidFile) as caught:
        read_published(tmp_path)

    assert str(caught.value) == f"{tmp_path / FILE_NAME}:{problem}"


def test_all_malformed_lines_are_told_at_once_and_publishing_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("oops\n\n# fine\nOOPS\n", "utf-8")

    with pytest.raises(InvalidFile) as caught:
        publish(tmp_path, ONE)

    assert [problem.place.line for problem in caught.value.problems] == [1, 4]


def test_a_version_that_is_listed_twice_is_told(tmp_path: Path) -> None:
    line = f"example 1.0.0 structure {FINGERPRINT} wording {FINGERPRINT}\n"
    (tmp_path / FILE_NAME).write_text(line * 2, "utf-8")

    with pytest.raises(InvalidFile) as caught:
        read_published(tmp_path)

    assert str(caught.value) == (
        f"{tmp_path / FILE_NAME}:2:1: example 1.0.0 is already listed in line 1"
    )


def test_a_list_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\x00")

    with pytest.raises(InvalidFile, match=r"published\.sha256:1:1: this file cannot be read"):
        read_published(tmp_path)
