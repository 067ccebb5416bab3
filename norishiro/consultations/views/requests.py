"""多機関協働の利用申込: the queue, one request, and every step of it but 要 (see ``casework:accept_request``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.consultations import access, kinds, operations, queries, rules
from norishiro.consultations.choices import RequestStatus
from norishiro.consultations.forms import AnswerRequestForm, ApplyForm, KindForm, PressForm, WithdrawForm
from norishiro.consultations.operations.requests import OPEN, REFUSED
from norishiro.consultations.views.common import (
    consent_address,
    form_screen,
    lead_guide,
    missing_for_meeting,
    permitted,
    query_id,
)
from norishiro.core.form_pages import finish, open_form
from norishiro.core.tables import place_in
from norishiro.people import queries as people_queries
from norishiro.profiles.current import current_profile
from norishiro.sharing.queries import consented_agencies

if TYPE_CHECKING:
    from norishiro.consultations.models import SupportRequest
    from norishiro.people.models import Person

TO_WRITE = "（これから書く）"


@page(needs=Permission.APPLY)
def list_requests(request: Any) -> HttpResponse:
    """多機関協働の申込の一覧."""
    actor, today = request.actor, timezone.localdate()
    operates = actor.agency_ids & {one.id for one in access.operators_on(today)}
    applied = request.GET.get("box") == "applied" or not operates
    waiting = queries.queue(actor) if operates else []
    found = queries.request_rows(actor, applied=applied, place=place_in(request.GET))
    context = {
        "page": found,
        "applied": applied,
        "operates": bool(operates),
        "listed": len(queries.sorting_list(actor)) if operates else 0,
        "queue": [(one, (today - one.applied_on).days, one.due_on < today) for one in waiting],
        "rows": [(one, one.status == RequestStatus.APPLIED and one.due_on < today) for one in found.rows],
    }
    people = dict.fromkeys(one.person_id for one in (*waiting, *found.rows))
    return answer(request, "consultations/requests.html", context, shown=people)


@page(needs=Permission.APPLY)
def apply_for_support(request: Any, person_id: UUID) -> HttpResponse:
    """多機関協働を申し込む."""
    person = people_queries.get_person(request.actor, person_id=person_id)
    return _apply(request, person=person, previous=None)


@page(needs=Permission.APPLY)
def reapply(request: Any, request_id: UUID) -> HttpResponse:
    """もう一度申し込む."""
    previous = queries.get_request(request.actor, request_id=request_id)
    return _apply(request, person=previous.person, previous=previous)


def _apply(request: Any, *, person: Person, previous: SupportRequest | None) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    operators = access.operators_on(today)
    wanted = query_id(request, "consultation")
    consultation = queries.get_consultation(actor, consultation_id=wanted) if wanted else None
    if previous is not None:
        consultation = queries.consultation_of(actor, record=previous)
    form = open_form(
        request, ApplyForm, subject=person.id, operators=[(str(one.id), one.name) for one in operators],
        initial=_proposed(operators, previous),
    )  # fmt: skip

    def apply() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        made = operations.apply_for_support(
            actor, person=person, operator_id=UUID(given.pop("operator")), consultation=consultation,
            previous=previous, today=today, **given,
        )  # fmt: skip
        return f"多機関協働を申し込みました（{made.number}）。回答が来ると「今日」に出ます。", _home(made.id)

    consented = consented_agencies(actor, person_id=person.id)
    context = {
        "person": person, "previous": previous, "consented": [one for one in operators if one.id in consented],
        "consent_url": consent_address(request, person_id=person.id, to=operators[0].id if operators else None),
        "may_take_consent": actor.may(Permission.TAKE_CONSENT),
        "may": _may_reapply(request, previous) if previous else None,
        "missing": missing_for_meeting(consultation) if consultation else None, "consultation": consultation,
        "back": _home(previous.id) if previous else reverse("consultations:requests"),
    }  # fmt: skip
    return form_screen(
        request,
        "consultations/apply_for_support.html",
        form=form,
        do=apply,
        shown=[person.id],
        context=context,
    )


def _proposed(operators: list[Any], previous: SupportRequest | None) -> dict[str, Any]:
    """The only operator there is; and what was written before, so that it is not written twice."""
    proposed: dict[str, Any] = {"operator": str(operators[0].id)} if len(operators) == 1 else {}
    if previous is not None:
        proposed |= {
            "operator": str(previous.operator_id), "situation": previous.situation, "tried": previous.tried,
            "stuck": previous.stuck, "keep_secret": previous.keep_secret, "guide_type": previous.guide_type,
        }  # fmt: skip
    return proposed


@page(needs=Permission.APPLY)
def show_request(request: Any, request_id: UUID) -> HttpResponse:
    """多機関協働の利用申込."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_request(actor, request_id=request_id)
    waiting = found.status == RequestStatus.APPLIED
    operates = found.operator_id in actor.agency_ids
    context = {
        "found": found, "person": found.person, "operates": operates, "waiting": waiting,
        "applies": found.agency_id in actor.agency_ids, "days": (today - found.applied_on).days,
        "late": waiting and found.due_on < today, "previous": queries.previous_of(actor, request=found),
        "consultation": queries.consultation_of(actor, record=found),
        "owner_name": found.owner.name if found.owner else "担当はまだ",
        "press": open_form(request, PressForm, subject=found.id), "may_take": _may_take(request, found),
        "may_answer": _may_answer(request, found), "may_reapply": _may_reapply(request, found),
        "may_withdraw": rules.may_withdraw(mine=found.agency_id in actor.agency_ids, waiting=found.status in OPEN),
        **_kind(request, found, waiting=waiting and operates),
        "lead_guide": lead_guide(today) if operates else [], "listed": found.status == RequestStatus.SORTING,
    }  # fmt: skip
    return answer(request, "consultations/show_request.html", context, shown=[found.person_id])


