"""Two records of one person: treated as one from a day on, and as two again whenever that was wrong (ADR 0030)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import F, Q

from norishiro.agencies.actor import Actor
from norishiro.casework import events
from norishiro.casework.rules import merging as rules
from norishiro.core.operation import operation
from norishiro.core.records import Unseen
from norishiro.core.verdict import Verdict
from norishiro.ledger.operations import sign
from norishiro.people.choices import PairState, ProtectionState, WithheldField
from norishiro.people.lookups import came_over, protections_of
from norishiro.people.models import Merge, Pair, Person, Protection, Relation
from norishiro.people.operations import protect
from norishiro.sharing.choices import Category, Depth
from norishiro.sharing.operations import exclude_staff, readmit_staff
from norishiro.sharing.operations import person as person_subject
from norishiro.sharing.queries import exclusions_on, viewers_of

# Why somebody who was shut out with the one record is let in again to the other.
PARTED = "まとめた二つの記録を、元に戻したため"


@operation
def merge_people(actor: Actor, /, *, kept: Person, away: Person, reason: str, today: date) -> Merge:
    """Say that two records are one person: ``away`` points to ``kept`` from now on. No row is moved and no grant
    changed, so whoever saw a record sees just that. What is withheld in one is withheld in both, and whoever is shut out
    of one is shut out of both.

    Records ``people.merged``, ``protection.set`` for what is now withheld in the other, and ``staff.excluded``; refused
    by ``may_merge``.
    """
    found = _locked(kept, away)
    merge_verdict(actor, kept=found[kept.id], away=found[away.id], reason=reason).or_refuse()
    merge = Merge.objects.create(
        kept=kept, away=away, reason=reason, merged_by_id=actor.staff_id, merged_on=today
    )
    _keep_the_stricter(merge, actor, found[kept.id], found[away.id], today=today)
    merge.shut_out = _shut_out_of_both(actor, kept.id, away.id)
    merge.save(update_fields=["shut_out"])
    Person.objects.filter(id=away.id).update(merged_into=kept, version=F("version") + 1)
    _settle(actor, kept, away, state=PairState.ONE, today=today)
    sign(
        actor, events.PEOPLE_MERGED, subjects=[kept.id, away.id], changes={"merged_into": (None, str(kept.id))},
        changed_text=["reason"],
    )  # fmt: skip
    return merge


def merge_verdict(actor: Actor, *, kept: Person, away: Person, reason: str) -> Verdict:
    """The rule's answer for these two records as they are now."""
    held = [*protections_of(kept.id), *protections_of(away.id)]
    pair = {kept.id, away.id}
    return rules.may_merge(
        rules.MergeFact(
            same=kept.id == away.id, kept_merged=kept.merged_into_id is not None,
            away_merged=away.merged_into_id is not None,
            away_has_others=Person.objects.filter(merged_into=away).exists(),
            left_behind=_left_behind(actor, kept=kept.id, away=away.id),
            related=Relation.objects.filter(person__in=pair, other__in=pair, until_on=None).exists(),
            against=any(one.against_id in pair for one in held),
            in_doubt=any(one.state == ProtectionState.DOUBT for one in held), reason=reason,
        )
    )  # fmt: skip


def _left_behind(actor: Actor, *, kept: UUID, away: UUID) -> tuple[str, ...]:
    """Who sees the one record and would not find the other."""
    following = {
        one.name for one in viewers_of(actor, subject_id=kept) if _sees_who(one.depth, one.categories)
    }
    names = dict.fromkeys(one.name for one in viewers_of(actor, subject_id=away))
    return tuple(one for one in names if one not in following)


def _sees_who(depth: Depth, categories: int) -> bool:
    return depth >= Depth.OUTLINE and bool(categories & Category.ATTRIBUTES)


def _keep_the_stricter(merge: Merge, actor: Actor, one: Person, other: Person, *, today: date) -> None:
    """Each protection of either stands on both; what came over is known as such."""
    of_one, of_other = list(protections_of(one.id)), list(protections_of(other.id))
    for held, lacking, has in ((of_one, other, of_other), (of_other, one, of_one)):
        for protection in held:
            if protection.kind not in {here.kind for here in has}:
                _protect_too(merge, actor, lacking, like=protection, today=today)


