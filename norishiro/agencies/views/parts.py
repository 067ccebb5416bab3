"""What several screens of this room read from the address, and the choices their forms offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from norishiro.agencies import queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import SINCE_ALWAYS
from norishiro.agencies.door import answer
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import DateProblem, era_of, fiscal_year, fiscal_year_label, parse_day, wareki
from norishiro.core.forms import Form
from norishiro.core.verdict import YES, Refused, Verdict, no
from norishiro.core.withheld import typed_into
from norishiro.profiles.current import NoProfileError, current_profile
from norishiro.profiles.schema.profile import Profile

TABS = (
    ("窓口と地区", (
        ("機関の一覧", "agencies:list"), ("相談窓口", "agencies:windows"), ("相談先ナビ", "agencies:navigator"),
        ("重点対象", "agencies:focus_groups"), ("圏域", "agencies:areas"), ("地区", "casework:districts"),
        ("拠点", "agencies:bases"),
    )),
    ("人と当番", (
        ("配置", "agencies:staffing"), ("受け持ち", "casework:workload"), ("役職と空席", "agencies:roles"),
        ("職員", "agencies:staff"), ("異動の反映", "agencies:transfers"), ("使われていない登録", "agencies:unused"), ("権限の点検", "agencies:rights_reviews"), ("推進員の当番", "agencies:duty"), ("時間外の連絡先", "agencies:on_call"),
    )),
    ("事業と数", (
        ("事業の実施", "agencies:programmes"), ("多機関協働の置き方", "agencies:pattern"),
        ("日報・月報・年報", "reports:report"), ("活動報告", "reports:activity"), ("年度のまとめ", "reports:summaries"), ("国様式の実績報告", "reports:national"),
        ("活動の数", "casework:activity"),
        ("実績の表", "indicators:cohort"), ("つながりの歩み", "indicators:connections"),
        ("計画と評価", "policies:policies"), ("見わたし", "questions:board"), ("数えてみる", "questions:ask"),
        ("外に渡す集計", "questions:leaving"),
    )),
    ("学びと検討", (
        ("研修", "training:courses"), ("手引き", "handbook:pages"), ("制度の台帳", "handbook:schemes"),
        ("検討課題", "handbook:studies"),
    )),
)  # fmt: skip


@dataclass(frozen=True)
class TabGroup:
    """Neighbouring screens under one heading, which leads to the first of them."""

    label: str
    tabs: tuple[dict[str, Any], ...]

    @property
    def href(self) -> str:
        return str(self.tabs[0]["href"])

    @property
    def current(self) -> bool:
        return any(one["current"] for one in self.tabs)


def tabs(current: str) -> list[TabGroup]:
    """The neighbouring screens of 機関と体制, as far as they exist, under their headings."""
    groups = ((label, tuple(_existing(screens, current))) for label, screens in TABS)
    return [TabGroup(label, found) for label, found in groups if found]


def _existing(screens: Iterable[tuple[str, str]], current: str) -> Iterator[dict[str, Any]]:
    for label, name in screens:
        with suppress(NoReverseMatch):
            yield {"label": label, "href": reverse(name), "current": name == current}


@dataclass(frozen=True)
class AskedDay:
    """The day a screen speaks of, as typed; unreadable text is shown with the reason, and today is used."""

    day: date
    text: str
    problem: str = ""


def asked_day(request: Any, name: str = "on") -> AskedDay:
    today = timezone.localdate()
    typed = request.GET.get(name, "").strip()
    if not typed:
        return AskedDay(today, wareki(today))
    typed = typed_into(request, typed)
    try:
        return AskedDay(parse_day(typed, today=today), typed)
    except DateProblem as problem:
        return AskedDay(today, typed, str(problem))


def asked_year(request: Any) -> int:
    """A fiscal year from the address; anything unreadable is the present one."""
    typed = request.GET.get("year", "")
    if typed.isascii() and typed.isdigit() and 1990 <= int(typed) <= 2100:
        return int(typed)
    return fiscal_year(timezone.localdate())


def years_around(year: int) -> list[dict[str, Any]]:
    return [
        {"year": one, "label": fiscal_year_label(one), "current": one == year}
        for one in range(year - 3, year + 2)
    ]


def profile_on(on: date) -> Profile | None:
    try:
        return current_profile(on)
    except NoProfileError:
        return None


def home_of(profile: Profile | None) -> str:
    return profile.municipality.prefecture + profile.municipality.name if profile else ""


def may_keep(actor: Actor) -> Verdict:
    """Shown at every button that changes the registry."""
    if actor.may(Permission.KEEP_AGENCIES):
        return YES
    return no(
        "keep",
        f"登録や任命を変えられるのは、「{Permission.KEEP_AGENCIES.value}」の役割の人です。所属長か事務局に頼んでください。",
    )


def since(day: date) -> str:
    """A start in words: 以前から for what held before anybody wrote down since when."""
    return "以前から" if day == SINCE_ALWAYS else f"{wareki(day)}から"


def opened_words(base: Any) -> str:
    """When a base was opened, as far as it is known: a month or a day."""
    if base.opened_on is None:
        return ""
    if not base.opened_month_only:
        return wareki(base.opened_on)
    return f"{era_of(base.opened_on).year_label(base.opened_on.year)}{base.opened_on.month}月"


def agency_choices(actor: Actor, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Agencies in force, grouped by field."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for agency in queries.agencies(actor, on=on).order_by("field", "code"):
        groups.setdefault(agency.get_field_display(), []).append((str(agency.id), agency.name))
    return list(groups.items())


def area_choices(actor: Actor, on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for area in queries.areas(actor, on=on):
        groups.setdefault(area.layer, []).append((str(area.id), area.name))
    return list(groups.items())


def base_choices(actor: Actor, on: date) -> list[tuple[str, str]]:
    return [(str(base.id), base.name) for base in queries.bases(actor, on=on)]


def role_choices(actor: Actor, on: date) -> list[tuple[str, str]]:
    return [(str(role.id), role.label) for role in queries.roles_on(actor, on=on)]


def staff_choices(actor: Actor, on: date) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.name}（{_where(one)}）") for one in queries.staff_list(actor, on=on)]


def _where(one: Any) -> str:
    return "、".join(dict.fromkeys(held.agency.name for held in one.now)) or "所属なし"


def chosen(rows: Any, key: str) -> Any:
    """The row picked on the form out of those that were offered, or None."""
    return next((row for row in rows if str(row.id) == key), None) if key else None


def form_answer(request: Any, template: str, form: Form, context: dict[str, Any]) -> HttpResponse:
    """The form page: 422 with every problem when it was sent and cannot be taken."""
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, template, {"form": form, **context}, shown=[], status=status)


def tell(form: Form, refused: Refused) -> None:
    """A rule said no after the fields were right: the reasons go on top of the form, and nothing typed is lost."""
    for reason in refused.verdict.reasons:
        form.add_error(None, reason.message)
