"""Build the shipped register from the original CSV files: `build_register.py FOLDER`."""

from __future__ import annotations

import csv
import gzip
import io
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

TARGET = Path(__file__).parent.parent / "app" / "municipalities" / "register_data"
COLUMNS = ("ars", "name", "official_name", "kind", "population", "postal_code")
UNINHABITED = "66"
DISTRICT_FREE = ("61", "62")
OFFICIAL_TOTAL = 84_669_326

KINDS = {
    "Kreisangehörige Gemeinde": "Gemeinde",
    "Gemeindefreies Gebiet (bewohnt)": "Gemeindefreies Gebiet",
}
# Bavaria abbreviates what the other states write out.
DESIGNATIONS = {"M": "Markt", "St": "Stadt", "GKSt": "Große Kreisstadt"}
STATES_OF_KREISE = ("Schleswig-Holstein", "Nordrhein-Westfalen")
SPECIAL_DISTRICTS = ("Region", "Städteregion", "Regionalverband")
ABBREVIATED_ASSOCIATIONS = ("GVV ", "VVG ", "EG ")

SourceRow = dict[str, str]
Row = tuple[str, str, str, str, str, str]


def read_csv(path: Path) -> list[SourceRow]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def state_rows(municipalities: Iterable[SourceRow]) -> list[Row]:
    names = {row["state_code"]: row["state"] for row in municipalities}
    return [(key, name, "", "", "", "") for key, name in names.items()]


def district_kind(name: str, state: str) -> str:
    """Our own reading: the source gives a district's name without its designation."""
    first_word = name.split()[0]
    if first_word in SPECIAL_DISTRICTS:
        return first_word
    return "Kreis" if state in STATES_OF_KREISE else "Landkreis"


def district_official_name(name: str, kind: str) -> str:
    says_it_itself = "kreis" in name.casefold() or name.split()[0] in SPECIAL_DISTRICTS
    return "" if says_it_itself else f"{kind} {name}"


def district_rows(municipalities: Iterable[SourceRow]) -> list[Row]:
    """True districts only; a kreisfreie Stadt is a municipality already."""
    members = [row for row in municipalities if row["kind_code"] not in DISTRICT_FREE]
    population: Counter[str] = Counter()
    for row in members:
        population[row["district_key"]] += int(row["population"])
    rows = []
    for key, row in {row["district_key"]: row for row in members}.items():
        name = row["district"]
        kind = district_kind(name, row["state"])
        rows.append((key, name, district_official_name(name, kind), kind, str(population[key]), ""))
    return rows


def association_row(row: SourceRow) -> Row:
    name, kind = row["name"].removesuffix(" (VGem)"), row["kind"]
    abbreviated = name.startswith(ABBREVIATED_ASSOCIATIONS)
    return (row["ars9"], name, "" if abbreviated else f"{kind} {name}", kind, row["population"], "")


def municipality_row(row: SourceRow) -> Row:
    name, designation = row["name"], row["designation"]
    designation = DESIGNATIONS.get(designation, designation)
    official = f"{name}, {designation}" if designation else ""
    kind = KINDS.get(row["kind"], row["kind"])
    return (row["ars"], name, official, kind, row["population"], row["postal_code"])


def check_source(municipalities: Sequence[SourceRow]) -> None:
    """Stop where the source is not what the register relies on."""
    total = sum(int(row["population"]) for row in municipalities)
    if total != OFFICIAL_TOTAL:
        raise SystemExit(f"the populations add up to {total}, not to {OFFICIAL_TOTAL}")
    for row in municipalities:
        ars = row["ars"]
        parents = (row["state_code"], row["district_key"], row["association_key"])
        if (ars[:2], ars[:5], ars[:9]) != parents or ars[:5] + ars[9:] != row["ags"]:
            raise SystemExit(f"the keys of {ars} do not follow from one another")


def build_rows(municipalities: Iterable[SourceRow], associations: Iterable[SourceRow]) -> list[Row]:
    inhabited = [row for row in municipalities if row["kind_code"] != UNINHABITED]
    check_source(inhabited)
    return sorted(
        state_rows(inhabited)
        + district_rows(inhabited)
        + [association_row(row) for row in associations]
        + [municipality_row(row) for row in inhabited]
    )


def packed(rows: Iterable[Row]) -> bytes:
    """The same rows give the same bytes: no time, no file name."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return gzip.compress(text.getvalue().encode(), compresslevel=9, mtime=0)


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("usage: build_register.py FOLDER\n")
        return 2
    source = Path(arguments[0])
    rows = build_rows(
        read_csv(source / "municipalities.csv"), read_csv(source / "associations.csv")
    )
    content = packed(rows)
    TARGET.mkdir(exist_ok=True)
    (TARGET / "register.csv.gz").write_bytes(content)
    shutil.copyfile(source / "size_classes.json", TARGET / "size_classes.json")
    levels = Counter(len(row[0]) for row in rows)
    sys.stdout.write(
        f"{len(content)} bytes; rows by length of key: {dict(sorted(levels.items()))}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
