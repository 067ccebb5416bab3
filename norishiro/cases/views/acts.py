"""What is done from the household's page: findings, roles, lead, programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import page
from norishiro.agencies.permissions import Permission
from norishiro.cases import forms, operations, queries
from norishiro.cases.choices import IssueScope
from norishiro.cases.views.parts import (
    Act,
    agency_choices,
    home,
    offer_basis,
    offer_people,
    people_choices,
    perform,
    person_of,
    today,
)
from norishiro.core.form_pages import open_form
from norishiro.people import queries as people_queries
from norishiro.profiles.current import current_profile

if TYPE_CHECKING:
    from norishiro.cases.models import Case

WORK = Permission.WORK_CASE


def _case(request: Any, case_id: UUID) -> Case:
    return queries.get_visible(request.actor, case_id=case_id)


@page(needs=WORK)
def add_issue(request: Any, case_id: UUID) -> HttpResponse:
    """課題を書く."""
    case = _case(request, case_id)
    form = open_form(
        request, forms.IssueForm, subject=case.id,
        initial={"scope": IssueScope.PERSON, "found_on": today(), "certainty": "HEARD"},
    )  # fmt: skip
    offer_people(form, request.actor, case=case)
    offer_basis(form, request.actor, subject_id=case.id)
    act = Act(
        "課題を書く", "課題を登録する", "課題を登録しました。",
        ("だれから聞いたか、いつ分かったかを一緒に残します。", "課題のそばに、力やできていることも書けます。"),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        chosen = given.pop("person")
        person = (
            person_of(request.actor, case=case, chosen=chosen)
            if given["scope"] == IssueScope.PERSON
            else None
        )
        operations.add_issue(request.actor, case=case, person=person, today=today(), **given)

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def gather_issues(request: Any, case_id: UUID) -> HttpResponse:
    """課題を世帯の課題にまとめる."""
    case = _case(request, case_id)
    found = {
        str(one.id): one
        for one in queries.issues(request.actor, case=case)
        if not one.under_id and one.scope != "AGENCY"
    }
    form = open_form(request, forms.GatherForm, subject=case.id)
    form.fields["issues"].choices = [
        (key, f"{one.title}（{one.person.label if one.person else '世帯'}・{one.source}）")
        for key, one in found.items()
    ]
    act = Act(
        "世帯の課題にまとめる", "まとめる", "世帯の課題にまとめました。",
        ("一人ひとりの課題を、絡み合った一つの世帯の課題として見直します。もとの課題は消えません。",),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.gather_issues(
            request.actor, case=case, issues=[found[key] for key in given["issues"]], title=given["title"],
            detail=given["detail"], today=today(),
        )  # fmt: skip

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def change_issue(request: Any, issue_id: UUID) -> HttpResponse:
    """課題の状態を改める."""
    issue = queries.get_issue(request.actor, issue_id=issue_id)
    form = open_form(request, forms.IssueStatusForm, subject=issue.id, initial={"status": issue.status})
    act = Act(
        f"課題「{issue.title}」",
        "改める",
        "課題の状態を改めました。",
        ("もとに戻ることもあります。失敗ではありません。",),
    )
    return perform(
        request, form, act=act, back=home(issue.case_id), shown=[issue.case_id],
        do=lambda: operations.change_issue(request.actor, issue=issue, status=form.cleaned_data["status"], today=today()),
    )  # fmt: skip


@page(needs=WORK)
def add_unknown(request: Any, case_id: UUID) -> HttpResponse:
    """分からないことを書く."""
    case = _case(request, case_id)
    form = open_form(request, forms.UnknownForm, subject=case.id)
    form.fields["finder_agency"].offer(agency_choices(request.actor))
    offer_people(form, request.actor, case=case)
    offer_basis(form, request.actor, subject_id=case.id)
    act = Act(
        "分からないことを書く", "登録する", "分からないことを登録しました。",
        ("分からないまま進めないために、だれが・いつまでに調べるかを決めておきます。",),
    )  # fmt: skip

    def do() -> None:
        given = form.cleaned_data
        operations.add_unknown(
            request.actor, case=case, person=person_of(request.actor, case=case, chosen=given["person"]),
            question=given["question"], finder_agency_id=UUID(given["finder_agency"]), due_on=given["due_on"],
            basis=given["basis"], today=today(),
        )  # fmt: skip

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def answer_unknown(request: Any, unknown_id: UUID) -> HttpResponse:
    """分かったことを書く."""
    unknown = queries.get_unknown(request.actor, unknown_id=unknown_id)
    form = open_form(request, forms.AnswerUnknownForm, subject=unknown.id)
    act = Act(
        f"「{unknown.question}」が分かった",
        "登録する",
        "分かったことを登録しました。",
        ("分かったことと、どこで分かったかを書きます。",),
    )
    return perform(
        request, form, act=act, back=home(unknown.case_id), shown=[unknown.case_id],
        do=lambda: operations.answer_unknown(request.actor, unknown=unknown, answer=form.cleaned_data["answer"], today=today()),
    )  # fmt: skip


@page(needs=WORK)
def note_wish(request: Any, case_id: UUID) -> HttpResponse:
    """本人・家族の意向を書く."""
    case = _case(request, case_id)
    form = open_form(request, forms.WishForm, subject=case.id, initial={"said_on": today()})
    offer_people(form, request.actor, case=case, required=True)
    offer_basis(form, request.actor, subject_id=case.id)
    act = Act(
        "本人・家族の意向を書く", "登録する", "意向を登録しました。",
        ("支援者の見立てではなく、言ったことばをそのまま書きます。プランの「意向」に写ります。",),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        person = person_of(request.actor, case=case, chosen=given.pop("person"))
        operations.note_wish(request.actor, case=case, person=person, today=today(), **given)

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def assign_role(request: Any, case_id: UUID) -> HttpResponse:
    """役割を決める."""
    case = _case(request, case_id)
    form = open_form(
        request,
        forms.RoleForm,
        subject=case.id,
        initial={"from_on": today(), "bearer": str(request.actor.agency_id)},
    )
    form.fields["bearer"].offer(agency_choices(request.actor))
    offer_people(form, request.actor, case=case)
    offer_basis(form, request.actor, subject_id=case.id)
    act = Act(
        "役割を決める", "役割を登録する", "役割を登録しました。",
        (
            "ほかの機関に頼むときは、支援会議で決めるか、本人の同意が必要です。",
            "支援会議で決めた役割を担う機関は、役割のあいだ、概要と役割を見られます。",
        ),
    )  # fmt: skip

    def do() -> None:
        given = dict(form.cleaned_data)
        person = person_of(request.actor, case=case, chosen=given.pop("person"))
        operations.assign_role(
            request.actor,
            case=case,
            person=person,
            bearer_id=UUID(given.pop("bearer")),
            today=today(),
            **given,
        )

    return perform(request, form, act=act, do=do, back=home(case.id), shown=[case.id])


@page(needs=WORK)
def report_role(request: Any, role_id: UUID) -> HttpResponse:
    """役割のいまの様子と、次を書く."""
    role = queries.get_role(request.actor, role_id=role_id)
    present = {"progress": role.progress, "next_on": role.next_on, "next_what": role.next_what}
    form = open_form(request, forms.RoleReportForm, subject=role.id, version=role.version, initial=present)
    act = Act(
        f"{role.bearer.name}の役割「{role.what}」",
        "登録する",
        "役割の様子を登録しました。",
        ("次の期日を入れておくと、その日に「今日」に出ます。",),
    )
    return perform(
        request, form, act=act, back=home(role.case_id), shown=[role.case_id],
        do=lambda: operations.report_role(
            request.actor, role=role, version=form.version or role.version, today=today(), **form.cleaned_data
        ),
    )  # fmt: skip


@page(needs=WORK)
def finish_role(request: Any, role_id: UUID) -> HttpResponse:
    """役割を果たした."""
    role = queries.get_role(request.actor, role_id=role_id)
    form = open_form(request, forms.WordsForm, subject=role.id)
    act = Act(
        f"役割「{role.what}」を果たした",
        "果たしたことにする",
        "役割を終えました。",
        ("支援会議で決めた役割は、終えると、その機関からは見えなくなります。",),
    )
    return perform(
        request, form, act=act, back=home(role.case_id), shown=[role.case_id],
        do=lambda: operations.finish_role(request.actor, role=role, words=form.cleaned_data["words"], today=today()),
    )  # fmt: skip


@page(needs=WORK)
def drop_role(request: Any, role_id: UUID) -> HttpResponse:
    """役割を取りやめる."""
    role = queries.get_role(request.actor, role_id=role_id)
    form = open_form(request, forms.WordsForm, subject=role.id)
    act = Act(
        f"役割「{role.what}」を取りやめる",
        "取りやめる",
        "役割を取りやめました。",
        ("取りやめる理由を残します。代わりがいるかも確かめてください。",),
    )
    return perform(
        request, form, act=act, back=home(role.case_id), shown=[role.case_id],
        do=lambda: operations.drop_role(request.actor, role=role, words=form.cleaned_data["words"], today=today()),
    )  # fmt: skip


@page(needs=WORK)
def change_lead(request: Any, case_id: UUID) -> HttpResponse:
    """主担当を替える."""
    case = _case(request, case_id)
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
    case = _case(request, case_id)
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
    case = _case(request, case_id)
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
    case = _case(request, case_id)
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
    case = _case(request, case_id)
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
    case = _case(request, case_id)
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
