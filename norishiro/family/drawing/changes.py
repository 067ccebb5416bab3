"""What changed between two drawings of the same family, in words."""

from __future__ import annotations

from collections.abc import Iterator

from norishiro.family.drawing.graph import Descent, Family, Figure, Pair
from norishiro.family.drawing.words import CHILD_AS, TWINS, couple_words


def changes(before: Family, after: Family) -> list[str]:
    """One sentence for each change, people first. Ages grow by themselves and are no change."""
    return [
        *_people(before, after),
        *_couples(before, after),
        *_parents(before, after),
        *_siblings(before, after),
    ]


def _people(before: Family, after: Family) -> Iterator[str]:
    was, is_ = before.by_key, after.by_key
    for key, one in is_.items():
        if key not in was:
            yield f"{one.spoken}が加わりました。"
        else:
            yield from _of_figure(was[key], one)
    for key, one in was.items():
        if key not in is_:
            yield f"{one.spoken}は、図にいなくなりました。"


def _of_figure(was: Figure, now: Figure) -> Iterator[str]:
    if was.label != now.label:
        yield f"{was.spoken}は、{now.spoken}に書き改められました。"
    if now.dead and not was.dead:
        yield f"{now.spoken}は、亡くなりました。"
    if was.dead and not now.dead:
        yield f"{now.spoken}が亡くなったという記録は、取り消されました。"
    if was.born != now.born:
        yield f"{now.spoken}の生まれた日が、書き改められました。"
    if was.sex != now.sex:
        yield f"{now.spoken}の性別が、書き改められました。"
    if was.ip != now.ip:
        yield f"{now.spoken}に、本人の印が{'付きました' if now.ip else 'なくなりました'}。"
    if was.key_person != now.key_person:
        yield f"{now.spoken}に、キーパーソンの印が{'付きました' if now.key_person else 'なくなりました'}。"
    if set(was.homes) != set(now.homes):
        yield f"{now.spoken}の住まいが変わりました（{_homes(was)} → {_homes(now)}）。"


def _homes(one: Figure) -> str:
    return "、".join(one.homes) or "世帯の外"


def _couples(before: Family, after: Family) -> Iterator[str]:
    was = {(frozenset(one.keys), one.place): one for one in before.pairs}
    now = {(frozenset(one.keys), one.place): one for one in after.pairs}
    for key, one in now.items():
        if key not in was:
            yield f"{_both(after, one)}：{couple_words(one)}が書き加えられました。"
        elif couple_words(was[key]) != couple_words(one):
            yield f"{_both(after, one)}：{couple_words(was[key])} → {couple_words(one)}"
    for key, one in was.items():
        if key not in now:
            yield f"{_both(before, one)}：{couple_words(one)}が、図からなくなりました。"


def _both(family: Family, pair: Pair) -> str:
    return f"{family.by_key[pair.one].spoken}と{family.by_key[pair.other].spoken}"


def _parents(before: Family, after: Family) -> Iterator[str]:
    was = {(one.parent, one.child): one for one in before.descents}
    now = {(one.parent, one.child): one for one in after.descents}
    for key, one in now.items():
        if key not in was:
            yield f"{_line(after, one)}が書き加えられました。"
        elif (was[key].kind, was[key].custody) != (one.kind, one.custody):
            yield f"{_line(after, one)}のことが、書き改められました。"
    for key, one in was.items():
        if key not in now:
            yield f"{_line(before, one)}が、図からなくなりました。"


def _line(family: Family, one: Descent) -> str:
    people = family.by_key
    return f"{people[one.parent].spoken}と、その子 {people[one.child].spoken}{CHILD_AS.get(one.manner, '')}の親子"


def _siblings(before: Family, after: Family) -> Iterator[str]:
    was = {frozenset((one.one, one.other)): one for one in before.siblings}
    for one in after.siblings:
        old = was.get(frozenset((one.one, one.other)))
        if old is None or old.manner != one.manner:
            names = f"{after.by_key[one.one].spoken}と{after.by_key[one.other].spoken}"
            yield f"{names}：{TWINS.get(one.manner, 'きょうだい')}と書かれました。"
