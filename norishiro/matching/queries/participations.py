"""Participations for eyes: of a case, of a person, of one's own agency, and what is due."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.cases.timeline import LENGTH, Event
from norishiro.core.records import Unseen
from norishiro.matching import tracks
from norishiro.matching.models import Attendance, Check, HostContact, Participation, Step
from norishiro.people.queries import visible_to as people_visible_to
from norishiro.resources.lookups import stopped_on
from norishiro.resources.models import Stop
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

MOST = 200
WHICH = {
    "live": "続いている",
    "due": "確かめる日・訪ねる日が来た",
    "stopped": "受け入れ先が閉じた・休んだ",
    "ended": "終わった",
}


def visible_to(actor: Actor) -> QuerySet[Participation]:
    """Participations open to the actor, of cases still known, and of people they may see."""
    rows = through_gate(
        Participation.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    known = through_gate(rows, actor, subject="case_id", depth=Depth.OUTLINE)
    return known.filter(person__in=people_visible_to(actor))


def _told(rows: QuerySet[Participation]) -> QuerySet[Participation]:
    return rows.select_related("person", "place__organisation", "doing", "agency", "staff", "case")


def participations_of(actor: Actor, *, case: Case, today: date) -> list[Participation]:
    """All of a case, those that go on first, the newest first."""
    rows = _told(visible_to(actor).filter(case=case)).annotate(stopped=_stopped(today), attended=_attended())
    return sorted(rows.order_by("-begun_on", "-made_at")[:MOST], key=lambda one: one.ended_on is not None)


def participations_of_person(actor: Actor, *, person_id: UUID) -> list[Participation]:
    """Where somebody, under whichever of their records, takes or took part, as far as the actor sees the case."""
    own = Q(person_id=person_id) | Q(person__merged_into_id=person_id)
    rows = _told(visible_to(actor).filter(own))
    return list(rows.order_by("-begun_on", "-made_at")[:MOST])


def _stopped(today: date) -> Subquery:
    """The kind of the stop that covers the day, if the place has one."""
    covering = Stop.objects.filter(stopped_on(today), place=OuterRef("place_id"))
    return Subquery(covering.order_by("-from_on").values("kind")[:1])


def _attended() -> Subquery:
    sums = Attendance.objects.filter(participation=OuterRef("pk")).order_by().values("participation")
    return Subquery(sums.annotate(n=Sum("times")).values("n"))


def get_participation(actor: Actor, *, participation_id: UUID, today: date) -> Participation:
    rows = _told(visible_to(actor)).select_related("case__household", "place__location")
    found = (
        rows.annotate(stopped=_stopped(today), attended=_attended())
        .prefetch_related("steps__staff", "checks__staff", "host_contacts__staff", "attendances__staff")
        .filter(id=participation_id)
        .first()
    )
    if found is None:
        raise Unseen(participation_id)
    return found


def at_places(actor: Actor, *, place_ids: Collection[UUID]) -> list[Participation]:
    """Who takes or took part at these places, of those the actor may see; those that go on first, with what was said."""
    rows = _told(visible_to(actor).filter(place_id__in=place_ids)).prefetch_related("checks", "host_contacts")
    return list(rows.order_by(F("ended_on").desc(nulls_first=True), "-begun_on", "-made_at")[:MOST])


def numbers_at(actor: Actor, *, place_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """How many people began at each place and how many are there still, whoever may see them: numbers alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT place_id, begun, live FROM matching_taken_at(%s)", [list(place_ids)])
        return {place_id: (begun, live) for place_id, begun, live in cursor.fetchall()}


@dataclass(frozen=True)
class Line:
    """One row of the agency's list: what is due, and whether the place has stopped."""

    participation: Participation
    stopped: str
    due_on: date | None
    is_late: bool


def page_rows(actor: Actor, *, which: str, today: date) -> list[Line]:
    """The participations one's own agency supports; those that wait longest first."""
    rows = visible_to(actor).filter(agency_id__in=actor.agency_ids)
    rows = rows.annotate(stopped=_stopped(today), attended=_attended())
    rows = rows.filter(ended_on__isnull=which != "ended")
    if which == "due":
        rows = rows.filter(Q(check_on__lte=today) | Q(host_on__lte=today))
    if which == "stopped":
        rows = rows.filter(stopped__isnull=False)
    order = ("-ended_on", "-made_at") if which == "ended" else ("check_on", "host_on", "-stage_on", "id")
    return [_line(one, today) for one in _told(rows).order_by(*order)[:MOST]]


