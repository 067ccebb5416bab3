"""A round: opened, seen, reminded of, closed; its sheets, its changes, and the booklet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, hand_over, page
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.form_pages import open_form
from norishiro.core.forms.base import as_uuid
from norishiro.core.tables import place_in
from norishiro.core.withheld import typed_into
from norishiro.profiles.current import current_profile
from norishiro.surveys import forms, operations, papers, queries, rules
from norishiro.surveys.choices import Standing
from norishiro.surveys.comparing import PRIVATE, label_of
from norishiro.surveys.views import common
from norishiro.surveys.views.common import KEEP, crumbs


@page(needs=None)
def rounds(request: Any) -> HttpResponse:
    """年次の調査: the rounds, and the booklet as it stands today."""
    actor, today = request.actor, timezone.localdate()
    context = {
        "rounds": queries.rounds(actor), "numbers": queries.booklet_numbers(actor, on=today), "may_keep": common.may_keep(actor),
        "crumbs": crumbs()[:1] + [{"label": "年次の調査", "url": ""}],
    }  # fmt: skip
    return answer(request, "surveys/rounds.html", context, shown=[])


@page(needs=KEEP)
def open_round(request: Any) -> HttpResponse:
    """調査を始める."""
    actor, today = request.actor, timezone.localdate()
    year = fiscal_year(today)
    form = open_form(
        request, forms.RoundForm, areas=common.areas_offered(actor),
        initial={"title": f"{fiscal_year_label(year)} 居場所・資源の調査", "greeting": forms.GREETING},
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        area_ids = common.ids_below(actor, given.pop("area"))
        made = operations.open_round(actor, year=year, area_ids=area_ids, today=today, **given)
        return "調査を始めました。調査票を印刷するか、QR の番地を知らせてください。", reverse(
            "surveys:round", args=[made.id]
        )

    return common.form_screen(
        request, form, title="調査を始める", submit="始める", back=reverse("surveys:rounds"), do=do, steps=crumbs(("調査を始める", "")),
        lines=[
            "休止・閉鎖していない居場所のうち、条件に合うすべてに、調査票が一枚ずつできます。",
            "調査票には、いまの登録と、その場だけの QR が印刷されます。QR からは、サインインなしで答えられます。",
        ],
    )  # fmt: skip


def _asked(request: Any) -> queries.Asked:
    get = request.GET.get
    standing = get("standing", "")
    return queries.Asked(
        words=typed_into(request, get("q", "").strip()[:60]), standing=standing if standing in Standing.values else "",
        area_ids=common.ids_below(request.actor, get("area", "")), goer_id=request.actor.staff_id if get("mine") == "1" else None,
    )  # fmt: skip


@page(needs=KEEP)
def show_round(request: Any, round_id: UUID) -> HttpResponse:
    """一つの調査: how far it is, and every place with where it stands."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_round(actor, round_id=round_id)
    asked = _asked(request)
    counts = queries.standings_of(actor, round_=found)
    listed = queries.invitations(actor, round_=found, asked=asked, at=place_in(request.GET))
    total = sum(counts.values())
    context = {
        "round": found, "page": listed, "rows": [(one, getattr(one, "answer", None)) for one in listed.rows], "words": asked.words, "mine": asked.goer_id is not None,
        "tabs": [(one.value, str(one.label), counts.get(one.value, 0)) for one in Standing], "standing": asked.standing,
        "total": total, "answered": total - counts.get("UNANSWERED", 0), "unanswered": counts.get("UNANSWERED", 0),
        "waiting": counts.get("WAITING", 0), "late": found.closed_on is None and found.due_on < today,
        "areas": common.areas_offered(actor), "area": request.GET.get("area", ""),
        "parts": range(1, (total + papers.MOST_SHEETS - 1) // papers.MOST_SHEETS + 1), "most": papers.MOST_SHEETS,
        "again_parts": range(1, (counts.get("UNANSWERED", 0) + papers.MOST_SHEETS - 1) // papers.MOST_SHEETS + 1),
        "may_run": rules.may_run_round(is_open=found.closed_on is None), "crumbs": crumbs((found.title, "")),
        "narrowed": any(value for name, value in request.GET.items() if name not in ("after", "before")),
    }  # fmt: skip
    return answer(request, "surveys/round.html", context, shown=[])


@page(needs=KEEP)
def assign_visits(request: Any, round_id: UUID) -> HttpResponse:
    """ヒアリングに行く人を決める: for all of a district that nobody goes to yet."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_round(actor, round_id=round_id)
    form = open_form(
        request, forms.AssignForm, people=common.people_offered(actor), areas=common.areas_offered(actor),
        initial={"staff": str(actor.staff_id), "go_by": found.due_on},
    )  # fmt: skip
    back = reverse("surveys:round", args=[found.id])

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        staff_id = as_uuid(given["staff"])
        assert staff_id is not None
        number = operations.assign_visits(
            actor, round_=found, staff_id=staff_id, go_by=given["go_by"], area_ids=common.ids_below(actor, given["area"]),
            today=today,
        )  # fmt: skip
        return f"{number}か所に、行く人を決めました。", back

    return common.form_screen(
        request, form, title="ヒアリングに行く人を決める", submit="決める", back=back, do=do,
        steps=crumbs((found.title, back), ("行く人を決める", "")),
        lines=["まだ答えがなく、行く人の決まっていない先に、まとめて決めます。一か所ずつは、その場の頁で変えられます。"],
    )  # fmt: skip


@page(needs=KEEP)
def sheets_paper(request: Any, round_id: UUID) -> HttpResponse:
    """調査票の紙: one page for each place; ``?again=1`` only those without an answer; ``?part=`` which hundred."""
    actor = request.actor
    found = queries.get_round(actor, round_id=round_id)
    again = request.GET.get("again") == "1"
    listed = queries.sheets_of(
        actor, round_=found, asked=queries.Asked(standing=Standing.UNANSWERED.value if again else "")
    )
    part = request.GET.get("part", "1")
    first = (
        (max(int(part), 1) - 1) * papers.MOST_SHEETS
        if part.isascii() and part.isdigit() and len(part) < 4
        else 0
    )
    content = papers.sheets(
        found, listed[first : first + papers.MOST_SHEETS], again=again, town=current_profile(timezone.localdate()).municipality.name,
        address_of=lambda one: request.build_absolute_uri(reverse("surveys:sheet", args=[one.key])),
    )  # fmt: skip
    return hand_over(request, content, name="調査票.pdf", shown=[])


@require_POST
@page(needs=KEEP)
def note_reminder(request: Any, round_id: UUID) -> HttpResponse:
    """もう一度お願いした日を書く."""
    found = queries.get_round(request.actor, round_id=round_id)
    number = operations.note_reminder(request.actor, round_=found, today=timezone.localdate())
    messages.success(request, f"{number}か所に、きょうお願いしたと書きました。")
    return redirect("surveys:round", found.id)


@require_POST
@page(needs=KEEP)
def close_round(request: Any, round_id: UUID) -> HttpResponse:
    """調査を終える."""
    found = queries.get_round(request.actor, round_id=round_id)
    operations.close_round(request.actor, round_=found, today=timezone.localdate())
    messages.success(request, "調査を終えました。QR からは、もう答えられません。")
    return redirect("surveys:round", found.id)


@page(needs=None)
def changes(request: Any, round_id: UUID) -> HttpResponse:
    """変わったこと: one log, the same for every agency."""
    actor = request.actor
    found = queries.get_round(actor, round_id=round_id)
    listed = queries.changes(actor, round_=found, at=place_in(request.GET))
    sees = actor.may(KEEP)
    context = {
        "round": found, "page": listed, "rows": [_change(one, sees=sees) for one in listed.rows],
        "crumbs": crumbs((found.title, reverse("surveys:round", args=[found.id]) if sees else ""), ("変わったこと", "")),
    }  # fmt: skip
    return answer(request, "surveys/changes.html", context, shown=[])


def _change(one: Any, *, sees: bool) -> dict[str, Any]:
    hidden = one.field in PRIVATE and not sees
    return {
        "change": one, "label": label_of(one.field), "hidden": hidden, "before": "" if hidden else one.before,
        "after": "" if hidden else one.after,
    }  # fmt: skip


@page(needs=None)
def booklet_paper(request: Any) -> HttpResponse:
    """居場所の冊子: confirmed public places by district, with an index."""
    today = timezone.localdate()
    town = current_profile(today).municipality.name
    content = papers.booklet_pdf(queries.booklet(request.actor, on=today), town=town, on=today)
    return hand_over(request, content, name="居場所の冊子.pdf", shown=[])


@page(needs=None)
def booklet_file(request: Any) -> HttpResponse:
    """冊子と同じ中身を Excel で."""
    today = timezone.localdate()
    town = current_profile(today).municipality.name
    content = papers.booklet_workbook(queries.booklet(request.actor, on=today), town=town, on=today)
    return hand_over(request, content, name="居場所の一覧.xlsx", shown=[])
