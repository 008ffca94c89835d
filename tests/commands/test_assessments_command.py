"""flask assessments import: many municipalities and years from one file, all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.assessments.queries import find_assessment
from app.municipalities.queries import find_municipality
from tests.builders import CHECKLIST, stored

TOWNS = ("07334007", "07231008")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "past years.csv"
    rows = [f"{key};{year};2;unbekannt" for key in TOWNS for year in (2020, 2021)]
    file.write_text("\n".join(["AGS;Jahr;mi_website;1.1", *rows]), encoding="utf-8")
    return file


def imports(app: Flask, file: Path, *options: str) -> Result:
    arguments = ["assessments", "import", str(file), *options]
    return app.test_cli_runner().invoke(args=arguments, env={"LC_ALL": "C"})


def test_towns_of_the_register_are_added_with_their_years(app: Flask, table: Path) -> None:
    done = imports(app, table, "--finish")

    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        ["4 self-checks are new.", "4 self-checks are taken over."],
    )
    for key in TOWNS:
        found = find_assessment(key, CHECKLIST, 2021)
        assert found
        assert found.finished_at is not None
        assert stored(found, "mi_website").level == 2


def test_the_second_time_nothing_is_new(app: Flask, table: Path) -> None:
    imports(app, table)

    again = imports(app, table)

    assert again.stdout.splitlines() == ["4 are here already and stay as they are."]


def test_a_dry_run_says_what_would_happen_and_does_nothing(app: Flask, table: Path) -> None:
    done = imports(app, table, "--dry-run")

    assert done.stdout.splitlines() == ["4 self-checks are new."]
    assert find_municipality(TOWNS[0]) is None


def test_one_wrong_row_stops_all_of_it(app: Flask, table: Path) -> None:
    text = table.read_text(encoding="utf-8")
    table.write_text(f"{text}\n99999999;2020;2;\n{TOWNS[0]};2022;9;", encoding="utf-8")

    done = imports(app, table)

    assert done.exit_code == 1
    assert [line.rpartition("past years.csv:")[2] for line in done.stderr.splitlines()] == [
        "6:1: “99999999” is no municipality you may import into",
        "7:3: “9” is no answer to “mi_website”: 0, 1, 2, 3, “unknown”, “does not apply”, "
        "or nothing",
    ]
    assert find_municipality(TOWNS[0]) is None


def test_a_checklist_that_is_not_here_is_refused(app: Flask, table: Path) -> None:
    done = imports(app, table, "--checklist", "no_such_checklist")

    assert (done.exit_code, done.stderr) == (1, "“no_such_checklist” is no checklist here\n")
