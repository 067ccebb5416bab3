"""A version in words, for eyes: what was read with it, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from norishiro.carers import care
from norishiro.carers.choices import ItemKind
from norishiro.carers.models import Caring
from norishiro.core.calendar import PartialDate


def facts(one: Caring) -> tuple[tuple[str, str], ...]:
    """A version in pairs of words; the areas of life in the order of the form."""
    items = list(one.items.all())
    effects: dict[str, list[str]] = {}
    for item in items:
        if item.kind == ItemKind.EFFECT:
            area = care.AREA_OF.get(item.code)
            effects.setdefault(area.label if area else "影響", []).append(item.label)
    listener = f"{one.listener_label}（{one.listener_words}）" if one.listener_words else one.listener_label
    return (
        ("いま", one.get_state_display()),
        ("だれのケアか", "、".join(str(each) for each in one.cared_for.all())),
        ("担っていること", "、".join(item.label for item in items if item.kind == ItemKind.TASK)),
        ("いつから", PartialDate.from_code(one.since).label() if one.since else ""),
        (
            "どのくらい",
            f"{one.get_often_display()}{f'・週に{one.hours}時間くらい' if one.hours is not None else ''}",
        ),
        *((label, "、".join(words)) for label, words in effects.items()),
        ("くわしく", one.words),
        ("本人の希望", one.wishes),
        ("話したい相手", listener),
        ("だれから聞いたか", f"{one.source}・{one.get_certainty_display()}"),
    )


def people_in(rows: Iterable[Caring]) -> list[UUID]:
    """Everybody these versions tell of."""
    return [
        key for one in rows
        for key in (one.carer_id, *(each.whom_id for each in one.cared_for.all() if each.whom_id))
    ]  # fmt: skip
