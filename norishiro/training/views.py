"""研修: the courses of a year, a day of one of them, and who never came."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.community import queries as community_queries
from norishiro.consultations import queries as consultation_queries
from norishiro.core.calendar import fiscal_year, fiscal_year_label
from norishiro.core.form_pages import carry_out, open_form
from norishiro.handbook import queries as handbook_queries
from norishiro.training import forms, operations, queries
from norishiro.training.choices import CourseKind

if TYPE_CHECKING:
    from norishiro.core.forms.base import Form

SEE = Permission.SEE_STAFFING
KEEP = Permission.CALL_MEETING
BY_NUMBER = "住民の講座では、名前の代わりに受講番号（例：受講生1）を書きます。番号と名前の名簿は、ここには入れません。"


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": "研修", "url": reverse("training:courses")},
        *({"label": label, "url": url} for label, url in steps),
    ]


def _year(request: Any) -> int:
    """The fiscal year asked for, else the present one."""
    asked = request.GET.get("year", "")
    return (
        int(asked) if asked.isdecimal() and 1950 <= int(asked) <= 2200 else fiscal_year(timezone.localdate())
    )


def _years(actor: Actor, year: int) -> list[tuple[int, str]]:
    known = {year, fiscal_year(timezone.localdate()), *queries.years(actor)}
    return [(one, fiscal_year_label(one)) for one in sorted(known, reverse=True)]


@page(needs=SEE)
def courses(request: Any) -> HttpResponse:
    """研修の一覧 with 実人数 and 延べ人数 of the year."""
    actor, year = request.actor, _year(request)
    context = {
        "lines": queries.course_lines(actor, year=year), "total": queries.total_of(actor, year=year), "year": year,
        "year_label": fiscal_year_label(year), "years": _years(actor, year), "may_keep": actor.may(KEEP),
        "tabs": parts.tabs("training:courses"),
    }  # fmt: skip
    return answer(request, "training/courses.html", context, shown=[])


@page(needs=SEE)
def never_came(request: Any) -> HttpResponse:
    """まだ来ていない機関, for all courses or for one."""
    actor = request.actor
    try:
        chosen = UUID(request.GET.get("course", ""))
    except ValueError:
        chosen = None
    course = queries.get_course(actor, course_id=chosen) if chosen else None
    context = {
        "agencies": queries.never_came(actor, on=timezone.localdate(), course=course), "course": course,
        "crumbs": _crumbs(("まだ来ていない機関", "")),
    }  # fmt: skip
    return answer(request, "training/never_came.html", context, shown=[])


@page(needs=SEE)
def course(request: Any, course_id: UUID) -> HttpResponse:
    """一つの研修: its days, its totals, who came how often."""
    actor, year = request.actor, _year(request)
    found = queries.get_course(actor, course_id=course_id)
    people = queries.people_of(actor, course=found, year=year)
    college = found.kind == CourseKind.COLLEGE
    context = {
        "course": found, "sessions": queries.sessions_of(actor, course=found, year=year), "people": people,
        "completed": sum(one.completed for one in people), "total": queries.total_of(actor, year=year, course=found),
        "year": year, "year_label": fiscal_year_label(year), "years": _years(actor, year), "may_keep": actor.may(KEEP),
        "college": college, "may_raise": actor.may(Permission.KEEP_LOCAL), "crumbs": _crumbs((found.name, "")),
        "proposals": community_queries.proposal_lines(actor, today=timezone.localdate(), course=found.id, year=year)
        if college
        else [],
    }  # fmt: skip
    return answer(request, "training/course.html", context, shown=[])


@page(needs=SEE)
def session(request: Any, session_id: UUID) -> HttpResponse:
    """一回: who came from which side, what was taught, materials, questions."""
    actor = request.actor
    found = queries.get_session(actor, session_id=session_id)
    sides = queries.sides_of(actor, session=found)
    context = {
        "session": found, "sides": sides, "number": sum(one.number for one in sides),
        "lectures": queries.lectures_of(actor, session=found), "materials": queries.materials_of(actor, session=found),
        "questions": queries.questions_of(actor, session=found), "may_keep": actor.may(KEEP),
        "crumbs": _crumbs((found.course.name, reverse("training:course", args=[found.course_id])), (found.title, "")),
    }  # fmt: skip
    return answer(request, "training/session.html", context, shown=[])


def _perform(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, do: Callable[[], str]
) -> HttpResponse:
    """One act on one screen; ``do`` answers what is said when it is done."""

    def run() -> str:
        messages.success(request, do())
        return back

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=run)
        if done is not None:
            return done
    context = {
        "form": form,
        "title": title,
        "submit": submit,
        "lines": lines,
        "back": back,
        "crumbs": _crumbs((title, "")),
    }
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "training/form.html", context, shown=[], status=status)


def _agencies(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.agencies(actor, on=timezone.localdate())]


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


@page(needs=KEEP)
def add_course(request: Any) -> HttpResponse:
    """研修を登録する."""
    actor = request.actor
    form = open_form(request, forms.CourseForm, initial={"agency": str(actor.agency_id)})
    form.fields["agency"].offer(_agencies(actor))

    def do() -> str:
        given = dict(form.cleaned_data)
        operations.add_course(actor, agency_id=UUID(given.pop("agency")), **given)
        return "研修を登録しました。開いたら、回と出席を付けてください。"

    return _perform(
        request, form, title="研修を登録する", submit="登録する", back=reverse("training:courses"), do=do,
        lines=["毎年くり返す研修は、一度だけ登録します。回を足すと、年度ごとに数えます。"],
    )  # fmt: skip


@page(needs=KEEP)
def hold_session(request: Any, course_id: UUID) -> HttpResponse:
    """研修の回を登録する."""
    found = queries.get_course(request.actor, course_id=course_id)
    today = timezone.localdate()
    form = open_form(
        request, forms.SessionForm, subject=found.id, initial={"held_on": today, "title": found.theme}
    )

    def do() -> str:
        operations.hold_session(request.actor, course=found, today=today, **form.cleaned_data)
        return "回を登録しました。続けて、出席を付けてください。"

    return _perform(
        request, form, title=f"{found.name}の回を登録する", submit="登録する", do=do,
        back=reverse("training:course", args=[found.id]), lines=["開いたあとで登録します。"],
    )  # fmt: skip


@page(needs=KEEP)
def note_attendance(request: Any, session_id: UUID) -> HttpResponse:
    """研修の出席を付ける."""
    actor = request.actor
    found = queries.get_session(actor, session_id=session_id)
    there = queries.noted(actor, session=found)
    picks = {
        str(one.staff_id): one for one in agency_queries.pickable(actor, found.held_on) if one.staff_id not in there
    }  # fmt: skip
    form = open_form(
        request, forms.AttendanceForm, subject=found.id,
        people=[(key, f"{one.agency_name}　{one.staff_name}") for key, one in picks.items()], agencies=_agencies(actor),
    )  # fmt: skip

    def do() -> str:
        given = form.cleaned_data
        came = operations.note_attendance(
            actor, session=found, staff=[(picks[key].staff_id, picks[key].agency_id) for key in given["staff"]],
            agency_id=_id(given["agency"]), body=given["body"], group=given["group"], names=form.lines,
            heads=given["heads"] or 0,
        )  # fmt: skip
        return f"{came}人の出席を付けました。"

    return _perform(
        request, form, title="出席を付ける", submit="付ける", back=reverse("training:session", args=[found.id]), do=do,
        lines=[
            "機関や団体ごとに、何度でも足せます。", "相談を受けている人や家族の名前は書きません。",
            *([BY_NUMBER] if found.course.kind == CourseKind.COLLEGE else []),
        ],
    )  # fmt: skip


@page(needs=KEEP)
def remove_attendance(request: Any, attendance_id: UUID) -> HttpResponse:
    """まちがえて付けた出席を消す."""
    found = queries.get_attendance(request.actor, attendance_id=attendance_id)
    if request.method == "POST":
        operations.remove_attendance(request.actor, attendance=found)
        messages.success(request, "出席を消しました。")
    return redirect("training:session", found.session_id)


@page(needs=KEEP)
def add_lecture(request: Any, session_id: UUID) -> HttpResponse:
    """講義の話題を残す."""
    actor = request.actor
    found = queries.get_session(actor, session_id=session_id)
    form = open_form(
        request, forms.LectureForm, subject=found.id,
        schemes=[(str(one.id), one.name) for one in handbook_queries.schemes(actor, on=found.held_on)],
        windows=[(str(one.id), one.name) for one in agency_queries.windows_on(actor, on=timezone.localdate())],
        examples=[(str(one.id), one.title) for one in consultation_queries.examples(actor)],
    )  # fmt: skip

    def do() -> str:
        given = form.cleaned_data
        operations.add_lecture(
            actor, session=found, topic=given["topic"], scheme_id=_id(given["scheme"]),
            scheme_name=given["scheme_name"], window_id=_id(given["window"]), example_id=_id(given["example"]),
        )  # fmt: skip
        return "話題を残しました。"

    return _perform(
        request, form, title="講義の話題を残す", submit="残す", back=reverse("training:session", args=[found.id]), do=do,
        lines=["制度、窓口、事例集の事例につなげておくと、あとから引けます。"],
    )  # fmt: skip


@page(needs=KEEP)
def add_material(request: Any, session_id: UUID) -> HttpResponse:
    """研修の資料を残す."""
    found = queries.get_session(request.actor, session_id=session_id)
    form = open_form(request, forms.MaterialForm, subject=found.id)

    def do() -> str:
        operations.add_material(request.actor, session=found, **form.cleaned_data)
        return "資料を残しました。"

    return _perform(
        request, form, title="資料を残す", submit="残す", back=reverse("training:session", args=[found.id]), do=do,
        lines=["資料の名前と、どこにあるかを残します。"],
    )  # fmt: skip


@page(needs=SEE)
def add_question(request: Any, session_id: UUID) -> HttpResponse:
    """研修で出た質問を残す."""
    actor = request.actor
    found = queries.get_session(actor, session_id=session_id)
    form = open_form(request, forms.QuestionForm, subject=found.id, initial={"agency": str(actor.agency_id)})
    form.fields["agency"].offer(_agencies(actor))

    def do() -> str:
        given = form.cleaned_data
        operations.add_question(actor, session=found, words=given["words"], agency_id=_id(given["agency"]))
        return "質問を残しました。"

    return _perform(
        request, form, title="質問を残す", submit="残す", back=reverse("training:session", args=[found.id]), do=do,
        lines=["答えは、あとからでも書けます。"],
    )  # fmt: skip


@page(needs=SEE)
def reply_question(request: Any, question_id: UUID) -> HttpResponse:
    """研修で出た質問に答える."""
    found = queries.get_question(request.actor, question_id=question_id)
    form = open_form(request, forms.ReplyForm, subject=found.id)

    def do() -> str:
        operations.reply_question(
            request.actor, question=found, reply=form.cleaned_data["reply"], today=timezone.localdate()
        )
        return "答えを残しました。"

    return _perform(
        request, form, title="質問に答える", submit="答える", do=do, lines=[found.words],
        back=reverse("training:session", args=[found.session_id]),
    )  # fmt: skip