def _protect_too(merge: Merge, actor: Actor, person: Person, *, like: Protection, today: date) -> None:
    renewal = like.renew_by if like.renew_by and like.renew_by > today else None
    protect(
        actor, person=person, kind=like.kind, basis=like.basis, office=like.office, against=like.against,
        fields=[WithheldField.ADDRESS, WithheldField.PHONE], from_on=min(like.from_on, today), renew_by=renewal,
        came_with=merge, today=today,
    )  # fmt: skip


def _shut_out_of_both(actor: Actor, one: UUID, other: UUID) -> list[UUID]:
    """利益相反 is about the person, whichever record was named. Answers the lines that came to be by it."""
    shut = [held for held in exclusions_on(actor, subject_ids=[one, other]) if held.until_at is None]
    twice = {held.staff_id for held in shut if held.subject_id == one} & {
        held.staff_id for held in shut if held.subject_id == other
    }
    for held in shut:
        if held.staff_id not in twice:
            lacking = other if held.subject_id == one else one
            exclude_staff(actor, subjects=[person_subject(lacking)], shut_out=held.staff, reason=held.reason)
    known = {held.id for held in shut}
    now = exclusions_on(actor, subject_ids=[one, other])
    return [held.id for held in now if held.until_at is None and held.id not in known]


@operation
def undo_merge(actor: Actor, /, *, merge: Merge, reason: str, today: date) -> Merge:
    """The two are two again. What was written since stays with the record it was written to. Whoever was shut out by the merging
    alone is let in again; a protection that came over withholds until two people of its office end it, and they are asked to.

    Records ``people.merge_undone`` and ``staff.readmitted``; refused by ``may_undo_merge``.
    """
    locked = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    rules.may_undo_merge(undone=locked.undone_on is not None, reason=reason).or_refuse()
    locked.undone_by_id, locked.undone_on, locked.undone_reason = actor.staff_id, today, reason
    locked.save(update_fields=["undone_by", "undone_on", "undone_reason"])
    Person.objects.filter(id=locked.away_id).update(merged_into=None, version=F("version") + 1)
    for held in exclusions_on(actor, subject_ids=[locked.kept_id, locked.away_id]):
        if held.id in locked.shut_out and held.until_at is None:
            readmit_staff(actor, exclusion=held, reason=PARTED)
    came_over(locked.id).update(parted_on=today)
    _settle(actor, locked.kept, locked.away, state=PairState.APART, today=today)
    sign(
        actor, events.MERGE_UNDONE, subjects=[locked.kept_id, locked.away_id],
        changes={"merged_into": (str(locked.kept_id), None)}, changed_text=["undone_reason"],
    )  # fmt: skip
    return locked


@operation
def tell_apart(actor: Actor, /, *, one: Person, other: Person, today: date) -> Pair:
    """Note that two records that look alike are two people, so that nobody is asked again.

    Records ``people.told_apart``; refused by ``may_tell_apart``.
    """
    found = _locked(one, other)
    merged = Q(kept__in=found, away__in=found, undone_on=None)
    rules.may_tell_apart(same=one.id == other.id, merged=Merge.objects.filter(merged).exists()).or_refuse()
    pair = _settle(actor, one, other, state=PairState.APART, today=today)
    sign(actor, events.TOLD_APART, subjects=[one.id, other.id])
    return pair


def _locked(one: Person, other: Person) -> dict[UUID, Person]:
    """Both rows, locked in one order. Whoever does not see both finds neither."""
    wanted = {one.id, other.id}
    rows = Person.objects.select_for_update().filter(id__in=wanted).order_by("id")
    found = {row.id: row for row in rows}
    for missing in wanted - set(found):
        raise Unseen(missing)
    return found


def _settle(actor: Actor, one: Person, other: Person, *, state: str, today: date) -> Pair:
    """What became of the pair, whether or not it had been found before."""
    first, second = sorted((one, other), key=lambda person: person.id)
    known = Pair.objects.filter(first=first, second=second).first()
    pair = known or Pair(first=first, second=second, percent=0, found_on=today)
    pair.state, pair.settled_by_id, pair.settled_on = state, actor.staff_id, today
    pair.save()
    return pair
