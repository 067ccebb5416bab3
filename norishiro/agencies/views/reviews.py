"""権限の点検: which agencies are due, looking over one, and what was decided."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import operations, papers, queries
from norishiro.agencies.door import answer, hand_over, page
from norishiro.agencies.forms import ReviewForm
from norishiro.agencies.forms.reviews import Question
from norishiro.agencies.operations import Decided
from norishiro.agencies.permissions import Permission
from norishiro.agencies.queries import Held
from norishiro.agencies.views import parts
from norishiro.core.calendar import wareki_short
from norishiro.core.form_pages import finish, open_form
from norishiro.core.verdict import Refused

KEEP = Permission.KEEP_AGENCIES


def _crumbs(label: str) -> list[dict[str, str]]:
    return [{"label": "権限の点検", "url": reverse("agencies:rights_reviews")}, {"label": label, "url": ""}]


@page(needs=KEEP)
def rights_reviews(request: Any) -> HttpResponse:
    """機関ごとの、権限の点検."""
    standings = queries.review_standings(request.actor, today=timezone.localdate())
    context = {
        "tabs": parts.tabs("agencies:rights_reviews"),
        "standings": standings,
        "due": sum(one.due for one in standings),
    }
    return answer(request, "agencies/rights_reviews.html", context, shown=[])


@page(needs=KEEP)
def review_rights(request: Any, agency_id: UUID) -> HttpResponse:
    """一つの機関の任命を、一件ずつ確かめる."""
    today = timezone.localdate()
    agency = queries.get_agency(request.actor, agency_id=agency_id)
    held = queries.held_posts(request.actor, agency=agency, today=today)
    form = open_form(request, ReviewForm, subject=agency.id, initial={"end_on": today})
    form.add_posts(_question(one) for one in held)
    if request.method == "POST" and form.is_valid():
        decided = [Decided(one, form.chosen(_field(one))) for one in held]

        def do() -> str:
            review = operations.settle_review(
                request.actor, agency=agency, decided=decided, end_on=form.cleaned_data["end_on"]
            )
            return reverse("agencies:rights_review", args=[review.id])

        try:
            response = finish(request, form, do=do)
        except Refused as refused:
            parts.tell(form, refused)
        else:
            messages.success(request, "点検の結果を残しました。")
            return response
    context = {
        "agency": agency, "held": held, "earlier": queries.reviews_of(request.actor, agency=agency), "crumbs": _crumbs(agency.name),
    }  # fmt: skip
    return parts.form_answer(request, "agencies/review_rights.html", form, context)


def _field(one: Held) -> str:
    return f"post_{one.appointment.id.hex}"


def _question(one: Held) -> Question:
    post = one.appointment
    place = "・".join(str(found.name) for found in (post.area, post.base) if found)
    standing = (
        *one.asked,
        f"最後のログイン {wareki_short(one.last_seen)}" if one.last_seen else "",
        "二段階目あり" if one.has_proof else "二段階目なし",
        f"終わり {wareki_short(post.until_on)}" if post.until_on else "",
    )
    label = f"{post.staff.name}（{post.role.label}{'・' if place else ''}{place}）"
    return Question(_field(one), label, "　".join(filter(None, standing)), bool(one.asked))


@page(needs=KEEP)
def rights_review(request: Any, review_id: UUID) -> HttpResponse:
    """点検の結果."""
    review = queries.get_review(request.actor, review_id=review_id)
    context = {"review": review, "crumbs": _crumbs(review.agency.name)}
    return answer(request, "agencies/rights_review.html", context, shown=[])


@page(needs=KEEP)
def rights_review_paper(request: Any, review_id: UUID) -> HttpResponse:
    """点検の結果を、紙か Excel で."""
    review = queries.get_review(request.actor, review_id=review_id)
    if request.GET.get("as") == "xlsx":
        return hand_over(request, papers.review_workbook(review), name="権限の点検.xlsx", shown=[])
    return hand_over(request, papers.review_sheet(review), name="権限の点検.pdf", shown=[])
