"""Passwords: what is kept of them, and which are refused."""

from __future__ import annotations

import lzma
import unicodedata
from pathlib import Path

import pytest
from argon2 import extract_parameters
from flask import Flask
from hypothesis import assume, given
from hypothesis import strategies as st

from app.accounts import password_guesses
from app.accounts.password_guesses import is_easily_guessed, least_pieces
from app.accounts.passwords import (
    hash_password,
    is_password,
    needs_rehash,
    nobodys_hash,
    password_problem,
    verify_against_nothing,
)

DATA = Path(password_guesses.__file__).parent / "password_data"
LISTED = lzma.decompress((DATA / "listed.txt.xz").read_bytes()).decode().split("\n")
ORDINARY_WORDS = [entry for entry in LISTED if entry.isalpha() and 4 <= len(entry) <= 20]
GOOD = "korrekt pferd batterie heftklammer"
WITH_OLDER_PARAMETERS = (
    "$argon2id$v=19$m=4096,t=1,p=1$c29tZXNhbHRzb21lc2E$uX6IvfYtjvZjzbfLi+jpYCsaPCZ6tyTUcTfqaDq5kzM"
)

words = st.lists(st.sampled_from(ORDINARY_WORDS), min_size=4, max_size=6, unique=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@pytest.fixture
def problem(app: Flask):
    """What is said about a password of Erika Müller's, in English; empty if nothing is."""

    def said(password: str, *about: str) -> str:
        with app.test_request_context(headers={"Accept-Language": "en"}):
            return str(password_problem(password, about=about) or "")

    return said


# What is kept


def test_a_hash_says_how_it_was_made_and_does_not_repeat():
    hashes = [hash_password(GOOD), hash_password(GOOD)]

    parameters = extract_parameters(hashes[0])
    assert (parameters.type.name, parameters.memory_cost) == ("ID", 19 * 1024)
    assert (parameters.time_cost, parameters.parallelism) == (2, 1)
    assert hashes[0] != hashes[1]


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        (GOOD, True),
        (GOOD + " ", False),
        (GOOD.upper(), False),
        ("", False),
        ("\0", False),
        ("\ud800", False),
        ("x" * 100_000, False),
    ],
)
def test_only_the_very_same_password_is_right(typed, is_right):
    assert is_password(hash_password(GOOD), typed) is is_right


@pytest.mark.parametrize(
    ("password", "cleaned"),
    [
        (" mit Rändern ", "mit Rändern"),
        ("null\0byte und mehr", "nullbyte und mehr"),
        ("\ud800 halbes Zeichen", " halbes Zeichen"),
        ("🙂" * 12, "🙂" * 11),
    ],
)
def test_a_password_is_taken_as_it_was_typed(password, cleaned):
    kept = hash_password(password)

    assert (is_password(kept, password), is_password(kept, cleaned)) == (True, False)


def test_it_does_not_matter_how_a_keyboard_composes_an_umlaut():
    assert is_password(
        hash_password("B\u00fcrgerb\u00fcro am See"), "Bu\u0308rgerbu\u0308ro am See"
    )


