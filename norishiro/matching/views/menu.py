"""ちょっとできること: the menu with its filters, entering one at a place, putting it right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.parts import area_choices
from norishiro.core.form_pages import open_form
from norishiro.matching import fitting, forms, operations, queries
from norishiro.matching.operations import Small
from norishiro.matching.views.common import form_screen
from norishiro.resources import queries as place_queries
from norishiro.resources.views.parts import address_of, may_keep

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.matching.models import Doing
    from norishiro.resources.models import Place

KEEP, SEE_LOCAL = Permission.KEEP_PLACES, Permission.SEE_LOCAL
SAID = {True: "YES", False: "NO", None: ""}
READ_BY_STAFF = "一覧は、地区の情報を見る役割の人みんなが読みます。だれがするかは、書きません。"
MEANT = {"YES": True, "NO": False, "": None}


@page(needs=SEE_LOCAL)
def menu(request: Any) -> HttpResponse:
    """ちょっとできることの一覧: by hour, load, interest and area."""
    actor, today, get = request.actor, timezone.localdate(), request.GET.get
    lists = fitting.lists()
    known = {
        "band": [(one.code, one.name) for one in lists.bands], "load": [(one.code, one.name) for one in lists.loads],
        "interest": [(one.code, one.name) for one in lists.interests],
    }  # fmt: skip
    asked = {name: get(name, "") if get(name, "") in dict(pairs) else "" for name, pairs in known.items()}
    wish = queries.Wish(
        **asked, area_ids=_areas(actor, get("area", "")), home=get("home") == "1", alone=get("alone") == "1"
    )
    selects = [
        (name, label, known[name], asked[name])
        for name, label in (("band", "いつ"), ("load", "重さ"), ("interest", "関心"))
    ]
    areas = [pair for _layer, pairs in area_choices(actor, today) for pair in pairs]
    context = {
        "rows": [(one, one.told) for one in queries.doings(actor, wish=wish, today=today)],
        "first": selects[:1], "more": [*selects[1:], ("area", "圏域", areas, get("area", ""))], "wish": wish,
        "more_open": any(get(name) for name in ("load", "interest", "area", "home", "alone")),
        "narrowed": wish != queries.Wish(),
        "may_keep": may_keep(actor), "as_of": lists.as_of, "crumbs": crumbs(),
    }  # fmt: skip
    return answer(request, "matching/menu.html", context, shown=[])


def _areas(actor: Actor, chosen: str) -> frozenset[UUID] | None:
    """The chosen area with everything below it."""
    if not chosen:
        return None
    tree = agency_queries.area_tree(actor, on=timezone.localdate())
    node = next((one for one in tree if str(one.area.id) == chosen), None)
    return node.ids_below if node else frozenset()


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "ちょっとできること", "url": reverse("matching:menu") if steps else ""},
        *({"label": label, "url": url} for label, url in steps),
    ]


def _small(form: Any) -> Small:
    given = dict(form.cleaned_data)
    return Small(**{**given, "alone": MEANT[given["alone"]], "home": MEANT[given["home"]]})


@page(needs=KEEP)
def add_doing(request: Any, resource_id: UUID) -> HttpResponse:
    """ちょっとできることを登録する, at one place."""
    actor, today = request.actor, timezone.localdate()
    place = place_queries.get_place(actor, place_id=resource_id)
    form = open_form(
        request,
        forms.DoingForm,
        subject=place.id,
        initial={"load": "LIGHT", "role": "HELPER", "from_on": today},
    )

    def do() -> tuple[str, str]:
        one = operations.add_doing(actor, place=place, small=_small(form), today=today)
        return f"「{one}」を登録しました。希望に合う人の候補に出ます。", address_of(place)

    return _screen(
        request,
        form,
        place,
        title=f"{place.name}で、ちょっとできること",
        submit="登録する",
        do=do,
        lines=[
            "短い時間で、すぐできることを一つずつ登録します。はじめて外に出る人の、最初の一歩になります。",
            "ここに書いたことは職員みんなが読みます。だれがするのかは書かず、世帯の「参加」に残します。",
        ],
    )


@page(needs=KEEP)
def change_doing(request: Any, doing_id: UUID) -> HttpResponse:
    """ちょっとできることを直す, or write from when it is no longer there."""
    actor, today = request.actor, timezone.localdate()
    one = queries.get_doing(actor, doing_id=doing_id)

    def opened() -> forms.DoingForm:
        now = queries.get_doing(actor, doing_id=doing_id)
        return open_form(request, forms.DoingForm, subject=now.id, version=now.version, initial=_present(now))

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_doing(
            actor, doing=one, version=form.posted_version or one.version, small=_small(form), today=today
        )
        return "直しました。", address_of(one.place)

    return _screen(
        request, form, one.place, title=f"「{one}」を直す", submit="直す", do=do, current=opened,
        lines=["もうないときは、「いつまで」に日を入れます。いま参加している人の記録は、そのまま残ります。"],
    )  # fmt: skip


def _present(one: Doing) -> dict[str, Any]:
    ticked = one.doable
    return {
        **{name: getattr(one, name) for name in ("what", "load", "minutes", "role", "about", "from_on", "until_on")},
        "alone": SAID[one.alone], "home": SAID[one.home], "bands": sorted(ticked.bands), "interests": sorted(ticked.interests),
    }  # fmt: skip


def _screen(request: Any, form: Any, place: Place, *, title: str, **rest: Any) -> HttpResponse:
    return form_screen(
        request, form, title=title, back=address_of(place), shown=[],
        crumbs=crumbs((place.name, address_of(place)), (title, "")), audience=READ_BY_STAFF, **rest,
    )  # fmt: skip
