"""`flask checklist score` from end to end, on a checklist in a folder of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from textwrap import dedent

import pytest
from flask import Flask
from flask_babel import Babel

from app.commands.scoring import score

STRUCTURE = """\
    key: example
    version: 1.0.0
    languages: [de]
    default_scale: steps
    scales:
      steps:
        levels:
          - {value: 0, points: 0}
          - {value: 1, points: 25}
          - {value: 2, points: 50}
          - {value: 3, points: 75}
          - {value: 4, points: 100}
      three:
        levels:
          - {value: 1, points: 0}
          - {value: 2, points: 50}
          - {value: 3, points: 100}
    dimensions:
      - key: first
        sections:
          - key: first_inner
            criteria:
              - {key: a}
              - {key: b}
              - {key: c}
              - {key: d, not_applicable: false}
      - key: second
        sections:
          - key: second_inner
            criteria:
              - {key: e, scale: three, weight: 0}
    indices:
      - {key: steering, criteria: [a, e]}
"""
WORDS = """\
    title: Beispiel
    scales:
      steps:
        0:
          label: nichts
        1:
          label: wenig
        2:
          label: einiges
        3:
          label: viel
        4:
          label: alles
      three:
        1:
          label: nein
        2:
          label: teils
        3:
          label: ja
    nodes:
      first:
        title: Erste
      first_inner:
        title: Erste, innen
      second:
        title: Zweite
      second_inner:
        title: Zweite, innen
    indices:
      steering: Steuerung
    criteria:
"""
HEADER = "municipality,year,criterion,answer\n"
ROWS = HEADER + "Musterstadt,2025,a,4\nMusterstadt,2025,b,2\nMusterstadt,2025,c,unknown\n"
SCORES = """\
municipality,year,part,score,rounded,answered,applicable,unknown,not_applicable
Musterstadt,2025,total,75.000000,75,2,5,1,0
Musterstadt,2025,first,75.000000,75,2,4,1,0
Musterstadt,2025,first_inner,75.000000,75,2,4,1,0
Musterstadt,2025,second,,,0,1,0,0
Musterstadt,2025,second_inner,,,0,1,0,0
Musterstadt,2025,steering,100.000000,100,1,2,0,0
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    """A checklist that lies anywhere and is not published."""
    here = tmp_path / "somewhere"
    here.mkdir()
    criteria = "".join(
        f"  {key}:\n    title: {key.upper()}\n    question: Wie steht es um {key.upper()}?\n"
        for key in "abcde"
    )
    (here / "checklist.yaml").write_text(dedent(STRUCTURE), encoding="utf-8")
    (here / "de.yaml").write_text(dedent(WORDS) + criteria, encoding="utf-8")
    return here


@pytest.fixture
def run(folder, tmp_path, monkeypatch):
    """Runs the command on answers of this content, in the language of an English shell."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    app = Flask(__name__)
    Babel(app)
    app.cli.add_command(score)

    def running(content: str, *options: str):
        Path("answers.csv").write_text(content, encoding="utf-8")
        arguments = ["score", str(folder), "--answers", "answers.csv", *options]
        return app.test_cli_runner().invoke(args=arguments)

    return running


def files_here() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def test_scores_go_to_standard_output(run):
    result = run(ROWS)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == SCORES


def test_scores_go_to_a_file(run):
    result = run(ROWS, "--output", "scores.csv")

    assert (result.exit_code, result.output) == (0, "")
    assert Path("scores.csv").read_bytes() == SCORES.encode()
    assert files_here() == ["answers.csv", "scores.csv", "somewhere"]


def test_json_carries_exact_fractions(run):
    (sheet,) = json.loads(run(ROWS, "--format", "json").stdout)

    assert sheet["parts"][0]["score"] == {"exact": "75", "value": 75.0}


@pytest.mark.parametrize(
    ("answers", "total"),
    [
        ({"a": "4", "b": "2", "c": "unknown", "d": ""}, "75.000000,75,2,5,1,0"),
        ({"a": "4", "b": "n/a", "c": "n/a"}, "100.000000,100,1,3,0,2"),
        ({"a": "4", "e": "1"}, "100.000000,100,2,5,0,0"),
        ({"e": "3"}, ",,1,5,0,0"),
        ({"a": "0"}, "0.000000,0,1,5,0,0"),
        ({"a": "4", "b": "1"}, "62.500000,63,2,5,0,0"),
        ({"a": ""}, ",,0,5,0,0"),
    ],
)
def test_the_worked_scores_come_out(run, answers, total):
    rows = "".join(f"X,2025,{key},{answer}\n" for key, answer in answers.items())

    assert run(HEADER + rows).stdout.splitlines()[1] == f"X,2025,total,{total}"


def test_a_file_with_a_header_only_gives_a_header_only(run):
    assert run(HEADER).stdout == SCORES.splitlines(keepends=True)[0]


def test_all_bad_rows_are_reported_and_nothing_is_written(run):
    Path("scores.csv").write_text("as it was", encoding="utf-8")

    result = run(ROWS + "X,25,a,1\nX,2025,d,n/a\nMusterstadt,2025,a,4\n", "--output", "scores.csv")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "answers.csv:5:2: “25” is not a year from 1990 to 2100",
        "answers.csv:6:4: “d” cannot be answered with n/a",
        "answers.csv:7:3: “a” is already answered for this municipality and year in row 2",
    ]
    assert Path("scores.csv").read_text(encoding="utf-8") == "as it was"
    assert files_here() == ["answers.csv", "scores.csv", "somewhere"]


def test_a_broken_checklist_is_reported_with_its_places(run, folder):
    structure = folder / "checklist.yaml"
    structure.write_text(structure.read_text().replace("{key: a}", "{key: a, weight: -1}"))

    result = run(ROWS, "--output", "scores.csv")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("somewhere/checklist.yaml:23:30: ")
    assert not Path("scores.csv").exists()


def test_an_existing_file_is_replaced_and_keeps_its_permissions(run):
    target = Path("scores.csv")
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)

    run(ROWS, "--output", "scores.csv")

    assert target.read_text(encoding="utf-8") == SCORES
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(run):
    Path("real.csv").write_text("old", encoding="utf-8")
    Path("link.csv").symlink_to("real.csv")

    run(ROWS, "--output", "link.csv")

    assert Path("link.csv").is_symlink()
    assert Path("real.csv").read_text(encoding="utf-8") == SCORES


def test_a_device_is_written_to_and_not_replaced(run):
    result = run(ROWS, "--output", os.devnull)

    assert (result.exit_code, result.output) == (0, "")
    assert Path(os.devnull).is_char_device()


def test_a_device_that_is_full_is_told(run):
    result = run(ROWS, "--output", "/dev/full")

    assert (result.exit_code, result.output) == (1, "No space left on device\n")


def test_a_missing_folder_is_named(run, tmp_path):
    result = run(ROWS, "--output", "nowhere/scores.csv")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"nowhere/scores.csv: there is no folder {tmp_path / 'nowhere'}\n"


@pytest.mark.parametrize("option", [["--format", "xml"], ["--output", "."]])
def test_a_wrong_option_is_explained(run, option):
    result = run(ROWS, *option)

    assert result.exit_code == 2
    assert option[0] in result.stderr
