"""緊急閲覧: search, sixty minutes, what was done, and the review by somebody else."""

from __future__ import annotations

from datetime import timedelta
from time import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, found_nothing, is_fresh, page, proof_address
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import PartialDate, Precision
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.records import Unseen
from norishiro.emergency import operations, queries, rules
from norishiro.emergency.forms import ReportForm, ReviewForm, SearchForm

if TYPE_CHECKING:
    from datetime import date

    from norishiro.emergency.models import Opening

SEARCHES_SHOWN = timedelta(days=30)


@page(needs=Permission.OPEN_EMERGENCY)
def search_household(request: Any) -> HttpResponse:
    """緊急閲覧をはじめる: reason first, then exactly whom."""
    actor, now = request.actor, timezone.now()
    proved = is_fresh(request, now=time())
    form = open_form(request, SearchForm)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made: dict[str, int] = {}

        def search() -> str:
            done = operations.search_household(
                actor, trigger=given["trigger"], reason=given["reason"], name=given["name"],
                born_on=_day(given["birth"]), address=given["address"], proved_lately=proved, now=now,
                today=timezone.localdate(),
            )  # fmt: skip
            made["found"] = done.found
            return reverse("emergency:search", args=[done.id])

        done = carry_out(request, form, do=search)
        if done is not None:
            if made.get("found") == 0:
                found_nothing(request)
            return done
    context = {
        "form": form,
        "proved": proved,
        "prove_url": proof_address(request),
        "running": queries.running(actor, now=now),
        "own": queries.own_openings(actor),
        "unreviewed": queries.unreviewed(actor),
        "oversees": actor.may(Permission.REVIEW_EMERGENCY),
        "most": rules.MOST_UNREVIEWED,
    }
    return answer(request, "emergency/search_household.html", context, shown=[], status=_status(form))


def _day(born: PartialDate | None) -> date | None:
    """The day of birth where it is known to the day."""
    if born is None or born.precision != Precision.DAY or born.approximate:
        return None
    return born.earliest()


@page(needs=Permission.OPEN_EMERGENCY)
def show_search(request: Any, search_id: UUID) -> HttpResponse:
    """見つかったか、見つからなかったか: existence, nothing else."""
    actor = request.actor
    search = queries.get_search(actor, search_id=search_id)
    context = {
        "search": search,
        "candidates": list(search.candidates.all()),
        "young": queries.found_just_now(actor, search=search, now=timezone.now()),
    }
    return answer(request, "emergency/show_search.html", context, shown=[])


