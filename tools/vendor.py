"""Fetch the few files of others that we ship, check them, and write down what they are.

For developers only, needs npm: `python tools/vendor.py`. Change a version in `PACKAGES`, run it,
look at the difference and commit it. `MANIFEST.json` is recomputed by a test.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "app" / "static" / "vendor" / "MANIFEST.json"


@dataclass(frozen=True)
class Package:
    """One package: which files of it we take, and where they go."""

    name: str
    version: str
    license: str
    folder: str
    files: tuple[str, ...]
    beside: Mapping[str, str] = field(default_factory=dict)
    """Files the package lacks, kept by hand in the same folder: name and licence."""


PACKAGES = (
    Package(
        name="@kern-ux/native",
        version="2.7.2",
        license="EUPL-1.2",
        folder="app/static/vendor/kern",
        files=(
            "LICENSE.md",
            "dist/kern.min.css",
            "dist/fonts/fira-sans/FiraSans-Regular.woff2",
            "dist/fonts/fira-sans/FiraSans-SemiBold.woff2",
        ),
        beside={"FiraSans-LICENSE.txt": "OFL-1.1"},
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        license="MPL-2.0",
        folder="tests/vendor/axe",
        files=("LICENSE", "axe.min.js"),
    ),
)


class NotWhatWasPublished(Exception):
    """What arrived is not what the registry says was published."""


def digest(algorithm: str, content: bytes) -> str:
    """A hash as browsers and npm write it: `sha384-` and base64."""
    value = hashlib.new(algorithm, content).digest()
    return f"{algorithm}-{base64.b64encode(value).decode()}"


def npm(*arguments: str) -> Any:
    """What npm answers, as JSON; a list of one or a mapping of one is unwrapped."""
    answer = json.loads(subprocess.check_output(["npm", *arguments, "--json"]))
    if isinstance(answer, list):
        return answer[0]
    return next(iter(answer.values())) if len(answer) == 1 else answer


def fetch(package: Package, folder: Path) -> tuple[Path, str]:
    """The package's tarball, checked against its published hash, and that hash.

    Raises NotWhatWasPublished if hash or licence differ.
    """
    wanted = f"{package.name}@{package.version}"
    published = npm("view", wanted, "license", "dist.integrity")
    packed = npm("pack", wanted, "--ignore-scripts", "--pack-destination", str(folder))
    tarball = folder / packed["filename"]
    found = digest("sha512", tarball.read_bytes())
    if (found, package.license) != (published["dist.integrity"], published["license"]):
        raise NotWhatWasPublished(f"{wanted}: {found}, {published}")
    return tarball, found


def take_over(package: Package, folder: Path) -> dict[str, Any]:
    """Copy the listed files into our tree; returns the package's entry in the manifest."""
    tarball, integrity = fetch(package, folder)
    target = ROOT / package.folder
    target.mkdir(parents=True, exist_ok=True)
    with tarfile.open(tarball) as archive:
        for name in package.files:
            content = archive.extractfile(f"package/{name}")
            if content is None:
                raise NotWhatWasPublished(f"{package.name} has no file {name}")
            (target / Path(name).name).write_bytes(content.read())
    names = sorted([Path(name).name for name in package.files] + list(package.beside))
    return {
        "version": package.version,
        "license": package.license,
        "integrity": integrity,
        "other_licenses": dict(package.beside),
        "files": {
            f"{package.folder}/{name}": digest("sha384", (target / name).read_bytes())
            for name in names
        },
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        manifest = {package.name: take_over(package, Path(folder)) for package in PACKAGES}
    MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
