"""地区アセスメント: dated sheets about a district, and the issues meetings take up and close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.assessment import operations, queries
from norishiro.assessment.choices import FindingKind, FindingState
from norishiro.assessment.forms import CloseFindingForm, DistrictForm, FindingForm, TakeUpForm
from norishiro.assessment.views.shared import Act, perform, today
from norishiro.core.form_pages import open_form
from norishiro.meetings import queries as meeting_queries

if TYPE_CHECKING:
    from norishiro.assessment.models import DistrictFinding, DistrictSheet

SEE = Permission.SEE_LOCAL
KEEP = Permission.KEEP_LOCAL


def _list_url() -> str:
    return reverse("assessment:district_sheets")


def _crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "今日", "url": "/"},
        {"label": "地区アセスメント", "url": _list_url() if more else ""},
        *({"label": label, "url": url} for label, url in more),
    ]


def _home(sheet: DistrictSheet) -> str:
    return reverse("assessment:district_sheet", args=[sheet.id])


@page(needs=SEE)
def district_sheets(request: Any) -> HttpResponse:
    """地区アセスメントの一覧: the newest first, with the issues that are open."""
    found = queries.district_sheets(request.actor)
    rows = [
        (one, [each for each in one.findings.all() if each.kind == FindingKind.ISSUE and each.state != FindingState.CLOSED])
        for one in found
    ]  # fmt: skip
    context = {"rows": rows, "may_keep": request.actor.may(KEEP), "crumbs": _crumbs()}
    return answer(request, "assessment/district_sheets.html", context, shown=[])


@page(needs=SEE)
def district_sheet(request: Any, district_sheet_id: UUID) -> HttpResponse:
    """一枚の地区アセスメント."""
    sheet = queries.get_district_sheet(request.actor, district_sheet_id=district_sheet_id)
    context = {
        "sheet": sheet,
        "issues": [one for one in sheet.findings.all() if one.kind == FindingKind.ISSUE],
        "resources": [one for one in sheet.findings.all() if one.kind == FindingKind.RESOURCE],
        "may_keep": request.actor.may(KEEP),
        "crumbs": _crumbs((sheet.title, "")),
    }
    return answer(request, "assessment/district_sheet.html", context, shown=[])


@page(needs=KEEP)
def study_district(request: Any) -> HttpResponse:
    """地区アセスメントを書く."""
    form = open_form(request, DistrictForm, initial={"studied_on": today()})
    areas = agency_queries.areas(request.actor, on=today())
    form.fields["area"].choices = [
        ("", "選んでください"),
        *((str(one.id), f"{one.name}（{one.layer}）") for one in areas),
    ]
    act = Act(
        title="地区アセスメントを書く", submit="登録する", done="地区アセスメントを登録しました。", back=_list_url(),
        hints=(
            "地区を歩いたり、話し合ったりして見えてきた、課題と力を日付と一緒に残します。だれかの名前や住所は書きません。",
            "課題は、会議で取り上げて、区切りをつけるところまで追いかけられます。",
        ),
        crumbs=_crumbs(("地区アセスメントを書く", "")),
    )  # fmt: skip

    def do() -> str:
        given = dict(form.cleaned_data)
        wanted = given.pop("area")
        area = next(one for one in areas if str(one.id) == wanted)
        sheet = operations.study_district(
            request.actor, area=area, issues=_lines(given.pop("issues")), resources=_lines(given.pop("resources")),
            today=today(), **given,
        )  # fmt: skip
        return _home(sheet)

    return perform(request, form, act=act, do=do, shown=[])


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@page(needs=KEEP)
def add_finding(request: Any, district_sheet_id: UUID) -> HttpResponse:
    """地区の課題・力を書き足す."""
    sheet = queries.get_district_sheet(request.actor, district_sheet_id=district_sheet_id)
    form = open_form(request, FindingForm, subject=sheet.id, initial={"kind": FindingKind.ISSUE})
    act = Act(
        title="地区の課題・力を書き足す", submit="書き足す", done="書き足しました。", back=_home(sheet),
        hints=("一つずつ書きます。だれかの名前や住所は書きません。",),
        crumbs=_crumbs((sheet.title, _home(sheet)), ("書き足す", "")),
    )  # fmt: skip
    return perform(
        request, form, act=act, shown=[],
        do=lambda: operations.add_finding(request.actor, sheet=sheet, **form.cleaned_data),
    )  # fmt: skip


def _finding_act(finding: DistrictFinding, title: str, done: str, *hints: str) -> Act:
    sheet = finding.sheet
    return Act(
        title=title, submit="登録する", done=done, back=_home(sheet), hints=hints,
        crumbs=_crumbs((sheet.title, _home(sheet)), (title, "")),
    )  # fmt: skip


@page(needs=KEEP)
def take_up_finding(request: Any, finding_id: UUID) -> HttpResponse:
    """地区の課題を会議で取り上げた."""
    finding = queries.get_finding(request.actor, finding_id=finding_id)
    form = open_form(request, TakeUpForm, subject=finding.id, initial={"taken_up_on": today()})
    bodies = meeting_queries.bodies(request.actor, on=today())
    form.fields["meeting"].choices = [("", "選んでください"), *((one.name, one.name) for one in bodies)]
    act = _finding_act(
        finding, f"「{finding.text}」を会議で取り上げた", "取り上げた会議を登録しました。",
        "どの会議で、いつ取り上げ、何をすることにしたかを残します。",
    )  # fmt: skip
    return perform(
        request, form, act=act, shown=[],
        do=lambda: operations.take_up_finding(request.actor, finding=finding, today=today(), **form.cleaned_data),
    )  # fmt: skip


@page(needs=KEEP)
def close_finding(request: Any, finding_id: UUID) -> HttpResponse:
    """地区の課題に区切りをつける."""
    finding = queries.get_finding(request.actor, finding_id=finding_id)
    form = open_form(request, CloseFindingForm, subject=finding.id, initial={"closed_on": today()})
    act = _finding_act(
        finding, f"「{finding.text}」に区切りをつける", "区切りをつけました。",
        "会議で取り上げたあと、どうなったかを書いて、区切りをつけます。",
    )  # fmt: skip
    return perform(
        request, form, act=act, shown=[],
        do=lambda: operations.close_finding(request.actor, finding=finding, today=today(), **form.cleaned_data),
    )  # fmt: skip
