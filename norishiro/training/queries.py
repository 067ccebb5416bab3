"""Reads of this room. All of it is open among staff: the actor is taken but does not narrow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Concat

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body
from norishiro.agencies.models import Agency, live_on
from norishiro.core.calendar import fiscal_year, fiscal_year_span
from norishiro.core.records import Unseen
from norishiro.training import rules
from norishiro.training.models import Attendance, Course, Lecture, Material, Question, Session

MOST = 300

# Who somebody is across days: an account, or a name with where it came from. Without a name nobody can be told again.
WHO = Case(
    When(staff__isnull=False, then=Cast("staff_id", CharField())),
    When(~Q(name=""), then=Concat("agency__code", Value("/"), F("group"), Value("/"), F("name"))),
    default=None, output_field=CharField(),
)  # fmt: skip


@dataclass(frozen=True)
class Total:
    """How often it was held, and how many came: 延べ, 実 (those who can be told apart), and those without a name."""

    sessions: int = 0
    cumulative: int = 0
    unique: int = 0
    unnamed: int = 0


@dataclass(frozen=True)
class CourseLine:
    course: Course
    total: Total


def years(actor: Actor) -> list[int]:
    """The fiscal years in which anything was held, the newest first."""
    days = Session.objects.order_by().values_list("held_on", flat=True).distinct()
    return sorted({fiscal_year(day) for day in days}, reverse=True)


def course_lines(actor: Actor, *, year: int) -> list[CourseLine]:
    """Every course with its totals of the year; three questions, however many there are."""
    totals = totals_by_course(actor, year=year)
    courses = Course.objects.select_related("agency")[:MOST]
    return [CourseLine(one, totals.get(one.id, Total())) for one in courses]


def _in_year(year: int) -> Q:
    first, after = fiscal_year_span(year)
    return Q(session__held_on__gte=first, session__held_on__lt=after)


def _came(rows: QuerySet[Attendance]) -> dict[str, Sum | Count]:
    return {
        "cumulative": Sum("number"),
        "unique": Count(WHO, distinct=True),
        "unnamed": Sum("number", filter=Q(staff__isnull=True, name="")),
    }


def totals_by_course(actor: Actor, *, year: int) -> dict[UUID, Total]:
    """Per course of the year. Who came twice counts twice in 延べ and once in 実."""
    first, after = fiscal_year_span(year)
    held = dict(
        Session.objects.filter(held_on__gte=first, held_on__lt=after)
        .order_by().values_list("course_id").annotate(Count("id"))
    )  # fmt: skip
    rows = Attendance.objects.filter(_in_year(year)).order_by()
    counted = rows.values("session__course_id").annotate(**_came(rows))
    came = {one["session__course_id"]: one for one in counted}
    return {key: _total(count, came.get(key)) for key, count in held.items()}


def _total(sessions: int, came: Mapping[str, Any] | None) -> Total:
    if came is None:
        return Total(sessions=sessions)
    return Total(sessions, came["cumulative"] or 0, came["unique"] or 0, came["unnamed"] or 0)


def total_of(actor: Actor, *, year: int, course: Course | None = None) -> Total:
    """Of the whole year, or of one course in it. Somebody who came to two courses is one person in 実."""
    first, after = fiscal_year_span(year)
    sessions = Session.objects.filter(held_on__gte=first, held_on__lt=after)
    rows = Attendance.objects.filter(_in_year(year))
    if course is not None:
        sessions, rows = sessions.filter(course=course), rows.filter(session__course=course)
    return _total(sessions.count(), rows.aggregate(**_came(rows)))


def never_came(actor: Actor, *, on: date, course: Course | None = None) -> list[Agency]:
    """Agencies in force from which nobody ever came, to any course or to this one."""
    came = Attendance.objects.filter(agency_id=OuterRef("id"))
    if course is not None:
        came = came.filter(session__course=course)
    return list(Agency.objects.filter(live_on(on)).filter(~Exists(came)).order_by("field", "code")[:MOST])


def get_course(actor: Actor, *, course_id: UUID) -> Course:
    found = Course.objects.select_related("agency").filter(id=course_id).first()
    if found is None:
        raise Unseen(course_id)
    return found


def sessions_of(actor: Actor, *, course: Course, year: int) -> list[Session]:
    """The days of a course in a fiscal year with how many came (``came``), the newest first."""
    first, after = fiscal_year_span(year)
    rows = Session.objects.filter(course=course, held_on__gte=first, held_on__lt=after)
    return list(rows.annotate(came=Sum("attendances__number")).order_by("-held_on", "-made_at")[:MOST])


def get_session(actor: Actor, *, session_id: UUID) -> Session:
    found = Session.objects.select_related("course__agency").filter(id=session_id).first()
    if found is None:
        raise Unseen(session_id)
    return found


@dataclass(frozen=True)
class SideLine:
    """Those who came from one side, with their number."""

    side: str
    number: int
    rows: tuple[Attendance, ...]


def sides_of(actor: Actor, *, session: Session) -> list[SideLine]:
    """Who came, by side: 行政, 社会福祉協議会 and the others apart."""
    rows = list(session.attendances.select_related("staff", "agency")[:MOST])
    return [
        SideLine(label, sum(one.number for one in found), tuple(found))
        for code, label in Body.choices
        if (found := [one for one in rows if one.body == code])
    ]


def lectures_of(actor: Actor, *, session: Session) -> list[Lecture]:
    return list(session.lectures.select_related("scheme__agency", "window", "example")[:MOST])


def lectures_on(actor: Actor, *, scheme_id: UUID) -> list[Lecture]:
    """Where a scheme of the register was taught, the newest first."""
    rows = Lecture.objects.select_related("session__course").filter(scheme_id=scheme_id)
    return list(rows.order_by("-session__held_on", "-made_at")[:MOST])


def materials_of(actor: Actor, *, session: Session) -> list[Material]:
    return list(session.materials.all()[:MOST])


def questions_of(actor: Actor, *, session: Session) -> list[Question]:
    return list(session.questions.select_related("agency", "replier")[:MOST])


def get_question(actor: Actor, *, question_id: UUID) -> Question:
    found = Question.objects.select_related("session__course").filter(id=question_id).first()
    if found is None:
        raise Unseen(question_id)
    return found


def get_attendance(actor: Actor, *, attendance_id: UUID) -> Attendance:
    found = Attendance.objects.select_related("session", "staff").filter(id=attendance_id).first()
    if found is None:
        raise Unseen(attendance_id)
    return found


@dataclass(frozen=True)
class Person:
    """Somebody who came, how often in the year, and whether that completes the course."""

    name: str
    where: str
    times: int
    completed: bool


def people_of(actor: Actor, *, course: Course, year: int) -> list[Person]:
    """Those who came by name, the most often first."""
    rows = Attendance.objects.filter(
        _in_year(year), ~Q(name="") | Q(staff__isnull=False), session__course=course
    )
    found = (
        rows.order_by()
        .values("staff_id", "staff__name", "agency__name", "group", "name")
        .annotate(times=Count("session_id", distinct=True))
        .order_by("-times", "staff__kana", "name")[:MOST]
    )
    merged: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for one in found:
        who = (one["staff_id"],) if one["staff_id"] else (one["agency__name"], one["group"], one["name"])
        merged.setdefault(who, []).append(one)
    people = [_person(rows_, needed=course.needed) for rows_ in merged.values()]
    return sorted(people, key=lambda one: -one.times)


def _person(rows: list[Mapping[str, Any]], *, needed: int | None) -> Person:
    first, times = rows[0], sum(one["times"] for one in rows)
    return Person(
        name=str(first["staff__name"] or first["name"]), where=str(first["agency__name"] or first["group"]), times=times,
        completed=rules.has_completed(attended=times, needed=needed),
    )  # fmt: skip


def noted(actor: Actor, *, session: Session) -> set[UUID]:
    """The staff already noted as having come."""
    return set(session.attendances.filter(staff__isnull=False).values_list("staff_id", flat=True))


def names_noted(
    actor: Actor, *, session: Session, agency_id: UUID | None, group: str, names: Iterable[str]
) -> set[str]:
    """Which of these names from this place are noted already."""
    place = Q(agency_id=agency_id) if agency_id else Q(agency__isnull=True)
    rows = session.attendances.filter(place, group=group, name__in=list(names))
    return set(rows.values_list("name", flat=True))
