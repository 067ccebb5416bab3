"""支援措置・秘匿: hidden the moment it is set, shown for one look, ended only by two people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.agencies.permissions import Permission
from norishiro.core.operation import operation
from norishiro.core.verdict import Verdict
from norishiro.core.withheld import fold
from norishiro.ledger.operations import sign
from norishiro.people import events, lookups, rules
from norishiro.people.choices import (
    SEARCHED_FIELDS,
    LiftingState,
    ProtectionSource,
    ProtectionState,
    WithheldField,
)
from norishiro.people.models import Lifting, Merge, Person, Protection, Withheld, WithheldValue
from norishiro.people.withholding import Lock, keep, note_words, opened_for, read, words_of

TEXT = "TEXT"
# One pattern of many more words takes longer than several of so many.
MOST_WORDS = 60


@operation
def protect(
    actor: Actor, /, *, person: Person, kind: str, basis: str, office: Agency, against: Person | None = None,
    fields: Collection[str], told: Mapping[str, str] | None = None, from_on: date, renew_by: date | None = None,
    came_with: Merge | None = None, today: date,
) -> Protection:  # fmt: skip
    """Withhold data of a person from everybody, now: address and telephone in ``fields`` leave the ordinary columns, of
    the person and of whoever lives at that address with them, and every text; ``told`` adds data known only now.

    What is taken is sealed and kept for ``office``. ``against`` is whom it must not reach. Records ``protection.set`` with
    the kinds of data, never their content. ``came_with`` is the merging of two records it came over with. Refused by ``may_protect``.
    """
    given = {key: text for key, text in (told or {}).items() if text.strip()}
    rules.may_protect(
        already=lookups.is_protected(person.id, kind=kind), nothing=not fields and not given,
        against_oneself=against is not None and against.id == person.id, renew_by=renew_by, from_on=from_on,
        today=today,
    ).or_refuse()  # fmt: skip
    protection = Protection.objects.create(
        person=person, kind=kind, source=ProtectionSource.PERSON, basis=basis, office=office, against=against,
        applied_by_id=actor.staff_id, from_on=from_on, renew_by=renew_by, came_with=came_with,
    )  # fmt: skip
    concerned = withhold(protection, fields=fields, told=given)
    person.refresh_from_db()
    sign(
        actor, events.PROTECTED, subjects=[person.id, *sorted(concerned - {person.id})],
        changes={
            "kind": (None, kind), "office": (None, str(office.id)),
            "fields": (None, ",".join(sorted({*fields, *given}))), "renew_by": (None, renew_by),
        },
    )  # fmt: skip
    return protection


@dataclass(frozen=True, kw_only=True)
class Flagged:
    """Somebody of a list with a flag: what kind it is, and the address the list names."""

    person: Person
    kind: str
    address: str = ""


@dataclass(frozen=True)
class Beside:
    """Rows that whoever asks covers himself: those of one parent in one table."""

    table: str
    column: str
    parent: UUID


@operation
def protect_all(
    actor: Actor, /, *, flagged: Sequence[Flagged], basis: str, office: Agency, fields: Collection[str],
    beside: Beside, from_on: date, today: date,
) -> None:  # fmt: skip
    """Withhold data of many people at once: the same for each as ``protect``, and as ``add_protected`` for whoever has a
    protection of this kind. The texts of the town are gone through once for all of them.

    Records ``protection.set`` or ``protection.added`` for each. Refused by ``may_protect`` for anybody of them.
    """
    laid: list[tuple[Lock, set[str]]] = []
    for one in flagged:
        told = {WithheldField.ADDRESS.value: one.address} if one.address.strip() else {}
        standing = lookups.protections_of(one.person.id).filter(kind=one.kind).first()
        if standing is not None:
            lock = lock_of(standing)
            for field, text in told.items():
                laid.append((lock, _keep_told(lock, standing, field=field, text=text)))
                sign(
                    actor, events.PROTECTED_ADDED, subjects=[one.person.id], changes={"field": (None, field)}
                )
            continue
        rules.may_protect(
            already=False, nothing=not fields and not told, against_oneself=False, renew_by=None, from_on=from_on,
            today=today,
        ).or_refuse()  # fmt: skip
        protection = Protection.objects.create(
            person=one.person, kind=one.kind, source=ProtectionSource.PERSON, basis=basis, office=office,
            applied_by_id=actor.staff_id, from_on=from_on,
        )  # fmt: skip
        concerned, words = _lay_away(protection, fields=fields, told=told)
        laid.append((lock_of(protection), words))
        sign(
            actor, events.PROTECTED, subjects=[one.person.id, *sorted(concerned - {one.person.id})],
            changes={
                "kind": (None, one.kind), "office": (None, str(office.id)),
                "fields": (None, ",".join(sorted({*fields, *told}))), "renew_by": (None, None),
            },
        )  # fmt: skip
    _search_for(laid, beside=beside)


def withhold(protection: Protection, *, fields: Collection[str], told: Mapping[str, str]) -> set[UUID]:
    """Take the data out of columns and texts and lay them away; answer whose data these were."""
    concerned, words = _lay_away(protection, fields=fields, told=told)
    _search_for([(lock_of(protection), words)])
    return concerned


def _lay_away(
    protection: Protection, *, fields: Collection[str], told: Mapping[str, str]
) -> tuple[set[UUID], set[str]]:
    """Take the data out of the columns; answer whose they were and the words to look for in texts."""
    lock = lock_of(protection)
    concerned: set[UUID] = set()
    words: set[str] = set()
    for place, record, person_id, household_id, field, value in _taken(protection, fields):
        keep(lock, place=place, record_id=str(record), text=value)
        if person_id or household_id:
            _note(protection, field=field, person_id=person_id, household_id=household_id)
        concerned |= {person_id} if person_id else set()
        words |= set(words_of(field, value)) if field in SEARCHED_FIELDS else set()
    for field, text in told.items():
        words |= _keep_told(lock, protection, field=field, text=text)
    for field in {*fields, *({WithheldField.AREA} if WithheldField.ADDRESS in fields else set())}:
        _note(protection, field=field, person_id=protection.person_id, household_id=None)
    return concerned, words


def lock_of(protection: Protection) -> Lock:
    return Lock(protection.id, protection.person_id, protection.office_id, protection.against_id)


def _keep_told(lock: Lock, protection: Protection, *, field: str, text: str) -> set[str]:
    keep(lock, place=field, record_id="", text=text)
    _note(protection, field=field, person_id=protection.person_id, household_id=None)
    return set(words_of(field, text)) if field in SEARCHED_FIELDS else set()


def _search_for(laid: Sequence[tuple[Lock, set[str]]], *, beside: Beside | None = None) -> None:
    """Cover the words in every text there is; what stood there, as it was written, is sealed too."""
    for lock, words in laid:
        note_words(lock.id, sorted(words, key=lambda one: (-len(one), one)))
    every = sorted(set().union(*(words for _lock, words in laid)), key=lambda one: (-len(one), one))
    for start in range(0, len(every), MOST_WORDS):
        for place, record, pieces in _cover(every[start : start + MOST_WORDS], beside):
            if place != "core_draft.payload":
                _keep_pieces(laid, place=f"{TEXT} {place}", record_id=str(record), pieces=pieces)


def _cover(words: list[str], beside: Beside | None) -> list[tuple[str, UUID, list[str]]]:
    with connection.cursor() as cursor:
        if beside is None:
            cursor.execute("SELECT place, record, pieces FROM withheld_cover(%s)", [words])
        else:
            cursor.execute(
                "SELECT place, record, pieces FROM withheld_cover(%s, %s, %s, %s)",
                [words, beside.table, beside.column, beside.parent],
            )
        found: list[tuple[str, UUID, list[str]]] = cursor.fetchall()
        return found


def _keep_pieces(
    laid: Sequence[tuple[Lock, set[str]]], *, place: str, record_id: str, pieces: Sequence[str]
) -> None:
    """Each piece goes behind whichever protection it is a word of; what cannot be told, behind the first."""
    behind: dict[Lock, list[str]] = {}
    for piece in pieces:
        said = fold(piece)
        locks = [lock for lock, words in laid if len(laid) == 1 or any(one in said for one in words)]
        for lock in locks or [laid[0][0]]:
            behind.setdefault(lock, []).append(piece)
    for lock, kept in behind.items():
        keep(lock, place=place, record_id=record_id, text="\n".join(kept))


def _taken(protection: Protection, fields: Collection[str]) -> list[tuple[str, UUID, UUID, UUID, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, record, person, household, field, value FROM withheld_take(%s, %s, %s)",
            [protection.person_id, protection.against_id, list(fields)],
        )
        taken: list[tuple[str, UUID, UUID, UUID, str, str]] = cursor.fetchall()
        return taken


def _note(protection: Protection, *, field: str, person_id: UUID | None, household_id: UUID | None) -> None:
    noted = Withheld.objects.filter(
        Q(person_id=person_id),
        Q(household_id=household_id),
        protection=protection,
        field=field,
        until_on=None,
    )
    if not noted.exists():
        Withheld.objects.bulk_create(
            [
                Withheld(
                    protection=protection, field=field, person_id=person_id, household_id=household_id,
                    office_id=protection.office_id,
                )
            ]
        )  # fmt: skip


@operation
def add_protected(actor: Actor, /, *, protection: Protection, field: str, text: str) -> None:
    """Lay one more datum behind a protection (a new address, a shelter, a note). Who adds it need not be able to look.

    Records ``protection.added`` with the kind of datum only. Refused where the protection has ended.
    """
    locked = Protection.objects.select_for_update().get(pk=protection.pk)
    rules.may_add_protected(active=locked.state != ProtectionState.ENDED, text=text).or_refuse()
    lock = lock_of(locked)
    _search_for([(lock, _keep_told(lock, locked, field=field, text=text))])
    sign(actor, events.PROTECTED_ADDED, subjects=[locked.person_id], changes={"field": (None, field)})


@operation
def look_at(actor: Actor, /, *, person: Person, purpose: str) -> list[tuple[str, str]]:
    """Show what is withheld about a person, for one look: what it is, and the text.

    Records ``protection.seen`` with the purpose, before anything is shown. Refused by ``may_look``; the wall asks the
    same again.
    """
    held = list(lookups.protections_of(person.id))
    look_verdict(actor, held=held, purpose=purpose).or_refuse()
    locks = [one.id for one in held if one.office_id in actor.agency_ids]
    with opened_for(locks):
        found = [(_said(value), text) for value, text in read(locks)]
    sign(actor, events.PROTECTED_SEEN, subjects=[person.id], reason=purpose)
    return found


def look_verdict(actor: Actor, *, held: list[Protection], purpose: str) -> Verdict:
    """The rule's answer for these protections of one person."""
    mine = [one for one in held if one.office_id in actor.agency_ids]
    return rules.may_look(
        permitted=actor.may(Permission.SEE_PROTECTED), office="・".join(sorted({one.office.name for one in held})),
        in_office=bool(mine) or not held, active=bool(held), purpose=purpose,
        supports_other=bool(mine) and all(lookups.supports(actor, one.against_id) for one in mine),
    )  # fmt: skip


