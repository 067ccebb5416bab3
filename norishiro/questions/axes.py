"""By what a question may be told apart, and how its codes read. The codes are those the counting functions answer."""

from __future__ import annotations

from collections.abc import Iterable

from norishiro.agencies.choices import Programme
from norishiro.outreach.choices import Met, Method, WorkKind
from norishiro.people.choices import Sex
from norishiro.profiles.schema.national import CONCERNS
from norishiro.reports import lookups
from norishiro.reports.definitions import FIGURES, Figure

LABELS = {
    "months": "月", "areas": "圏域", "agencies": "機関", "programmes": "事業", "methods": "方法", "mets": "会えたか",
    "kinds": "支援の別", "ages": "年代", "sexes": "性別", "homes": "世帯のかたち", "troubles": "困りごと",
}  # fmt: skip
CODES: dict[str, list[tuple[str, str]]] = {
    "programmes": [(one.value, str(one.label)) for one in Programme],
    "methods": [(one.value, str(one.label)) for one in Method],
    "mets": [(one.value, str(one.label)) for one in Met],
    "kinds": [(one.value, str(one.label)) for one in WorkKind],
    "ages": [("00", "10歳未満"), *((str(one), f"{one}代") for one in range(10, 90, 10)), ("90", "90歳以上")],
    "sexes": [(one.value, str(one.label)) for one in Sex],
    "homes": [
        ("ALONE", "ひとり"),
        ("CHILD", "18歳未満がいる"),
        ("OLD", "65歳以上だけ"),
        ("OTHER", "そのほか"),
    ],
    "troubles": list(CONCERNS.items()),
}
FILTERED = tuple(CODES)
MEANINGS = {
    "ages": "期間の終わりの日の年齢。生まれた年の分からない人は「分からない」。",
    "sexes": "人の頁の性別。答えは任意なので、「未回答・不明」がある。",
    "homes": "期間の終わりの日に、同居と登録のある人だけで見る。登録のない人は「分からない」。",
    "troubles": "その人について受け付けた相談の困りごと（国の項目）。いくつもある人は、それぞれの行に入り、全体では1回。",
    "areas": "支援の記録・集まりはその日の圏域、相談・会議の事例は本人・ケースの圏域。",
}
UNKNOWN = "分からない"
OTHERS = "そのほか"
NAMED = {axis: frozenset(code for code, _label in codes) for axis, codes in CODES.items()}


def is_attribute(axis: str) -> bool:
    """Does it tell of what kind of person a record is?"""
    return axis in lookups.ATTRIBUTES


def fits(figure: Figure, axes: Iterable[str]) -> bool:
    """Can the records of a figure be told apart by all of these?"""
    return set(axes) <= set(lookups.DIMENSIONS_OF[figure.source])


def figure_groups() -> list[tuple[str, list[Figure]]]:
    """Every figure there is, by the records it is counted from."""
    groups: dict[str, list[Figure]] = {}
    for one in FIGURES.values():
        groups.setdefault(one.from_what, []).append(one)
    return list(groups.items())
