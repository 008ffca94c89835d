"""What a browser would send back from a page: the fields of its form as they stand."""

from __future__ import annotations

from html.parser import HTMLParser


class FormFields(HTMLParser):
    """Hidden, chosen and typed fields of the form that holds the answers."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        name = attributes.get("name", "")
        if tag == "input" and name and name != "next":
            is_choice = attributes.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in attributes:
                self.found[name] = attributes.get("value", "")
        if tag == "textarea":
            self._area = name
            self.found[name] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The first line break of a text area belongs to the markup.
            self.found[self._area] = self.found[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.found[self._area] += data
