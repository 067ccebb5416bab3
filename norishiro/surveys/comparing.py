"""What an answer says otherwise than the registry, field by field, in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from norishiro.resources.catalogue import catalogue, names
from norishiro.resources.choices import Companion, Role, TraitKind, Welcome
from norishiro.resources.lookups import rules_in
from norishiro.resources.models import Place
from norishiro.resources.opening import read_opening, words_of

PLAIN = (
    "welcome", "conditions", "anybody", "age_from", "age_to", "companion", "trial", "capacity", "present", "fee", "fee_note",
    "booking", "considerate", "cannot", "needs", "phone", "is_public", "contact_public",
)  # fmt: skip
TRAITS = {"roles": TraitKind.ROLE, "states": TraitKind.STATE}
LABELS = {"roles": "何として来られるか", "states": "対応できる状態", "opening": "開く日と時間"}
# Only for who works with residents: a contact may be one that is not public.
PRIVATE = ("phone",)
YES_NO = {True: "はい", False: "いいえ"}


@dataclass(frozen=True)
class Difference:
    """One field. ``taken`` is False where the words of the opening days cannot be read: somebody decides them by hand."""

    field: str
    label: str
    before: str
    after: str
    taken: bool = True


def standing(place: Place) -> dict[str, Any]:
    """What the registry says now, as the sheet shows it."""
    traits = list(place.traits.all())
    said: dict[str, Any] = {name: getattr(place, name) for name in PLAIN}
    said |= {field: sorted(one.code for one in traits if one.kind == kind) for field, kind in TRAITS.items()}
    return said | {"opening": "\n".join(words_of(rules_in(place)))}


def differences(place: Place, said: Mapping[str, Any]) -> list[Difference]:
    """In the order of the sheet."""
    now = standing(place)
    found = []
    for field in (*PLAIN, *TRAITS, "opening"):
        if field not in said or _same(field, now[field], said[field]):
            continue
        taken = field != "opening" or read_opening(said[field]).is_whole
        found.append(
            Difference(
                field, label_of(field), words_for(field, now[field]), words_for(field, said[field]), taken
            )
        )
    return found


def _same(field: str, before: Any, after: Any) -> bool:
    if field in TRAITS:
        return sorted(before) == sorted(after)
    if field == "opening":
        return str(before).strip() == str(after).strip() or (
            set(read_opening(before).rules) == set(read_opening(after).rules) and read_opening(after).is_whole
        )
    return bool(before == after) or (before in (None, "") and after in (None, ""))


def label_of(field: str) -> str:
    if field in LABELS:
        return LABELS[field]
    found: Any = Place._meta.get_field(field)
    return str(found.verbose_name)


def words_for(field: str, value: Any) -> str:
    """A value as people say it; nothing where nobody said it."""
    lists: dict[str, Mapping[str, str]] = {
        "roles": {one.value: str(one.label) for one in Role}, "states": names(catalogue().states),
        "welcome": {one.value: str(one.label) for one in Welcome}, "companion": {one.value: str(one.label) for one in Companion},
    }  # fmt: skip
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, list):
        return "、".join(lists[field].get(one, one) for one in value)
    return str(lists.get(field, {}).get(value, value)).replace("\n", " ／ ")
