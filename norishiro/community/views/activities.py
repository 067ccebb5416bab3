"""活動: the list with its sums, one of them, writing one down, the areas, the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.casework.queries.gatherings import begun_at
from norishiro.community import forms, kinds, operations, queries
from norishiro.community.views.common import (
    KEEP,
    SEE,
    areas_offered,
    asked_id,
    asked_year,
    crumbs,
    form_screen,
    groups_offered,
    may_keep,
    one_of,
    tabs,
    years,
)
from norishiro.core.calendar import fiscal_year_label, fiscal_year_span
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.verdict import YES, Verdict, no
from norishiro.resources import queries as place_queries
from norishiro.resources.catalogue import catalogue, names
from norishiro.resources.centres import centres, figures

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.community.models import Group
    from norishiro.resources.models import Place

TOLD = ("name", "place")
DETAILS = ("theme", "starts_at", "ends_at", "helpers", "discussed", "work")


def _asked(request: Any) -> queries.Asked:
    """What the address asks for; anything unreadable is left out."""
    area = asked_id(request, "area")
    code = ""
    if area:
        code = agency_queries.get_area(request.actor, area_id=area).code
    month = request.GET.get("month", "")
    return queries.Asked(
        asked_year(request), work=one_of(request, "work", dict(kinds.WORK_CHOICES)),
        kind=one_of(request, "kind", dict(kinds.ACTIVITY_CHOICES)), area=code,
        month=int(month) if month in {str(one) for one in range(1, 13)} else 0,
    )  # fmt: skip


@page(needs=SEE)
def activities(request: Any) -> HttpResponse:
    """活動の一覧と、件と回."""
    actor, asked = request.actor, _asked(request)
    held = queries.held(actor, asked=asked)
    receives = actor.may(Permission.RECEIVE)
    context = {
        "tabs": tabs(actor, "community:activities"), "held": held, "counts": queries.counts(actor, asked=asked), "asked": asked,
        "year": asked.year, "year_label": fiscal_year_label(asked.year), "years": years(actor, asked.year),
        "kinds": kinds.ACTIVITY_CHOICES, "works": kinds.WORK_CHOICES, "areas": areas_offered(actor), "area": request.GET.get("area", ""),
        "months": [*range(4, 13), 1, 2, 3], "may_keep": may_keep(actor), "source": kinds.SOURCE,
        "begun": sum(begun_at(actor, gathering_ids=[one.gathering.id for one in held]).values()) if receives else None,
    }  # fmt: skip
    return answer(request, "community/activities.html", context, shown=[])


@require_POST
@page(needs=SEE)
def take_activities(request: Any) -> HttpResponse:
    """活動の一覧を受け取る, as Excel."""
    taken = operations.take_activities(request.actor, asked=_asked(request), today=timezone.localdate())
    return hand_over(request, taken.content, name=taken.name, shown=[])


@page(needs=SEE)
def activity(request: Any, gathering_id: UUID) -> HttpResponse:
    """一つの活動: what was heard, proposed, and how many consultations began there."""
    actor = request.actor
    found = queries.get_held(actor, gathering_id=gathering_id)
    told = found.activity
    receives = actor.may(Permission.RECEIVE)
    context = {
        "held": found, "gathering": found.gathering, "activity": told, "ages": _ages(found),
        "proposals": queries.proposals_of(actor, activity=told) if told else [],
        "may_keep": may_keep(actor), "may_change": _may_change(actor, found), "may_receive": _may_receive(actor, found),
        "begun": begun_at(actor, gathering_ids=[gathering_id]).get(gathering_id, 0) if receives else None,
        "crumbs": crumbs((found.gathering.name, "")),
    }  # fmt: skip
    return answer(request, "community/activity.html", context, shown=[])


def _ages(found: queries.Held) -> list[tuple[str, int]]:
    counted = [(kinds.AGE_LABELS.get(one.band, one.band), one.people) for one in found.ages]
    return [*counted, *([("年代不明", found.unknown)] if counted and found.unknown else [])]


def _may_change(actor: Actor, found: queries.Held) -> Verdict:
    if found.gathering.agency_id in actor.agency_ids:
        return may_keep(actor)
    return no("mine", f"直せるのは、書いた機関（{found.gathering.agency.name}）の人です。")


def _may_receive(actor: Actor, found: queries.Held) -> Verdict:
    if not actor.may(Permission.RECEIVE):
        return no(
            "receive",
            "相談を受け付けられるのは「相談を受け付ける」役割の人です。心配ごととして伝えてください。",
        )
    if found.gathering.agency_id not in actor.agency_ids:
        return no(
            "mine", "受け付けられるのは、この活動を書いた機関の人です。「相談」から受け付けてください。"
        )
    return YES


@page(needs=KEEP)
def record_activity(request: Any) -> HttpResponse:
    """活動を書く, from nothing, from a group, or like the last time."""
    actor, today = request.actor, timezone.localdate()
    group_id = asked_id(request, "group")
    group = queries.get_group(actor, group_id=group_id) if group_id else None
    at_id, like_id = asked_id(request, "resource"), asked_id(request, "like")
    at = place_queries.get_place(actor, place_id=at_id) if at_id else None
    like = queries.get_held(actor, gathering_id=like_id) if like_id else None
    if like is None and group is not None:
        like = next(iter(queries.held_by(actor, group=group)), None)
    elif like is None and at is not None:
        like = queries.last_at(actor, place_id=at.id)
    offered = queries.groups_named(actor)
    form = open_form(
        request, forms.ActivityForm, subject=group.id if group else at.id if at else "",
        initial={"held_on": today, **_like_before(request, group, like), **(_opened(at) if at and not like else {})},
        offers={"area": areas_offered(actor), "groups": groups_offered(offered), "at": _places(actor, like, at)},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        area = agency_queries.get_area(actor, area_id=UUID(form.cleaned_data["area"]))
        recorded = operations.record_activity(
            actor, area=area, told=_told(form), ages=form.ages, groups=_chosen(form, offered), today=today
        )
        return "活動を書きました。件と回に入りました。", reverse(
            "community:activity", args=[recorded.gathering_id]
        )

    return form_screen(
        request, form, title="活動を書く", submit="書く", do=do, back=reverse("community:activities"),
        lines=[
            "開いたあとで書きます。はじめの6つだけで足ります。年代・テーマ・時間は、書きたいときに開きます。",
            "ここに書いた集まりは、日報・月報と地区の合計にも入ります。もう一度書くことはありません。",
        ],
    )  # fmt: skip


def _like_before(request: Any, group: Group | None, like: queries.Held | None) -> dict[str, Any]:
    """As at another time: the one named, or the last one of the group or the place; or what is known of the group."""
    if like is not None:
        return _as_told(like, again=True) | ({"groups": [str(group.id)]} if group else {})
    if group is None:
        return {"area": str(asked_id(request, "area") or "")}
    opened = {"at": str(group.opened_id)} if group.opened_id else {}
    return {
        "name": group.name,
        "area": str(group.area_id),
        "place": group.place,
        "groups": [str(group.id)],
        **opened,
    }


def _opened(at: Place) -> dict[str, Any]:
    """The opening day of a place: what the registry knows of it."""
    area = str(at.location.area_id or "")
    return {
        "at": str(at.id),
        "name": at.name,
        "area": area,
        "place": "" if at.private_home else at.location.name,
        "kind": "OPEN",
    }


def _places(actor: Actor, *known: Any) -> list[tuple[str, str]]:
    """Places that may be named: those groups opened, the one asked for, and the one of another time."""
    named = {str(one.id): one.name for one in queries.places_opened(actor)}
    for one in known:
        place = one.activity.at if isinstance(one, queries.Held) and one.activity else one
        if place is not None and not isinstance(place, queries.Held):
            named[str(place.id)] = place.name
    return sorted(named.items(), key=lambda pair: pair[1])


def _as_told(found: queries.Held, *, again: bool) -> dict[str, Any]:
    """The values of a form; ``again``: of another day, without day, heads and what was heard."""
    told, gathering = found.activity, found.gathering
    initial: dict[str, Any] = {name: getattr(gathering, name) for name in TOLD}
    initial |= {"area": str(gathering.area_id), "groups": [str(one.id) for one in found.groups]}
    if told:
        initial |= {"kind": told.kind, "work": told.work, "at": str(told.at_id or "")}
    if again:
        return initial | ({"starts_at": told.starts_at, "ends_at": told.ends_at} if told else {})
    initial |= {
        "held_on": gathering.held_on, "people": gathering.people, "consulted": gathering.consulted or None,
        "note": gathering.note,
        **{f"age_{one.band}": one.people for one in found.ages},
    }  # fmt: skip
    return initial | ({name: getattr(told, name) for name in DETAILS} if told else {})


def _told(form: Any) -> operations.Told:
    given = form.cleaned_data
    return operations.Told(
        **{name: given[name] for name in ("kind", "name", "held_on", "people", "place", "note", *DETAILS)},
        consulted=given["consulted"] or 0, at_id=as_uuid(given["at"]),
    )  # fmt: skip


def _chosen(form: Any, offered: list[Group]) -> list[Group]:
    return [one for one in offered if str(one.id) in form.cleaned_data["groups"]]


@page(needs=KEEP)
def change_activity(request: Any, gathering_id: UUID) -> HttpResponse:
    """活動を直す, or tell more of one that was only counted."""
    actor = request.actor
    found = queries.get_held(actor, gathering_id=gathering_id)
    _may_change(actor, found).or_refuse()
    offered = list(dict.fromkeys([*queries.groups_named(actor), *found.groups]))

    def opened() -> forms.ChangeActivityForm:
        now = queries.get_held(actor, gathering_id=gathering_id)
        return open_form(
            request, forms.ChangeActivityForm, subject=gathering_id, version=now.gathering.version,
            initial=_as_told(now, again=False),
            offers={"groups": groups_offered(offered), "at": _places(actor, now)},
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_activity(
            actor, gathering=found.gathering, version=form.version or found.gathering.version, told=_told(form),
            ages=form.ages, groups=_chosen(form, offered), today=timezone.localdate(),
        )  # fmt: skip
        return "直しました。件と回も変わりました。", reverse("community:activity", args=[gathering_id])

    return form_screen(
        request, form, title="活動を直す", submit="直す", do=do, current=opened,
        back=reverse("community:activity", args=[gathering_id]),
        lines=[f"{found.gathering.area.name}の活動です。圏域をまちがえたときは、書いた機関の人に相談してください。"],
    )  # fmt: skip


@page(needs=SEE)
def areas(request: Any) -> HttpResponse:
    """圏域ごとの団体と活動, and the areas without any."""
    actor, today, year = request.actor, timezone.localdate(), asked_year(request)
    layers = queries.layers(actor, on=today)
    layer = one_of(request, "layer", layers) or (layers[-1] if layers else "")
    kind = one_of(request, "kind", dict(kinds.GROUP_CHOICES))
    context = {
        "tabs": tabs(actor, "community:areas"), "layers": layers, "layer": layer, "kind": kind, "kinds": kinds.GROUP_CHOICES,
        "found": queries.coverage(actor, layer=layer, on=today, year=year, kind=kind), "year": year,
        "year_label": fiscal_year_label(year), "years": years(actor, year),
    }  # fmt: skip
    return answer(request, "community/areas.html", context, shown=[])


@page(needs=SEE)
def works(request: Any) -> HttpResponse:
    """五つの事業ごとの活動, and 地域活動支援センター by type, of one fiscal year."""
    actor, year = request.actor, asked_year(request)
    first, after = fiscal_year_span(year)
    kinds_of_place = names(catalogue().kinds)
    centre_sums = place_queries.centre_sums(actor, year=year, first=first, after=after)
    types = [kinds_of_place.get(one.kind, one.kind) for one in centre_sums]
    context = {
        "tabs": tabs(actor, "community:works"), "year": year, "year_label": fiscal_year_label(year), "years": years(actor, year, year - 1),
        "lines": queries.by_work(actor, year=year), "source": kinds.SOURCE,
        "centres": centre_sums, "named": list(zip(types, centre_sums, strict=True)), "types": types,
        "figures": [
            (one, [(name, each.sums.get(one.code)) for name, each in zip(types, centre_sums, strict=True)]) for one in figures()
        ], "centre_source": centres().source, "crumbs": crumbs(("事業ごと", "")),
    }  # fmt: skip
    return answer(request, "community/works.html", context, shown=[])