@require_POST
@page(needs=Permission.OPEN_EMERGENCY)
def open_household(request: Any, search_id: UUID) -> HttpResponse:
    """60分だけ開く."""
    actor = request.actor
    search = queries.get_search(actor, search_id=search_id)
    chosen = [one for one in search.candidates.all() if str(one.id) == request.POST.get("candidate", "")]
    if not chosen:
        raise Unseen(search_id)
    opening = operations.open_household(
        actor, candidate=chosen[0], proved_lately=is_fresh(request, now=time()), now=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    messages.warning(
        request,
        f"緊急閲覧 {opening.number} を開きました。60分で閉じます。責任者の「今日」に、いま知らせが出ました。",
    )
    return HttpResponseRedirect(reverse("emergency:opening", args=[opening.id]))


@page(needs=Permission.OPEN_EMERGENCY)
def show_opening(request: Any, opening_id: UUID) -> HttpResponse:
    """The window itself while it is open; before and after, only what it was for."""
    actor, now = request.actor, timezone.now()
    opening = queries.get_opening(actor, opening_id=opening_id)
    own = opening.staff_id == actor.staff_id
    seen = queries.look(actor, opening=opening) if own else []
    oversees = queries.oversees(actor, review_agencies=opening.review_agencies, staff_id=opening.staff_id)
    running = rules.is_running(until_at=opening.until_at, closed_at=opening.closed_at, now=now)
    context = {
        "opening": opening,
        "written": queries.written_of(actor, opening=opening),
        "own": own,
        "seen": seen,
        "agencies": queries.agencies_to_phone(actor, opening=opening) if own else [],
        "running": running,
        "minutes": max(0, int((opening.until_at - now).total_seconds() // 60)),
        "may_review": oversees and not running and not opening.is_settled,
        "may_close": running and (own or oversees),
    }
    return answer(request, "emergency/show_opening.html", context, shown=[one.id for one in seen])


@require_POST
@page(needs=Permission.OPEN_EMERGENCY)
def close_opening(request: Any, opening_id: UUID) -> HttpResponse:
    """もう閉じる."""
    opening = queries.get_opening(request.actor, opening_id=opening_id)
    operations.close_opening(request.actor, opening=opening, now=timezone.now())
    messages.success(request, "緊急閲覧を閉じました。")
    own = opening.staff_id == request.actor.staff_id
    return HttpResponseRedirect(
        reverse("emergency:report_opening" if own else "emergency:opening", args=[opening.id])
    )


@page(needs=Permission.OPEN_EMERGENCY)
def report_opening(request: Any, opening_id: UUID) -> HttpResponse:
    """見て、何をしたか."""
    actor, now = request.actor, timezone.now()
    opening = queries.get_opening(actor, opening_id=opening_id)
    rules.may_report(
        own=opening.staff_id == actor.staff_id, account="…", settled=opening.is_settled,
        running=rules.is_running(until_at=opening.until_at, closed_at=opening.closed_at, now=now),
    ).or_refuse()  # fmt: skip
    written = queries.written_of(actor, opening=opening)
    form = open_form(request, ReportForm, subject=opening.id, initial={"account": written.account})
    if request.method == "POST" and form.is_valid():

        def report() -> str:
            operations.report_opening(actor, opening=opening, account=form.cleaned_data["account"], now=now)
            messages.success(request, "書いたことを記録しました。審査をする人が読みます。")
            return reverse("emergency:opening", args=[opening.id])

        done = carry_out(request, form, do=report)
        if done is not None:
            return done
    back = reverse("emergency:opening", args=[opening.id])
    context = {"form": form, "opening": opening, "written": written, "back": back}
    return answer(request, "emergency/report_opening.html", context, shown=[], status=_status(form))


@page(needs=Permission.REVIEW_EMERGENCY)
def openings(request: Any) -> HttpResponse:
    """緊急閲覧の一覧: what waits for a review, what was reviewed, and searches that opened nothing."""
    searches = queries.empty_searches(request.actor, since=timezone.now() - SEARCHES_SHOWN)
    reasons = queries.reasons_of(request.actor, searches=searches)
    context = {
        "openings": [(one, _state(one)) for one in queries.overseen(request.actor)],
        "searches": [(one, reasons[one.id]) for one in searches],
        "today": timezone.localdate(),
    }
    return answer(request, "emergency/openings.html", context, shown=[])


def _state(opening: Opening) -> tuple[str, str]:
    """The badge of a line."""
    if opening.is_settled:
        return opening.get_finding_display(), "green" if opening.finding == "NEEDED" else "red"
    if rules.is_running(until_at=opening.until_at, closed_at=opening.closed_at, now=timezone.now()):
        return "いま開いている", "red"
    return ("確かめている", "yellow") if opening.finding else ("審査を待っている", "yellow")


@page(needs=Permission.REVIEW_EMERGENCY)
def review_opening(request: Any, opening_id: UUID) -> HttpResponse:
    """審査する."""
    actor, now = request.actor, timezone.now()
    opening = queries.get_opening(actor, opening_id=opening_id)
    _ask_review(actor, opening).or_refuse()
    written = queries.written_of(actor, opening=opening)
    form = open_form(request, ReviewForm, subject=opening.id, initial={"words": written.review_words})
    if request.method == "POST" and form.is_valid():

        def review() -> str:
            given = form.cleaned_data
            operations.review_opening(
                actor, opening=opening, finding=given["finding"], words=given["words"], now=now
            )
            messages.success(request, f"{opening.number} の審査を記録しました。")
            return reverse("emergency:openings")

        done = carry_out(request, form, do=review)
        if done is not None:
            return done
    context = {"form": form, "opening": opening, "written": written, "back": reverse("emergency:openings")}
    return answer(
        request, "emergency/review_opening.html", context, shown=opening.subjects, status=_status(form)
    )


def _ask_review(actor: Any, opening: Opening) -> Any:
    """The rule before anything is typed."""
    return rules.may_review(
        own=opening.staff_id == actor.staff_id,
        oversees=queries.oversees(actor, review_agencies=opening.review_agencies, staff_id=opening.staff_id),
        running=rules.is_running(
            until_at=opening.until_at, closed_at=opening.closed_at, now=timezone.now()
        ),
        settled=opening.is_settled, finding="NEEDED", words="",
    )  # fmt: skip


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