def _kind(request: Any, found: SupportRequest, *, waiting: bool) -> dict[str, Any]:
    """While deciding: the kinds to choose from, and the examples of the chosen one."""
    chosen = kinds.kind_of(found.kind)
    return {
        "kinds": kinds.KINDS, "kind": chosen, "choosing": waiting,
        "kind_form": open_form(request, KindForm, subject=found.id, initial={"kind": found.kind}) if waiting else None,
        "examples": queries.examples(request.actor, kind=chosen.code) if waiting and chosen else [],
    }  # fmt: skip


def _may_take(request: Any, found: SupportRequest) -> Any:
    return permitted(request, Permission.ANSWER_REQUEST) & rules.may_take_request(
        mine=found.operator_id in request.actor.agency_ids, waiting=found.status == RequestStatus.APPLIED
    )


def _may_answer(request: Any, found: SupportRequest) -> Any:
    return permitted(request, Permission.ANSWER_REQUEST) & rules.may_answer_request(
        mine=found.operator_id in request.actor.agency_ids, waiting=found.status == RequestStatus.APPLIED,
        refuses=False, reason=TO_WRITE, proposal="",
    )  # fmt: skip


def _may_reapply(request: Any, found: SupportRequest) -> Any:
    return permitted(request, Permission.APPLY) & rules.may_reapply(
        mine=found.agency_id in request.actor.agency_ids, refused=found.status in REFUSED,
        allowed=current_profile(timezone.localdate()).flow.request.reapply_allowed,
    )  # fmt: skip


@require_POST
@page(needs=Permission.ANSWER_REQUEST)
def take_request(request: Any, request_id: UUID) -> HttpResponse:
    """申込の担当になる."""
    found = queries.get_request(request.actor, request_id=request_id)

    def take() -> str:
        operations.take_request(request.actor, request=found, today=timezone.localdate())
        messages.success(request, "この申込の担当になりました。回答の期限を確かめてください。")
        return _home(found.id)

    return finish(request, open_form(request, PressForm, subject=found.id), do=take)


@page(needs=Permission.ANSWER_REQUEST)
def answer_request(request: Any, request_id: UUID) -> HttpResponse:
    """要否を回答する（調整のみ・不要）."""
    found = queries.get_request(request.actor, request_id=request_id)
    form = open_form(request, AnswerRequestForm, subject=found.id)

    def reply() -> tuple[str, str]:
        given = form.cleaned_data
        operations.answer_request(
            request.actor, request=found, answer=RequestStatus(given["answer"]), reason=given["reason"],
            proposal=given["proposal"], who_does_what=given["who_does_what"], today=timezone.localdate(),
        )  # fmt: skip
        return "回答しました。申し込んだ機関の画面に出ます。印刷して渡すこともできます。", _home(found.id)

    return _step(
        request,
        found,
        "consultations/answer_request.html",
        form=form,
        do=reply,
        may=_may_answer(request, found),
    )


@page(needs=Permission.APPLY)
def answer_page(request: Any, request_id: UUID) -> HttpResponse:
    """回答・提案シート（印刷用）."""
    found = queries.get_request(request.actor, request_id=request_id)
    context = {
        "found": found,
        "person": found.person,
        "previous": queries.previous_of(request.actor, request=found),
    }
    return answer(request, "consultations/answer_page.html", context, shown=[found.person_id])


@page(needs=Permission.APPLY)
def withdraw_request(request: Any, request_id: UUID) -> HttpResponse:
    """申込を取り下げる."""
    found = queries.get_request(request.actor, request_id=request_id)
    form = open_form(request, WithdrawForm, subject=found.id)

    def withdraw() -> tuple[str, str]:
        operations.withdraw_request(
            request.actor, request=found, reason=form.cleaned_data["reason"], today=timezone.localdate()
        )
        return "申込を取り下げました。", _home(found.id)

    may = rules.may_withdraw(mine=found.agency_id in request.actor.agency_ids, waiting=found.status in OPEN)
    return _step(request, found, "consultations/withdraw_request.html", form=form, do=withdraw, may=may)


def _step(
    request: Any, found: SupportRequest, template: str, *, form: Any, do: Any, may: Any
) -> HttpResponse:
    context = {"found": found, "person": found.person, "may": may, "back": _home(found.id)}
    return form_screen(request, template, form=form, do=do, shown=[found.person_id], context=context)


def _home(request_id: UUID) -> str:
    return reverse("consultations:show_request", args=[request_id])
