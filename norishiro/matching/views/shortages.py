"""不足: the register, one need, brought to a meeting, made into a place, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views.parts import area_choices
from norishiro.cases import queries as case_queries
from norishiro.core.form_pages import open_form
from norishiro.core.tables import Place as Spot
from norishiro.core.verdict import YES, Verdict, no
from norishiro.matching import access, fitting, forms, operations, queries, rules
from norishiro.matching.operations import Lacking
from norishiro.matching.views.common import WRITE, crumbs_of, form_screen, person_of_case
from norishiro.meetings.queries import topics as topic_queries
from norishiro.outreach.views.offered import offer_grounds
from norishiro.resources import queries as place_queries
from norishiro.resources.catalogue import catalogue, names, platforms
from norishiro.resources.choices import Role

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.matching.models import Shortage

MEET, LOCAL, SEE_LOCAL = Permission.ATTEND_MEETING, Permission.KEEP_LOCAL, Permission.SEE_LOCAL
OF_NOBODY = "不足の一覧は、地区の情報を見る役割の人みんなが見られます。だれのことかは、どこにもありません。"


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "不足の一覧", "url": reverse("matching:shortages") if steps else ""},
        *({"label": label, "url": url} for label, url in steps),
    ]


def _home(shortage: Shortage) -> str:
    return reverse("matching:shortage", args=[shortage.id])


def _told(shortage: Shortage) -> str:
    """Kind, role, area and time in one line."""
    bands = {one.code: one.name for one in fitting.lists().bands}
    parts = [
        names(catalogue().kinds).get(shortage.kind, ""), dict(Role.choices).get(shortage.role, ""),
        shortage.area.name if shortage.area else "", bands.get(shortage.band, ""),
        f"足りないもの：{names(platforms().resources).get(shortage.lack, shortage.lack)}" if shortage.lack else "",
    ]  # fmt: skip
    return "・".join(one for one in parts if one)


def _state(shortage: Shortage) -> str:
    if shortage.closed_on:
        return "区切りがついた"
    if shortage.group:
        return (
            "場ができた"
            if shortage.group.opened_id
            else f"つくっている（{shortage.group.get_stage_display()}）"
        )
    return "会議で話し合う" if shortage.topic_id else "登録"


def _permitted(actor: Actor, needed: Permission) -> Verdict:
    return YES if actor.may(needed) else no("needs", f"できるのは「{needed.value}」の役割の人です。")


@page(needs=SEE_LOCAL)
def shortages(request: Any) -> HttpResponse:
    """不足の一覧: needs for which there is no place, without anybody's name."""
    actor, ended = request.actor, request.GET.get("ended") == "1"
    lack = request.GET.get("lack", "")
    lack = lack if lack in names(platforms().resources) else ""
    rows, counted = queries.shortages(actor, ended=ended, lack=lack), queries.lacks(actor)
    kinds = names(catalogue().kinds)
    context = {
        "rows": [(one, _told(one), _state(one)) for one in rows], "ended": ended,
        "sums": [(kinds.get(kind, "種類を問わない"), area or "圏域を問わない", n) for kind, area, n in queries.sums(actor)],
        "lack": lack, "lacks": [(one.code, one.name, *counted.get(one.code, (0, 0))) for one in platforms().resources],
        "untold": counted.get("", (0, 0))[0], "source": platforms().source,
    }  # fmt: skip
    return answer(request, "matching/shortages.html", context, shown=[])


@page(needs=SEE_LOCAL)
def shortage(request: Any, shortage_id: UUID) -> HttpResponse:
    """一つの不足: where it stands, what can be done next, and for whom, for those who may see them."""
    actor = request.actor
    found = queries.get_shortage(actor, shortage_id=shortage_id)
    waiting = queries.waiting_for(actor, shortage=found)
    closed = found.closed_on is not None
    context = {
        "one": found, "told": _told(found), "state": _state(found), "waiting": waiting,
        "may_bring": _permitted(actor, MEET) & rules.may_bring_shortage(closed=closed, brought=found.topic_id is not None),
        "may_make": _permitted(actor, LOCAL) & rules.may_make_for(closed=closed, making=found.group_id is not None),
        "may_close": _permitted(actor, LOCAL) & access.may_touch_shortage(actor, shortage=found),
        "may_ask": _permitted(actor, LOCAL), "asking": f"?shortage={found.id}",
        "lack": names(platforms().resources).get(found.lack, ""), "bringing": _bringing(actor, found),
        "crumbs": crumbs((str(found), "")),
    }  # fmt: skip
    shown = dict.fromkeys(key for one in waiting for key in (one.case_id, one.person_id))
    return answer(request, "matching/shortage.html", context, shown=shown)


def _bringing(actor: Actor, found: Shortage) -> list[Any]:
    """Platforms to which somebody could bring what is missing."""
    if not found.lack:
        return []
    asked = place_queries.Asked(on=timezone.localdate(), brings=found.lack)
    return list(place_queries.places(actor, asked=asked, at=Spot()).rows)


