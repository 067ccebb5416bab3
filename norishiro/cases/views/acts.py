"""What moves the case: its lead, its step, its people, its programmes, help and handover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import page
from norishiro.cases import forms, operations, queries
from norishiro.cases.views.parts import (
    WORK,
    Act,
    agency_choices,
    case_seen,
    home,
    offer_basis,
    people_choices,
    perform,
    person_of,
    today,
)
from norishiro.core.form_pages import open_form
from norishiro.people import queries as people_queries
from norishiro.profiles.current import current_profile

if TYPE_CHECKING:
    pass


@page(needs=WORK)
def change_lead(request: Any, case_id: UUID) -> HttpResponse:
    """主担当を替える."""
    case = case_seen(request, case_id)
    colleagues = [
        (str(one.id), one.name)
        for one in agency_queries.staff_of(request.actor, agency_id=case.lead_agency_id, on=today())
    ]
    others = [(str(one.id), one.name) for one in agency_queries.colleagues(request.actor, on=today())]
    form = open_form(
        request, forms.LeadForm, subject=case.id,
        initial={"side": case.lead_side, "lead_agency": str(case.lead_agency_id), "lead_staff": str(case.lead_staff_id or "")},
    )  # fmt: skip
    form.fields["lead_agency"].offer(agency_choices(request.actor))
    form.fields["lead_staff"].choices = [
        ("", "機関として受ける（人は決めない）"),
        *dict([*colleagues, *others]).items(),
    ]
    profile = current_profile(today())
    act = Act(
        "主担当を替える", "主担当を替える", "主担当を替えました。これまでの主担当は、履歴に残ります。",
        ("緊急・介入が要るときは行政、時間をかけたつながりづくりは社協、が目安です。", "引き継ぐ前に、次の期日のある役割を一つ以上入れてください。"),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.change_lead(
            request.actor, case=case, agency_id=UUID(given["lead_agency"]), side=given["side"],
            staff_id=UUID(given["lead_staff"]) if given["lead_staff"] else None, reason=given["reason"], today=today(),
        )  # fmt: skip

    return perform(
        request,
        form,
        act=act,
        do=do,
        back=home(case.id),
        shown=[case.id],
        extra={"strengths": profile.strengths},
    )


@page(needs=WORK)
def change_status(request: Any, case_id: UUID) -> HttpResponse:
    """流れの段階を進める."""
    case = case_seen(request, case_id)
    steps = current_profile(today()).flow.steps
    following = {step.code: step.next for step in steps}
    labels = {step.code: f"{step.mark} {step.label}".strip() for step in steps}
    form = open_form(request, forms.StepForm, subject=case.id)
    form.fields["flow_step"].choices = [
        (code, labels[code]) for code in queries.next_steps(now=case.flow_step, following=following)
    ]
    act = Act(
        "流れの段階を進める", "進める", "段階を進めました。",
        (f"いまの段階：{labels.get(case.flow_step, 'まだ決めていません')}", "進めるのは、次に許された段階だけです。"),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.change_status(
            request.actor, case=case, status=case.status, flow_step=given["flow_step"], reason=given["reason"],
            following=following, today=today(),
        )  # fmt: skip

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def add_member(request: Any, case_id: UUID) -> HttpResponse:
    """対象者を加える."""
    case = case_seen(request, case_id)
    already = {one.person_id for one in queries.members(request.actor, case=case)}
    mates = (
        people_queries.members_of(request.actor, household=case.household, on=today())
        if case.household
        else []
    )
    offered = {str(one.person_id): one.person for one in mates if one.person_id not in already}
    form = open_form(request, forms.MemberForm, subject=case.id)
    form.fields["person"].choices = [
        ("", "選んでください"),
        *((key, one.label) for key, one in offered.items()),
    ]
    act = Act(
        "対象者を加える",
        "加える",
        "対象者を加えました。",
        ("ケースの対象者になると、主担当の機関も、その人の基本の情報を見られます。",),
    )
    return perform(
        request, form, act=act, back=home(case.id), shown=[case.id],
        do=lambda: operations.add_member(request.actor, case=case, person=offered[form.cleaned_data["person"]], today=today()),
    )  # fmt: skip


@page(needs=WORK)
def start_engagement(request: Any, case_id: UUID) -> HttpResponse:
    """事業の支援を始める."""
    case = case_seen(request, case_id)
    form = open_form(
        request, forms.EngagementForm, subject=case.id,
        initial={"started_on": today(), "agency": str(request.actor.agency_id)},
    )  # fmt: skip
    form.fields["agency"].offer(agency_choices(request.actor))
    act = Act(
        "事業の支援を始める",
        "始める",
        "事業の支援を始めました。",
        ("事業ごとの始まりと終わりは、ケースとは別に数えます。",),
    )

    def do() -> None:
        given = form.cleaned_data
        operations.start_engagement(
            request.actor, case=case, programme=given["programme"], agency_id=UUID(given["agency"]),
            started_on=given["started_on"], today=today(),
        )  # fmt: skip

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def end_engagement(request: Any, engagement_id: UUID) -> HttpResponse:
    """事業の支援を終える."""
    engagement = queries.get_engagement(request.actor, engagement_id=engagement_id)
    form = open_form(request, forms.WordsForm, subject=engagement.id)
    act = Act(
        f"{engagement.get_programme_display()}を終える",
        "終える",
        "事業の支援を終えました。ケースは続いています。",
        ("事業を終えても、ケースは終わりません。",),
    )
    return perform(
        request, form, act=act, back=home(engagement.case_id), shown=[engagement.case_id],
        do=lambda: operations.end_engagement(
            request.actor, engagement=engagement, reason=form.cleaned_data["words"], today=today()
        ),
    )  # fmt: skip


@page(needs=WORK)
def ask_help(request: Any, case_id: UUID) -> HttpResponse:
    """後方支援を求める."""
    case = case_seen(request, case_id)
    backing = [
        one
        for one in agency_queries.supporters_of_area(request.actor, area=case.area, on=today())
        if one.staff_id != request.actor.staff_id
    ]
    form = open_form(
        request,
        forms.HelpForm,
        subject=case.id,
        initial={"helper_agency": str(backing[0].agency_id)} if backing else {},
    )
    form.fields["helper_agency"].offer(agency_choices(request.actor))
    act = Act(
        "後方支援を求める", "求める", "後方支援を求めました。返事は「今日」に届きます。",
        (
            "ケースを渡さずに、進め方を相談できます。相手に見えるのは、ここに書いた文だけです。",
            *(f"この圏域の後方支援：{one.agency.name} {one.role.label} {one.staff.name}" for one in backing[:3]),
        ),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.ask_help(
            request.actor,
            case=case,
            helper_agency_id=UUID(given["helper_agency"]),
            question=given["question"],
            today=today(),
        )

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def offer_handover(request: Any, case_id: UUID) -> HttpResponse:
    """引継ぎを申し出る."""
    case = case_seen(request, case_id)
    asked = {"kind": request.GET.get("kind", "SERVICE"), "person": request.GET.get("person", "")}
    form = open_form(
        request, forms.HandoverForm, subject=case.id, initial={**asked, "due_on": request.GET.get("due", "")}
    )
    form.fields["to_agency"].offer(agency_choices(request.actor))
    form.fields["person"].choices = [("", "世帯全体"), *people_choices(request.actor, case=case)]
    offer_basis(form, request.actor, subject_id=case.id)
    act = Act(
        "引継ぎを申し出る", "申し出る", "引継ぎを申し出ました。相手が受けるまで、こちらの支援は終わりません。",
        (
            "相手が「引き受ける」と答えて、はじめて引き継がれます。ケースは開いたままです。",
            "通常の支援に戻すときは、そのあと様子を確かめる日を入れます。入学・卒業などの節目は、節目の日を入れます。",
        ),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        person = person_of(request.actor, case=case, chosen=given.pop("person"))
        operations.offer_handover(
            request.actor,
            case=case,
            person=person,
            to_agency_id=UUID(given.pop("to_agency")),
            today=today(),
            **given,
        )

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])