PLACES = {
    "people_person.address": "住所",
    "people_person.postal_code": "郵便番号",
    "people_person.phone": "電話",
    "people_person.area_id": "圏域",
    "people_household.address": "世帯の住所",
    "people_household.area_id": "世帯の圏域",
}


def _said(value: WithheldValue) -> str:
    if value.place in PLACES:
        return PLACES[value.place]
    return WithheldField(value.place).label if value.place in WithheldField.values else "記録の文中"


@operation
def renew_protection(
    actor: Actor, /, *, protection: Protection, basis: str, renew_by: date, today: date
) -> Protection:
    """The protection goes on: renewed, or applied for again. A lifting asked for before is void from now on.

    Records ``protection.renewed``; refused by ``may_renew``.
    """
    locked = Protection.objects.select_for_update().get(pk=protection.pk)
    rules.may_renew(
        active=locked.state != ProtectionState.ENDED, in_office=locked.office_id in actor.agency_ids,
        renew_by=renew_by, today=today,
    ).or_refuse()  # fmt: skip
    before = locked.renew_by
    renew(locked, basis=basis, renew_by=renew_by)
    sign(
        actor, events.PROTECTION_RENEWED, subjects=[locked.person_id],
        changes={"renew_by": (before, renew_by)}, changed_text=["basis"],
    )  # fmt: skip
    return locked


