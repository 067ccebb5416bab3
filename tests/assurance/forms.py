"""The forms of a page, as a browser would send them: names and values, and where they go."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Fields:
    """A form of a page: where it goes, how, and what it would send as it stands; a choice not yet made is made."""

    action: str = ""
    method: str = "get"
    values: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """Reads the forms of a page as far as their names and values go."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Fields] = []
        self._selected = self._written = ""
        self._decided = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Fields(given.get("action", ""), given.get("method", "get").lower()))
        elif not self.forms:
            return
        elif tag in ("input", "textarea", "button") and given.get("name"):
            self._take(given)
            self._written = given["name"] if tag == "textarea" else ""
        elif tag == "select" and given.get("name"):
            self._selected, self._decided = given["name"], False
            self.forms[-1].values.append((self._selected, ""))
        elif tag == "option" and self._selected and given.get("value") and not self._decided:
            self.forms[-1].values[-1] = (self._selected, given["value"])
            self._decided = "selected" in given

    def handle_data(self, data: str) -> None:
        if self._written:
            name, value = self.forms[-1].values[-1]
            self.forms[-1].values[-1] = (name, value + data.removeprefix("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._written = ""
        elif tag == "select":
            self._selected = ""

    def _take(self, given: dict[str, str]) -> None:
        if given.get("type") == "file":
            self.forms[-1].files.append(given["name"])
        elif (
            given.get("type") not in ("radio", "checkbox")
            or "checked" in given
            or given["name"] not in dict(self.forms[-1].values)
        ):
            self.forms[-1].values.append((given["name"], given.get("value", "")))
