"""The library: which versions there are, which are offered, and what stops them."""

from pathlib import Path

import pytest

from app.domain.checklist_files import find_problems
from app.domain.checklist_folders import find_versions, inspect
from app.domain.errors import InvalidFile
from app.domain.library import Library, UnknownChecklist, load_library
from app.domain.published import FILE_NAME
from tests.domain.checklist_writing import write_version
from tests.domain.small_checklists import checklist


def problems_of(*folders: Path) -> list[str]:
    """What is wrong, each with its place below the folders' parent."""
    with pytest.raises(InvalidFile) as caught:
        load_library(folders)
    above = f"{folders[0].parent}/"
    return [str(problem).replace(above, "") for problem in caught.value.problems]


def names(library: Library) -> list[str]:
    return [f"{each.key} {each.version}" for each in library.offered()]


@pytest.fixture()
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    folder.mkdir()
    return folder


@pytest.fixture()
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def test_an_empty_folder_is_an_empty_library(root: Path) -> None:
    assert load_library([root]) == Library(())


def test_the_latest_published_version_of_each_checklist_is_offered(root: Path, own: Path) -> None:
    write_version(root, key="alpha", is_published=True)
    write_version(root, key="in2_willkommenskultur", is_published=True)
    write_version(root, key="zeta", version="1.9.0", is_published=True)
    write_version(root, key="zeta", version="1.10.0", is_published=True)
    write_version(root, key="zeta", version="2.0.0")
    write_version(root, key="draft")
    write_version(own, key="aachen", is_published=True)

    library = load_library([root, own])

    assert names(library) == [
        "in2_willkommenskultur 1.0.0",
        "alpha 1.0.0",
        "zeta 1.10.0",
        "aachen 1.0.0",
    ]
    assert [each.version for each in library.versions("zeta")] == ["1.9.0", "1.10.0", "2.0.0"]
    assert library.latest("zeta") == library.get("zeta", "1.10.0")


def test_a_draft_can_be_had_but_is_not_offered(root: Path) -> None:
    write_version(root)

    library = load_library([root])

    draft = library.get("example", "1.0.0")
    assert (library.offered(), library.is_published(draft)) == ((), False)
    with pytest.raises(UnknownChecklist, match="no published checklist “example”"):
        library.latest("example")


def test_what_is_not_there_is_unknown() -> None:
    library = Library((checklist("a"),))

    with pytest.raises(UnknownChecklist, match=r"no version 2\.0\.0 of a checklist “example”"):
        library.get("example", "2.0.0")
    assert library.versions("other") == ()


