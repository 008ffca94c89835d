"""Which passwords are easily guessed. Everything is looked up offline, in a list that is shipped.

The list (`password_data/NOTICE.md` says where from) holds 74,000 leaked passwords and 67,000
German words and names. 11,725 of the leaked ones have the 12 characters that we ask for: all such
of the 437,652 that were found most often, where OWASP ASVS 5.0 wants 3,000 (6.2.4). Compared is
case-folded. Refused is what

- is on the list, also with digits, punctuation or blanks before or behind it ("Sommerferien2024!");
- consists of at most three pieces, each on the list or a number of up to four digits
  ("sommer2024sommer", "Rathaus-Rathaus"), whatever separates them;
- repeats something shorter than a password of its own ("abcabcabcabc");
- is a walk along the keyboard, the alphabet or the digits, or several, but for two characters
  ("qwertz123456", "1qay2wsx3edc").

Four words with blanks between them are four pieces and pass, unless they are on the list as a
whole. What is not found: leaks beyond the list, other languages than English and German, letters
replaced by digits ("P4ssw0rt"), unless such a form is listed itself.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

_FILE = Path(__file__).parent / "password_data" / "listed.txt.xz"

MOST_PIECES = 3
LONGEST_NUMBER = 4
SHORTEST_WALK = 3
MOST_BESIDE_WALKS = 2
SHORTEST_UNIT = 12
"""What is repeated counts once, and once it must be as long as a password."""
SHORTEST_CORE = 3
LEAST_BESIDE_NAMES = 8
SHORTEST_NAME = 3

# What this service is called, and what those who use it think of first.
OUR_NAMES = ("Willkommenscheck", "Willkommens-Check", "Willkommen", "Welcome", "Check", "IN2")

_WALKS = (
    "abcdefghijklmnopqrstuvwxyz",
    "^1234567890ß´", "qwertzuiopü+", "asdfghjklöä#", "<yxcvbnm,.-",
    "`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./",
    "012345678901234567890", "azertyuiop", "qsdfghjklm", "wxcvbn",
    "1qay", "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6zhn", "6yhn", "7ujm", "8ik,", "9ol.", "0pö-",
)  # fmt: skip
_NOT_LETTERS = r"[\W\d_]+"
_AROUND = re.compile(f"^{_NOT_LETTERS}|{_NOT_LETTERS}$")
_BETWEEN = re.compile(r"[\W_]+")


def is_easily_guessed(password: str) -> bool:
    """Whether an attacker who knows the usual tricks finds it soon."""
    typed = _folded(password)
    return (
        _is_repeated(typed)
        or not _listed().isdisjoint((typed, _core(typed)))
        or least_pieces(_core(typed)) <= MOST_PIECES
        or _beside_walks(typed) <= MOST_BESIDE_WALKS
    )


def is_mostly_about(password: str, about: Iterable[str]) -> bool:
    """Whether little is left of it without the words of these texts and our own names."""
    left = _folded(password)
    for name in sorted(set(_names([*about, *OUR_NAMES])), key=len, reverse=True):
        left = left.replace(name, "")
    return len(left) < LEAST_BESIDE_NAMES


def least_pieces(text: str) -> int:
    """The fewest pieces that it consists of, blanks and punctuation apart.

    One more than `MOST_PIECES` stands for every greater number, and for "cannot be taken apart".

    >>> least_pieces("sommer2024sommer"), least_pieces("korrekt pferd batterie heftklammer")
    (3, 4)
    """
    total = 0
    for part in _BETWEEN.split(text):
        total += _least_pieces_of(part)
        if total > MOST_PIECES:
            return MOST_PIECES + 1
    return total or MOST_PIECES + 1


def _least_pieces_of(part: str) -> int:
    """As `least_pieces`, of a text without separators: from every beginning to the next."""
    too_many = MOST_PIECES + 1
    least = [0] + [too_many] * len(part)
    for end in range(1, len(part) + 1):
        for start in range(end):
            if least[start] + 1 < least[end] and _is_piece(part, start, end):
                least[end] = least[start] + 1
    return least[-1]


def _is_piece(text: str, start: int, end: int) -> bool:
    """A number counts whole or not at all: else every long number were a few short ones."""
    piece = text[start:end]
    if not piece.isdigit():
        return piece in _listed()
    ends_in_a_number = text[end : end + 1].isdigit() or (start > 0 and text[start - 1].isdigit())
    return len(piece) <= LONGEST_NUMBER and not ends_in_a_number


def _core(text: str) -> str:
    """Without the digits, punctuation and blanks at both ends; empty if next to nothing is left."""
    core = _AROUND.sub("", text)
    return core if len(core) >= SHORTEST_CORE else ""


def _is_repeated(text: str) -> bool:
    """Whether a short unit is said twice or more; the last time its end may be missing."""
    for size in range(1, min(SHORTEST_UNIT, len(text))):
        if len(text) >= 2 * size - 1 and text[size:] == text[:-size]:
            return True
    return False


def _beside_walks(text: str) -> int:
    """The fewest characters that belong to no walk of three or more."""
    least = list(range(len(text) + 1))
    for end in range(1, len(text) + 1):
        least[end] = least[end - 1] + 1
        for start in range(end - SHORTEST_WALK, -1, -1):
            if not _is_walk(text[start:end]):
                break
            least[end] = min(least[end], least[start])
    return least[-1]


def _is_walk(text: str) -> bool:
    backwards = text[::-1]
    return len(set(text)) == 1 or any(text in walk or backwards in walk for walk in _WALKS)


def _names(texts: Iterable[str]) -> Iterator[str]:
    """The texts whole and word by word, also as typed without umlauts; too short ones left out."""
    for text in texts:
        folded = _folded(text)
        words = _BETWEEN.split(folded)
        joined = ["".join(pair) for pair in pairwise(words)]
        for name in (folded, folded.partition("@")[0], *words, *joined):
            if len(name) >= SHORTEST_NAME:
                yield name
                yield _without_umlauts(name)


def _without_umlauts(text: str) -> str:
    return text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


@cache
def _listed() -> frozenset[str]:
    """Read when the first password is chosen: that one takes a tenth of a second longer."""
    return frozenset(lzma.decompress(_FILE.read_bytes()).decode().split("\n"))
