"""The verbs of this room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Staff
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.training import events, queries, rules
from norishiro.training.models import Attendance, Course, Lecture, Material, Question, Session

LONGEST_NAME = 80


@operation
def add_course(
    actor: Actor,
    /,
    *,
    name: str,
    kind: str,
    level: str,
    theme: str,
    agency_id: UUID,
    needed: int | None = None,
) -> Course:
    """Enter a course. Records ``course.added``; refused by ``may_add_course``."""
    rules.may_add_course(
        taken=Course.objects.filter(name=name, agency_id=agency_id).exists(), needed=needed
    ).or_refuse()
    course = Course.objects.create(
        name=name,
        kind=kind,
        level=level,
        theme=theme,
        agency_id=agency_id,
        needed=needed,
        kept_by_id=actor.staff_id,
    )
    sign(actor, events.COURSE_ADDED, changes={"name": (None, name), "kind": (None, kind)})
    return course


@operation
def hold_session(
    actor: Actor,
    /,
    *,
    course: Course,
    held_on: date,
    title: str,
    lecturer: str = "",
    place: str = "",
    today: date,
) -> Session:
    """Enter a day on which the course was held. Records ``session.held``; refused by ``may_hold``."""
    rules.may_hold(
        held_on=held_on, today=today, ended=course.until_on is not None and course.until_on <= held_on,
        taken=Session.objects.filter(course=course, held_on=held_on, title=title).exists(),
    ).or_refuse()  # fmt: skip
    session = Session.objects.create(
        course=course, held_on=held_on, title=title, lecturer=lecturer, place=place, kept_by_id=actor.staff_id
    )
    sign(actor, events.SESSION_HELD, changes={"course": (None, course.id), "held_on": (None, held_on)})
    return session


@operation
def note_attendance(
    actor: Actor, /, *, session: Session, staff: Sequence[tuple[UUID, UUID]] = (), agency_id: UUID | None = None,
    body: str = "", group: str = "", names: Sequence[str] = (), heads: int = 0,
) -> int:  # fmt: skip
    """Note who came: staff (each with the agency they came for), others by name from one place, and how many more.

    Changes: one line each; others without a name are one line with their number. Records ``attendance.noted`` with the
    number (no name); refused by ``may_note``. Answers how many came.
    """
    there = queries.noted(actor, session=session)
    taken = queries.names_noted(actor, session=session, agency_id=agency_id, group=group, names=names)
    doubled = {name for name, times in Counter(names).items() if times > 1} | taken
    doubled |= set(
        Staff.objects.filter(id__in=there & {one for one, _agency in staff}).values_list("name", flat=True)
    )
    rules.may_note(
        staff=len(staff), doubled=doubled, names=len(names), heads=heads, has_place=bool(agency_id or group.strip()),
        unknown_names=[name[:20] for name in names if len(name) > LONGEST_NAME],
    ).or_refuse()  # fmt: skip
    sides = dict(
        Agency.objects.filter(id__in={one for _staff, one in staff} | ({agency_id} if agency_id else set()))
        .values_list("id", "body")
    )  # fmt: skip
    side = sides[agency_id] if agency_id else body
    common = {"session": session, "noted_by_id": actor.staff_id}
    outside = common | {"agency_id": agency_id, "body": side, "group": group}
    Attendance.objects.bulk_create(
        [
            *(Attendance(**common, staff_id=one, agency_id=place, body=sides[place]) for one, place in staff),
            *(Attendance(**outside, name=name) for name in names),
            *([Attendance(**outside, number=heads)] if heads else []),
        ]
    )
    came = len(staff) + len(names) + heads
    sign(actor, events.ATTENDANCE_NOTED, changes={"session": (None, session.id), "number": (None, came)})
    return came


@operation
def remove_attendance(actor: Actor, /, *, attendance: Attendance) -> None:
    """Take out a line noted by mistake. Records ``attendance.removed`` with its number; refuses nothing."""
    number = attendance.number
    attendance.delete()
    sign(
        actor, events.ATTENDANCE_REMOVED,
        changes={"session": (attendance.session_id, None), "number": (number, None)},
    )  # fmt: skip


@operation
def add_lecture(
    actor: Actor, /, *, session: Session, topic: str, scheme_id: UUID | None = None, scheme_name: str = "",
    window_id: UUID | None = None, example_id: UUID | None = None,
) -> Lecture:  # fmt: skip
    """Keep what was taught and what it is about. Records ``lecture.added``; refused by ``may_tell_lecture``."""
    rules.may_tell_lecture(scheme=scheme_name, linked=bool(scheme_id or window_id or example_id)).or_refuse()
    lecture = Lecture.objects.create(
        session=session, topic=topic, scheme_id=scheme_id, scheme_name=scheme_name, window_id=window_id,
        example_id=example_id,
    )  # fmt: skip
    sign(actor, events.LECTURE_ADDED, changes={"session": (None, session.id), "topic": (None, topic)})
    return lecture


@operation
def add_material(actor: Actor, /, *, session: Session, title: str, where: str) -> Material:
    """Keep what was handed out and where it lies. Records ``material.added``; refuses nothing."""
    material = Material.objects.create(session=session, title=title, where=where)
    sign(actor, events.MATERIAL_ADDED, changes={"session": (None, session.id), "title": (None, title)})
    return material


@operation
def add_question(actor: Actor, /, *, session: Session, words: str, agency_id: UUID | None = None) -> Question:
    """Keep a question that was asked. Records ``question.added``; refuses nothing."""
    question = Question.objects.create(session=session, words=words, agency_id=agency_id)
    sign(actor, events.QUESTION_ADDED, changes={"session": (None, session.id)}, changed_text=["words"])
    return question


@operation
def reply_question(actor: Actor, /, *, question: Question, reply: str, today: date) -> Question:
    """Answer it, that day or later. Records ``question.replied``; refused by ``may_reply``."""
    locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    rules.may_reply(replied=locked.replied_on is not None, words=reply).or_refuse()
    locked.reply, locked.replied_on, locked.replier_id = reply, today, actor.staff_id
    locked.save(update_fields=["reply", "replied_on", "replier"])
    sign(actor, events.QUESTION_REPLIED, changes={"question": (None, question.id)}, changed_text=["reply"])
    return locked
