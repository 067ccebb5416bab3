"""Twelve shapes of families, and their drawings as they should be. ``python -m tests.rooms.family.families`` writes the
drawings anew; look at each before you keep it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from norishiro.family.drawing.graph import Descent, Family, Figure, Pair, Sibling
from norishiro.family.drawing.scene import Style
from norishiro.family.drawing.svg import draw
from norishiro.family.drawing.words import described

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "genogram"
THIS_YEAR = 2026
SEXES = {"m": "MALE", "f": "FEMALE", "?": "UNKNOWN"}


def figure(key: str, label: str, sex: str, born: int | None = None, **more: Any) -> Figure:
    """Somebody with a year of birth; the age follows where nobody gave one."""
    more.setdefault("age", THIS_YEAR - born if born else None)
    return Figure(key=key, label=label, sex=SEXES[sex], born=date(born, 1, 1) if born else None, **more)


def children(*keys: str, of: tuple[str, ...], **more: Any) -> list[Descent]:
    return [Descent(parent=parent, child=child, **more) for child in keys for parent in of]


HOME = ("架空家",)


def couple_and_child() -> Family:
    return Family(
        figures=(
            figure("f", "架空 一郎", "m", 1984, homes=HOME), figure("m", "架空 花", "f", 1986, homes=HOME),
            figure("c", "架空 ひかり", "f", 2018, homes=HOME, ip=True),
        ),
        pairs=(Pair(one="f", other="m"),),
        descents=tuple(children("c", of=("f", "m"))),
    )  # fmt: skip


def eighty_fifty() -> Family:
    """8050: a mother of 82 and a son of 54; the father died, an elder sister lives elsewhere."""
    return Family(
        figures=(
            figure("f", "架空 太郎", "m", 1940, dead=True, died="2019年没", age=79),
            figure("m", "架空 ヨシ", "f", 1944, homes=HOME),
            figure("d", "架空 幸子", "f", 1968, key_person=True),
            figure("s", "架空 次郎", "m", 1972, homes=HOME, ip=True),
        ),
        pairs=(Pair(one="f", other="m", ended="DIED"),),
        descents=tuple(children("d", "s", of=("f", "m"))),
    )  # fmt: skip


def three_generations() -> Family:
    return Family(
        figures=(
            figure("gf", "架空 正", "m", 1938, dead=True, died="2015年没", age=77),
            figure("gm", "架空 キヨ", "f", 1942, homes=HOME), figure("mf", "みなと 茂", "m", 1941),
            figure("mm", "みなと 和子", "f", 1943), figure("f", "架空 誠", "m", 1968, homes=HOME),
            figure("a", "架空 恵", "f", 1965), figure("m", "架空 由美", "f", 1970, homes=HOME),
            figure("u", "みなと 健", "m", 1973), figure("c1", "架空 翔", "m", 1998),
            figure("c2", "架空 葵", "f", 2004, homes=HOME, ip=True), figure("c3", "架空 蓮", "m", 2010, homes=HOME),
        ),
        pairs=(Pair(one="gf", other="gm", ended="DIED"), Pair(one="mf", other="mm"), Pair(one="f", other="m")),
        descents=(
            *children("a", "f", of=("gf", "gm")), *children("m", "u", of=("mf", "mm")),
            *children("c1", "c2", "c3", of=("f", "m")),
        ),
    )  # fmt: skip


def divorce_with_custody() -> Family:
    """The mother has custody of the younger child, the father of the elder."""
    return Family(
        figures=(
            figure("f", "架空 剛", "m", 1980), figure("m", "みなと 明日香", "f", 1983, homes=("みなと家",), ip=True),
            figure("c1", "架空 陸", "m", 2008), figure("c2", "みなと 凛", "f", 2012, homes=("みなと家",)),
        ),
        pairs=(Pair(one="f", other="m", ended="DIVORCED"),),
        descents=(
            Descent(parent="f", child="c1", custody="HAS"), Descent(parent="m", child="c1", custody="NOT"),
            Descent(parent="f", child="c2", custody="NOT"), Descent(parent="m", child="c2", custody="HAS"),
        ),
    )  # fmt: skip


def remarriage_of_both() -> Family:
    return Family(
        figures=(
            figure("f", "架空 勉", "m", 1975, homes=HOME), figure("m", "架空 さくら", "f", 1978, homes=HOME, ip=True),
            figure("x", "前の妻", "f", 1976), figure("y", "前の夫", "m", 1974),
            figure("a", "架空 海斗", "m", 2001), figure("b", "さくらの長女", "f", 2003, homes=HOME),
            figure("c", "架空 結衣", "f", 2015, homes=HOME),
        ),
        pairs=(
            Pair(one="f", other="x", ended="DIVORCED", place=1), Pair(one="y", other="m", ended="DIVORCED", place=1),
            Pair(one="f", other="m", place=2),
        ),
        descents=(
            *children("a", of=("f", "x")), *children("b", of=("y", "m")), *children("c", of=("f", "m")),
        ),
    )  # fmt: skip


def twins() -> Family:
    """Identical girls, and fraternal twins before them; a pregnancy that was lost."""
    return Family(
        figures=(
            figure("f", "架空 大地", "m", 1985), figure("m", "架空 美咲", "f", 1987, ip=True),
            figure("a", "架空 空", "m", 2012), figure("b", "架空 海", "f", 2012),
            figure("z", "生まれなかった子", "?", loss=True), figure("c", "架空 朝", "f", 2019),
            figure("d", "架空 夕", "f", 2019),
        ),
        pairs=(Pair(one="f", other="m"),),
        descents=(
            *children("a", "b", "c", "d", of=("f", "m")), *children("z", of=("f", "m"), place=3),
        ),
        siblings=(Sibling(one="a", other="b", manner="FRATERNAL"), Sibling(one="c", other="d", manner="IDENTICAL")),
    )  # fmt: skip


def adoption() -> Family:
    """Adopted by an aunt and her husband; a foster child besides; the birth mother known, the father not."""
    return Family(
        figures=(
            figure("g", "架空 トメ", "f", 1936), figure("b", "架空 直美", "f", 1966),
            figure("a", "架空 久美子", "f", 1962, homes=HOME), figure("h", "架空 守", "m", 1960, homes=HOME),
            figure("c", "架空 歩", "m", 2009, homes=HOME, ip=True), figure("p", "里子の子", "f", 2016, homes=HOME),
            figure("o", "架空 学", "m", 1992),
        ),
        pairs=(Pair(one="h", other="a"),),
        descents=(
            *children("a", "b", of=("g",)), *children("c", of=("b",), manner="BIRTH"),
            *children("c", of=("h", "a"), manner="ADOPTED"), *children("p", of=("h", "a"), manner="FOSTER"),
            *children("o", of=("h", "a")),
        ),
    )  # fmt: skip


def without_marriage() -> Family:
    return Family(
        figures=(
            figure("f", "架空 晃", "m", 1979, homes=HOME), figure("m", "みなと 千夏", "f", 1990, homes=HOME, ip=True),
            figure("c", "みなと 樹", "m", 2020, homes=HOME), figure("q", "会ったことのない父", "m", sureness="UNKNOWN"),
            figure("d", "みなと 玲", "?", 2013, homes=HOME),
        ),
        pairs=(Pair(one="f", other="m", manner="PARTNER"),),
        descents=(*children("c", of=("f", "m")), *children("d", of=("m", "q"))),
    )  # fmt: skip


def separation() -> Family:
    return Family(
        figures=(
            figure("f", "架空 隆", "m", 1970), figure("m", "架空 典子", "f", 1972, homes=HOME, key_person=True),
            figure("c1", "架空 拓也", "m", 2000, homes=HOME, ip=True), figure("c2", "架空 萌", "f", 2003),
            figure("w", "架空 拓也の妻", "f", 2001, homes=HOME),
        ),
        pairs=(Pair(one="f", other="m", apart=True), Pair(one="c1", other="w")),
        descents=tuple(children("c1", "c2", of=("f", "m"))),
    )  # fmt: skip


def fourteen_with_three_marriages() -> Family:
    """A household of fourteen: three marriages of the father, births nobody knows, rare kanji in a name."""
    home = ("四つ辻の家",)
    return Family(
        figures=(
            figure("gm", "架空 ウメ", "f", homes=home), figure("f", "架空 龍之介", "m", 1966, homes=home),
            figure("w1", "一人めの妻", "f", dead=True), figure("w2", "二人めの妻", "f"),
            figure("w3", "架空 マリア", "f", 1988, homes=home), figure("u", "架空 𠮷男", "m", homes=home),
            figure("a1", "長男", "m", homes=home, key_person=True), figure("a2", "次男", "m", homes=home),
            figure("a3", "長女", "f", homes=home), figure("b1", "葛󠄀城 薫子", "f", 2005, homes=home),
            figure("b2", "三男", "m", homes=home), figure("c1", "架空 ルカ", "m", 2014, homes=home, ip=True),
            figure("c2", "架空 ミア", "f", 2017, homes=home), figure("c3", "架空 レオ", "m", 2021, homes=home),
            figure("n", "長男の妻", "f", homes=home), figure("k", "赤ちゃん", "?", homes=home),
        ),
        pairs=(
            Pair(one="f", other="w1", ended="DIED", place=1), Pair(one="f", other="w2", ended="DIVORCED", place=2),
            Pair(one="f", other="w3", place=3), Pair(one="a1", other="n", manner="PARTNER"),
        ),
        descents=(
            *children("f", "u", of=("gm",)), *children("a1", of=("f", "w1"), place=1),
            *children("a2", of=("f", "w1"), place=2), *children("a3", of=("f", "w1"), place=3),
            *children("b1", "b2", of=("f", "w2")), *children("c1", "c2", "c3", of=("f", "w3")),
            *children("k", of=("a1", "n")),
        ),
    )  # fmt: skip


def member_of_two_households() -> Family:
    """The granddaughter lives with her parents and, in the week, with her grandmother."""
    young, old = ("若い家",), ("祖母の家",)
    return Family(
        figures=(
            figure("gf", "架空 実", "m", 1939, dead=True, died="没年不明", age=None),
            figure("gm", "架空 静", "f", 1943, homes=old), figure("f", "架空 亮", "m", 1974, homes=young),
            figure("m", "架空 彩", "f", 1977, homes=young), figure("c1", "架空 楓", "f", 2007, homes=young + old, ip=True),
            figure("c2", "架空 湊", "m", 2011, homes=young),
        ),
        pairs=(Pair(one="gf", other="gm", ended="DIED"), Pair(one="f", other="m")),
        descents=(*children("f", of=("gf", "gm")), *children("c1", "c2", of=("f", "m"))),
    )  # fmt: skip


def forty_people() -> Family:
    """Four generations and forty people: four children of one couple with their families, and one more family tied by
    a marriage."""
    figures = [
        figure("r1", "架空 初代", "m", 1930, dead=True, died="2001年没", age=71),
        figure("r2", "架空 ハナ", "f", 1934),
    ]
    pairs, descents = [Pair(one="r1", other="r2", ended="DIED")], []
    figures += [figure("s1", "みなと 祖父", "m", 1932), figure("s2", "みなと 祖母", "f", 1935)]
    pairs.append(Pair(one="s1", other="s2"))
    for at in range(4):
        child, partner = f"a{at}", f"p{at}"
        sex, other = ("m", "f") if at % 2 == 0 else ("f", "m")
        figures += [
            figure(child, f"架空 第{at + 1}子", sex, 1955 + 3 * at),
            figure(partner, f"第{at + 1}子の配偶者", other, 1956 + 3 * at),
        ]
        descents += children(child, of=("r1", "r2"))
        pairs.append(Pair(one=child, other=partner))
        for no in range(3):
            kid = f"g{at}{no}"
            figures.append(figure(kid, f"孫{at + 1}-{no + 1}", "mf"[no % 2], 1982 + 2 * at + 2 * no))
            descents += children(kid, of=(child, partner))
    descents += children("p1", of=("s1", "s2"))
    figures += [figure("s3", "みなと 弟", "m", 1963)]
    descents += children("s3", of=("s1", "s2"))
    for at in range(4):
        kid, partner = f"g{at}0", f"q{at}"
        figures.append(figure(partner, f"孫{at + 1}-1の妻", "f", 1984 + 2 * at))
        pairs.append(Pair(one=kid, other=partner, ended="DIVORCED" if at == 2 else ""))
        for no in range(2 if at < 3 else 1):
            figures.append(
                figure(
                    f"h{at}{no}",
                    f"ひ孫{at + 1}-{no + 1}",
                    "fm"[no],
                    2008 + at + 3 * no,
                    homes=HOME if at == 1 else (),
                )
            )
            descents += children(f"h{at}{no}", of=(kid, partner))
    figures += [figure(f"v{at}", f"孫1-2の子{at + 1}", "fm"[at % 2], 2011 + at) for at in range(3)]
    figures.append(figure("v9", "孫1-2の夫", "m", 1980))
    pairs.append(Pair(one="v9", other="g01", manner="PARTNER"))
    descents += children("v0", "v1", "v2", of=("v9", "g01"))
    return Family(figures=tuple(figures), pairs=tuple(pairs), descents=tuple(descents))


SHAPES: dict[str, Callable[[], Family]] = {
    "couple_and_child": couple_and_child,
    "eighty_fifty": eighty_fifty,
    "three_generations": three_generations,
    "divorce_with_custody": divorce_with_custody,
    "remarriage_of_both": remarriage_of_both,
    "twins": twins,
    "adoption": adoption,
    "without_marriage": without_marriage,
    "separation": separation,
    "fourteen_with_three_marriages": fourteen_with_three_marriages,
    "member_of_two_households": member_of_two_households,
    "forty_people": forty_people,
}

# One of the twelve also in the other signs.
OTHER_SIGNS = Style(dead="BLACK", unknown="DIAMOND", marriage="DOUBLE")
IN_OTHER_SIGNS = "fourteen_with_three_marriages"


def drawings() -> dict[str, str]:
    """Every drawing by the name of its file."""
    found = {f"{name}.svg": _drawn(shape()) for name, shape in SHAPES.items()}
    found["other_signs.svg"] = _drawn(SHAPES[IN_OTHER_SIGNS](), style=OTHER_SIGNS)
    return found


def _drawn(family: Family, *, style: Style | None = None) -> str:
    return draw(family, title="架空家の家族の図", description=described(family), style=style)


if __name__ == "__main__":
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, text in drawings().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
