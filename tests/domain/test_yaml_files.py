"""YAML is read within strict limits, with the place of everything and without surprises."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Place
from app.domain.yaml_files import YamlFile, read_yaml


def reading(tmp_path: Path, content: str | bytes) -> YamlFile:
    file = tmp_path / "x.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_yaml(file)


def problems(tmp_path: Path, content: str | bytes) -> list[str]:
    found = reading(tmp_path, content).problems
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in found]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3", 3),
        ("-3", -3),
        ("0.8", Fraction(4, 5)),
        ("33.5", Fraction(67, 2)),
        ("100/3", "100/3"),
        ("1.0.0", "1.0.0"),
        ("1.10", Fraction(11, 10)),
        ("true", True),
        ("false", False),
        ("", None),
        ("null", None),
        ('"no"', "no"),
        ("'0123'", "0123"),
        ("2024-25", "2024-25"),
        ("٣", "٣"),
        ("nan", "nan"),
        ("|\n  eins\n  zwei\n", "eins\nzwei\n"),
    ],
)
def test_a_value_is_what_it_looks_like(tmp_path: Path, written: str, value: object) -> None:
    file = reading(tmp_path, f"a: {written}")

    assert (file.data, file.problems) == ({"a": value}, ())


def test_a_number_is_never_a_float_and_keeps_how_it_was_written(tmp_path: Path) -> None:
    file = reading(tmp_path, "version: 1.10\nweight: 0.5\nvalue: 2\n")

    assert file.data == {"version": Fraction(11, 10), "weight": Fraction(1, 2), "value": 2}
    assert dict(file.written) == {("version",): "1.10", ("weight",): "0.5", ("value",): "2"}


def test_every_value_and_key_has_its_place(tmp_path: Path) -> None:
    file = reading(tmp_path, "\ufeffa:\n  - ä: [x, z]\n  - 0: z\n")

    assert file.place(("a", 0, "ä", 1)) == Place(file.path, 2, 12)
    assert file.key_place(("a", 1, 0)) == Place(file.path, 3, 5)
    assert file.place(("a", 1, "not there")) == Place(file.path, 3, 5)
    assert file.data == {"a": [{"ä": ["x", "z"]}, {0: "z"}]}


_BOOLEAN = "may be read as true or false: write true or false, or use quotes"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        *((word, _BOOLEAN) for word in ("no", "NO", "yes", "Yes", "on", "off", "y", "True")),
        ("~", "stands for nothing: leave it out, or use quotes"),
        ("NULL", "stands for nothing: leave it out, or use quotes"),
        ("0123", "may be read as another number: write it without the 0, or use quotes"),
        ("0x1F", "may be read as another number: write it without the 0, or use quotes"),
        ("0o17", "may be read as another number: write it without the 0, or use quotes"),
        ("0b11", "may be read as another number: write it without the 0, or use quotes"),
        ("1_000", "may be read as a number: write it without “_”, or use quotes"),
        ("1:30", "may be read as a time or a number: use quotes"),
        (".inf", "is no number that can be used: write it out, or use quotes"),
        ("-.INF", "is no number that can be used: write it out, or use quotes"),
        (".NaN", "is no number that can be used: write it out, or use quotes"),
        ("2024-01-31", "may be read as a date: use quotes"),
        ("2024-02-31 10:00:00", "may be read as a date: use quotes"),
        ("1e5", "is not a number as this file needs it: write it like 0.5 or 1000"),
        (".5", "is not a number as this file needs it: write it like 0.5 or 1000"),
        ("5.", "is not a number as this file needs it: write it like 0.5 or 1000"),
    ],
)
def test_the_traps_of_yaml_are_refused_with_their_place(
    tmp_path: Path, written: str, reason: str
) -> None:
    assert problems(tmp_path, f"a: 1\nb: {written}\n") == [f"x.yaml:2:4: “{written}” {reason}"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", ["3:1: the key “a” stands here twice"]),
        ("1: a\n1.0: b\n", ["2:1: a key must be text or a whole number"]),
        ("[a, b]: c\ntrue: d\n", [f"{n}:1: a key must be text or a whole number" for n in (1, 2)]),
        ("no: a\n", [f"1:1: “no” {_BOOLEAN}"]),
        (
            "a: &x 1\nb: *x\n<<: *x\n",
            [
                "1:4: the anchor &x is not allowed",
                "2:4: the alias *x is not allowed",
                "3:1: the merge key << is not allowed",
                "3:5: the alias *x is not allowed",
            ],
        ),
        (
            "a: !!python/object:os.system {}\n",
            ["1:4: the tag tag:yaml.org,2002:python/object:os.system is not allowed"],
        ),
        ("a: b\n---\nc: d\n", ["2:1: a second document begins here; only one is allowed"]),
        ("a: b\nc: d\x00\ne: \x07\n", ["2:5: the character U+0000 is not allowed",
                                        "3:4: the character U+0007 is not allowed"]),
        ('a: "\\0"\nb: "\\x1b"\n', ["1:4: the character U+0000 is not allowed",
                                    "2:4: the character U+001B is not allowed"]),
        ("a: b\u2028c", ["1:5: the character U+2028 is not allowed"]),
        ("a: b\n\ufeffc: d", ["2:1: the character U+FEFF is not allowed"]),
        (b"a: \xc3\xa4\nb: \xc3\xff", ["2:4: not UTF-8: the byte 0xc3 stands for no character"]),
        (b"\xef\xbb\xbfa: \xed\xa0\x80", ["1:4: not UTF-8: the byte 0xed stands for no character"]),
        ("a: " + "7" * 5_000, ["1:4: this number is too long: shorten it, or use quotes"]),
        ("a:\n\t- b\n", ["2:1: not valid YAML: while scanning for the next token, "
                          "found character that cannot start any token"]),
    ],
)  # fmt: skip
def test_what_is_refused_is_named_with_its_place(
    tmp_path: Path, content: str | bytes, found: list[str]
) -> None:
    assert problems(tmp_path, content) == [f"x.yaml:{problem}" for problem in found]


def test_an_escaped_surrogate_is_refused(tmp_path: Path) -> None:
    file = reading(tmp_path, 'a: "\\ud800"')

    assert [problem.place.line for problem in file.problems] == [1]


_SIZE = 1024 * 1024


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("[" * 200_000 + "]" * 200_000, ["x.yaml:1:21: nested deeper than 20"]),
        ("{a: " * 100_000, ["x.yaml:1:81: nested deeper than 20"]),
        ("- " * 100_000, ["x.yaml:1:41: nested deeper than 20"]),
        ("[" + "a," * 60_000 + "]", ["x.yaml:1:99996: more than 50000 parts"]),
        ("a" * (_SIZE + 1), ["x.yaml:1:1: larger than 1048576 bytes"]),
        ("\x00" * _SIZE, [f"x.yaml:1:{n}: the character U+0000 is not allowed"
                          for n in range(1, 21)]),
        ("a: 1" + "_" * 1_000_000 + "x", []),
    ],
)  # fmt: skip
def test_bombs_are_refused(tmp_path: Path, content: str, found: list[str]) -> None:
    assert problems(tmp_path, content) == found


def test_what_is_no_readable_file_is_a_problem_of_its_first_place(tmp_path: Path) -> None:
    missing, folder = tmp_path / "missing.yaml", tmp_path

    assert [*map(str, read_yaml(missing).problems)] == [f"{missing}:1:1: this file is missing"]
    assert [*map(str, read_yaml(folder).problems)] == [f"{folder}:1:1: this is not a file"]


@given(content=st.binary(max_size=200) | st.text(alphabet="ab01.:-#&*!|>%@`'\"{}[],?~ \n\t").map(
    str.encode
))  # fmt: skip
def test_nothing_in_a_file_makes_reading_raise(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "random.yaml"
    file.write_bytes(content)

    assert read_yaml(file).path == str(file)
