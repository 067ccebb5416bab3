"""法人の台帳: the register, one corporation with all it does, its contacts and networks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from norishiro.agencies.door import answer, page
from norishiro.agencies.views import parts
from norishiro.community import queries as community
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.corporations import forms, kinds, operations, queries
from norishiro.corporations.views.common import (
    KEEP,
    PEOPLE,
    PLACES,
    SEE,
    asked_id,
    crumbs,
    form_screen,
    may_keep,
    one_of,
    tabs,
)
from norishiro.corporations.views.trials import trials_at
from norishiro.food import queries as food

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.corporations.models import Corporation


def home(corporation: Corporation) -> str:
    return reverse("corporations:corporation", args=[corporation.id])


def networks_offered(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in queries.networks_named(actor)]


@page(needs=SEE)
def corporations(request: Any) -> HttpResponse:
    """法人の一覧."""
    actor, today = request.actor, timezone.localdate()
    kind, strength = one_of(request, "kind", kinds.KINDS), one_of(request, "strength", kinds.STRENGTHS)
    network = asked_id(request, "network")
    context = {
        "tabs": tabs("corporations:corporations"), "kind": kind, "strength": strength, "network": str(network or ""),
        "kinds": kinds.KIND_CHOICES, "strengths": kinds.STRENGTH_CHOICES, "networks": networks_offered(actor),
        "rows": queries.corporations(actor, today=today, kind=kind, strength=strength, network=network),
        "narrowed": bool(kind or strength or network), "may_keep": may_keep(actor), "crumbs": crumbs(),
    }  # fmt: skip
    return answer(request, "corporations/corporations.html", context, shown=[])


@page(needs=SEE)
def corporation(request: Any, corporation_id: UUID) -> HttpResponse:
    """一つの法人: whom one calls, what it offers and who tried it, what it was asked, what it does with others."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_corporation(actor, corporation_id=corporation_id)
    places = queries.places_run_by(actor, corporation=found)
    offers = queries.offers_of(actor, corporation=found)
    trials = trials_at(actor, places)
    of_offers = {one.place_id for one in offers}
    context = {
        "one": found, "today": today, "contacts": [each for each in found.contacts.all() if each.ended_on is None],
        "offers": [(each, each.is_over(on=today), trials.by_place.get(each.place_id)) for each in offers],
        "places": [(key, name) for key, name in places.items() if key not in of_offers],
        "trials": trials, "may_see_people": actor.may(PEOPLE), "answers": queries.answers_of(actor, corporation=found),
        "projects": queries.parts_of_corporation(actor, corporation=found), 
        "hears": any(each.code == kinds.COUNSEL for each in found.strengths.all()),
        "calls": food.calls_to(actor, body_id=found.organisation_id), "may_keep": may_keep(actor),
        "may_offer": may_keep(actor, PLACES), "crumbs": crumbs((str(found), "")),
    }  # fmt: skip
    return answer(request, "corporations/corporation.html", context, shown=trials.shown)


def _about(given: dict[str, Any]) -> operations.About:
    return operations.About(given["kind"], given["strengths"], given["about"], as_uuid(given["agency"]))


