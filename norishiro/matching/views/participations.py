"""参加: of a case, one by itself, the agency's list; begin, move on, ask, visit the host, end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.cases import queries as case_queries
from norishiro.consultations import queries as consultation_queries
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.form_pages import open_form
from norishiro.core.tables import Place as Spot
from norishiro.core.verdict import Verdict
from norishiro.core.withheld import typed_into
from norishiro.matching import access, forms, operations, queries, tracks
from norishiro.matching.operations import Begun
from norishiro.matching.views.common import RECEIVE, SEE, WRITE, crumbs_of, form_screen, may_record
from norishiro.outreach import queries as contact_queries
from norishiro.outreach.views.offered import offer_grounds
from norishiro.resources import queries as place_queries
from norishiro.resources.catalogue import catalogue, names
from norishiro.resources.choices import Role

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor
    from norishiro.matching.models import Participation
    from norishiro.resources.models import Place

STOPPED_WORDS = {"PAUSED": "受け入れ先が休んでいます", "CLOSED": "受け入れ先が閉じました"}
SHOWN = 30


def _home(one: Participation) -> str:
    return reverse("matching:participation", args=[one.id])


@page(needs=SEE)
def list_participations(request: Any) -> HttpResponse:
    """参加している人: whom the own agency supports in taking part, and what is due."""
    which = request.GET.get("which", "live")
    which = which if which in queries.WHICH else "live"
    today = timezone.localdate()
    year, rows = fiscal_year(today), queries.page_rows(request.actor, which=which, today=today)
    context = {
        "rows": [(one, STOPPED_WORDS.get(one.stopped, "")) for one in rows], "which": which,
        "whiches": queries.WHICH.items(), "year_label": fiscal_year_label(year),
        "support": queries.support_in(request.actor, year=year),
    }  # fmt: skip
    shown = dict.fromkeys(
        key for one in rows for key in (one.participation.case_id, one.participation.person_id)
    )
    return answer(request, "matching/list.html", context, shown=shown)


@page(needs=SEE)
def case_participations(request: Any, case_id: UUID) -> HttpResponse:
    """この世帯の参加. The household page takes it in as a part (htmx)."""
    actor, today = request.actor, timezone.localdate()
    case = case_queries.get_visible(actor, case_id=case_id)
    rows = queries.participations_of(actor, case=case, today=today)
    members = [one.person for one in case_queries.members(actor, case=case)]
    context = {
        "members": members, "hoped": set(queries.newest_hopes(actor, case=case)),
        "case": case, "rows": [(one, STOPPED_WORDS.get(one.stopped or "", "")) for one in rows], "today": today,
        "may_record": may_record(actor), "crumbs": crumbs_of(case),
    }  # fmt: skip
    template = "matching/case_part.html" if request.htmx else "matching/case_participations.html"
    shown = dict.fromkeys([case.id, *(one.id for one in members), *(one.person_id for one in rows)])
    return answer(request, template, context, shown=shown)


@page(needs=SEE)
def participation(request: Any, participation_id: UUID) -> HttpResponse:
    """一つの参加: where it stands, its way there, what is due, and the first consultation it came from."""
    actor, today = request.actor, timezone.localdate()
    one = queries.get_participation(actor, participation_id=participation_id, today=today)
    ids = one.person.all_ids
    told = consultation_queries.first_consultation_of(actor, person_ids=ids) if actor.may(RECEIVE) else None
    context = {
        "one": one, "today": today, "crumbs": crumbs_of(one.case, (str(one), "")),
        "stages": [(stage.name, _reached(one, stage.code)) for stage in tracks.track(one.track).stages],
        "steps": [(step, tracks.stage_name(track_code=one.track, stage=step.stage)) for step in one.steps.all()],
        "stopped": STOPPED_WORDS.get(one.stopped or "", ""), "may_write": _may_write(actor, one),
        "first_told": told, "met_on": contact_queries.first_met_on(actor, person_ids=ids) if told else None,
    }  # fmt: skip
    return answer(request, "matching/participation.html", context, shown=[one.case_id, one.person_id])


def _may_write(actor: Actor, one: Participation) -> Verdict:
    return may_record(actor) & access.may_write(actor, participation=one)


def _reached(one: Participation, stage: str) -> Any:
    """The day on which this stage was first reached."""
    return next((step.on for step in one.steps.all() if step.stage == stage), None)


@page(needs=WRITE)
def choose_place(request: Any, case_id: UUID) -> HttpResponse:
    """どこに: look for a place by its name, then begin there."""
    actor, today = request.actor, timezone.localdate()
    case = case_queries.get_visible(actor, case_id=case_id)
    words = typed_into(request, request.GET.get("q", "").strip()[:60])
    role = request.GET.get("role", "")
    asked = place_queries.Asked(on=today, words=words, role=role if role in Role.values else "")
    found = place_queries.places(actor, asked=asked, at=Spot(), size=SHOWN)
    kinds = names(catalogue().kinds)
    context = {
        "case": case, "words": words, "role": asked.role, "roles": Role.choices, "more": bool(found.after),
        "rows": [(one, kinds.get(one.kind, one.kind)) for one in found.rows],
        "crumbs": crumbs_of(case, ("場をえらぶ", "")),
    }  # fmt: skip
    return answer(request, "matching/choose_place.html", context, shown=[case.id])


@page(needs=WRITE)
def begin_participation(request: Any, case_id: UUID, place_id: UUID) -> HttpResponse:
    """参加を始める（候補を決める）."""
    actor, today = request.actor, timezone.localdate()
    case = case_queries.get_visible(actor, case_id=case_id)
    place = place_queries.get_place(actor, place_id=place_id)
    members = {str(one.person_id): one.person for one in case_queries.members(actor, case=case)}
    menu = {str(one.id): one for one in queries.doings_of(actor, place_id=place.id, today=today)}
    chosen = menu.get(request.GET.get("doing", ""))
    asked = request.GET.get("person", "")
    form = open_form(
        request, forms.BeginForm, subject=case.id,
        initial={"on": today, "start": f"PLACE:{tracks.CANDIDATE}", "person": asked if asked in members else "",
                 "role": chosen.role if chosen else _first_role(request, place), "doing": str(chosen.id) if chosen else ""},
    )  # fmt: skip
    form.fields["person"].offer([(key, one.label) for key, one in members.items()])
    form.fields["doing"].offer([(key, one.what) for key, one in menu.items()], blank="選ばない")
    offer_grounds(request, form, subject=case.id)

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        track, _, stage = given["start"].partition(":")
        begun = Begun(
            role=given["role"], track=track, stage=stage, eligibility=given["eligibility"],
            words=given["words"], on=given["on"], doing=menu.get(given["doing"]),
        )  # fmt: skip
        one = operations.begin_participation(
            actor, case=case, person=members[given["person"]], place=place, begun=begun, basis=given["basis"], today=today,
        )  # fmt: skip
        return f"{place.name}への参加を始めました。いまの段は「{one.stage_label}」です。", _home(one)

    return form_screen(
        request, form, title=f"{place.name}に参加する", submit="始める", do=do, shown=[case.id, *(one.id for one in members.values())],
        back=reverse("matching:case_participations", args=[case.id]), crumbs=crumbs_of(case, ("始める", "")),
        lines=[
            "ここに書いたことは、受け入れ先には見えません。紹介するときに伝えることは、本人と決めてください。",
            *([f"受け入れの条件：{place.conditions}"] if place.conditions else []),
            *([f"受け入れる側が求める支え：{place.needs}"] if place.needs else []),
        ],
    )  # fmt: skip


def _first_role(request: Any, place: Place) -> str:
    """The role asked for in the address; else the one the place offers, where it offers one alone."""
    asked: str = request.GET.get("role", "")
    if asked in Role.values:
        return asked
    offered = [one.code for one in place.traits.all() if one.kind == "ROLE"]
    return offered[0] if len(offered) == 1 else Role.PARTICIPANT


@page(needs=WRITE)
def move_stage(request: Any, participation_id: UUID) -> HttpResponse:
    """段を進める."""
    actor, today = request.actor, timezone.localdate()
    one = queries.get_participation(actor, participation_id=participation_id, today=today)
    _may_write(actor, one).or_refuse()
    stages = tracks.track(one.track).stages

    def opened() -> forms.MoveForm:
        now = queries.get_participation(actor, participation_id=participation_id, today=today)
        form = open_form(
            request, forms.MoveForm, subject=now.id, version=now.version,
            initial={"on": today, "stage": _next_stage([stage.code for stage in stages], now.stage)},
        )  # fmt: skip
        form.fields["stage"].offer([(stage.code, stage.name) for stage in stages if stage.code != now.stage])
        return form

    form = opened()

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        moved = operations.move_stage(
            actor, participation=one, version=form.posted_version or one.version, stage=given["stage"], on=given["on"],
            words=given["words"], today=today,
        )  # fmt: skip
        return f"いまの段は「{moved.stage_label}」になりました。", _home(one)

    lines = [f"いまの段は「{one.stage_label}」です。前の段に戻ってもかまいません。"]
    return _act(request, one, form, title="段を進める", submit="進める", do=do, current=opened, lines=lines)


def _next_stage(stages: list[str], now: str) -> str:
    place = stages.index(now) + 1 if now in stages else 0
    return stages[place] if place < len(stages) else ""


@page(needs=WRITE)
def check_settled(request: Any, participation_id: UUID) -> HttpResponse:
    """定着を確かめる."""
    actor, today = request.actor, timezone.localdate()
    one = queries.get_participation(actor, participation_id=participation_id, today=today)
    _may_write(actor, one).or_refuse()
    months = access.months_open(one)
    form = open_form(
        request, forms.CheckForm, subject=one.id, initial={"on": today, "months": str(months[0]) if months else ""}
    )  # fmt: skip
    form.fields["months"].offer([(str(number), f"{number}か月") for number in months])

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.check_settled(
            actor, participation=one, months=int(given["months"]), going=given["going"], on=given["on"],
            person_words=given["person_words"], host_words=given["host_words"], today=today,
        )  # fmt: skip
        return "確かめたことを残しました。", _home(one)

    lines = ["本人と受け入れ先の両方に、無理がないかを聞きます。数えるためではなく、続けやすくするためです。"]
    return _act(request, one, form, title="定着を確かめる", submit="残す", do=do, lines=lines)


@page(needs=WRITE)
def note_host(request: Any, participation_id: UUID) -> HttpResponse:
    """受け入れ先への支えを残す."""
    actor, today = request.actor, timezone.localdate()
    one = queries.get_participation(actor, participation_id=participation_id, today=today)
    _may_write(actor, one).or_refuse()
    form = open_form(request, forms.HostForm, subject=one.id, initial={"on": today})

    def do() -> tuple[str, str]:
        operations.note_host(actor, participation=one, today=today, **form.cleaned_data)
        return "受け入れ先への支えを残しました。", _home(one)

    lines = [f"受け入れ先：{one.place.name}", *([f"求められている支え：{one.place.needs}"] if one.place.needs else [])]  # fmt: skip
    return _act(request, one, form, title="受け入れ先への支えを残す", submit="残す", do=do, lines=lines)


@page(needs=WRITE)
def note_attendance(request: Any, participation_id: UUID) -> HttpResponse:
    """参加した日を残す."""
    actor, today = request.actor, timezone.localdate()
    one = queries.get_participation(actor, participation_id=participation_id, today=today)
    _may_write(actor, one).or_refuse()
    form = open_form(request, forms.AttendanceForm, subject=one.id, initial={"on": today, "times": 1})

    def do() -> tuple[str, str]:
        operations.note_attendance(actor, participation=one, today=today, **form.cleaned_data)
        return "参加した日を残しました。", _home(one)

    return _act(request, one, form, title="参加した日を残す", submit="残す", do=do, lines=[])


@page(needs=WRITE)
def end_participation(request: Any, participation_id: UUID) -> HttpResponse:
    """参加を終える."""
    actor, today = request.actor, timezone.localdate()
    one = queries.get_participation(actor, participation_id=participation_id, today=today)
    _may_write(actor, one).or_refuse()

    def opened() -> forms.EndForm:
        now = queries.get_participation(actor, participation_id=participation_id, today=today)
        reason = "CLOSED" if now.stopped else ""
        return open_form(
            request, forms.EndForm, subject=now.id, version=now.version, initial={"on": today, "reason": reason}
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        operations.end_participation(
            actor, participation=one, version=form.posted_version or one.version, today=today, **form.cleaned_data
        )  # fmt: skip
        return "参加を終えました。わけは残ります。", reverse(
            "matching:case_participations", args=[one.case_id]
        )

    lines = [
        "終わることは失敗ではありません。次に進むために、わけを残します。終えると、確かめる日の知らせは出なくなります。"
    ]
    return _act(request, one, form, title="参加を終える", submit="終える", do=do, current=opened, lines=lines)


def _act(request: Any, one: Participation, form: Any, *, title: str, **rest: Any) -> HttpResponse:
    return form_screen(
        request, form, title=f"{one.place.name}：{title}", back=_home(one), shown=[one.case_id, one.person_id],
        crumbs=crumbs_of(one.case, (str(one), _home(one)), (title, "")), **rest,
    )  # fmt: skip
