"""開催の要請: asking, seeing how it goes, answering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.core.form_pages import open_form
from norishiro.meetings import access, operations, queries, rules
from norishiro.meetings.choices import ConveneStatus
from norishiro.meetings.forms import AnswerConveningForm, RequestConveningForm
from norishiro.meetings.views.common import do_once, status

if TYPE_CHECKING:
    from norishiro.meetings.models import Body


@page(needs=Permission.WORK_CASE)
def request_convening(request: Any, case_id: UUID) -> HttpResponse:
    """会議の開催を要請する."""
    today = timezone.localdate()
    case = queries.get_case(request.actor, case_id=case_id)
    asked_by = queries.bodies_to_ask(request.actor, on=today)
    bodies = [body for body, _names in asked_by]
    offered = {one.agency.id: one for one in queries.proposed_agencies(request.actor, case=case, today=today)}
    for body in bodies:
        for one in queries.invitable(request.actor, body=body, items=[], today=today):
            offered.setdefault(one.agency.id, one)
    form = open_form(
        request, RequestConveningForm, subject=case.id,
        initial={"body": str(bodies[0].id) if len(bodies) == 1 else ""},
    )  # fmt: skip
    form.fields["body"].choices = [
        ("", "選んでください"),
        *((str(body.id), _called(body, names)) for body, names in asked_by),
    ]
    form.fields["agencies"].choices = [
        (str(key), f"{one.agency.name}（{one.why}）") for key, one in offered.items()
    ]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        body = next(body for body in bodies if str(body.id) == given["body"])
        wanted = [(UUID(one), offered[UUID(one)].why) for one in given["agencies"]]

        def ask() -> str:
            asked = operations.request_convening(
                request.actor, case=case, body=body, reason=given["reason"], proposed=wanted, today=today
            )
            return reverse("meetings:convening", args=[asked.id])

        done = do_once(request, form, ask, said="開催を要請しました。招集する機関の画面に出ています。")
        if done:
            return done
    context = {
        "form": form,
        "case": case,
        "crumbs": [
            {"label": "ケース", "url": reverse("cases:list")},
            {"label": case.title, "url": reverse("cases:show", args=[case.id])},
            {"label": "開催を要請する", "url": ""},
        ],
    }
    return answer(request, "meetings/request_convening.html", context, shown=[case.id], status=status(form))


def _called(body: Body, names: list[str]) -> str:
    """The body with who convenes it, and who may ask where the town settled that."""
    asks = f"、要請できるのは：{'・'.join(names)}" if names else ""
    return f"{body.name}（招集：{body.convener}{asks}）"


@page(needs=Permission.ATTEND_MEETING)
def convening(request: Any, request_id: UUID) -> HttpResponse:
    """要請の画面: both agencies see how it goes."""
    found = queries.get_request(request.actor, request_id=request_id)
    steps = ["要請", "回答", "開催", "議事録の確定"]
    now = 2 if found.status == ConveneStatus.ASKED else 3
    if found.sitting is not None and found.sitting.status in ("CLOSED", "CONFIRMED"):
        now = 4 if found.sitting.status == "CLOSED" else 5
    context = {
        "asked": found,
        "steps": steps,
        "now": now,
        "asked_by_us": found.asker_agency_id in request.actor.agency_ids,
        "answerable": access.convene_verdict(request.actor, found.body)
        & rules.may_answer_convening(status=found.status, agree=False, answer="x", held_on=None),
        "crumbs": _crumbs("開催の要請"),
    }
    return answer(request, "meetings/convening.html", context, shown=[found.case_id])


@page(needs=Permission.CALL_MEETING)
def answer_convening(request: Any, request_id: UUID) -> HttpResponse:
    """要請に回答する: agree (and call, with the members as edited) or decline with the reason."""
    today = timezone.localdate()
    found = queries.get_request(request.actor, request_id=request_id)
    proposed = {one.agency_id: one.why for one in found.proposed.all()}
    invitable = queries.invitable(request.actor, body=found.body, items=[], today=today)
    listed = {one.agency.id: (one.agency.name, one.why) for one in invitable}
    listed |= {one.agency_id: (one.agency.name, f"要請：{one.why}") for one in found.proposed.all()}
    form = open_form(
        request, AnswerConveningForm, subject=found.id,
        initial={"decision": "AGREE", "agencies": [str(one) for one in proposed]},
    )  # fmt: skip
    form.fields["agencies"].choices = [(str(key), f"{name}（{why}）") for key, (name, why) in listed.items()]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def reply() -> str:
            replied = operations.answer_convening(
                request.actor, request=found, agree=given["decision"] == "AGREE", answer=given["answer"],
                held_on=given["held_on"], starts_at=given["starts_at"], place=given["place"],
                agency_ids=[UUID(one) for one in given["agencies"]], today=today,
            )  # fmt: skip
            if replied.sitting_id:
                return reverse("meetings:sitting", args=[replied.sitting_id])
            return reverse("meetings:list")

        done = do_once(request, form, reply, said="要請に回答しました。要請した機関の画面に出ています。")
        if done:
            return done
    context = {"form": form, "asked": found, "crumbs": _crumbs("要請に回答する")}
    return answer(
        request, "meetings/answer_convening.html", context, shown=[found.case_id], status=status(form)
    )


def _crumbs(last: str) -> list[dict[str, str]]:
    return [{"label": "会議", "url": reverse("meetings:list")}, {"label": last, "url": ""}]