@pytest.mark.parametrize("kept", ["", "x", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv"])
def test_what_is_no_hash_is_nobodys_password(kept):
    assert is_password(kept, "") is False


def test_a_hash_with_other_parameters_is_to_be_made_anew():
    assert needs_rehash(WITH_OLDER_PARAMETERS) is True
    assert needs_rehash(hash_password(GOOD)) is False


def test_for_somebody_unknown_the_work_is_that_for_a_hash_of_today():
    assert extract_parameters(nobodys_hash()) == extract_parameters(hash_password(GOOD))
    assert needs_rehash(nobodys_hash()) is False
    assert verify_against_nothing(GOOD) is None


# Which are refused: length


@pytest.mark.parametrize(
    ("password", "first_words"),
    [
        ("xq7 fjw 2kd", "This password is too short."),
        ("", "This password is too short."),
        ("xq7 fjw 2kdo", ""),
        ("u\u0308q7 fjw 2kd", "This password is too short."),
        ("wolke" * 2 + "?" * 3 + "gabel turm" * 11 + "12345", ""),
        ("wolke" * 2 + "?" * 3 + "gabel turm" * 11 + "123456", "This password is too long."),
        ("x" * 1_000_000, "This password is too long."),
    ],
    ids=["11", "0", "12", "11 composed", "128", "129", "a million"],
)
def test_a_password_has_12_to_128_characters(problem, password, first_words):
    said = problem(password)

    assert said[: len(first_words)] == first_words
    assert bool(said) == bool(first_words)


def test_the_reason_is_said_in_the_readers_language(app):
    with app.test_request_context(headers={"Accept-Language": "de"}):
        said = str(password_problem("kurz", about=()))

    assert said == (
        "Dieses Passwort ist zu kurz. Bitte nehmen Sie mindestens 12 Zeichen, zum Beispiel vier "
        "oder fünf Wörter."
    )


# Which are refused: names


@pytest.mark.parametrize(
    "password",
    [
        "erika.mueller@lindenbruck.de",
        "ErikaMüller2024",
        "erikamueller!!!",
        "Mueller-Lindenbruck",
        "Willkommenscheck",
        "Willkommens-Check 24",
        "IN2-Willkommen-1",
    ],
)
def test_one_that_is_mostly_a_name_is_refused(problem, password):
    said = problem(password, "erika.mueller@lindenbruck.de", "Erika Müller", "Lindenbruck")

    assert said == (
        "This password consists mainly of your name, your e-mail address or the name of this "
        "service. Please choose another one."
    )


def test_a_name_among_other_words_is_no_harm(problem):
    assert problem("erika wolke gabel turm", "Erika Müller") == ""


def test_empty_and_very_short_names_take_nothing_away(problem):
    assert problem(GOOD, "", " ", "@", "e", "Le") == ""


# Which are refused: easily guessed


@pytest.mark.parametrize(
    "password",
    [
        "1qaz2wsx3edc",
        "unbelievable",
        "BÜRGERMEISTER",
        "Sommerferien2024!",
        "!!2024 Straßenbahn",
        "passwordpassword",
        "sommer2024sommer",
        "Rathaus-Rathaus",
        "Kindergartenplatz",
        "Sommer Rathaus Berlin",
        "abcabcabcabc",
        "xkxkxkxkxkxkx",
        "aaaaaaaaaaaa",
        "            ",
        "qwertz123456",
        "qwertzuiopü12",
        "0987654321zyx",
        "1qay2wsx3edc",
    ],
)
def test_one_that_is_easily_guessed_is_refused(problem, password):
    assert problem(password) == (
        "This password is easily guessed: it is known from leaks, or made of one to three common "
        "words or of neighbouring keys. Four or five words that have nothing to do with each other "
        "are good."
    )


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "correct horse battery staple 7",
        "haus tür schlüssel loch",
        "482917553921",
        "a8362910473650",
        "xK9#mQ2vL!pRx",
        "Kartoffelsuppe blau Fahrrad",
        "Ich gehe um 7 Uhr ins Amt",
        "пароль из четырёх слов",
    ],
)
def test_one_that_takes_long_to_guess_is_accepted(problem, password):
    assert problem(password) == ""


@given(words)
def test_four_words_with_blanks_between_them_pass(chosen):
    password = " ".join(chosen)
    assume(password not in LISTED)

    assert is_easily_guessed(password) is False


@given(
    st.sampled_from([entry for entry in LISTED if len(entry) >= 12]),
    st.sampled_from([str, str.upper, str.title]),
)
def test_everything_long_on_the_list_is_refused_in_small_and_capital_letters(entry, written):
    assume(written(entry).casefold() == entry)

    assert is_easily_guessed(written(entry)) is True


@given(st.sampled_from(ORDINARY_WORDS), st.text("0123456789!?.-_ ", max_size=20))
def test_digits_and_signs_around_a_listed_word_do_not_help(word, around):
    half = len(around) // 2

    assert is_easily_guessed(around[:half] + word + around[half:]) is True


@given(
    st.lists(st.sampled_from(ORDINARY_WORDS), min_size=1, max_size=3),
    st.sampled_from(["", " ", "-", ". "]),
)
def test_up_to_three_listed_words_are_refused_whatever_separates_them(chosen, separator):
    assert is_easily_guessed(separator.join(chosen)) is True


@given(texts)
def test_any_text_is_judged_and_the_same_in_other_letters(text):
    assert is_easily_guessed(text) == is_easily_guessed(text.casefold())


@given(texts, texts)
def test_whatever_is_accepted_is_long_enough_and_not_too_long(password, about):
    accepted = password_problem(password, about=[about]) is None
    length = len(unicodedata.normalize("NFC", password))

    assert not accepted or 12 <= length <= 128


@given(st.text("bcdfghjklmnpqrstvwxz", min_size=14, max_size=30))
def test_what_a_generator_makes_is_accepted(password):
    assume(least_pieces(password) > 3 and len(set(password)) > 8)

    assert is_easily_guessed(password) is False


# What is shipped


def test_the_list_is_small_sorted_and_in_the_form_that_is_compared():
    assert (DATA / "listed.txt.xz").stat().st_size < 400_000
    assert sorted({entry.casefold() for entry in LISTED}) == LISTED


def test_the_list_holds_what_the_notice_says():
    notice = (DATA / "NOTICE.md").read_text(encoding="utf-8")

    assert f"{len(LISTED):,} entries" in notice
