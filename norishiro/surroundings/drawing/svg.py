"""The few pieces a drawing is made of. The tree and its escaping are the standard library's."""

from __future__ import annotations

from math import hypot
from unicodedata import east_asian_width
from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
INK, QUIET, PALE, PAPER, ALARM, KEY = "#1a1a1a", "#595959", "#e8f1fe", "#ffffff", "#ce0000", "#0017c1"
SOFT = "#f2f2f2"

Element = ElementTree.Element
Point = tuple[float, float]


def sheet(*, width: int, height: int, key: str, title: str, words: str) -> Element:
    """The paper to draw on, with its title and its description for who cannot see it. ``key`` tells it from the other
    drawings of a page."""
    root = Element(
        "svg",
        {
            "xmlns": SVG, "viewBox": f"0 0 {width} {height}", "class": "n-drawing", "role": "group",
            "aria-labelledby": f"{key}-title {key}-words", "font-family": "sans-serif",
        },
    )  # fmt: skip
    ElementTree.SubElement(root, "title", {"id": f"{key}-title"}).text = title
    ElementTree.SubElement(root, "desc", {"id": f"{key}-words"}).text = words
    return root


def written(root: Element) -> str:
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def add(parent: Element, tag: str, **attributes: str | float) -> Element:
    """One element; ``stroke_width`` is written ``stroke-width``."""
    words = {name.rstrip("_").replace("_", "-"): _plain(value) for name, value in attributes.items()}
    return ElementTree.SubElement(parent, tag, words)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")


def link(parent: Element, *, href: str, words: str) -> Element:
    """A group that leads somewhere by mouse and by keyboard; without an address only a group with its words."""
    if href:
        return add(parent, "a", href=href, aria_label=words)
    return add(parent, "g", role="img", aria_label=words)


def text(parent: Element, at: Point, words: str, *, size: float = 16, **attributes: str | float) -> Element:
    given: dict[str, str | float] = {"text_anchor": "middle", "fill": INK, **attributes}
    element = add(parent, "text", x=at[0], y=at[1], font_size=size, **given)
    element.text = words
    return element


def haloed(parent: Element, at: Point, words: str, *, size: float, **attributes: str | float) -> None:
    """A text on paper of its own, so that a line behind it does not strike it through. Written twice, because not every
    typesetter paints the rim first."""
    back = text(
        parent, at, words, size=size, stroke=PAPER, stroke_width=4, stroke_linejoin="round", **attributes
    )
    back.set("aria-hidden", "true")
    text(parent, at, words, size=size, **attributes)


def ems(words: str) -> float:
    """How wide a text is, in letters of full width."""
    return sum(1.0 if east_asian_width(letter) in "WFA" else 0.56 for letter in words)


def fitted(words: str, *, width: float) -> str:
    """As much of a text as fits; what is left out shows as …."""
    if ems(words) <= width:
        return words
    kept = words
    while kept and ems(kept) + 1 > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def folded(words: str, *, width: float, lines: int) -> list[str]:
    """A text broken into at most so many lines, the last of them cut where it must be."""
    found: list[str] = []
    rest = words
    while rest and len(found) < lines - 1 and ems(rest) > width:
        cut = len(rest)
        while ems(rest[:cut]) > width:
            cut -= 1
        found.append(rest[:cut])
        rest = rest[cut:]
    return [*found, fitted(rest, width=width)] if rest else found


def along(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def points(*those: Point) -> str:
    return " ".join(f"{_plain(x)},{_plain(y)}" for x, y in those)


def arrow(parent: Element, *, tip: Point, towards: Point, colour: str) -> None:
    """A head at ``tip``, pointing away from ``towards``."""
    length = hypot(tip[0] - towards[0], tip[1] - towards[1]) or 1
    across, down = (tip[0] - towards[0]) / length, (tip[1] - towards[1]) / length
    back = (tip[0] - across * 16, tip[1] - down * 16)
    left, right = (back[0] - down * 8, back[1] + across * 8), (back[0] + down * 8, back[1] - across * 8)
    add(parent, "polygon", points=points(tip, left, right), fill=colour)


def jagged(start: Point, end: Point, *, step: float = 14, swing: float = 7) -> str:
    """A line that goes to and fro: stress."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1
    across, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    count = max(int(length // step), 2)
    middle = [
        (
            start[0] + across * length * at / count - down * swing * (-1) ** at,
            start[1] + down * length * at / count + across * swing * (-1) ** at,
        )
        for at in range(1, count)
    ]
    return points(start, *middle, end)
