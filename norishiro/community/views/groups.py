"""団体: the list, one group with its way, what was done for it, what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.community import forms, kinds, operations, queries
from norishiro.community.choices import Stage
from norishiro.community.views.common import (
    KEEP,
    SEE,
    areas_offered,
    as_id,
    asked_id,
    asked_year,
    crumbs,
    form_screen,
    may_keep,
    one_of,
    tabs,
    years,
)
from norishiro.core.calendar import fiscal_year_label
from norishiro.core.form_pages import open_form
from norishiro.core.verdict import Verdict, no

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.community.models import Group, HelpRequest

KNOWN = ("name", "kind", "place", "rhythm", "members", "partners", "users", "needs")


def _home(group: Group) -> str:
    return reverse("community:group", args=[group.id])


def _staff(actor: Actor, agency_id: UUID) -> list[tuple[str, str]]:
    picks = agency_queries.pickable(actor, timezone.localdate())
    return [(str(one.staff_id), one.staff_name) for one in picks if one.agency_id == agency_id]


@page(needs=SEE)
def groups(request: Any) -> HttpResponse:
    """団体の一覧."""
    actor, today = request.actor, timezone.localdate()
    stage, kind = one_of(request, "stage", Stage.values), one_of(request, "kind", dict(kinds.GROUP_CHOICES))
    area, silent = asked_id(request, "area"), request.GET.get("silent") == "1"
    code = agency_queries.get_area(actor, area_id=area).code if area else ""
    counted = queries.stage_counts(actor)
    context = {
        "tabs": tabs(actor, "community:groups"), "stage": stage, "kind": kind, "area": str(area or ""), "silent": silent,
        "lines": queries.group_lines(actor, today=today, stage=stage, kind=kind, area=code, silent=silent),
        "stages": [(value, label, counted.get(value, 0)) for value, label in Stage.choices],
        "kinds": kinds.GROUP_CHOICES, "areas": areas_offered(actor), "paused": queries.paused_groups(actor),
        "may_keep": may_keep(actor), "narrowed": bool(stage or kind or area or silent),
    }  # fmt: skip
    return answer(request, "community/groups.html", context, shown=[])


@page(needs=SEE)
def group(request: Any, local_group_id: UUID) -> HttpResponse:
    """一つの団体: where it stands, its way there, its activities, what it asks for."""
    actor = request.actor
    found = queries.get_group(actor, group_id=local_group_id)
    context = {
        "group": found, "supports": queries.supports_of(actor, group=found), "held": queries.held_by(actor, group=found),
        "requests": queries.requests_of(actor, group=found), "proposals": queries.proposals_owned(actor, group=found),
        "may_keep": may_keep(actor), "may_change": _may_change(actor, found), "today": timezone.localdate(),
        "may_open": _may_change(actor, found) if actor.may(Permission.KEEP_PLACES) else no("needs", f"できるのは「{Permission.KEEP_PLACES.value}」の役割の人です。"),
        "crumbs": crumbs(("団体", reverse("community:groups")), (found.name, "")),
    }  # fmt: skip
    return answer(request, "community/group.html", context, shown=[])


def _may_change(actor: Actor, found: Group) -> Verdict:
    if found.agency_id in actor.agency_ids:
        return may_keep(actor)
    return no("mine", f"直せるのは、この団体を支える機関（{found.agency.name}）の人です。")


def _known(form: Any) -> dict[str, Any]:
    given = form.cleaned_data
    return {name: given[name] for name in KNOWN} | {
        "area_id": UUID(given["area"]), "supporter_id": as_id(given["supporter"])
    }  # fmt: skip


@page(needs=KEEP)
def add_group(request: Any) -> HttpResponse:
    """団体を登録する."""
    actor, today = request.actor, timezone.localdate()
    form = open_form(
        request, forms.GroupForm, initial={"stage": Stage.IDEA, "stage_on": today, "supporter": str(actor.staff_id)},
        offers={"area": areas_offered(actor), "supporter": _staff(actor, actor.agency_id)},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        added = operations.add_group(
            actor, **_known(form), stage=given["stage"], stage_on=given["stage_on"], today=today
        )
        return "団体を登録しました。求めや、したことを残せます。", _home(added)

    return form_screen(
        request, form, title="団体を登録する", submit="登録する", back=reverse("community:groups"), do=do,
        lines=[
            "まだ名前も決まっていない相談のときから登録できます。「相談・構想」から始めます。",
            "代表の人の名前や電話は書きません。団体の名前と、支える機関だけを残します。",
        ],
    )  # fmt: skip


@page(needs=KEEP)
def change_group(request: Any, local_group_id: UUID) -> HttpResponse:
    """団体の登録を直す."""
    actor = request.actor
    found = queries.get_group(actor, group_id=local_group_id)
    _may_change(actor, found).or_refuse()

    def opened() -> forms.ChangeGroupForm:
        now = queries.get_group(actor, group_id=local_group_id)
        initial = {name: getattr(now, name) for name in KNOWN}
        initial |= {"area": str(now.area_id), "supporter": str(now.supporter_id or "")}
        return open_form(
            request, forms.ChangeGroupForm, subject=now.id, version=now.version, initial=initial,
            offers={"area": areas_offered(actor), "supporter": _staff(actor, now.agency_id)},
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_group(
            actor, group=found, version=form.version or found.version, values=_known(form), today=timezone.localdate()
        )  # fmt: skip
        return "直しました。", _home(found)

    return form_screen(
        request, form, title="団体の登録を直す", submit="直す", back=_home(found), do=do, current=opened,
        lines=["段は、ここでは変わりません。「したことを残す」で、日とひとことを添えて進めます。"],
    )  # fmt: skip


@page(needs=KEEP)
def note_support(request: Any, local_group_id: UUID) -> HttpResponse:
    """したことを残す, and move the stage."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_group(actor, group_id=local_group_id)
    open_ones = [one for one in queries.requests_of(actor, group=found) if one.closed_on is None]
    form = open_form(
        request, forms.SupportForm, subject=found.id, initial={"happened_on": today},
        offers={
            "stage": [(value, label) for value, label in Stage.choices if value != found.stage],
            "request": [(str(one.id), f"{one.get_kind_display()}：{one.text[:40]}") for one in open_ones],
        },
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        asked: HelpRequest | None = next((one for one in open_ones if str(one.id) == given["request"]), None)
        operations.note_support(
            actor, group=found, happened_on=given["happened_on"], kind=given["kind"], note=given["note"],
            stage=given["stage"], request=asked, today=today,
        )  # fmt: skip
        moved = f"段は「{Stage(given['stage']).label}」になりました。" if given["stage"] else ""
        return f"残しました。{moved}", _home(found)

    return form_screen(
        request, form, title=f"{found.name}：したことを残す", submit="残す", back=_home(found), do=do,
        lines=[f"いまの段は「{found.get_stage_display()}」です。", "集まりを開いた日は、「活動を書く」から書きます。"],
    )  # fmt: skip


@page(needs=KEEP)
def share_part(request: Any, local_group_id: UUID) -> HttpResponse:
    """分担を決める（場所・声かけ・企画）."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_group(actor, group_id=local_group_id)
    agencies = [(str(one.id), one.name) for one in agency_queries.agencies(actor, on=today)]
    form = open_form(request, forms.PartForm, subject=found.id, offers={"agency": agencies})

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.share_part(
            actor, group=found, part=given["part"], agency_id=as_id(given["agency"]), body=given["body"],
            due_on=given["due_on"], today=today,
        )  # fmt: skip
        return "分担を決めました。", _home(found)

    return form_screen(
        request, form, title=f"{found.name}：分担を決める", submit="決める", back=_home(found), do=do,
        lines=["場所をさがす・人に声をかける・中身を考える、を分け合います。同じ分担をもう一度決めると、書きかわります。"],
    )  # fmt: skip


@require_POST
@page(needs=KEEP)
def finish_part(request: Any, local_part_id: UUID) -> HttpResponse:
    """分担が「できた」: one press."""
    part = queries.get_part(request.actor, part_id=local_part_id)
    operations.finish_part(request.actor, part=part, today=timezone.localdate())
    messages.success(request, f"「{part}」ができました。")
    return redirect("community:group", local_group_id=part.group_id)


@page(needs=Permission.KEEP_PLACES)
def open_place(request: Any, local_group_id: UUID) -> HttpResponse:
    """開いた場を、居場所に登録する."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_group(actor, group_id=local_group_id)
    kind = {"MEAL": "KITCHEN", "FAMILY": "FAMILY"}.get(found.kind, "SALON")
    form = open_form(
        request, forms.OpenPlaceForm, subject=found.id,
        initial={"name": found.name, "location": found.place, "kind": kind, "opened_on": today},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        place = operations.open_place(actor, group=found, today=today, **form.cleaned_data)
        return "居場所に登録しました。だれを・何として・いつ開くかを続けて書きます。", reverse(
            "resources:place", args=[place.id]
        )

    return form_screen(
        request, form, title=f"{found.name}：開いた場を登録する", submit="登録する", back=_home(found), do=do,
        lines=["居場所の台帳に載り、人に合う場の候補にも出るようになります。"],
    )  # fmt: skip


@page(needs=KEEP)
def ask_group_help(request: Any, local_group_id: UUID) -> HttpResponse:
    """団体からの求めを受ける."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_group(actor, group_id=local_group_id)
    form = open_form(request, forms.HelpForm, subject=found.id, initial={"asked_on": today})

    def do() -> tuple[str, str]:
        operations.ask_group_help(actor, group=found, today=today, **form.cleaned_data)
        return "求めを受けました。区切りがつくまで「団体からの求め」に残ります。", _home(found)

    return form_screen(
        request, form, title=f"{found.name}：求めを受ける", submit="受ける", back=_home(found), do=do,
        lines=["立ち上げ・再開・運営の相談を受けたときに残します。したことは「したことを残す」で一歩ずつ足せます。"],
    )  # fmt: skip


@page(needs=SEE)
def requests(request: Any) -> HttpResponse:
    """団体からの求め: those still open, and what became of those of the year by area."""
    actor, year = request.actor, asked_year(request)
    context = {
        "tabs": tabs(actor, "community:requests"), "open": queries.open_requests(actor),
        "lines": queries.asked_by_area(actor, year=year), "paused": queries.paused_groups(actor), "year": year,
        "year_label": fiscal_year_label(year), "years": years(actor, year), "may_keep": may_keep(actor),
    }  # fmt: skip
    return answer(request, "community/requests.html", context, shown=[])


@page(needs=KEEP)
def answer_group_help(request: Any, local_request_id: UUID) -> HttpResponse:
    """求めに区切りをつける."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_request(actor, request_id=local_request_id)
    form = open_form(request, forms.HelpAnswerForm, subject=found.id, initial={"closed_on": today})

    def do() -> tuple[str, str]:
        operations.answer_group_help(actor, request=found, today=today, **form.cleaned_data)
        return "区切りをつけました。", _home(found.group)

    return form_screen(
        request, form, title="求めに区切りをつける", submit="区切りをつける", back=_home(found.group), do=do,
        lines=[f"{found.group.name}：{found.get_kind_display()}「{found.text}」"],
    )  # fmt: skip
