"""Who was told of, and how figures stand to each other: record by record, each through the gate."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.records import Unseen
from norishiro.family.models import HiddenManner, Kin, Mark, Tie
from norishiro.family.told import End
from norishiro.people import queries as people
from norishiro.people.models import Person
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

MOST = 200


def kin_visible_to(actor: Actor) -> QuerySet[Kin]:
    return through_gate(Kin.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def _with_people_seen(actor: Actor, rows: QuerySet[Tie]) -> QuerySet[Tie]:
    """Ties of which both registered ends are open to the actor."""
    seen = people.visible_to(actor).values("id")
    return rows.filter(
        Q(one_person=None) | Q(one_person_id__in=seen), Q(other_person=None) | Q(other_person_id__in=seen)
    )


def ties_visible_to(actor: Actor) -> QuerySet[Tie]:
    rows = through_gate(Tie.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)
    return _with_people_seen(actor, rows)


def kin_of(actor: Actor, *, case: Case) -> list[Kin]:
    """Everybody told of in this case whom nobody took back."""
    return list(kin_visible_to(actor).filter(case=case, withdrawn_on=None).order_by("made_at", "id")[:MOST])


def ties_of(actor: Actor, *, case: Case) -> list[Tie]:
    rows = ties_visible_to(actor).filter(case=case, withdrawn_on=None)
    return list(
        rows.select_related("one_person", "one_kin", "other_person", "other_kin").order_by(
            "kind", "place", "made_at", "id"
        )[: 2 * MOST]
    )


def ties_of_figure(actor: Actor, *, case: Case, end: End) -> list[Tie]:
    """The exact ties of one figure, also under the other record of the same person."""
    ends = Q(one_person=end.person) | Q(other_person=end.person) if end.person else Q(pk=None)
    kins = [end.kin] if end.kin else [one for one in kin_of(actor, case=case) if one.person_id == _id(end)]
    rows = ties_visible_to(actor).filter(case=case, withdrawn_on=None)
    return list(
        rows.filter(ends | Q(one_kin__in=kins) | Q(other_kin__in=kins))
        .select_related("one_person", "one_kin", "other_person", "other_kin", "staff", "agency")
        .order_by("kind", "place", "made_at", "id")[:MOST]
    )


def _id(end: End) -> UUID | None:
    return end.person.id if end.person else None


def marks_of(actor: Actor, *, case: Case, on: date) -> list[Mark]:
    """The marks of the drawing on a day, of those figures the actor sees."""
    rows = through_gate(
        Mark.objects.filter(case=case), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True
    )
    seen = people.visible_to(actor).values("id")
    rows = rows.filter(Q(person=None) | Q(person_id__in=seen), from_on__lte=on)
    return list(rows.filter(Q(until_on=None) | Q(until_on__gt=on)).order_by("made_at", "id")[:MOST])


def get_kin(actor: Actor, *, kin_id: UUID) -> Kin:
    rows = kin_visible_to(actor).select_related("case", "staff", "agency", "linked_by")
    found = rows.filter(id=kin_id, withdrawn_on=None).first()
    if found is None:
        raise Unseen(kin_id)
    return found


def get_tie(actor: Actor, *, tie_id: UUID) -> Tie:
    rows = ties_visible_to(actor).select_related(
        "case", "one_person", "one_kin", "other_person", "other_kin", "staff", "agency"
    )
    found = rows.filter(id=tie_id, withdrawn_on=None).first()
    if found is None:
        raise Unseen(tie_id)
    return found


def hidden_manner(actor: Actor, *, tie: Tie) -> HiddenManner | None:
    """What the tie really is, for the agency that keeps it hidden; None for everybody else."""
    return HiddenManner.objects.filter(tie=tie, agency_id__in=actor.agency_ids).first()


def end_named(actor: Actor, *, case: Case, key: str) -> End:
    """The figure a key of the drawing names, as far as the actor sees it."""
    kind, _dash, text = key.partition("-")
    try:
        named = UUID(text)
    except ValueError:
        raise Unseen(case.id) from None
    if kind == "p":
        return End(person=people.get_person(actor, person_id=named))
    kin = get_kin(actor, kin_id=named)
    if kin.case_id != case.id:
        raise Unseen(named)
    return End(kin=kin)


def people_to_link(actor: Actor, *, kin: Kin, text: str, today: date) -> list[Person]:
    """Registered people who may be the one told of: found by name, among those the actor sees."""
    taken = {one.person_id for one in kin_of(actor, case=kin.case)}
    found = people.search_people(actor, text=text, today=today) if text else []
    return [one for one in found if one.id not in taken]