@page(needs=WRITE)
def note_shortage(request: Any, case_id: UUID, person_id: UUID) -> HttpResponse:
    """合う場がないことを、不足として登録する: filled with what the wish says."""
    actor, today = request.actor, timezone.localdate()
    case = case_queries.get_visible(actor, case_id=case_id)
    person = person_of_case(actor, case, person_id)
    hope = queries.newest_hopes(actor, case=case).get(person.id)
    wanted = access.wanted_of(hope=hope, person=person, today=today)
    form = open_form(
        request, forms.ShortageForm, subject=person.id,
        initial={
            "role": next(iter(sorted(wanted.roles)), ""), "band": next(iter(sorted(wanted.bands)), ""),
            "area": next(iter(sorted(wanted.areas)), ""),
        },
    )  # fmt: skip
    form.fields["area"].offer(area_choices(actor, today), blank="どこでもよい")
    form.fields["lack"].offer(form.fields["lack"].choices[1:], blank="まだ分けない")
    offer_grounds(request, form, subject=case.id)
    back = reverse("matching:candidates", args=[case.id, person.id])

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        lacking = Lacking(
            kind=given["kind"], role=given["role"], band=given["band"], words=given["words"],
            lack=given["lack"], area_id=UUID(given["area"]) if given["area"] else None,
        )  # fmt: skip
        kept = operations.note_shortage(
            actor, case=case, person=person, lacking=lacking, basis=given["basis"], today=today
        )
        return f"不足として登録しました。同じ不足を求めている人は{kept.people}人です。", _home(kept)

    return form_screen(
        request, form, title="不足として登録する", submit="登録する", do=do, back=back, shown=[case.id, person.id],
        crumbs=crumbs_of(case, ("不足", "")),
        lines=[
            "一覧には、だれのことかは出ません。同じ種類・形・圏域・時間の不足がもうあれば、人数が一人ふえます。",
            "だれのためかは、このケースを見られる人だけに残ります。場ができたら、その人をさそえます。",
        ],
    )  # fmt: skip


@page(needs=MEET)
def bring_shortage(request: Any, shortage_id: UUID) -> HttpResponse:
    """会議で話し合う: 足りない資源 as a topic of a body."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_shortage(actor, shortage_id=shortage_id)
    bodies = {str(one.id): one for one in topic_queries.bodies_for_topics(actor, on=today)}
    form = open_form(request, forms.BringForm, subject=found.id)
    form.fields["body"].offer([(key, one.name) for key, one in bodies.items()])

    def do() -> tuple[str, str]:
        operations.bring_shortage(actor, shortage=found, body=bodies[form.cleaned_data["body"]], today=today)
        return "会議の話題にしました。話し合いの結果は、話題の頁に残ります。", _home(found)

    return form_screen(
        request, form, title="会議で話し合う", submit="話題にする", do=do, back=_home(found), shown=[],
        crumbs=crumbs((str(found), _home(found)), ("会議", "")), audience=OF_NOBODY,
        lines=[f"{found}（求めている人 {found.people}人）", "「足りない資源」の話題になります。名前は渡りません。"],
    )  # fmt: skip


@page(needs=LOCAL)
def make_place_for(request: Any, shortage_id: UUID) -> HttpResponse:
    """場をつくりはじめる: a group of community work, from the need."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_shortage(actor, shortage_id=shortage_id)
    form = open_form(
        request, forms.MakeForm, subject=found.id,
        initial={"area": str(found.area_id or ""), "kind": "MEAL" if found.kind == "KITCHEN" else "SALON"},
    )  # fmt: skip
    form.fields["area"].offer(area_choices(actor, today))

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        group = operations.make_place_for(
            actor, shortage=found, name=given["name"], kind=given["kind"], area_id=UUID(given["area"]),
            partners=given["partners"], today=today,
        )  # fmt: skip
        return "つくりはじめました。分担を決め、したことを残していきます。", reverse(
            "community:group", args=[group.id]
        )

    return form_screen(
        request, form, title="場をつくりはじめる", submit="はじめる", do=do, back=_home(found), shown=[],
        crumbs=crumbs((str(found), _home(found)), ("つくる", "")), audience=OF_NOBODY,
        lines=[f"{found}（求めている人 {found.people}人）", "地域づくりの団体として「相談・構想」から始まり、開くと居場所に登録できます。"],
    )  # fmt: skip


@page(needs=LOCAL)
def close_shortage(request: Any, shortage_id: UUID) -> HttpResponse:
    """不足に区切りをつける."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_shortage(actor, shortage_id=shortage_id)
    form = open_form(request, forms.CloseForm, subject=found.id)

    def do() -> tuple[str, str]:
        operations.close_shortage(actor, shortage=found, outcome=form.cleaned_data["outcome"], today=today)
        return "区切りをつけました。", reverse("matching:shortages")

    return form_screen(
        request, form, title="不足に区切りをつける", submit="区切りをつける", do=do, back=_home(found), shown=[],
        crumbs=crumbs((str(found), _home(found)), ("区切り", "")), lines=[str(found)], audience=OF_NOBODY,
    )  # fmt: skip
