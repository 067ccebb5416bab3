"""だれが見たか: what is told, the paper for the person, and what two people keep back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.permissions import Permission
from norishiro.core.documents import pdf
from norishiro.core.form_pages import carry_out, open_form
from norishiro.people import queries as people_queries
from norishiro.sharing.register import name_of
from norishiro.watching import access, operations, queries, wording
from norishiro.watching.choices import HoldLegal, Receiver
from norishiro.watching.forms import ApproveHoldForm, GiveReportForm, HoldForm, RecheckHoldForm
from norishiro.watching.rules import telling as rules
from norishiro.watching.rules.telling import Entry, Held

PAGE = 100
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Line:
    """One entry in the words of the paper."""

    number: int
    entry: Entry
    act: SafeString
    agency: SafeString
    role: SafeString
    ground: SafeString
    receiver: SafeString | str


@dataclass(frozen=True)
class Kept:
    """What is kept back, for the approver: the looks, the decision about them, and what is to do."""

    held: Held | None
    hold: Any
    ground: str
    overdue: bool


@page(needs=Permission.TELL_LOOKS)
def looks(request: Any, person_id: UUID) -> HttpResponse:
    """だれが見たか."""
    actor, today = request.actor, timezone.localdate()
    person = people_queries.get_person(actor, person_id=person_id)
    from_on = today - YEAR
    found = queries.split_of(actor, person_id=person.id, from_on=from_on, as_of=timezone.now())
    holds = queries.holds_on(actor, person_id=person.id)
    undecided = access.undecided(found.held, holds)
    number = _page_number(request, len(found.told))
    context = {
        "person": person, "from_on": from_on, "lines": _lines(request, found.told, number=number),
        "total": len(found.told), "number": number, "pages": _pages(len(found.told)),
        "kept": _kept(found.held, holds, today=today), "past": [one for one in holds if one.released_at],
        "reports": queries.reports_on(actor, person_id=person.id),
        "may_review": actor.may(Permission.REVIEW_LOOKS), "my_id": actor.staff_id,
        "may_see": actor.may(Permission.SEE_PEOPLE),
        "may_give": rules.may_give_report(
            city_office=access.city_office(actor), undecided=len(undecided),
            overdue=len(access.overdue(holds, today=today)), from_on=from_on, today=today, checked_how="—",
        ),
    }  # fmt: skip
    return answer(request, "watching/looks.html", context, shown=[person.id])


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE))


def _page_number(request: Any, total: int) -> int:
    wanted = request.GET.get("page", "1")
    return min(max(int(wanted), 1), _pages(total)) if wanted.isdecimal() and len(wanted) < 6 else 1


def _lines(request: Any, told: tuple[Entry, ...], *, number: int | None = None) -> list[Line]:
    """The entries of one page, or all of them, numbered through."""
    start = (number - 1) * PAGE if number else 0
    chosen = told[start : start + PAGE] if number else told
    kana = queries.readings_of(
        request.actor, agency_ids={key for one in chosen for key in (one.look.agency_id, one.look.receiver_id) if key}
    )  # fmt: skip
    return [
        Line(
            place, one, wording.act_words(one.look.act), wording.named(one.look.agency_label, kana.get(one.look.agency_id, "")),
            wording.role_words(one.look.roles), wording.ground_words(one.ground),
            wording.named(one.look.receiver_label, kana.get(one.look.receiver_id, "")) if one.look.receiver_id else "",
        )
        for place, one in enumerate(chosen, start=start + 1)
    ]  # fmt: skip


def _kept(held: tuple[Held, ...], holds: list[Any], *, today: date) -> list[Kept]:
    """Every group of looks kept back with its decision, and the decisions under which nothing was seen yet."""
    live = {(one.agency_id, one.code): one for one in holds if one.released_at is None}
    late = {one.id for one in access.overdue(holds, today=today)}
    groups = {(one.agency_id, one.code): one for one in held}
    return [
        Kept(
            groups.get(key), hold := live.get(key), _ground_name(key[1]), hold is not None and hold.id in late
        )
        for key in dict.fromkeys([*groups, *live])
    ]


def _ground_name(code: str) -> str:
    if code in (rules.WHATEVER, rules.UNKNOWN):
        return "この機関が見たことの全部" if code == rules.WHATEVER else "根拠の分からない閲覧"
    return name_of(code)


@page(needs=Permission.TELL_LOOKS)
def give_report(request: Any, person_id: UUID) -> HttpResponse:
    """だれが見たかを本人に渡す."""
    today = timezone.localdate()
    person = people_queries.get_person(request.actor, person_id=person_id)
    initial = {"from_on": today - YEAR, "receiver": Receiver.SELF}
    form = open_form(request, GiveReportForm, subject=person.id, initial=initial)
    if request.method == "POST" and form.is_valid():

        def give() -> str:
            made = operations.give_report(
                request.actor, person=person, today=today, now=timezone.now(), **form.cleaned_data
            )
            messages.success(
                request, "渡したことを記録しました。下の「印刷する紙」を開いて、渡してください。"
            )
            return reverse("watching:report", args=[made.id])

        done = carry_out(request, form, do=give)
        if done is not None:
            return done
    context = {"form": form, "person": person, "back": _home(person.id)}
    return answer(request, "watching/give_report.html", context, shown=[person.id], status=_status(form))


@page(needs=Permission.TELL_LOOKS)
def show_report(request: Any, report_id: UUID) -> HttpResponse:
    """渡した記録の一枚."""
    report = queries.get_report(request.actor, report_id=report_id)
    person = people_queries.get_person(request.actor, person_id=report.person_id)
    return answer(request, "watching/report.html", {"report": report, "person": person}, shown=[person.id])


@page(needs=Permission.TELL_LOOKS)
def report_paper(request: Any, report_id: UUID) -> HttpResponse:
    """渡す紙（PDF）. The same whenever it is made, also after a decision was made or ended later."""
    report = queries.get_report(request.actor, report_id=report_id)
    person = people_queries.get_person(request.actor, person_id=report.person_id)
    found = queries.split_of(request.actor, person_id=person.id, from_on=report.from_on, as_of=report.as_of)
    context = {
        "report": report, "person": person, "lines": _lines(request, found.told), "total": len(found.told),
        "office": wording.named(report.agency.name, report.agency.kana),
    }  # fmt: skip
    return hand_over(
        request, pdf("watching/report_paper.html", context), name="だれが見たか.pdf", shown=[person.id]
    )


@page(needs=Permission.TELL_LOOKS)
def propose_hold(request: Any, person_id: UUID) -> HttpResponse:
    """見たことを知らせない決まりを起案する."""
    actor = request.actor
    person = people_queries.get_person(actor, person_id=person_id)
    code = request.GET.get("ground", "")[:10]
    initial = {"agency": request.GET.get("agency", ""), "legal": wording.legal_of(code) if code else ""}
    form = open_form(request, HoldForm, subject=f"{person.id}:{code}", initial=initial)
    form.fields["agency"].offer(_offered(request, person.id))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def propose() -> str:
            operations.propose_hold(
                actor, person=person, agency=agency_queries.get_agency(actor, agency_id=UUID(given["agency"])), code=code,
                legal=given["legal"], words=given["words"], now=timezone.now(),
            )  # fmt: skip
            messages.success(
                request, "起案しました。いまから紙に出ません。ほかの人に、承認を頼んでください。"
            )
            return _home(person.id)

        done = carry_out(request, form, do=propose)
        if done is not None:
            return done
    context = {"form": form, "person": person, "ground": _ground_name(code), "back": _home(person.id)}
    return answer(request, "watching/propose_hold.html", context, shown=[person.id], status=_status(form))


def _offered(request: Any, person_id: UUID) -> list[tuple[str, list[tuple[str, str]]]]:
    """First the agencies that looked, then all others: a decision may come before the first look."""
    seen = queries.seen_agencies(request.actor, person_id=person_id)
    known = {key for key, _label in seen}
    others = agency_queries.agencies(request.actor, on=timezone.localdate()).exclude(id__in=known)
    return [
        ("この人の記録を見た機関", [(str(key), label) for key, label in seen]),
        ("まだ見ていない機関", [(str(one.id), one.name) for one in others.order_by("field", "code")]),
    ]


@page(needs=Permission.REVIEW_LOOKS)
def approve_hold(request: Any, hold_id: UUID) -> HttpResponse:
    """知らせない決まりを承認する."""
    today = timezone.localdate()
    hold = queries.get_hold(request.actor, hold_id=hold_id)
    person = people_queries.get_person(request.actor, person_id=hold.person_id)
    form = open_form(request, ApproveHoldForm, subject=hold.id, initial={"recheck_on": today + YEAR / 2})
    if request.method == "POST" and form.is_valid():

        def approve() -> str:
            operations.approve_hold(
                request.actor, hold=hold, recheck_on=form.cleaned_data["recheck_on"], today=today, now=timezone.now()
            )  # fmt: skip
            messages.success(request, "承認しました。決めた日に、もう一度見直してください。")
            return _home(person.id)

        done = carry_out(request, form, do=approve)
        if done is not None:
            return done
    return _hold_page(request, "watching/approve_hold.html", form, hold, person)


@page(needs=Permission.REVIEW_LOOKS)
def recheck_hold(request: Any, hold_id: UUID) -> HttpResponse:
    """知らせない決まりを見直す."""
    today = timezone.localdate()
    hold = queries.get_hold(request.actor, hold_id=hold_id)
    person = people_queries.get_person(request.actor, person_id=hold.person_id)
    form = open_form(request, RecheckHoldForm, subject=hold.id)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def recheck() -> str:
            operations.recheck_hold(
                request.actor, hold=hold, ends=given["going"] == "end", words=given["words"],
                recheck_on=given["recheck_on"], today=today, now=timezone.now(),
            )  # fmt: skip
            messages.success(request, "見直しを記録しました。")
            return _home(person.id)

        done = carry_out(request, form, do=recheck)
        if done is not None:
            return done
    return _hold_page(request, "watching/recheck_hold.html", form, hold, person)


def _hold_page(request: Any, template: str, form: Any, hold: Any, person: Any) -> HttpResponse:
    context = {
        "form": form, "hold": hold, "person": person, "ground": _ground_name(hold.code),
        "legal": HoldLegal(hold.legal).label, "back": _home(person.id),
    }  # fmt: skip
    return answer(request, template, context, shown=[person.id], status=_status(form))


def _home(person_id: UUID) -> str:
    return reverse("watching:looks", args=[person_id])


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
