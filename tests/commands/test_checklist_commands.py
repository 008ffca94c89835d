"""flask checklist …, as a person calls it."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import click.testing
import jsonschema
import pytest
import yaml
from flask import Flask
from flask_babel import Babel

from app.commands.checklists import checklist_commands
from app.commands.language import shell_language
from app.domain.published import FILE_NAME
from tests.domain.checklist_writing import write_version

COMMITTED = Path(__file__).parents[2] / "checklists"

Call = Callable[..., click.testing.Result]


@pytest.fixture()
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "checklists"
    folder.mkdir()
    return folder


@pytest.fixture()
def call(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Call a command in the folder above the checklists, in an English shell."""
    app = Flask(__name__)
    app.config["CHECKLIST_FOLDERS"] = (root,)
    Babel(app)
    app.cli.add_command(checklist_commands)
    runner = app.test_cli_runner()
    monkeypatch.chdir(root.parent)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield lambda *args: runner.invoke(args=["checklist", *map(str, args)])


def test_check_says_one_line_for_each_sound_checklist(root: Path, call: Call) -> None:
    write_version(root, is_published=True)
    write_version(root, key="draft", criteria="a")

    result = call("check")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "draft 1.0.0: 1 criterion, about 3 minutes, de 100 %, not published yet",
        "example 1.0.0: 2 criteria, about 5 minutes, de 100 %, published",
    ]


def test_check_prints_every_problem_with_its_place_and_ends_with_1(root: Path, call: Call) -> None:
    folder = write_version(root, criteria=["a", "b"])
    other = write_version(root, key="other")
    (folder / "de.yaml").write_text("title: Neu\nmore: 1\n", "utf-8")
    (other / "de.yaml").write_text("title: [\n", "utf-8")

    result = call("check")

    assert (result.exit_code, result.stdout) == (1, "")
    lines = [line.split(": ")[:2] for line in result.stderr.splitlines()]
    assert [place for place, _ in lines] == [
        *["checklists/example/1.0.0/de.yaml:1:1"] * 3,
        "checklists/example/1.0.0/de.yaml:2:1",
        "checklists/other/1.0.0/de.yaml:2:1",
    ]
    assert lines[-1][1] == "not valid YAML"


@pytest.mark.parametrize(
    "path", ["checklists", "checklists/example", "checklists/example/1.0.0/checklist.yaml"]
)
def test_check_takes_a_folder_a_checklist_or_a_version(root: Path, call: Call, path: str) -> None:
    write_version(root)

    result = call("check", path)

    assert result.stdout.splitlines() == [
        "example 1.0.0: 2 criteria, about 5 minutes, de 100 %, not published yet"
    ]


def test_check_of_a_path_does_not_mind_that_another_checklist_is_broken(
    root: Path, call: Call
) -> None:
    sound = write_version(root)
    (write_version(root, key="broken") / "checklist.yaml").write_text("nothing", "utf-8")

    assert (call("check", sound).exit_code, call("check").exit_code) == (0, 1)


def test_check_of_a_copy_that_lies_elsewhere_minds_no_folder_names(root: Path, call: Call) -> None:
    copy = write_version(root).rename(root.parent / "copy")

    assert call("check", "copy").exit_code == 0
    assert copy.is_dir()


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("checklists", "checklists:1:1: there is no checklist here\n"),
        ("nowhere", "nowhere:1:1: there is no such folder\n"),
    ],
)
def test_check_of_nothing_is_a_problem(call: Call, path: str, problem: str) -> None:
    result = call("check", path)

    assert (result.exit_code, result.stderr) == (1, problem)


def test_check_without_a_path_passes_where_no_checklist_is_yet(call: Call) -> None:
    result = call("check")

    assert (result.exit_code, result.output) == (0, "")