def renew(locked: Protection, *, basis: str, renew_by: date | None) -> None:
    """Write the renewal into the locked row; every lifting asked for against an older version is void."""
    locked.basis, locked.renew_by, locked.version = basis, renew_by, locked.version + 1
    locked.save(update_fields=["basis", "renew_by", "version", "state", "changed_at"])
    Lifting.objects.filter(protection=locked, state=LiftingState.ASKED).update(state=LiftingState.VOID)


@operation
def ask_lifting(
    actor: Actor, /, *, protection: Protection, version: int, reason: str, today: date
) -> Lifting:
    """The first of two: ask that the protection, as it stands in this version, ends. Nothing is shown by it.

    Records ``protection.lifting_asked``; refused by ``may_ask_lifting``.
    """
    locked = Protection.objects.select_for_update().get(pk=protection.pk)
    rules.may_ask_lifting(
        active=locked.state != ProtectionState.ENDED, in_office=locked.office_id in actor.agency_ids,
        permitted=actor.may(Permission.LIFT_PROTECTION), current=version == locked.version, reason=reason,
        asked=Lifting.objects.filter(protection=locked, state=LiftingState.ASKED).exists(),
    ).or_refuse()  # fmt: skip
    lifting = Lifting.objects.create(
        protection=locked,
        version_seen=locked.version,
        reason=reason,
        asked_by_id=actor.staff_id,
        asked_on=today,
    )
    sign(
        actor, events.LIFTING_ASKED, subjects=[locked.person_id], changes={"version": (None, locked.version)},
        changed_text=["reason"],
    )  # fmt: skip
    return lifting


