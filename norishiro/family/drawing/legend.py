"""記号の見かた: the signs a drawing uses, each as a small picture with its words."""

from __future__ import annotations

from typing import Any

from norishiro.family.drawing.graph import FEMALE, MALE, Figure
from norishiro.family.drawing.scene import Placed, Point, Stroke, Style
from norishiro.family.drawing.svg import marks, stroke, symbol

WIDTH, HEIGHT = 76, 56
MIDDLE = (38.0, 28.0)


def legend(style: Style | None = None) -> list[tuple[str, str]]:
    """Pictures and words, figures first, then lines."""
    style = style or Style()
    signs = [(_figure(figure, style, brackets), words) for figure, brackets, words in _figures(style)]
    return [*signs, *((_lines(strokes), words) for strokes, words in _ways(style))]


def _one(**more: Any) -> Figure:
    return Figure(key="k", label="", **more)


def _figures(style: Style) -> list[tuple[Figure, bool, str]]:
    unknown = "◇" if style.unknown == "DIAMOND" else "△"
    dead = "黒塗り" if style.dead == "BLACK" else "×"
    return [
        (_one(sex=MALE, age=52), False, "男性（中の数字は年齢）"),
        (_one(sex=FEMALE, age=48), False, "女性"),
        (_one(), False, f"性別が分からない・その他（{unknown}）"),
        (_one(sex=FEMALE, ip=True), False, "本人（二重）"),
        (_one(sex=MALE, dead=True), False, f"亡くなった人（{dead}）"),
        (_one(sex=FEMALE, key_person=True), False, "キーパーソン（☆）"),
        (_one(sex=MALE), True, "養子（かっこ）"),
        (_one(loss=True), False, "流産・死産"),
    ]


def _ways(style: Style) -> list[tuple[list[Stroke], str]]:
    line: tuple[Point, ...] = ((8, 28), (68, 28))
    slash = [Stroke("slash", ((x - 4, 37), (x + 4, 19))) for x in (35.0, 41.0)]
    married = Stroke("couple", line, double=style.marriage == "DOUBLE")
    down: tuple[Point, ...] = ((38, 6), (38, 50))
    return [
        ([married], "婚姻"),
        ([Stroke("couple", line, "7 4")], "事実婚・内縁"),
        ([Stroke("couple", line, "1 4")], "二人の間柄は聞いていない"),
        ([married, slash[0]], "別居（斜線1本）"),
        ([married, *slash], "離婚・解消（斜線2本。子は、親権のある側に下げる）"),
        ([Stroke("descent", down)], "親子"),
        ([Stroke("descent", down, "5 4")], "養子縁組"),
        ([Stroke("descent", down, "1 4")], "里親と里子"),
        (
            [
                Stroke("descent", ((38, 10), (18, 46))), Stroke("descent", ((38, 10), (58, 46))),
                Stroke("descent", ((28, 28), (48, 28))),
            ],
            "一卵性の双子（横線がなければ二卵性・不明）",
        ),
        ([Stroke("home", ((8, 10), (68, 10), (68, 46), (8, 46), (8, 10)), "8 5")], "いっしょに住んでいる人を囲む線"),
    ]  # fmt: skip


def _picture(inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="n-geno_sign" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true">'
        f"{inside}</svg>"
    )


def _figure(figure: Figure, style: Style, brackets: bool) -> str:
    placed = Placed(figure, *MIDDLE, (), MIDDLE, "middle", brackets)
    return _picture(symbol(placed, style) + marks(placed, style))


def _lines(strokes: list[Stroke]) -> str:
    return _picture("".join(way for one in strokes for way in stroke(one)))