def test_a_translation_that_is_incomplete_or_unchecked_is_told(root: Path, call: Call) -> None:
    call("new", "own")
    file = root / "own" / "1.0.0" / "en.yaml"
    content = file.read_text("utf-8").replace("  help: What counts as evidence. ", "  # ")
    file.write_text(content.replace("    # ", "# "), "utf-8")

    result = call("check", "checklists/own")

    assert result.stdout == (
        "own 1.0.0: 2 criteria, about 5 minutes, de 100 %, en 95 % (unchecked), not published yet\n"
    )


def test_show_prints_the_tree_with_weights_and_marks(root: Path, call: Call) -> None:
    call("new", "own")

    result = call("show", "own")

    assert result.stdout.splitlines() == [
        "own 1.0.0 · New checklist",
        "total: mean of the dimensions",
        "  first_dimension · First dimension · weight 1",
        "    first_section · First section · weight 1",
        "      first_criterion · First criterion · weight 1 · core",
        "      second_criterion · Second criterion · weight 1",
        "index core · Short form · first_criterion",
    ]
    assert call("show", "own@1.0.0").stdout == result.stdout
    assert call("show", "checklists/own/1.0.0").stdout == result.stdout


@pytest.mark.parametrize("choice", ["example", "example@1.10.0", "checklists/example"])
def test_the_newest_version_is_meant_where_none_is_named(
    root: Path, call: Call, choice: str
) -> None:
    write_version(root, version="1.9.0")
    write_version(root, version="1.10.0")

    assert call("show", choice).stdout.splitlines()[0] == "example 1.10.0 · Beispiel"


@pytest.mark.parametrize("choice", ["nothing", "example@2.0.0", "."])
def test_what_is_no_checklist_is_told(root: Path, call: Call, choice: str) -> None:
    write_version(root)
    write_version(root, key="other")

    result = call("show", choice)

    assert (result.exit_code, result.stderr) == (1, f"“{choice}” is no checklist here\n")


def test_a_broken_checklist_is_shown_by_its_problems(root: Path, call: Call) -> None:
    folder = write_version(root)
    (folder / "checklist.yaml").unlink()

    result = call("show", "example")

    assert result.exit_code == 1
    assert result.stderr.startswith("checklists/example/1.0.0/checklist.yaml:1:1: ")


def test_diff_tells_differences_by_meaning_and_how_far_versions_compare(
    root: Path, call: Call
) -> None:
    write_version(root, criteria="abc")
    lines = ["version: 1.0.0", "criteria:", "  - {kind: split, from: [c], to: [d, e]}"]
    write_version(root, criteria="abde", version="2.0.0", replaces=lines, title="Neu")

    result = call("diff", "example@1.0.0", "checklists/example/2.0.0")

    assert result.stdout.splitlines() == [
        "c is split into d, e",
        "title (de): was “Beispiel”, is now “Neu”",
        "2 of 5 criteria are comparable (40 %)",
        "  c → d, e: split",
    ]


def test_diff_follows_the_mappings_of_the_versions_in_between(root: Path, call: Call) -> None:
    write_version(root, criteria=["web", "a"])
    reworded = "  - {kind: reworded, from: [web], to: [site]}"
    write_version(
        root,
        criteria=["site", "a"],
        version="1.1.0",
        replaces=["version: 1.0.0", "criteria:", reworded],
    )
    write_version(root, criteria=["site", "a"], version="1.2.0", replaces=["version: 1.1.0"])

    result = call("diff", "example@1.0.0", "example@1.2.0")

    assert result.stdout.splitlines()[0] == "web is reworded as site"
    assert result.stdout.splitlines()[-1] == "2 of 2 criteria are comparable (100 %)"


def test_publish_writes_the_line_and_check_then_says_published(root: Path, call: Call) -> None:
    write_version(root)

    result = call("publish", "example@1.0.0")

    assert result.stdout == "example 1.0.0: 2 criteria, about 5 minutes, de 100 %, published\n"
    assert (root / FILE_NAME).read_text("utf-8").splitlines()[-1].startswith("example 1.0.0 ")
    assert call("check").stdout == result.stdout


