"""生活圏の図: home in the middle, the places of the household around it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, page
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import Form
from norishiro.surroundings import forms, operations, queries
from norishiro.surroundings.choices import AroundKind, PlaceKind
from norishiro.surroundings.views import pictures
from norishiro.surroundings.views.parts import (
    LOOK,
    WORK,
    Act,
    area_choices,
    case_seen,
    day_asked,
    frame,
    keep,
    offer_basis,
    offer_people,
    person_of,
    shown_of,
    today,
)

if TYPE_CHECKING:
    from norishiro.cases.models import Case
    from norishiro.surroundings.models import Place


def mapped_on(actor: Actor, *, case: Case, on: date, key: str, linked: bool) -> dict[str, Any]:
    """The drawing of one day with its list, or whom to ask where nothing may be drawn."""
    withheld_by = queries.home_withheld_by(actor, case=case)
    places = queries.places(actor, case=case, on=on)
    home = queries.home(actor, case=case)
    by_kind = [
        (PlaceKind(kind).label, [one for one in places if one.kind == kind]) for kind in PlaceKind.values
    ]
    return {
        "home_withheld_by": withheld_by,
        "places": places,
        "by_kind": [(label, those) for label, those in by_kind if those],
        "home": home,
        "map": "" if withheld_by else pictures.life_map_svg(home=home, places=places, key=key, linked=linked),
    }


@page(needs=LOOK)
def life_map(request: Any, case_id: UUID) -> HttpResponse:
    """生活圏の図."""
    case, actor, on = case_seen(request, case_id), request.actor, day_asked(request)
    drawn = mapped_on(actor, case=case, on=on, key="map", linked=actor.may(WORK))
    near = queries.proposals(actor, case=case)
    written = {one.name for one in drawn["places"]}
    context = {
        **frame(actor, case=case, label="生活圏の図"),
        **drawn,
        "supports": [one for one in near if one.kind == AroundKind.AGENCY and one.name not in written],
    }
    members = queries.members_on(actor, case=case, on=on)
    return answer(request, "surroundings/life_map.html", context, shown=shown_of(case, members))


def _back(case: Case) -> str:
    return reverse("surroundings:life_map", args=[case.id])


@page(needs=WORK)
def add_place(request: Any, case_id: UUID) -> HttpResponse:
    """生活圏の場を書く."""
    case, actor = case_seen(request, case_id), request.actor
    team = queries.proposals(actor, case=case)
    support = next((one for one in team if str(one.key) == request.GET.get("support", "")), None)
    form = open_form(
        request, forms.PlaceForm, subject=case.id,
        initial={
            "kind": PlaceKind.SUPPORT if support else PlaceKind.GATHERING, "name": support.name if support else "",
            "certainty": "HEARD", "from_on": today(),
        },
    )  # fmt: skip
    offer_people(form, actor, case=case)
    offer_basis(form, actor, subject_id=case.id)
    form.fields["area"].choices = area_choices(actor)
    act = Act(
        "生活圏の場を書く", "場を図に入れる", "場を図に入れました。",
        (
            "本人が行く場、行けそうな場を書きます。遠さと方角は、言葉で選ぶだけです。",
            "番地や電話は書きません。家がどこかは、圏域だけを図に出します。",
        ),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        person = person_of(actor, case=case, chosen=given.pop("person"))
        area = given.pop("area")
        operations.add_place(
            actor, case=case, person=person, area_id=UUID(area) if area else None, today=today(), **given
        )

    shown = shown_of(case, queries.members_on(actor, case=case, on=today()))
    return keep(request, form, act=act, do=do, back=_back(case), case=case, shown=shown)


@page(needs=WORK)
def change_place(request: Any, place_id: UUID) -> HttpResponse:
    """場を書き改める."""
    actor = request.actor
    place = queries.get_place(actor, place_id=place_id)
    names = (
        "kind",
        "name",
        "distance",
        "compass",
        "how_often",
        "words",
        "source",
        "certainty",
        "from_on",
        "until_on",
    )

    def opened(now: Place) -> Form:
        initial = {name: getattr(now, name) for name in names} | {"area": str(now.area_id or "")}
        form = open_form(request, forms.ChangePlaceForm, subject=now.id, version=now.version, initial=initial)
        form.fields["area"].choices = area_choices(actor)
        return form

    form = opened(place)
    act = Act(
        f"「{place.name}」を書き改める", "書き改める", "場を書き改めました。",
        ("行かなくなったときは、消さずに「行かなくなった日」を書きます。",),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        area = given.pop("area")
        operations.change_place(
            actor, place=place, version=form.version or 0,
            values={**given, "area_id": UUID(area) if area else None}, today=today(),
        )  # fmt: skip

    return keep(
        request, form, act=act, do=do, back=_back(place.case), case=place.case,
        shown=[one for one in (place.case_id, place.person_id) if one],
        current=lambda: opened(queries.get_place(actor, place_id=place_id)),
    )  # fmt: skip
