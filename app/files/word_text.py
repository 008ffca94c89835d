"""Words as Word's own elements: paragraphs and runs with their language and their direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from app.files.paper import Content, Words

# Word's own lists of languages know a country with each; papers here are German and British.
_WITH_COUNTRY = {"de": "de-DE", "en": "en-GB"}
# XML can hold none of these, however they are written.
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\r\x0b\x0c]")
_PIECE = re.compile("([\n\t])")


@dataclass(frozen=True)
class Voice:
    """A paper's own language, a BCP 47 tag, and its direction, ltr or rtl."""

    language: str
    direction: str

    @property
    def is_rtl(self) -> bool:
        return self.direction == "rtl"


@dataclass(frozen=True)
class Layout:
    """What a paragraph has beyond its style. `number` is the list it belongs to."""

    keeps_next: bool = False
    number: int | None = None
    is_right: bool = False
    """Whether it stands at the right, as numbers do in either direction of writing."""


PLAIN = Layout()


def element(tag: str, *children: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """One element in Word's main namespace; so are its attributes."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def cleaned(text: str) -> str:
    """The text as XML can hold it; every kind of line break is one newline."""
    text = _BREAK.sub("\n", text)
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _UNWRITABLE.sub("", text))


def bare(content: Content) -> str:
    """Only the text, cleaned, for where no language can be said."""
    return cleaned(content.text if isinstance(content, Words) else content)


def word_language(tag: str) -> str:
    return _WITH_COUNTRY.get(tag, tag)


def reads_rtl(content: Content, voice: Voice) -> bool:
    """Whether these words run from right to left.

    What people typed, and what is in another language than the paper, follows its first letter.
    """
    if isinstance(content, Words) and (content.is_typed or content.lang):
        for letter in content.text:
            kind = unicodedata.bidirectional(letter)
            if kind in ("L", "R", "AL"):
                return kind != "L"
    return voice.is_rtl


def run(content: Content, voice: Voice, style: str = "") -> BaseOxmlElement:
    """The words as one run. `style` is the id of a character style."""
    is_rtl = reads_rtl(content, voice)
    made = element("r")
    properties = element("rPr")
    if style:
        properties.append(element("rStyle", val=style))
    if is_rtl:
        properties.append(element("rtl"))
    if isinstance(content, Words) and content.lang:
        tag = word_language(cleaned(content.lang))
        properties.append(element("lang", val=tag, eastAsia=tag, bidi=tag))
    if len(properties):
        made.append(properties)
    made.extend(_pieces(bare(content)))
    return made


def _pieces(text: str) -> list[BaseOxmlElement]:
    pieces = []
    for piece in filter(None, _PIECE.split(text)):
        if piece in "\n\t":
            pieces.append(element("br" if piece == "\n" else "tab"))
            continue
        made = element("t")
        made.text = piece
        made.set(qn("xml:space"), "preserve")
        pieces.append(made)
    return pieces


def paragraph(
    style: str, content: Content, voice: Voice, layout: Layout = PLAIN
) -> BaseOxmlElement:
    """One paragraph in the direction of its words. `style` is the id of a paragraph style."""
    return line(style, [run(content, voice)], is_rtl=reads_rtl(content, voice), layout=layout)


def line(
    style: str, runs: Sequence[BaseOxmlElement], *, is_rtl: bool, layout: Layout = PLAIN
) -> BaseOxmlElement:
    """A paragraph of several runs. The order of its properties is the schema's."""
    properties = element("pPr", element("pStyle", val=style))
    if layout.keeps_next:
        properties.append(element("keepNext"))
    if layout.number is not None:
        level, number = element("ilvl", val="0"), element("numId", val=str(layout.number))
        properties.append(element("numPr", level, number))
    if is_rtl:
        properties.append(element("bidi"))
    elif layout.is_right:
        # In a paragraph from right to left, “right” would be its end: the left.
        properties.append(element("jc", val="right"))
    return element("p", properties, *runs)


def field(code: str, voice: Voice, shown: str = "1") -> list[BaseOxmlElement]:
    """A field that Word fills itself, such as PAGE. `shown` stands there until it does."""
    return [*field_begin(code), run(shown, voice), field_end()]


def field_begin(code: str) -> list[BaseOxmlElement]:
    """What stands before that which a field shows."""
    instruction = element("instrText")
    instruction.text = f" {code} "
    instruction.set(qn("xml:space"), "preserve")
    begin, between = (element("fldChar", fldCharType=kind) for kind in ("begin", "separate"))
    return [element("r", part) for part in (begin, instruction, between)]


def field_end() -> BaseOxmlElement:
    return element("r", element("fldChar", fldCharType="end"))
