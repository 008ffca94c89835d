"""Whatever happens to the files of a checklist, the only error is InvalidFile."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.checklist_files import find_problems, read_checklist
from app.domain.errors import InvalidFile
from tests.domain.checklist_folders import ENGLISH, GERMAN, STRUCTURE

_FILES = ("checklist.yaml", "de.yaml", "en.yaml")
_CONTENTS = (STRUCTURE, GERMAN, ENGLISH)
_SPLINTERS = st.sampled_from(
    ["", "[]", "{}", "no", "-1", "1/0", "null", ": ", "- ", "\n", '"', "&a ", "*a", "9" * 50]
) | st.text(max_size=5)


@given(
    which=st.integers(0, 2),
    start=st.integers(0, 600),
    length=st.integers(0, 40),
    splinter=_SPLINTERS,
)
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_never_raises_anything_but_invalid_file(
    tmp_path_factory: pytest.TempPathFactory,
    which: int,
    start: int,
    length: int,
    splinter: str,
) -> None:
    folder = _damaged_folder(tmp_path_factory)
    content = _CONTENTS[which]
    damaged = content[:start] + splinter + content[start + length :]
    (folder / _FILES[which]).write_bytes(damaged.encode("utf-8", "surrogatepass"))

    _check(folder)


@given(which=st.integers(0, 2), content=st.binary(max_size=300))
@settings(deadline=None)
def test_random_bytes_never_raise_anything_but_invalid_file(
    tmp_path_factory: pytest.TempPathFactory, which: int, content: bytes
) -> None:
    folder = _damaged_folder(tmp_path_factory)
    (folder / _FILES[which]).write_bytes(content)

    _check(folder)


def _damaged_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.getbasetemp() / "damaged" / "probe" / "1.0.0"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in zip(_FILES, _CONTENTS, strict=True):
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def _check(folder: Path) -> None:
    problems = find_problems(folder)
    try:
        read_checklist(folder)
    except InvalidFile as refused:
        assert list(refused.problems) == problems
        assert problems
    else:
        assert problems == []