@operation
def lift_protection(actor: Actor, /, *, lifting: Lifting, version: int, today: date) -> Protection:
    """The second of two, another person: end the protection that the first one saw. What was taken from columns goes
    back; what was covered in texts stays covered. Where another protection stands, it keeps everything withheld.

    Records ``protection.lifted``; refused by ``may_lift``.
    """
    locked = Protection.objects.select_for_update().get(pk=lifting.protection_id)
    asked = Lifting.objects.select_for_update().get(pk=lifting.pk)
    lift_verdict(actor, protection=locked, lifting=asked, version=version).or_refuse()
    asked.state, asked.decided_by_id, asked.decided_on = LiftingState.DONE, actor.staff_id, today
    asked.save(update_fields=["state", "decided_by", "decided_on"])
    locked.state, locked.ended_on, locked.version = ProtectionState.ENDED, today, locked.version + 1
    locked.save(update_fields=["state", "ended_on", "version", "changed_at"])
    other = lookups.protections_of(locked.person_id).exclude(pk=locked.pk).first()
    with opened_for([locked.id]):
        if other:
            _hand_over(locked, to=other)
        else:
            _give_back(locked, today=today)
    sign(
        actor, events.PROTECTION_LIFTED, subjects=[locked.person_id],
        changes={"version": (asked.version_seen, locked.version), "asked_by": (None, str(asked.asked_by_id))},
    )  # fmt: skip
    return locked


def lift_verdict(actor: Actor, *, protection: Protection, lifting: Lifting, version: int) -> Verdict:
    """The rule's answer to the second person, on the rows as they are now."""
    return rules.may_lift(
        waiting=lifting.state == LiftingState.ASKED and protection.state != ProtectionState.ENDED,
        same_person=lifting.asked_by_id == actor.staff_id, in_office=protection.office_id in actor.agency_ids,
        permitted=actor.may(Permission.LIFT_PROTECTION),
        current=lifting.version_seen == protection.version == version,
        supports_other=lookups.supports(actor, protection.against_id),
    )  # fmt: skip


def _give_back(protection: Protection, *, today: date) -> None:
    with connection.cursor() as cursor:
        for value, text in read([protection.id]):
            if value.place.partition(".")[0] in (
                "people_person",
                "people_household",
                "outreach_contact",
                "cases_case",
            ):
                cursor.execute("SELECT withheld_give_back(%s, %s, %s)", [value.place, value.record_id, text])
    Withheld.objects.filter(protection=protection, until_on=None).update(until_on=today)
    lookups.words_behind(protection.id).delete()


def _hand_over(protection: Protection, *, to: Protection) -> None:
    """Another reason stands: the values lie behind it from now on."""
    for value, text in read([protection.id]):
        keep(lock_of(to), place=value.place, record_id=value.record_id, text=text)
    Withheld.objects.filter(protection=protection, until_on=None).update(
        protection=to, office_id=to.office_id
    )
    lookups.words_behind(protection.id).update(lock=to.id)


@operation
def refuse_lifting(actor: Actor, /, *, lifting: Lifting, today: date) -> Lifting:
    """The second person does not agree: it stays withheld. Records ``protection.lifting_refused``."""
    locked = Protection.objects.select_for_update().get(pk=lifting.protection_id)
    asked = Lifting.objects.select_for_update().get(pk=lifting.pk)
    lift_verdict(actor, protection=locked, lifting=asked, version=asked.version_seen).or_refuse()
    asked.state, asked.decided_by_id, asked.decided_on = LiftingState.REFUSED, actor.staff_id, today
    asked.save(update_fields=["state", "decided_by", "decided_on"])
    sign(actor, events.LIFTING_REFUSED, subjects=[locked.person_id])
    return asked
