"""The archive proves itself: equal when it is, and what differs by name when it is not."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask

from app.assessments.editions import texts_of
from app.assessments.finishing import document_of, finish
from app.assessments.opening import opened
from app.commands.archives import verify
from app.domain.errors import InvalidFile
from app.files.archive import DOCUMENT, MANIFEST, make_archive, sha256_of
from app.files.archive_check import Difference, verify_archive
from app.files.assessment_document import HASH, canonical, hash_of
from tests.builders import an_answer, an_assessment, every_answer


@pytest.fixture
def archive(app: Flask) -> bytes:
    """Of a finished self-check at level 1, with one exception."""
    assessment = an_assessment()
    every_answer(assessment, level=1)
    an_answer(assessment, "mi_website", level=3, note="Vier Sprachen, geprüft 🙂")
    snapshot = finish(assessment, by="desk")
    document = document_of(opened(assessment), snapshot)
    return make_archive(document=document, answers=b"", texts=texts_of(assessment))


def files_of(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as opened_archive:
        return {name: opened_archive.read(name) for name in opened_archive.namelist()}


def packed(files: Mapping[str, bytes]) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def with_hashes_mended(files: dict[str, bytes]) -> bytes:
    """Packed again by somebody who knows how the hashes are made."""
    document = json.loads(files[DOCUMENT])
    files[DOCUMENT] = canonical({**document, HASH: hash_of(document)})
    manifest = json.loads(files[MANIFEST])
    manifest["files"] = {name: sha256_of(files[name]) for name in manifest["files"]}
    files[MANIFEST] = json.dumps(manifest).encode()
    return packed(files)


def problems_of(content: bytes) -> list[str]:
    with pytest.raises(InvalidFile) as refused:
        verify_archive(content, name="a.zip")
    return [str(problem) for problem in refused.value.problems]


def test_an_archive_as_it_was_made_is_equal(archive: bytes) -> None:
    verdict = verify_archive(archive, name="a.zip")

    assert (verdict.differences, verdict.year) == ((), 2026)


def test_equal_content_makes_equal_bytes(archive: bytes) -> None:
    files = files_of(archive)
    texts = {n.removeprefix("checklist/"): c.decode() for n, c in files.items() if "/" in n}

    again = make_archive(document=files[DOCUMENT], answers=files["answers.csv"], texts=texts)

    assert again == archive


def test_one_changed_digit_is_found_and_named(archive: bytes) -> None:
    files = files_of(archive)
    document = json.loads(files[DOCUMENT])
    exact = document["results"]["overall"]["score"]["exact"]
    document["results"]["overall"]["score"]["exact"] = "1/3"
    files[DOCUMENT] = canonical(document)

    verdict = verify_archive(with_hashes_mended(files), name="a.zip")

    assert verdict.differences == (Difference("results.overall.score.exact", "1/3", exact),)


def test_a_changed_answer_shows_in_every_number_it_goes_into(archive: bytes) -> None:
    files = files_of(archive)
    document = json.loads(files[DOCUMENT])
    document["answers"][0]["level"] = 3
    files[DOCUMENT] = canonical(document)

    verdict = verify_archive(with_hashes_mended(files), name="a.zip")

    assert {one.path for one in verdict.differences} >= {
        "results.overall.score.exact",
        "results.nodes[0].score.exact",
    }


def test_a_changed_byte_is_named_with_its_file(archive: bytes) -> None:
    files = files_of(archive)
    files["checklist/de.yaml"] += b"# neu\n"

    assert problems_of(packed(files)) == [
        "a.zip/checklist/de.yaml:1:1: "
        "this file is not what the manifest says: its SHA-256 is another"
    ]


def test_an_older_engine_is_named_beside_the_one_of_today(archive: bytes) -> None:
    files = files_of(archive)
    document = json.loads(files[DOCUMENT])
    document["engine_version"] = "0"
    files[DOCUMENT] = canonical(document)

    verdict = verify_archive(with_hashes_mended(files), name="a.zip")

    assert (verdict.engine_then, verdict.engine_now, verdict.is_equal) == ("0", "1", True)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: b"", "a.zip:1:1: this is no ZIP file, or it is damaged"),
        (
            lambda: b"PK\x03\x04 and then nothing",
            "a.zip:1:1: this is no ZIP file, or it is damaged",
        ),
        (lambda: packed({}), "a.zip:1:1: the archive has no manifest.json"),
        (
            lambda: packed({f"{number}": b"" for number in range(101)}),
            "a.zip:1:1: it holds more than 100 files",
        ),
        (
            lambda: packed({"a": b"\0" * 21 * 1024 * 1024}),
            "a.zip:1:1: unpacked it would be larger than 20 MB",
        ),
        (
            lambda: packed({"a": b"\0" * 1024 * 1024}),
            "a.zip/a:1:1: this file is packed more than 100 times smaller than it is",
        ),
        (
            lambda: packed({MANIFEST: b"[" * 1_000}),
            "a.zip/manifest.json:1:1: this is no JSON: ",
        ),
        (lambda: packed({MANIFEST: b"{}"}), "a.zip/manifest.json:1:1: this is no archive"),
    ],
)
def test_what_is_no_archive_is_refused_quickly(made: Callable[[], bytes], told: str) -> None:
    content = made()

    begun = time.monotonic()
    problems = problems_of(content)

    assert problems[0].startswith(told)
    assert len(problems) == 1
    assert time.monotonic() - begun < 2


def test_a_truncated_archive_is_refused(archive: bytes) -> None:
    assert problems_of(archive[: len(archive) // 2]) == [
        "a.zip:1:1: this is no ZIP file, or it is damaged"
    ]


def test_the_command_says_equal_and_names_what_differs(
    app: Flask, archive: bytes, tmp_path: Path
) -> None:
    files = files_of(archive)
    document = json.loads(files[DOCUMENT])
    document["results"]["band"] = "systematic"
    files[DOCUMENT] = canonical(document)
    sound, changed = tmp_path / "sound.zip", tmp_path / "changed.zip"
    sound.write_bytes(archive)
    changed.write_bytes(with_hashes_mended(files))
    run = app.test_cli_runner(env={"LANG": "en_GB.UTF-8"})

    equal, different = run.invoke(verify, [str(sound)]), run.invoke(verify, [str(changed)])

    assert (equal.exit_code, different.exit_code) == (0, 1)
    assert equal.output.endswith("2026: every number is equal.\n")
    assert different.output.splitlines() == [
        "results.band: the archive says systematic, it should be building",
        "1 value differs.",
    ]
