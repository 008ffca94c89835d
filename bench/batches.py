"""Work without pages: scoring and importing large files, the register, the checklists."""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

from app.domain.checklist import Checklist
from app.domain.library import load_library
from app.municipalities.register import load_register
from bench.importing import measure_import
from bench.measuring import Pace, measure
from bench.processes import run_measured
from bench.results import Goal, Result, time_of
from bench.town import ROOT, Town

SCORING, LOOKING_UP = "Scoring a file", "Register and checklists"
SEARCHES = ("Neuenkirchen", "neu", "Landkreis Osnabrück", "49586")


def measure_batches(town: Town, pace: Pace, *, answers: int, sheets: int) -> list[Result]:
    register = load_register()
    costs = measure(
        {
            "search": lambda: [register.search(query, limit=50) for query in SEARCHES],
            "checklists": lambda: load_library([ROOT / "checklists"]),
        },
        pace,
    )
    return [
        *_score(town, answers),
        *measure_import(town, sheets),
        time_of(LOOKING_UP, f"{len(SEARCHES)} searches in the register", costs["search"]),
        time_of(LOOKING_UP, "all checklists read and checked", costs["checklists"]),
    ]


def _score(town: Town, answers: int) -> list[Result]:
    """`flask checklist score` as a process of its own."""
    checklist = town.checklist
    given, scored = town.folder / "answers.csv", town.folder / "scores.csv"
    _write_answers(given, checklist, answers)
    folder = ROOT / "checklists" / checklist.key / checklist.version
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "checklist", "score", str(folder)]
    seconds, megabytes = run_measured(
        [*command, "--answers", str(given), "--output", str(scored)], {}
    )
    what = f"{answers:,} answers"
    return [
        Result(SCORING, f"{what}: time", seconds, "s", Goal(10)),
        Result(SCORING, f"{what}: memory at most", megabytes, "MB", Goal(300)),
    ]


def _write_answers(file: Path, checklist: Checklist, answers: int) -> None:
    chance = random.Random(1)
    choices = ("0", "1", "2", "3", "unknown", "")
    with file.open("w", encoding="utf-8", newline="") as opened:
        table = csv.writer(opened)
        table.writerow(("municipality", "year", "criterion", "answer"))
        for number in range(answers):
            sheet, place = divmod(number, len(checklist.criteria))
            criterion = checklist.criteria[place].key
            table.writerow((f"town-{sheet}", 2026, criterion, chance.choice(choices)))