def test_publish_refuses_what_has_problems(root: Path, call: Call) -> None:
    folder = write_version(root)
    (folder / "de.yaml").unlink()

    result = call("publish", "example@1.0.0")

    assert result.exit_code == 1
    assert result.stderr.startswith("checklists/example/1.0.0/de.yaml:1:1: ")
    assert not (root / FILE_NAME).exists()


@pytest.mark.parametrize("options", [[], ["--wording"]])
def test_publish_refuses_a_changed_structure(root: Path, call: Call, options: list[str]) -> None:
    write_version(root, is_published=True)
    write_version(root, criteria="abc")
    before = (root / FILE_NAME).read_bytes()

    result = call("publish", "checklists/example/1.0.0", *options)

    assert (result.exit_code, result.stderr) == (
        1,
        "checklists/example/1.0.0/checklist.yaml:1:1: example 1.0.0 is published and its "
        "structure has changed: undo the change, or make a new version\n",
    )
    assert (root / FILE_NAME).read_bytes() == before


def test_corrected_words_are_published_with_wording_only(root: Path, call: Call) -> None:
    write_version(root, is_published=True)
    write_version(root, title="Berichtigt")

    without = call("publish", "example")
    with_wording = call("publish", "example", "--wording")

    assert (without.exit_code, with_wording.exit_code, call("check").exit_code) == (1, 0, 0)


def test_only_what_lies_in_its_place_is_published(root: Path, call: Call) -> None:
    write_version(root).rename(root.parent / "copy")

    result = call("publish", "copy")

    assert (result.exit_code, result.stderr) == (
        1,
        "Only what lies in a folder example/1.0.0 can be published.\n",
    )


def test_new_begins_a_checklist_that_passes_check(root: Path, call: Call) -> None:
    result = call("new", "own_list")

    assert result.stdout.splitlines() == [
        f"checklists/own_list/1.0.0/{name}" for name in ("checklist.yaml", "de.yaml", "en.yaml")
    ]
    assert call("check").stdout == (
        "own_list 1.0.0: 2 criteria, about 5 minutes, de 100 %, en 100 % (unchecked), "
        "not published yet\n"
    )


@pytest.mark.parametrize("key", ["no", "on", "y", "null", "true"])
def test_new_quotes_a_key_that_yaml_would_read_as_something_else(call: Call, key: str) -> None:
    call("new", key)

    assert call("check").output.startswith(f"{key} 1.0.0: 2 criteria, ")


def test_new_writes_into_the_folder_that_is_named(root: Path, call: Call) -> None:
    call("new", "own", "--into", "elsewhere")

    assert call("check", "elsewhere").exit_code == 0
    assert list(root.iterdir()) == []


def test_new_overwrites_nothing(root: Path, call: Call) -> None:
    file = write_version(root) / "checklist.yaml"
    before = file.read_bytes()

    result = call("new", "example")

    assert (result.exit_code, result.stderr) == (1, "checklists/example is there already.\n")
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_made_is_told(root: Path, call: Call) -> None:
    (root / "file").touch()

    results = call("new", "own", "--into", root / "file"), call("schema", "--output", root / "file")

    assert [(result.exit_code, result.stdout) for result in results] == [(1, "")] * 2
    assert results[0].stderr == f"{root / 'file' / 'own' / '1.0.0'}: Not a directory\n"
    assert results[1].stderr == f"{root / 'file'}: File exists\n"


@pytest.mark.parametrize("key", ["Neu", "a-b", "../a", "1a", "a b", "ä", "", "a" * 81, "a\n"])
def test_new_refuses_what_is_no_key(root: Path, call: Call, key: str) -> None:
    result = call("new", key)

    assert (result.exit_code, list(root.iterdir())) == (1, [])
    assert result.stderr == f"“{key}” is no key: use small letters, digits and “_”.\n"