def _line(one: Participation, today: date) -> Line:
    due = min((day for day in (one.check_on, one.host_on) if day), default=None)
    # Annotated by the question, so the model does not declare it.
    stopped: str = one.stopped or ""  # type: ignore[attr-defined]
    return Line(one, stopped, due, due is not None and due < today)


def waiting(
    actor: Actor, *, until: date, today: date, limit: int, whose: UUID | None = None
) -> list[Participation]:
    """What the actor (or ``whose`` the actor stands in for) supports and is to ask about up to a day, and whoever's place
    has closed or rests today (``stopped``)."""
    stopped = Stop.objects.filter(stopped_on(today)).values("place")
    rows = visible_to(actor).filter(
        Q(check_on__lte=until) | Q(host_on__lte=until) | Q(place__in=stopped),
        staff_id=whose or actor.staff_id, agency_id__in=actor.agency_ids, ended_on__isnull=True,
    )  # fmt: skip
    named = rows.annotate(stopped=_stopped(today)).select_related("person", "place")
    told = named.only(
        "case_id", "check_on", "host_on", "person__name", "person__alias", "place__name", "subject_id"
    )
    return list(told.order_by("check_on", "host_on", "id")[:limit])


# --- これまでのこと ------------------------------------------------------------------------------------------


def events_of(actor: Actor, *, case_id: UUID, limit: int = LENGTH) -> Iterator[Event]:
    """Stages, days there, looks, visits to the host and the end, as far as the actor may see them. A case without any is
    asked one question."""
    rows = visible_to(actor).filter(case_id=case_id).select_related("person", "place", "agency", "staff")
    told = rows.only(
        *(
            "begun_on",
            "ended_on",
            "changed_at",
            "track",
            "end_reason",
            "end_words",
            "person__name",
            "person__alias",
        ),
        *("place__name", "agency__name", "staff__name"),
    )
    found = told.prefetch_related(
        "steps__staff", "attendances__staff", "checks__staff", "host_contacts__staff"
    )
    for whole in found.order_by("-begun_on", "-made_at")[:limit]:
        yield from (_step(whole, one) for one in whole.steps.all())
        yield from (_attendance(whole, one) for one in whole.attendances.all())
        yield from (_check(whole, one) for one in whole.checks.all())
        yield from (_host(whole, one) for one in whole.host_contacts.all())
        if whole.ended_on is not None:
            yield Event(
                on=whole.ended_on, written_at=whole.changed_at, title=f"参加が終わった：{whole.end_label}（{_called(whole)}）",
                who=_who(whole.staff.name, whole), text=whole.end_words, **_leads(whole),
            )  # fmt: skip


def _who(staff_name: str, one: Participation) -> str:
    return f"{one.agency.name} {staff_name}".strip()


def _called(one: Participation) -> str:
    return f"{one.person.called}・{one.place.name}"


def _leads(one: Participation) -> dict[str, Any]:
    return {"leads_to": "participation", "target": one.id, "named": (one.person_id,)}


def _step(whole: Participation, one: Step) -> Event:
    name = tracks.stage_name(track_code=whole.track, stage=one.stage)
    return Event(
        on=one.on, written_at=one.made_at, title=f"参加：{name}（{_called(whole)}）", who=_who(one.staff.name, whole),
        text=one.words, **_leads(whole),
    )  # fmt: skip


def _attendance(whole: Participation, one: Attendance) -> Event:
    times = f"{one.times}回" if one.times > 1 else "行った"
    return Event(
        on=one.on, written_at=one.made_at, title=f"参加：{whole.place.name}に{times}（{whole.person.called}）",
        who=_who(one.staff.name, whole), text=one.words, kind="quiet", **_leads(whole),
    )  # fmt: skip


def _check(whole: Participation, one: Check) -> Event:
    said = [("本人", one.person_words), ("受け入れ先", one.host_words)]
    return Event(
        on=one.on, written_at=one.made_at, title=f"定着の確認 {one.months}か月：{one.get_going_display()}（{_called(whole)}）",
        who=_who(one.staff.name, whole), text="\n".join(f"{name}「{words}」" for name, words in said if words),
        **_leads(whole),
    )  # fmt: skip


def _host(whole: Participation, one: HostContact) -> Event:
    return Event(
        on=one.on, written_at=one.made_at, title=f"受け入れ先への支え：{one.get_kind_display()}（{whole.place.name}）",
        who=_who(one.staff.name, whole), text=one.words, kind="quiet", **_leads(whole),
    )  # fmt: skip
