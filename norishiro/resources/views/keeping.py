"""Entering and correcting a place, asking there again, stopping and reopening, numbers and who is there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.door import page
from norishiro.agencies.views import parts as agency_parts
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.resources import forms, operations, queries
from norishiro.resources.centres import centre_type, centres
from norishiro.resources.operations.places import Offer, Where, Whose
from norishiro.resources.views import parts

PLAIN = (
    "name", "kind", "about", "welcome", "anybody", "age_from", "age_to", "conditions", "mood", "companion", "capacity",
    "present", "fee", "fee_note", "booking", "considerate", "cannot", "needs", "contact_name", "phone", "email", "website",
    "is_public", "contact_public", "opened_on", "council_supported", "subsidy",
)  # fmt: skip
YES_NO = ("alone", "silent", "trial")
TRAITS = {"roles": "ROLE", "states": "STATE", "access": "ACCESS", "functions": "FUNCTION", "platform": "PLATFORM",
          "does": "DOES", "brings": "BRINGS"}  # fmt: skip
SAID = {True: "YES", False: "NO", None: ""}
MEANT = {"YES": True, "NO": False, "": None}


def _offers(actor: Actor) -> dict[str, Any]:
    today = timezone.localdate()
    return {"areas": parts.area_choices(actor, today), "agencies": parts.agency_choices(actor, today)}


def _present(actor: Actor, place: Any) -> dict[str, Any]:
    """What is written now, as the form shows it."""
    written = {name: getattr(place, name) for name in PLAIN}
    written |= {name: SAID[getattr(place, name)] for name in YES_NO}
    written |= {field: queries.traits_of(actor, place=place, kind=kind) for field, kind in TRAITS.items()}
    return written | _around(place)


def _around(place: Any) -> dict[str, Any]:
    body, location = place.organisation, place.location
    return {
        "organisation": body.name, "organisation_kind": body.kind, "agency": str(body.agency_id or ""),
        "location": location.name, "address": location.address, "area": str(location.area_id or ""),
        "directions": location.directions, "private_home": location.private_home, "point": str(location.point or ""),
    }  # fmt: skip


def _given(form: Any) -> dict[str, Any]:
    """The cleaned form as the three things the verbs take."""
    said = form.cleaned_data
    return {
        "whose": Whose(said["organisation"], said["organisation_kind"], as_uuid(said["agency"])),
        "where": Where(
            said["location"],
            said["address"],
            as_uuid(said["area"]),
            said["directions"],
            said["private_home"],
            said["point"],
        ),  # fmt: skip
        "offer": Offer(
            {name: said[name] for name in PLAIN} | {name: MEANT[said[name]] for name in YES_NO},
            {kind: said[field] for field, kind in TRAITS.items()},
        ),
    }


@page(needs=parts.KEEP)
def add_place(request: Any) -> HttpResponse:
    """居場所を登録する. ``?beside=`` another place: who runs it and where it is are there already."""
    actor = request.actor
    beside = as_uuid(request.GET.get("beside", ""))
    known = _around(queries.get_place(actor, place_id=beside)) if beside else {}
    form = open_form(request, forms.PlaceForm, initial={"welcome": "UNKNOWN", **known}, **_offers(actor))

    def do() -> tuple[str, str]:
        place = operations.add_place(actor, **_given(form))
        return (
            f"「{place.name}」を登録しました。続けて、開く日を決めてください。",
            reverse("resources:set_opening", args=[place.id]),
        )

    return parts.perform(
        request, form, title="居場所を登録する", submit="登録して、開く日を決める", back=reverse("resources:places"), do=do,
        steps=parts.crumbs(("居場所を登録する", "")),
        lines=[
            "分かるところだけで登録できます。あとから足せます。",
            "支援を受けている人のことは書きません。対応したことのある状態だけを選びます。",
        ],
    )  # fmt: skip


@page(needs=parts.KEEP)
def change_place(request: Any, resource_id: UUID) -> HttpResponse:
    """居場所の登録を直す. Two people at once meet on the merge page."""
    actor = request.actor

    def fresh() -> forms.PlaceForm:
        found = queries.get_place(actor, place_id=resource_id)
        return open_form(
            request, forms.PlaceForm, subject=found.id, version=found.version, initial=_present(actor, found),
            **_offers(actor),
        )  # fmt: skip

    found, form = queries.get_place(actor, place_id=resource_id), fresh()

    def do() -> tuple[str, str]:
        operations.change_place(actor, place=found, version=form.posted_version, **_given(form))
        return "登録を直しました。", parts.address_of(found)

    return parts.perform(
        request, form, title=f"{found.name}の登録を直す", submit="直す", back=parts.address_of(found), do=do, current=fresh,
        steps=parts.crumbs((found.name, parts.address_of(found)), ("登録を直す", "")),
        lines=["会場や団体の登録を直すと、同じ会場・団体のほかの居場所にも反映されます。"],
    )  # fmt: skip


@page(needs=parts.KEEP)
def confirm_place(request: Any, resource_id: UUID) -> HttpResponse:
    """居場所に確かめたことを書く; one press on the page sends the day and the way."""
    found = queries.get_place(request.actor, place_id=resource_id)
    today = timezone.localdate()
    form = open_form(
        request, forms.ConfirmForm, subject=found.id, initial={"confirmed_on": today, "way": "PHONE"}
    )

    def do() -> tuple[str, str]:
        operations.confirm_place(request.actor, place=found, today=today, **form.cleaned_data)
        return f"「{found.name}」に確かめたことを書きました。", parts.address_of(found)

    return parts.perform(
        request, form, title=f"{found.name}に確かめたことを書く", submit="確かめた", back=parts.address_of(found), do=do,
        steps=parts.crumbs((found.name, parts.address_of(found)), ("確かめた", "")),
        lines=["登録のとおりだと確かめた日を書きます。変わったところは、先に「登録を直す」で直してください。"],
    )  # fmt: skip


@page(needs=parts.KEEP)
def stop_place(request: Any, resource_id: UUID) -> HttpResponse:
    """居場所の休止・閉鎖を書く."""
    found = queries.get_place(request.actor, place_id=resource_id)
    form = open_form(request, forms.StopForm, subject=found.id, initial={"from_on": timezone.localdate()})

    def do() -> tuple[str, str]:
        operations.stop_place(request.actor, place=found, **form.cleaned_data)
        return "書きました。その日からは、一覧の「活動中」に出ません。", parts.address_of(found)

    return parts.perform(
        request, form, title=f"{found.name}の休止・閉鎖を書く", submit="書く", back=parts.address_of(found), do=do,
        steps=parts.crumbs((found.name, parts.address_of(found)), ("休止・閉鎖", "")),
        lines=["記録は消えません。わけは、資源の数の表に出ます。", "短い休みは「その日だけの予定を足す」に書きます。"],
    )  # fmt: skip


@page(needs=parts.KEEP)
def reopen_place(request: Any, resource_id: UUID) -> HttpResponse:
    """居場所の再開を書く."""
    found = queries.get_place(request.actor, place_id=resource_id)
    today = timezone.localdate()
    form = open_form(request, forms.ReopenForm, subject=found.id, initial={"on": today})

    def do() -> tuple[str, str]:
        operations.reopen_place(request.actor, place=found, on=form.cleaned_data["on"], today=today)
        return "再開を書きました。登録のとおりか、確かめてください。", parts.address_of(found)

    return parts.perform(
        request, form, title=f"{found.name}の再開を書く", submit="書く", back=parts.address_of(found), do=do,
        steps=parts.crumbs((found.name, parts.address_of(found)), ("再開", "")),
        lines=["再び開いた日から、一覧の「活動中」に出ます。"],
    )  # fmt: skip


@page(needs=parts.KEEP)
def note_count(request: Any, resource_id: UUID) -> HttpResponse:
    """居場所の一日の数を書く."""
    found = queries.get_place(request.actor, place_id=resource_id)
    today = timezone.localdate()
    form = open_form(request, forms.CountForm, subject=found.id, initial={"on": today})

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.note_count(
            request.actor, place=found, on=given["on"], visitors=given["visitors"] or 0,
            consultations=given["consultations"] or 0, events_held=given["events"] or 0, today=today,
        )  # fmt: skip
        return "数を書きました。", parts.address_of(found)

    return parts.perform(
        request, form, title=f"{found.name}の一日の数を書く", submit="書く", back=parts.address_of(found), do=do,
        steps=parts.crumbs((found.name, parts.address_of(found)), ("一日の数", "")),
        lines=["来た人・相談・催しは、別々に数えます。同じ日にもう一度書くと、その日の数を書き直します。"],
    )  # fmt: skip


@page(needs=parts.KEEP)
def note_volunteers(request: Any, resource_id: UUID) -> HttpResponse:
    """居場所の担い手（ボランティア）の人数を書く. ``?role=``: one that is written already."""
    found = queries.get_place(request.actor, place_id=resource_id)
    today = timezone.localdate()
    running = {
        one.role: one.people for one in queries.volunteers_of(request.actor, place=found) if not one.until_on
    }
    role = request.GET.get("role", "")
    role = role if role in running else ""
    form = open_form(
        request, forms.VolunteersForm, subject=found.id, initial={"from_on": today, "role": role, "people": running.get(role)}
    )  # fmt: skip

    def do() -> tuple[str, str]:
        operations.note_volunteers(request.actor, place=found, today=today, **form.cleaned_data)
        return "担い手の人数を書きました。", f"{parts.address_of(found)}#volunteers"

    return parts.perform(
        request, form, title=f"{found.name}の担い手の人数を書く", submit="書く", back=parts.address_of(found), do=do,
        steps=parts.crumbs((found.name, parts.address_of(found)), ("担い手", "")),
        lines=["役割ごとの人数だけを書きます。だれがしているかは書きません。", "同じ役割をもう一度書くと、その日からの人数になり、前の人数は記録に残ります。"],
    )  # fmt: skip


@page(needs=parts.KEEP)
def note_centre(request: Any, resource_id: UUID) -> HttpResponse:
    """地域活動支援センターの年度の数を書く. ``?year=`` a fiscal year up to this one."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_place(actor, place_id=resource_id)
    kind = centre_type(found.kind)
    year = min(agency_parts.asked_year(request), fiscal_year(today))
    known = queries.centre_figures_of(actor, place=found).get(year, {})
    form = open_form(
        request, forms.CentreForm, subject=found.id, initial=known, figures=kind.figures if kind else ()
    )

    def do() -> tuple[str, str]:
        operations.note_centre(actor, place=found, year=year, figures=form.cleaned_data, today=today)
        return f"{fiscal_year_label(year)}の数を書きました。", f"{parts.address_of(found)}#centre"

    label = fiscal_year_label(year)
    return parts.perform(
        request, form, title=f"{found.name}：{label}の数を書く", submit="書く", back=parts.address_of(found), do=do,
        steps=parts.crumbs((found.name, parts.address_of(found)), (f"{label}の数", "")),
        lines=[
            *([kind.guide] if kind else ["この場の種類は、地域活動支援センターではありません。"]),
            "分かるものだけを入れます。もう一度書くと、その年度の数を書き直します。", f"項目の出どころ：{centres().source}",
        ],
    )  # fmt: skip


