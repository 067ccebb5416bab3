"""家族のことば: the drawing for who does not see it, and what changed between two drawings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from norishiro.family.drawing.graph import FEMALE, MALE, Descent, Family, Figure, Pair

SURENESS = {"LIKELY": "（たぶん）", "UNKNOWN": "（はっきりしない）"}
CHILD_AS = {"ADOPTED": "（養子）", "FOSTER": "（里子）"}
PARENT_AS = {"ADOPTED": "（養親）", "FOSTER": "（里親）"}
TWINS = {"TWIN": "双子", "IDENTICAL": "一卵性の双子", "FRATERNAL": "二卵性の双子"}


@dataclass(frozen=True)
class Saying:
    """What is told of one figure: who, and every tie in a clause of its own."""

    key: str
    who: str
    clauses: tuple[str, ...]
    href: str = ""


def caption(figure: Figure) -> str:
    """One figure in a few words: for the symbol's own title."""
    return f"{figure.spoken}（{'、'.join(_facts(figure))}）" if _facts(figure) else figure.spoken


def _facts(figure: Figure) -> list[str]:
    if figure.loss:
        return ["流産・死産"]
    age = f"{figure.age}歳{'ごろ' if figure.about else ''}" if figure.age is not None else ""
    if figure.dead:
        age = "・".join(one for one in (figure.died or "亡くなっている", age and f"享年{age}") if one)
    facts = [
        age, "本人" if figure.ip else "", "キーパーソン" if figure.key_person else "",
        {"LIKELY": "たぶん", "UNKNOWN": "はっきりしない"}.get(figure.sureness, ""),
    ]  # fmt: skip
    return [one for one in facts if one]


def sayings(family: Family) -> list[Saying]:
    """Everybody on the drawing, 本人 first, then in the order of the drawing's figures."""
    people = family.by_key
    ips = [one for one in family.figures if one.ip]
    kinship = _kinship(family, ips[0]) if len(ips) == 1 else {}
    ordered = [*ips, *(one for one in family.figures if not one.ip)]
    return [
        Saying(one.key, _who(one, kinship.get(one.key, "")), tuple(_clauses(family, one, people)), one.href)
        for one in ordered
    ]


def _who(figure: Figure, kin: str) -> str:
    facts = [*_facts(figure), *([f"本人の{kin}"] if kin else [])]
    return f"{figure.spoken}（{'、'.join(facts)}）" if facts else figure.spoken


def _kinship(family: Family, ip: Figure) -> dict[str, str]:
    """How the nearest stand to 本人."""
    people = family.by_key
    found: dict[str, str] = {}

    def note(key: str, word: str) -> None:
        if key != ip.key:
            found.setdefault(key, word)

    parents = [one.parent for one in family.descents if one.child == ip.key]
    children = [one.child for one in family.descents if one.parent == ip.key]
    for pair in family.pairs:
        if ip.key in pair.keys:
            other = pair.other if pair.one == ip.key else pair.one
            note(other, _partner_word(pair, people[other]))
    for key in parents:
        note(key, _by_sex(people[key], "父", "母", "親"))
    for key in children:
        note(key, _by_sex(people[key], "息子", "娘", "子"))
    for tie in family.siblings:
        if ip.key in (tie.one, tie.other):
            note(tie.other if tie.one == ip.key else tie.one, "きょうだい")
    for one in family.descents:
        if one.parent in parents:
            note(one.child, "きょうだい")
        if one.child in parents:
            note(one.parent, _by_sex(people[one.parent], "祖父", "祖母", "祖父母"))
        if one.parent in children:
            note(one.child, "孫")
    return found


def _by_sex(figure: Figure, man: str, woman: str, other: str) -> str:
    return man if figure.sex == MALE else woman if figure.sex == FEMALE else other


def _partner_word(pair: Pair, partner: Figure) -> str:
    if pair.manner == "PARTNER":
        word = "パートナー"
    elif pair.manner == "UNSAID":
        return "子のもう一人の親"
    else:
        word = _by_sex(partner, "夫", "妻", "配偶者")
    return f"元の{word}" if pair.ended in ("DIVORCED", "PARTED") else word


def _clauses(family: Family, figure: Figure, people: dict[str, Figure]) -> Iterator[str]:
    for pair in sorted(family.pairs, key=lambda one: (one.place, str(one.since or ""))):
        if figure.key in pair.keys:
            other = people[pair.other if pair.one == figure.key else pair.one]
            yield f"{_partner_word(pair, other)} {other.spoken}：{couple_words(pair)}"
    parents = [one for one in family.descents if one.child == figure.key]
    if parents:
        yield "親：" + "、".join(
            f"{people[one.parent].spoken}{PARENT_AS.get(one.manner, '')}{_custody(one)}{SURENESS.get(one.sureness, '')}"
            for one in parents
        )
    children = [one for one in family.descents if one.parent == figure.key]
    if children:
        yield "子：" + "、".join(
            f"{people[one.child].spoken}{CHILD_AS.get(one.manner, '')}{SURENESS.get(one.sureness, '')}"
            for one in children
        )
    for tie in family.siblings:
        if figure.key in (tie.one, tie.other):
            other = people[tie.other if tie.one == figure.key else tie.one]
            yield f"{TWINS.get(tie.manner, 'きょうだい')}：{other.spoken}{SURENESS.get(tie.sureness, '')}"
    if figure.homes:
        yield f"住まい：{'、'.join(figure.homes)}"


def _custody(one: Descent) -> str:
    return {"HAS": "（親権あり）", "NOT": "（親権なし）"}.get(one.custody, "")


def couple_words(pair: Pair) -> str:
    """How the two stand to each other, in words."""
    manner = {"MARRIED": "婚姻", "PARTNER": "事実婚・内縁", "UNSAID": "二人の間柄は聞いていない"}[pair.manner]
    how = {"DIVORCED": "離婚", "DIED": "死別", "PARTED": "解消"}.get(
        pair.ended, "別居中" if pair.apart else ""
    )
    years = f"（{pair.years}）" if pair.years else ""
    return f"{manner}{f'・{how}' if how else ''}{years}{SURENESS.get(pair.sureness, '')}"


def described(family: Family) -> str:
    """The drawing in one sentence, for its description."""
    count = len(family.figures)
    return f"{count}人の家族の図です。一人ひとりのことは、図の下の「家族のことば」に書いてあります。"
