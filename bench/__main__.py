"""Measure everything in one run and print it as a table: `python3 run.py bench`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.batches import measure_batches
from bench.charts import measure_charts
from bench.first_visit import weigh_first_visits
from bench.footprint import measure_footprint
from bench.forms import measure_forms
from bench.growth import measure_growth, measure_years
from bench.machine import describe_machine
from bench.pages import measure_pages
from bench.papers import measure_papers
from bench.profiles import FULL, QUICK, USUAL, Profile
from bench.query_counts import count_queries
from bench.results import Result, as_records
from bench.table import as_table
from bench.town import found_town, installation
from bench.transactions import measure_transactions


def main() -> int:
    """Measure as asked; the exit code does not judge, for a busy machine is no fault of ours."""
    asked = arguments().parse_args()
    profile = QUICK if asked.quick else FULL if asked.full else USUAL
    machine = describe_machine()
    print(", ".join(f"{name} {value}" for name, value in machine.items()), end="\n\n", flush=True)
    results = list(measure_everything(profile))
    print(as_table(results))
    if asked.json:
        told = {"machine": machine, "results": as_records(results)}
        asked.json.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return 0


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--quick", action="store_true", help="only see that everything runs")
    how.add_argument("--full", action="store_true", help="more rounds, ten thousand assessments")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    return parser


def measure_everything(profile: Profile) -> Iterator[Result]:
    """Every theme in turn; each says on the error stream that it has begun."""
    with installation() as folder:
        town = found_town(folder)
        pace = profile.pace
        themes: dict[str, Callable[[], list[Result]]] = {
            "pages and saving": lambda: measure_pages(town, pace),
            "forms": lambda: measure_forms(town, pace),
            "database": lambda: measure_transactions(town, pace),
            "queries": lambda: count_queries(town),
            "charts": lambda: measure_charts(town, pace),
            "papers": lambda: measure_papers(town, pace),
            "growth": lambda: measure_growth(folder, pace, few=profile.few, many=profile.many),
            "years": lambda: measure_years(folder, pace),
            "first visit": lambda: weigh_first_visits(town),
            "servers": lambda: measure_footprint(town, starts=profile.starts, saves=profile.saves),
            "batches": lambda: measure_batches(
                town, pace, answers=profile.answers, sheets=profile.sheets
            ),
        }
        for name, measured in themes.items():
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            yield from measured()


if __name__ == "__main__":
    sys.exit(main())
