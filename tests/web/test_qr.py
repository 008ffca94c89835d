"""QR codes: what is drawn is the code, with its quiet zone, and it says what it is."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
import segno

from app.web.qr import qr_svg

SVG = "{http://www.w3.org/2000/svg}"
ADDRESS = "otpauth://totp/Willkommenscheck:erika%40lindenbruck.de?secret=GEZDGNBVGY3TQOJQ"


def drawn(
    text: str = ADDRESS, title: str = "Code", description: str = "Or type it.", named: str = "qr"
) -> ElementTree.Element:
    svg = qr_svg(text, title=title, description=description, named=named)
    return ElementTree.fromstring(svg)  # noqa: S314 - our own SVG


def black_squares(svg: ElementTree.Element) -> set[tuple[int, int]]:
    bars = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", svg.find(f"{SVG}path").attrib["d"])
    assert all(there == back for _, _, there, back in bars)
    return {(int(x) + step, int(y)) for x, y, length, _ in bars for step in range(int(length))}


@pytest.mark.parametrize("text", [ADDRESS, "x", "https://check.example/join#" + "ü" * 200])
def test_the_black_squares_are_those_of_the_code_four_squares_from_the_edge(text):
    code = segno.make_qr(text, error="m")
    expected = {
        (x, y) for y, row in enumerate(code.matrix, 4) for x, square in enumerate(row, 4) if square
    }
    svg = drawn(text)

    assert black_squares(svg) == expected
    assert svg.attrib["viewBox"] == "0 0 {0} {0}".format(len(code.matrix) + 8)


def test_it_is_black_on_a_white_ground_of_its_own_whatever_the_page_looks_like():
    svg = drawn()
    ground, code = svg.find(f"{SVG}rect"), svg.find(f"{SVG}path")

    assert (ground.attrib["fill"], code.attrib["fill"]) == ("#fff", "#000")
    assert [f"0 0 {ground.attrib['width']} {ground.attrib['height']}"] == [svg.attrib["viewBox"]]


def test_it_has_a_name_and_a_description():
    svg = drawn(title="Code", description="Or type.", named="join")

    texts = {element.attrib["id"]: element.text for element in svg if "id" in element.attrib}
    assert texts == {"join-title": "Code", "join-desc": "Or type."}
    assert (svg.attrib["role"], svg.attrib["aria-labelledby"]) == ("img", "join-title join-desc")


def test_it_carries_no_style_and_no_script():
    written = qr_svg(ADDRESS, title="Code", description="Or type it.")

    assert re.findall(r"style|<script|\son\w+=", written) == []


def test_words_stay_words():
    svg = drawn(title="<script>", description='"&<')

    assert (svg[0].text, svg[1].text) == ("<script>", '"&<')


def test_the_address_itself_is_not_written_out():
    assert "GEZDGNBVGY3TQOJQ" not in qr_svg(ADDRESS, title="Code", description="Or type it.")
