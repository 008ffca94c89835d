"""Nothing that is asked for keeps others waiting, gets lost, or reads what it should not."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.files import typesetting
from app.files.paper import DataTable, Facts, Figure, Heading, Paragraph, Words
from app.files.presentable import font_folders
from app.files.typeset_data import paper_data
from app.files.typesetting import Busy, CannotBeTypeset, TookTooLong, taking_turns, typeset
from tests.files.papers import a_paper, a_picture
from tests.files.printed import text_of


def test_a_drawing_shows_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "other.png").write_bytes(a_picture())
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{tmp_path}/other.png"/></svg>'

    with pytest.raises(CannotBeTypeset, match="absolute paths are not allowed"):
        typeset(a_paper(Figure(svg.encode(), a_picture, "Bild", "")), locks=tmp_path)


def test_a_row_longer_than_a_page_is_printed_whole(tmp_path: Path) -> None:
    table = DataTable("Lang", ["Nummer", "Text"], [["1", "Wort " * 5_000]], [1, 3])

    pdf = typeset(a_paper(table), locks=tmp_path)

    assert text_of(pdf, tmp_path).split().count("Wort") == 5_000


def test_words_without_end_stay_on_the_page(tmp_path: Path) -> None:
    text = "A" * 3_000
    table = DataTable(text, ["Nummer", "Text"], [["1", text], [text, "2"]], [1, 3])

    pdf = typeset(
        a_paper(Heading(text), Paragraph(text), table, Facts([(text, text)])), locks=tmp_path
    )

    # What stands beyond its edges is no text of a page.
    assert text_of(pdf, tmp_path).count("A") == 7 * 3_000


def test_three_thousand_rows_are_no_trouble(tmp_path: Path) -> None:
    rows = [[f"Zeile{number}", "Sprachbedarf", "2"] for number in range(3_000)]

    pdf = typeset(
        a_paper(DataTable("Viel", ["Nummer", "Was", "Stufe"], rows, [1, 2, 1])), locks=tmp_path
    )

    assert len(re.findall(r"Zeile\d+", text_of(pdf, tmp_path))) == 3_000


def test_fifty_thousand_characters_are_printed_whole(tmp_path: Path) -> None:
    text = "Wort " * 10_000

    pdf = typeset(a_paper(Paragraph(Words(text, is_typed=True))), locks=tmp_path)

    assert text_of(pdf, tmp_path).split().count("Wort") == 10_000


def test_what_takes_too_long_is_stopped_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "SECONDS", 0.01)

    with pytest.raises(TookTooLong):
        typeset(a_paper(Heading("Lage")), locks=tmp_path)


def test_a_press_that_is_killed_gives_its_turn_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = tmp_path / "killed.py"
    killed.write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with monkeypatch.context() as broken:
        broken.setattr(typesetting, "PRESS", killed)
        for _ in range(typesetting.AT_A_TIME + 1):
            with pytest.raises(CannotBeTypeset, match="ended with -9"):
                typeset(a_paper(Paragraph("Es geht voran.")), locks=tmp_path)
    assert typeset(a_paper(Paragraph("Es geht voran.")), locks=tmp_path).startswith(b"%PDF")


def test_where_the_limits_are_lower_already_a_paper_is_made_all_the_same(tmp_path: Path) -> None:
    asked = {
        "template": "paper.typ",
        "data": paper_data(a_paper(Paragraph("Es geht voran."))),
        "fonts": [str(folder) for folder in font_folders()],
        "timestamp": 0,
    }

    def lower() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    made = subprocess.run(
        [sys.executable, "-I", str(typesetting.PRESS)],
        input=json.dumps(asked).encode(),
        capture_output=True,
        preexec_fn=lower,
        check=True,
    )

    assert made.stdout.startswith(b"%PDF")


def test_three_want_a_turn_and_the_third_is_told_to_come_again(tmp_path: Path) -> None:
    hold = (
        "import sys, time; from pathlib import Path; from app.files.typesetting import taking_turns"
        "\nwith taking_turns(Path(sys.argv[1])):"
        "\n    print(1, flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as one, subprocess.Popen(command, **pipes) as two:  # type: ignore[call-overload]
        assert [each.stdout.readline() for each in (one, two)] == [b"1\n", b"1\n"]
        begun = time.monotonic()
        with pytest.raises(Busy), taking_turns(tmp_path, patience=0.2):
            raise AssertionError
        assert time.monotonic() - begun >= 0.2

        one.kill()
        one.wait()
        with taking_turns(tmp_path, patience=5):
            pass
        two.kill()