@page(needs=parts.KEEP)
def add_attendant(request: Any, resource_id: UUID) -> HttpResponse:
    """居場所にいる人を足す."""
    actor = request.actor
    found = queries.get_place(actor, place_id=resource_id)
    today = timezone.localdate()
    picks = {
        str(one.staff_id): f"{one.staff_name}（{one.agency_name}）"
        for one in agency_queries.pickable(actor, today)
    }
    form = open_form(
        request, forms.AttendantForm, subject=found.id, agencies=parts.agency_choices(actor, today),
        people=list(picks.items()),
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.add_attendant(
            actor, place=found, role=given["role"], agency_id=as_uuid(given["agency"]), body=given["body"],
            staff_id=as_uuid(given["staff"]), weekday=int(given["weekday"]) if given["weekday"] else None, on=given["on"],
            from_on=given["from_on"],
        )  # fmt: skip
        return "いる人を足しました。", parts.address_of(found)

    return parts.perform(
        request, form, title=f"{found.name}にいる人を足す", submit="足す", back=parts.address_of(found), do=do,
        steps=parts.crumbs((found.name, parts.address_of(found)), ("いる人", "")),
        lines=["どの機関のだれが、どの曜日（どの日）にいるかを書きます。支援を受けている人のことは書きません。"],
    )  # fmt: skip


@page(needs=parts.KEEP)
def end_attendant(request: Any, attendant_id: UUID) -> HttpResponse:
    """居場所にいる人を終える."""
    attendant = queries.get_attendant(request.actor, attendant_id=attendant_id)
    place = attendant.place
    form = open_form(
        request, forms.EndAttendantForm, subject=attendant.id, initial={"until_on": timezone.localdate()}
    )

    def do() -> tuple[str, str]:
        operations.end_attendant(request.actor, attendant=attendant, until_on=form.cleaned_data["until_on"])
        return "書きました。", parts.address_of(place)

    return parts.perform(
        request, form, title=f"{place.name}の「{attendant.role}」を終える", submit="書く", back=parts.address_of(place), do=do,
        steps=parts.crumbs((place.name, parts.address_of(place)), ("いる人を終える", "")),
        lines=["その日より前の記録は残ります。"],
    )  # fmt: skip
