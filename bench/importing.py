"""Self-checks of many municipalities and years from one file, into an installation of its own."""

from __future__ import annotations

import csv
import random
import sys
from itertools import islice
from pathlib import Path

from app.domain.checklist import Checklist
from app.municipalities.register import load_register
from bench.processes import run_measured
from bench.results import Goal, Result
from bench.town import SECRET, Town

IMPORTING = "Importing a file"
YEARS = (2021, 2022)
FLASK = (sys.executable, "-m", "flask", "--app", "wsgi")


def measure_import(town: Town, sheets: int) -> list[Result]:
    """`flask assessments import --finish` of a CSV file with a row for each sheet."""
    file = town.folder / "past-years.csv"
    _write_sheets(file, town.checklist, sheets)
    own = {"INSTANCE_FOLDER": str(town.folder / "importing"), "SECRET_KEY": SECRET * 3}
    own |= {"DATABASE_URL": ""}
    run_measured([*FLASK, "ops", "upgrade"], own)
    command = [*FLASK, "assessments", "import", str(file), "--finish"]
    seconds, megabytes = run_measured(command, own)
    what = f"{sheets:,} sheets, finished"
    return [
        Result(IMPORTING, f"{what}: time", seconds, "s", Goal(60)),
        Result(IMPORTING, f"{what}: memory at most", megabytes, "MB", Goal(300)),
    ]


def _write_sheets(file: Path, checklist: Checklist, sheets: int) -> None:
    chance = random.Random(1)
    choices = ("0", "1", "2", "3", "unbekannt", "")
    towns = (one.key for one in load_register().entries if len(one.key) == 8)
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        table = csv.writer(opened, delimiter=";")
        table.writerow(("AGS", "Jahr", *(one.key for one in checklist.criteria)))
        for key in islice(towns, -(-sheets // len(YEARS))):
            for year in YEARS:
                table.writerow((key, year, *(chance.choice(choices) for _ in checklist.criteria)))
