"""Two records of one person: finding them, treating them as one, and as two again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, found_nothing, page
from norishiro.agencies.permissions import Permission
from norishiro.casework.forms.merging import FindSameForm, MergeForm, TellApartForm, UndoMergeForm
from norishiro.casework.operations import merging as operations
from norishiro.casework.rules import merging as rules
from norishiro.core.form_pages import carry_out, open_form
from norishiro.core.searches import led_to_search, words_of
from norishiro.core.verdict import Verdict
from norishiro.core.withheld import typed_into
from norishiro.people import queries
from norishiro.people.finding import traits_of
from norishiro.people.saying import described

if TYPE_CHECKING:
    from norishiro.people.models import Person

MERGE = Permission.MERGE_PEOPLE
TO_WRITE = "（これから書く）"
# Which of the two stays is chosen in the form, so these reasons are told there.
CHOSEN = ("keep", "left_behind")


@page(needs=MERGE)
def find_same(request: Any, person_id: UUID) -> HttpResponse:
    """この人の、もう一つの記録をさがす."""
    actor, today = request.actor, timezone.localdate()
    person = queries.get_person(actor, person_id=person_id)
    if request.method == "POST":
        return led_to_search(request, field="q")
    text = typed_into(request, words_of(request, limit=80))
    alike = queries.people_alike(actor, to=traits_of(person), but=person.id, today=today, limit=10)
    found = queries.search_people(actor, text=text, today=today) if text else []
    if text and not found:
        found_nothing(request)
    context = {
        "person": person,
        "form": FindSameForm(initial={"q": text}),
        "text": text,
        "alike": alike,
        "found": [(one, described(one)) for one in found if one.id != person.id],
        "back": reverse("people:show", args=[person.id]),
    }
    shown = dict.fromkeys([person.id, *(one.person.id for one in alike), *(one.id for one in found)])
    return answer(request, "casework/find_same.html", context, shown=list(shown))


@page(needs=MERGE)
def merge_people(request: Any, person_id: UUID, other_id: UUID) -> HttpResponse:
    """二つの記録を並べて見て、同じ人としてまとめる."""
    actor, today = request.actor, timezone.localdate()
    person = queries.get_person(actor, person_id=person_id)
    other = queries.get_person(actor, person_id=other_id)
    both = {str(one.id): one for one in (person, other)}
    form = open_form(
        request, MergeForm, subject=f"{person.id}+{other.id}", initial={"keep": str(person.id)},
        records=[(key, described(one)) for key, one in both.items()],
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():

        def merge() -> str:
            kept = both[form.cleaned_data["keep"]]
            away = other if kept is person else person
            operations.merge_people(
                actor, kept=kept, away=away, reason=form.cleaned_data["reason"], today=today
            )
            messages.success(
                request,
                "二つの記録を、同じ人としてまとめました。まちがいと分かったら、いつでも元に戻せます。",
            )
            return reverse("people:show", args=[kept.id])

        done = carry_out(request, form, do=merge)
        if done is not None:
            return done
    context = {
        "form": form,
        "person": person,
        "other": other,
        "records": [_record(request, one) for one in both.values()],
        "likeness": queries.likeness_of(actor, one=person, other=other),
        "may": _may(request, person, other),
        "back": reverse("casework:find_same", args=[person.id]),
    }
    return answer(
        request, "casework/merge_people.html", context, shown=[person.id, other.id], status=_status(form)
    )


def _may(request: Any, person: Person, other: Person) -> Verdict:
    """What stands in the way whichever of the two is kept."""
    one = operations.merge_verdict(request.actor, kept=person, away=other, reason=TO_WRITE)
    turned = operations.merge_verdict(request.actor, kept=other, away=person, reason=TO_WRITE)
    if one.allowed or turned.allowed:
        return Verdict()
    lasting = tuple(reason for reason in one.reasons if reason.code not in CHOSEN)
    return Verdict(lasting or one.reasons)


def _record(request: Any, person: Person) -> dict[str, Any]:
    """One column of the preview."""
    return {
        "person": person,
        "words": described(person),
        "withheld": queries.withheld_said(request.actor, person=person),
        **queries.held_under(request.actor, person=person),
    }


@page(needs=MERGE)
def undo_merge(request: Any, merge_id: UUID) -> HttpResponse:
    """まとめた記録を、二つに戻す."""
    merge = queries.get_merge(request.actor, merge_id=merge_id)
    form = open_form(request, UndoMergeForm, subject=merge.id)
    if request.method == "POST" and form.is_valid():

        def undo() -> str:
            operations.undo_merge(
                request.actor, merge=merge, reason=form.cleaned_data["reason"], today=timezone.localdate()
            )
            messages.success(request, "二つの記録に戻しました。")
            return reverse("people:show", args=[merge.away_id])

        done = carry_out(request, form, do=undo)
        if done is not None:
            return done
    context = {
        "form": form,
        "merge": merge,
        "came": queries.came_over_with(request.actor, merge=merge),
        "may": rules.may_undo_merge(undone=merge.undone_on is not None, reason=TO_WRITE),
        "back": reverse("people:show", args=[merge.kept_id]),
    }
    return answer(
        request,
        "casework/undo_merge.html",
        context,
        shown=[merge.kept_id, merge.away_id],
        status=_status(form),
    )


@page(needs=MERGE)
def tell_apart(request: Any, person_id: UUID, other_id: UUID) -> HttpResponse:
    """似た記録を、別の人と確かめる."""
    actor = request.actor
    one = queries.get_person(actor, person_id=person_id)
    other = queries.get_person(actor, person_id=other_id)
    form = open_form(request, TellApartForm, subject=f"{one.id}+{other.id}")
    if request.method == "POST" and form.is_valid():

        def tell() -> str:
            operations.tell_apart(actor, one=one, other=other, today=timezone.localdate())
            messages.success(request, "別の人と記録しました。この組は、もう挙がりません。")
            return reverse("casework:pairs")

        done = carry_out(request, form, do=tell)
        if done is not None:
            return done
    context = {
        "form": form,
        "words": [described(one), described(other)],
        "back": reverse("casework:merge_people", args=[one.id, other.id]),
    }
    return answer(
        request, "casework/tell_apart.html", context, shown=[one.id, other.id], status=_status(form)
    )


@page(needs=MERGE)
def pairs(request: Any) -> HttpResponse:
    """同じ人かもしれない組."""
    found = queries.open_pairs(request.actor)
    context = {"pairs": [(pair, described(pair.first), described(pair.second)) for pair in found]}
    shown = dict.fromkeys(key for pair in found for key in (pair.first_id, pair.second_id))
    return answer(request, "casework/pairs.html", context, shown=list(shown))


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
