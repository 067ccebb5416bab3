"""A drawing as SVG text: presentation attributes only, so that it passes a strict page, paper and forced colours alike."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, pi, sin
from xml.sax.saxutils import escape, quoteattr

from norishiro.family.drawing.graph import FEMALE, MALE, Family
from norishiro.family.drawing.layout import lay_out
from norishiro.family.drawing.lettering import LINE, SIZE
from norishiro.family.drawing.scene import HALF, Outline, Placed, Point, Stroke, Style
from norishiro.family.drawing.words import caption

AGE_SIZE = 14
# For paper, where the picture does not hear the page's own letters; the first have the rare kanji of names.
LETTERS = "BIZ UDPGothic, Noto Sans CJK JP, Noto Sans JP, IPAexGothic, IPAPGothic, sans-serif"
# A picture no wider is shown larger where the window has room.
SMALL = 460


def _classes(width: float) -> str:
    return "n-geno n-geno--small" if width <= SMALL else "n-geno"


def draw(
    family: Family,
    *,
    title: str,
    description: str,
    name: str = "genogram",
    style: Style | None = None,
    panel: str = "",
) -> str:
    """The family as one SVG. With links it is a group of links for who reads by ear, without them one picture.

    ``panel`` is the id of the place a link is opened in where the page can; ``name`` sets the ids of title and
    description, so that two drawings can stand on one page."""
    style = style or Style()
    scene = lay_out(family, style=style)
    role = "group" if any(one.href for one in family.figures) else "img"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{_classes(scene.width)}" role="{role}" aria-labelledby="{name}-title {name}-desc"'
        f' width="{_n(scene.width)}" height="{_n(scene.height)}" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}"'
        f' font-family="{LETTERS}" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(description)}</desc>',
        *(_outline(one) for one in scene.outlines),
        *(line for one in scene.strokes for line in stroke(one)),
        *(_figure(one, style, panel) for one in scene.symbols),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _n(value: float) -> str:
    """Numbers short and always the same."""
    text = f"{value + 0.0:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _points(points: Iterable[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _outline(one: Outline) -> str:
    way = " ".join("M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in loop) + " Z" for loop in one.loops)
    return (
        f'<path class="n-geno-home" d="{way}" stroke-dasharray="{one.dash}" stroke="#5b6b7f" stroke-width="1.2">'
        f"<title>{escape(one.home)}</title></path>"
    )


def stroke(one: Stroke) -> list[str]:
    """One line, or two side by side."""
    dash = f' stroke-dasharray="{one.dash}"' if one.dash else ""
    ways = [one.points]
    if one.double:
        ways = [tuple((x, y + off) for x, y in one.points) for off in (-2.0, 2.0)]
    return [f'<polyline class="n-geno-{one.kind}" points="{_points(way)}"{dash}/>' for way in ways]


def _figure(one: Placed, style: Style, panel: str) -> str:
    figure = one.figure
    inside = [symbol(one, style), marks(one, style), _words(one)]
    label = caption(figure)
    body = f"<title>{escape(label)}</title>" + "".join(inside)
    if figure.href:
        to = quoteattr(figure.href)
        opens = f" hx-get={to} hx-target={quoteattr('#' + panel)}" if panel else ""
        return f'<a class="n-geno-figure" href={to}{opens} aria-label={quoteattr(label)}>{body}</a>'
    return f'<g class="n-geno-figure">{body}</g>'


def symbol(one: Placed, style: Style) -> str:
    """The sign itself: who, 本人 or not, dead or not."""
    figure = one.figure
    fill = ' fill="currentColor"' if figure.dead and style.dead == "BLACK" and not figure.loss else ""
    size = HALF / 2 if figure.loss else HALF
    y = one.y - HALF + size
    outer = _shape(figure.sex, one.x, y, size, fill, "TRIANGLE" if figure.loss else style.unknown)
    double = _shape(figure.sex, one.x, y, size - 4, "", style.unknown) if figure.ip else ""
    if figure.loss or (figure.dead and style.dead == "CROSS"):
        outer += _cross(one.x, y, size)
    return outer + double


def _shape(sex: str, x: float, y: float, half: float, fill: str, unknown: str) -> str:
    if sex == MALE and half > HALF / 2:
        return f'<rect x="{_n(x - half)}" y="{_n(y - half)}" width="{_n(2 * half)}" height="{_n(2 * half)}"{fill}/>'
    if sex == FEMALE and half > HALF / 2:
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(half)}"{fill}/>'
    if unknown == "DIAMOND":
        corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    else:
        corners = [(x, y - half), (x + half, y + half), (x - half, y + half)]
    return f'<polygon points="{_points(corners)}"{fill}/>'


def _cross(x: float, y: float, half: float) -> str:
    a, b, c, d = _n(x - half), _n(x + half), _n(y - half), _n(y + half)
    return f'<path d="M{a} {c} L{b} {d} M{b} {c} L{a} {d}" stroke-width="1"/>'


def marks(one: Placed, style: Style) -> str:
    """What stands in and at the sign: age, star, brackets."""
    figure, x, y = one.figure, one.x, one.y
    found = []
    if figure.age is not None and not figure.loss:
        low = 5 if figure.sex in (MALE, FEMALE) or style.unknown == "DIAMOND" else 12
        black = figure.dead and style.dead == "BLACK"
        paint = 'class="n-geno-inverse" fill="#ffffff"' if black else 'fill="currentColor"'
        words, size = (f"{figure.age}頃", AGE_SIZE - 2) if figure.about else (str(figure.age), AGE_SIZE)
        if figure.dead and not black:
            found.append(
                f'<circle class="n-geno-paper" cx="{_n(x)}" cy="{_n(y + low - 5)}" r="10" fill="#ffffff" stroke="none"/>'
            )
        found.append(_text(words, (x, y + low), "middle", size, paint))
    if figure.key_person:
        found.append(
            f'<polygon points="{_points(_star(x - HALF - 3, y - HALF - 1, 7))}" fill="currentColor"/>'
        )
    if one.brackets:
        found += [
            f'<path d="M{_n(x + side * (HALF + 1))} {_n(y - HALF - 4)} h{_n(side * 5)} v{_n(2 * HALF + 8)} h{_n(-side * 5)}"/>'
            for side in (-1.0, 1.0)
        ]
    return "".join(found)


def _star(x: float, y: float, radius: float) -> list[Point]:
    return [
        (x + r * sin(at * pi / 5), y - r * cos(at * pi / 5))
        for at in range(10)
        for r in [radius if at % 2 == 0 else radius * 0.42]
    ]


def _words(one: Placed) -> str:
    x, y = one.words_at
    return "".join(_text(line, (x, y + at * LINE), one.anchor, SIZE) for at, line in enumerate(one.lines))


def _text(text: str, at: Point, anchor: str, size: float, paint: str = 'fill="currentColor"') -> str:
    return (
        f'<text x="{_n(at[0])}" y="{_n(at[1])}" text-anchor="{anchor}" font-size="{_n(size)}" {paint} stroke="none">'
        f"{escape(text)}</text>"
    )