def test_new_and_check_work_while_a_configured_checklist_is_broken(root: Path, call: Call) -> None:
    (write_version(root) / "checklist.yaml").write_bytes(b"\xff")

    assert call("new", "own").exit_code == 0
    assert call("check", "checklists/own").exit_code == 0
    assert call("show", "own").exit_code == 0
    assert call("publish", "own").exit_code == 0


def test_schema_prints_both_schemas(call: Call) -> None:
    assert list(json.loads(call("schema").stdout)) == ["checklist", "words"]


def test_the_committed_schemas_are_those_that_are_generated(call: Call, tmp_path: Path) -> None:
    call("schema", "--output", tmp_path / "schema")

    for name in ("checklist.schema.json", "words.schema.json"):
        committed = (COMMITTED / "schema" / name).read_text("utf-8")
        assert committed == (tmp_path / "schema" / name).read_text("utf-8")


def _as_an_editor_sees(file: Path) -> object:
    """The content of a file as JSON, whose keys are all text."""
    return json.loads(json.dumps(yaml.safe_load(file.read_text("utf-8"))))


def _schema_for(file: Path) -> jsonschema.Draft202012Validator:
    name = "checklist" if file.name == "checklist.yaml" else "words"
    schema = (COMMITTED / "schema" / f"{name}.schema.json").read_text("utf-8")
    return jsonschema.Draft202012Validator(json.loads(schema))


def test_the_schemas_accept_our_own_checklists() -> None:
    files = sorted(COMMITTED.glob("*/*/*.yaml"))

    refused = [each for each in files if not _schema_for(each).is_valid(_as_an_editor_sees(each))]

    assert (len(files), refused) == (15, [])


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("checklist.yaml", "    weight: 1", "    wieght: 1"),
        ("checklist.yaml", "    weight: 1", "    weight: -1"),
        ("checklist.yaml", "influence: own", "influence: mine"),
        ("checklist.yaml", "  steps:", "  Steps:"),
        ("checklist.yaml", "criteria: core", "criteria: []"),
        ("de.yaml", "    question:", "    qestion:"),
        ("de.yaml", "    1:", "    eins:"),
        ("de.yaml", "  first_section:", "  first-section:"),
    ],
)
def test_the_schemas_mark_what_is_misspelt(
    root: Path, call: Call, name: str, right: str, wrong: str
) -> None:
    call("new", "own")
    file = root / "own" / "1.0.0" / name
    content = file.read_text("utf-8")
    assert _schema_for(file).is_valid(_as_an_editor_sees(file))

    file.write_text(content.replace(right, wrong, 1), "utf-8")

    assert content.count(right) > 0
    assert not _schema_for(file).is_valid(_as_an_editor_sees(file))


def test_our_own_checklists_are_sound_and_published(call: Call) -> None:
    result = call("check", COMMITTED)

    lines = result.output.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "haltefaktoren 1.0.0",
        "handlungsfelder 1.0.0",
        "in2_willkommenskultur 1.0.0",
        "integrationspotenziale 1.0.0",
        "verteilungsmodell 1.0.0",
    ]
    assert [line.rsplit(", ", 1)[1] for line in lines] == ["published"] * 5


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "de_AT"}, "de"),
        ({"LANG": "de_DE", "LC_ALL": "fr_FR"}, "en"),
        ({"LANG": "de_DE", "LC_ALL": ""}, "de"),
    ],
)
def test_the_language_is_that_of_the_shell(environment: dict[str, str], language: str) -> None:
    assert shell_language(environment) == language


def test_commands_speak_german_in_a_german_shell(
    root: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("new", "own")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")

    assert call("show", "own").stdout.splitlines()[0] == "own 1.0.0 · Neue Checkliste"
    assert os.environ["LC_ALL"] == "de_DE.UTF-8"