@page(needs=KEEP)
def add_corporation(request: Any) -> HttpResponse:
    """法人を登録する."""
    actor, today = request.actor, timezone.localdate()
    network = asked_id(request, "network")
    form = open_form(
        request, forms.CorporationForm, bodies=queries.bodies(actor),
        initial={"network": str(network or ""), "from_on": today},
        offers={"network": networks_offered(actor), "agency": parts.agency_choices(actor, today)},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        joined = as_uuid(given["network"])
        added = operations.add_corporation(
            actor, name=given["name"], about=_about(given), from_on=given["from_on"], today=today,
            reached=operations.Reached(given["contact_name"], given["post"], given["phone"], given["email"]),
            network=community.get_group(actor, group_id=joined) if joined else None,
        )  # fmt: skip
        return "法人を登録しました。受け入れや、話す相手を書き足せます。", home(added)

    return form_screen(
        request, form, title="法人を登録する", submit="登録する", back=reverse("corporations:corporations"), do=do,
        lines=["社会福祉法人だけでなく、企業・NPO・商店も、同じように登録できます。分かるところだけで足ります。"],
    )  # fmt: skip


@page(needs=KEEP)
def change_corporation(request: Any, corporation_id: UUID) -> HttpResponse:
    """法人の登録を直す."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_corporation(actor, corporation_id=corporation_id)

    def opened() -> forms.ChangeCorporationForm:
        now = queries.get_corporation(actor, corporation_id=corporation_id)
        return open_form(
            request, forms.ChangeCorporationForm, subject=now.id, version=now.version,
            initial={
                "kind": now.kind, "strengths": [each.code for each in now.strengths.all()], "about": now.about,
                "agency": str(now.organisation.agency_id or ""),
            },
            offers={"agency": parts.agency_choices(actor, today)},
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_corporation(
            actor, corporation=found, version=form.version or found.version, about=_about(form.cleaned_data)
        )
        return "直しました。", home(found)

    return form_screen(
        request, form, title=f"{found}の登録を直す", submit="直す", back=home(found), do=do, current=opened,
        lines=["名前は、居場所の台帳の団体と同じものです。"],
    )  # fmt: skip


@page(needs=KEEP)
def add_contact(request: Any, corporation_id: UUID) -> HttpResponse:
    """話す相手を足す."""
    actor = request.actor
    found = queries.get_corporation(actor, corporation_id=corporation_id)
    form = open_form(request, forms.ContactForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.add_contact(actor, corporation=found, reached=operations.Reached(**form.cleaned_data))
        return "話す相手を足しました。", home(found)

    return form_screen(
        request, form, title=f"{found}：話す相手を足す", submit="足す", back=home(found), do=do,
        lines=["法人の窓口の人です。代わったら「代わった」を書くと、一覧から消えます。"],
    )  # fmt: skip


@page(needs=KEEP)
def end_contact(request: Any, corporation_contact_id: UUID) -> HttpResponse:
    """話す相手が代わった."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_contact(actor, contact_id=corporation_contact_id)
    form = open_form(request, forms.EndContactForm, subject=found.id, initial={"ended_on": today})

    def do() -> tuple[str, str]:
        operations.end_contact(actor, contact=found, ended_on=form.cleaned_data["ended_on"], today=today)
        return "残しました。新しい人は「話す相手を足す」で書けます。", home(found.corporation)

    return form_screen(
        request, form, title=f"{found.name}さんから代わった", submit="残す", back=home(found.corporation), do=do,
        lines=[f"{found.corporation}の話す相手でした。"],
    )  # fmt: skip


@page(needs=KEEP)
def join_network(request: Any, corporation_id: UUID) -> HttpResponse:
    """ネットワークに入った."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_corporation(actor, corporation_id=corporation_id)
    form = open_form(
        request, forms.JoinForm, subject=found.id, initial={"from_on": today},
        offers={"network": networks_offered(actor)},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.join_network(
            actor, corporation=found, network=community.get_group(actor, group_id=UUID(given["network"])),
            from_on=given["from_on"], today=today,
        )  # fmt: skip
        return "ネットワークに入ったと書きました。", home(found)

    return form_screen(
        request, form, title=f"{found}：ネットワークに入った", submit="残す", back=home(found), do=do,
        lines=["ネットワークそのものは、「ネットワーク」から「地域の団体」として登録します。"],
    )  # fmt: skip


@page(needs=KEEP)
def leave_network(request: Any, network_membership_id: UUID) -> HttpResponse:
    """ネットワークを離れた."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_membership(actor, membership_id=network_membership_id)
    form = open_form(request, forms.LeaveForm, subject=found.id, initial={"until_on": today})

    def do() -> tuple[str, str]:
        operations.leave_network(actor, membership=found, until_on=form.cleaned_data["until_on"], today=today)
        return "離れたと書きました。入っていた間のことは残ります。", home(found.corporation)

    return form_screen(
        request, form, title=f"{found.corporation}：{found.network.name}を離れた", submit="残す",
        back=home(found.corporation), do=do, lines=["この日から、ネットワークの法人として数えません。"],
    )  # fmt: skip


@page(needs=SEE)
def networks(request: Any) -> HttpResponse:
    """ネットワークの一覧."""
    context = {
        "tabs": tabs("corporations:networks"), "lines": queries.networks(request.actor),
        "may_keep": may_keep(request.actor), "crumbs": crumbs(),
    }  # fmt: skip
    return answer(request, "corporations/networks.html", context, shown=[])


@page(needs=SEE)
def network(request: Any, local_group_id: UUID) -> HttpResponse:
    """一つのネットワーク: its corporations, its meetings and study meetings, what it works on."""
    actor = request.actor
    found = community.get_group(actor, group_id=local_group_id)
    members = queries.members_of(actor, network_id=found.id)
    context = {
        "group": found, "members": [one for one in members if one.until_on is None],
        "left": [one for one in members if one.until_on], "held": community.held_by(actor, group=found),
        "projects": community.proposals_owned(actor, group=found), "may_keep": may_keep(actor),
        "begin_url": f"{reverse('corporations:begin_project')}?{urlencode({'network': found.id})}",
        "crumbs": crumbs(("ネットワーク", reverse("corporations:networks")), (found.name, "")),
    }  # fmt: skip
    return answer(request, "corporations/network.html", context, shown=[])
