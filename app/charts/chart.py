"""A chart: laid out at once, drawn when first asked for."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from app.charts import svg
from app.charts.drawing import Drawing
from app.charts.rows import ChartWords


@dataclass(frozen=True)
class Chart:
    """One chart in two layouts: show the wide one where there is room, else the narrow one.

    The inline SVGs are drawn once. Files are drawn anew each time, for they are large and
    seldom wanted; keep them in a ChartCache where that matters.
    """

    wide: Drawing
    narrow: Drawing
    words: ChartWords
    _drawn: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _lock: threading.Lock = field(
        default_factory=threading.Lock, init=False, repr=False, compare=False
    )

    @property
    def svg(self) -> str:
        """For a page with at least about 640 pixels of room."""
        return self._inline(self.wide, "wide")

    @property
    def svg_narrow(self) -> str:
        """The same for telephones: labels above their bars."""
        return self._inline(self.narrow, "narrow")

    @property
    def svg_file(self) -> bytes:
        """The wide layout under its title, as a file for other programs."""
        from app.charts.figure import outlines

        headed = self._headed
        return svg.svg_file(headed, outlines(headed), self.words)

    @property
    def png(self) -> bytes:
        """The wide layout under its title, 180 dots to the inch."""
        from app.charts.figure import png

        return png(self._headed)

    @property
    def _headed(self) -> Drawing:
        return self.wide.headed(self.words.title, mirrored=self.words.mirrored)

    def _inline(self, drawing: Drawing, layout: str) -> str:
        # Importing matplotlib takes half a second and 55 MB: not before there is a drawing.
        from app.charts.figure import outlines

        with self._lock:
            if layout not in self._drawn:
                found = outlines(drawing)
                self._drawn[layout] = svg.inline_svg(drawing, found, self.words, layout=layout)
            return self._drawn[layout]
