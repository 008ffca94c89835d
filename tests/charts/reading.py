"""How the chart tests read a drawn chart."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from app.charts.rows import ChartWords

WORDS = ChartWords(
    "profile", "Profil", "Drei Dimensionen.", legend_value="Heute", legend_target="Ziel"
)
AXIS = ("0 Nicht vorhanden", "1 Erste Schritte", "2 In Teilen verankert", "3 Systematisch")


def parsed(svg: str | bytes) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own SVG


def classed(svg: str, css: str) -> list[ElementTree.Element]:
    """Every element that carries this class."""
    return [element for element in parsed(svg).iter() if css in element.get("class", "").split()]


def texts(svg: str | bytes) -> list[str]:
    return [element.text or "" for element in parsed(svg).iter("{http://www.w3.org/2000/svg}text")]


def extent(mark: ElementTree.Element) -> tuple[float, float]:
    """From where to where a mark reaches, along x."""
    across = _numbers(mark)[::2]
    return min(across), max(across)


def height(mark: ElementTree.Element) -> float:
    """At which y the middle of a mark stands."""
    down = _numbers(mark)[1::2]
    return (min(down) + max(down)) / 2


def _numbers(mark: ElementTree.Element) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", mark.get("d", ""))]


def centre(mark: ElementTree.Element) -> float:
    left, right = extent(mark)
    return round((left + right) / 2, 1)