def test_the_sources_of_all_folders_are_there_ours_before_others(root: Path, own: Path) -> None:
    for folder, name in ((root, "Ours"), (own, "Theirs")):
        source = f"same:\n  name: {name}\n  url: https://example.org/\n"
        (folder / "sources.yaml").write_text(source, "utf-8")
    with (own / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write("more:\n  name: More\n  url: https://example.org/\n")

    sources = load_library([root, own]).sources

    assert {key: source.name for key, source in sources.items()} == {
        "same": "Ours",
        "more": "More",
    }


def test_the_problems_of_all_checklists_are_told_at_once(root: Path, own: Path) -> None:
    first = write_version(root, key="first")
    second = write_version(own, key="second")
    (first / "checklist.yaml").write_text("key: first\nkey: first\n", "utf-8")
    (second / "de.yaml").unlink()

    told = problems_of(root, own)

    assert {line.split("/")[1] for line in told} == {"first", "second"}


def test_the_same_version_in_two_folders_is_told(root: Path, own: Path) -> None:
    write_version(root)
    write_version(own)

    assert problems_of(root, own) == [
        "own/example/1.0.0/checklist.yaml:1:1: example 1.0.0 is already in ours/example/1.0.0"
    ]


def test_a_folder_that_is_not_there_is_told(root: Path) -> None:
    assert problems_of(root / "missing") == ["missing:1:1: there is no such folder"]


def test_a_folder_without_checklist_yaml_does_not_go_unnoticed(root: Path) -> None:
    folder = write_version(root)
    (folder / "checklist.yaml").unlink()

    assert problems_of(root)[0] == "ours/example/1.0.0/checklist.yaml:1:1: this file is missing"


def test_what_holds_no_yaml_is_no_checklist(root: Path) -> None:
    version = write_version(root)
    (root / "schema").mkdir()
    (root / "schema" / "checklist.schema.json").write_text("{}", "utf-8")
    write_version(root / ".git", key="hidden")

    assert find_versions(root) == [version]
    assert find_versions(version.parent) == [version]
    assert find_versions(version) == [version]


def test_a_changed_structure_of_a_published_version_is_told(root: Path) -> None:
    write_version(root, is_published=True)
    write_version(root, criteria="abc")

    assert problems_of(root) == [
        "ours/example/1.0.0/checklist.yaml:1:1: example 1.0.0 is published and its structure "
        "has changed: undo the change, or make a new version"
    ]


def test_changed_words_of_a_published_version_are_told(root: Path) -> None:
    write_version(root, is_published=True)
    write_version(root, title="Beispiele")

    assert problems_of(root) == [
        "ours/example/1.0.0/checklist.yaml:1:1: example 1.0.0 is published and its words have "
        "changed: publish them with --wording if this is a correction, or undo the change"
    ]


def test_comments_and_layout_of_a_published_version_may_change(root: Path) -> None:
    folder = write_version(root, is_published=True)
    file = folder / "checklist.yaml"
    file.write_text("# a comment\n\n" + file.read_text("utf-8"), "utf-8")

    assert names(load_library([root])) == ["example 1.0.0"]


def test_a_published_version_that_is_gone_is_told(root: Path) -> None:
    folder = write_version(root, is_published=True)
    folder.rename(root / "example" / ".gone")

    assert problems_of(root) == [
        f"ours/{FILE_NAME}:2:1: example 1.0.0 is published, but it is not here any more"
    ]


def test_a_malformed_list_is_told_once(root: Path) -> None:
    write_version(root)
    write_version(root, key="other")
    (root / FILE_NAME).write_text("oops\n", "utf-8")

    assert [line.split(": ")[0] for line in problems_of(root)] == [f"ours/{FILE_NAME}:1:5"]


MAPPING = ["version: 1.0.0", "criteria:"]


@pytest.mark.parametrize(
    ("replaces", "problem"),
    [
        (
            ["version: 1.0.1"],
            ":13:12: there is no version 1.0.1 of this checklist",
        ),
        (
            ["version: 3.0.0"],
            ":13:12: version 3.0.0 is not older than this one",
        ),
        (
            [*MAPPING, "  - {kind: reworded, from: [x], to: [a]}"],
            ":15:7: version 1.0.0 has no criterion “x”",
        ),
    ],
)
def test_a_mapping_is_checked_against_the_older_versions(
    root: Path, replaces: list[str], problem: str
) -> None:
    write_version(root)
    folder = write_version(root, criteria="abc", version="2.0.0", replaces=replaces)

    expected = f"ours/example/2.0.0/checklist.yaml{problem}"
    assert problems_of(root) == [expected]
    assert [str(each) for each in inspect([folder]).problems] == [f"{root.parent}/{expected}"]


def test_other_points_under_an_old_key_must_be_listed_as_changed(root: Path) -> None:
    levels = "{value: 0, points: 0}, {value: 1, points: 60}, {value: 2, points: 100}"
    write_version(root)
    lines = [*MAPPING, "  - {kind: changed, from: [a], to: [a]}"]
    write_version(root, version="2.0.0", levels=levels, replaces=lines)

    assert problems_of(root) == [
        "ours/example/2.0.0/checklist.yaml:12:3: the levels or points of “b” are not those of "
        "version 1.0.0: list it under replaces as “changed”"
    ]


def test_other_points_under_an_old_key_need_a_mapping_at_all(root: Path) -> None:
    write_version(root)
    write_version(root, ("a",), "2.0.0", levels="{value: 0, points: 0}, {value: 1, points: 100}")

    assert problems_of(root) == [
        "ours/example/2.0.0/checklist.yaml:1:1: the levels or points of “a” are not those of "
        "version 1.0.0: list it under replaces as “changed”"
    ]


@pytest.mark.parametrize("line", ["{kind: retired, from: [a]}", "{kind: new, to: [a]}"])
def test_what_is_in_both_versions_is_neither_retired_nor_new(root: Path, line: str) -> None:
    write_version(root)
    write_version(root, version="2.0.0", replaces=["version: 1.0.0", "criteria:", f"  - {line}"])

    assert problems_of(root) == [
        "ours/example/2.0.0/checklist.yaml:14:7: “a” is in both versions: "
        "the kind must be “changed”"
    ]


@pytest.mark.parametrize(
    "levels",
    [
        "{value: 0, points: 40}",
        "{value: 3, points: 0}, {value: 2, points: 50}, {value: 1, points: 100}",
    ],
)
def test_a_scale_may_have_any_number_of_levels_with_any_values(root: Path, levels: str) -> None:
    folder = write_version(root, levels=levels)
    words = folder / "de.yaml"
    if "value: 3" in levels:
        words.write_text(words.read_text("utf-8").replace("    0: {", "    3: {"), "utf-8")

    assert find_problems(folder) == []


def test_nobody_has_to_carry_old_versions_along(root: Path) -> None:
    write_version(root, version="2.0.0", replaces=["version: 1.0.0"], is_published=True)

    assert names(load_library([root])) == ["example 2.0.0"]


def test_the_way_between_two_versions_leads_over_their_predecessors() -> None:
    one, two, three, four = (
        checklist("a", number, replaces=before)
        for number, before in (("1", None), ("2", "1"), ("3", "2"), ("4", "3"))
    )
    library = Library((one, two, three, four))

    assert library.between(one, four) == (two, three)
    assert library.between(one, two) == ()
    assert library.between(four, one) == ()
