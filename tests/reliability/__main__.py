"""Make the experiments and print their figures: `python3 run.py reliability [NAME …] [--long]`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from bench.machine import describe_machine
from bench.results import Result
from bench.table import as_table
from tests.postgresql import serving_postgresql
from tests.reliability.experiments import EXPERIMENTS
from tests.reliability.ground import Ground
from tests.reliability.profiles import LONG, SHORT, Profile

TIMES = ("ms", "s")
"""A busy machine is no fault of ours: what is measured in these is printed, and judges nothing."""


def main() -> int:
    """Print every figure beside its goal; 1 if anything was lost, torn, let in or refused."""
    parser = arguments()
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in EXPERIMENTS]:
        parser.error(f"no such experiment: {', '.join(unknown)}")
    machine = describe_machine()
    print(", ".join(f"{name} {value}" for name, value in machine.items()), end="\n\n", flush=True)
    results = []
    for found in make(asked.names or EXPERIMENTS, LONG if asked.long else SHORT):
        # At once: an experiment that breaks off takes nothing along of those before it.
        print(as_table(found), end="\n\n", flush=True)
        results += found
    return int(any(result.is_met is False and result.unit not in TIMES for result in results))


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py reliability", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(EXPERIMENTS)}")
    parser.add_argument("--long", action="store_true", help="as much as the figures are told for")
    return parser


def make(names: Iterable[str], profile: Profile) -> Iterator[list[Result]]:
    """One experiment after the other; each says on the error stream that it has begun."""
    with tempfile.TemporaryDirectory(prefix="reliability-") as folder:
        # What the application keeps beside its database goes there too.
        os.environ["INSTANCE_FOLDER"] = folder
        # With everything that makes a commit last, unlike in other tests.
        with serving_postgresql(settings=()) as postgresql:
            ground = Ground(Path(folder), postgresql, profile)
            for name in names:
                yield _made(name, ground)


def _made(name: str, ground: Ground) -> list[Result]:
    begun = time.monotonic()
    print(f"{name} ...", file=sys.stderr, flush=True)
    found = [result for figures in EXPERIMENTS[name](ground) for result in figures.results()]
    print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main())
