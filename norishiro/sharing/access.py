"""The facts about one question: may this be handed to them, and what does one more consent mean beside the others?
Gathered from consents, grants and appointments."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Agency, Appointment, live_on
from norishiro.core.verdict import Verdict
from norishiro.sharing import rules
from norishiro.sharing.choices import ConsentState, Ground
from norishiro.sharing.lookups import wordings
from norishiro.sharing.models import Consent, ConsentKind, ConsentRecipient
from norishiro.sharing.queries import bases_open_to
from norishiro.sharing.register import Entry


def held_facts(
    actor: Actor, *, person_id: UUID, receiver: Agency, categories: int, today: date
) -> frozenset[str]:
    """The keys of those conditions that the records themselves show to hold."""
    facts = {
        "consent": _consented(person_id, receiver=receiver, categories=categories, today=today),
        "conference_item": Ground.CONFERENCE in bases_open_to(actor, subject_id=person_id),
        "conference_seat": _seated(person_id, receiver=receiver, today=today),
        "same_body": actor.agency_body == receiver.body == Body.ADMINISTRATION,
        "other_body": not actor.agency_body == receiver.body == Body.ADMINISTRATION,
        "commissioner": _commissioners(receiver, today=today),
    }
    return frozenset(key for key, holds in facts.items() if holds)


def fits_giver(actor: Actor, entry: Entry) -> bool:
    """Whether the actor's agency may stand on the giving side. Work entrusted by the city is decided by the city."""
    administration = actor.agency_body == Body.ADMINISTRATION
    return {"any": True, "public": administration, "private": not administration}[entry.givers]


def stands(actor: Actor, entry: Entry, *, held: frozenset[str], answers: Mapping[str, str]) -> Verdict:
    """The rule's answer on one ground, with the conditions of the register."""
    return rules.ground_stands(
        [rules.ConditionFact(one.key, one.by == "system", one.missing) for one in entry.condition],
        held=held, answers=answers, fits_giver=fits_giver(actor, entry), article=entry.article,
    )  # fmt: skip


def _consented(person_id: UUID, *, receiver: Agency, categories: int, today: date) -> bool:
    """One live consent that names the recipient and covers, as it holds for it, every kind asked for."""
    live = ConsentRecipient.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=today), consent__person_id=person_id,
        consent__state=ConsentState.GIVEN, agency=receiver,
    )  # fmt: skip
    return any(one & categories == categories for one in live.values_list("categories", flat=True))


def _seated(person_id: UUID, *, receiver: Agency, today: date) -> bool:
    """Whether the recipient, or somebody appointed there, holds an opened 支援会議 grant on the person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient_id FROM gate_grants_on(%s) WHERE ground = 'J6'", [person_id])
        holders = {row[0] for row in cursor.fetchall()}
    if receiver.id in holders:
        return True
    return Appointment.objects.filter(live_on(today), agency=receiver, staff_id__in=holders).exists()


def _commissioners(receiver: Agency, *, today: date) -> bool:
    return Appointment.objects.filter(
        live_on(today), agency=receiver, role__kind=RoleKind.COMMISSIONER
    ).exists()


# --- one consent beside others ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """What a new consent says of one agency; ``by_kind`` when it is named only as one of a kind."""

    name: str
    scope: rules.Scope
    until_on: date | None
    by_kind: str = ""


@dataclass(frozen=True)
class Held:
    """What the other living consents say of the same agencies."""

    rows: dict[UUID, list[ConsentRecipient]] = field(default_factory=dict)

    def scopes(self, agency_id: UUID) -> list[rules.Scope]:
        return [rules.Scope(one.categories, one.until_on) for one in self.rows.get(agency_id, [])]

    def narrowing(self, agency_id: UUID, scope: rules.Scope) -> UUID | None:
        """The first of them that lets the agency know less than ``scope``."""
        for one in self.rows.get(agency_id, []):
            if rules.narrower(scope, rules.Scope(one.categories, one.until_on)) != scope:
                return one.consent_id
        return None


def standing_consents(person_ids: Collection[UUID], *, today: date) -> list[Consent]:
    """The person's living consents, locked: two people who ask at once must not both be the wider one."""
    return list(
        Consent.objects.select_for_update()
        .filter(
            Q(until_on__isnull=True) | Q(until_on__gt=today),
            person_id__in=person_ids,
            state=ConsentState.GIVEN,
        )
        .order_by("made_at")
    )


def wanted_recipients(
    named: Iterable[UUID], *, kinds: Iterable[str], limited: Mapping[UUID, int], categories: int,
    until_on: date | None, taken_by: UUID, today: date,
) -> dict[UUID, Wanted]:  # fmt: skip
    """Every agency the consent means: by name, as one of a kind (those of today), and whoever takes it."""
    by_name = {*named, *limited, taken_by}
    of_kind = Q(live_on(today), field__in=list(kinds))
    found = Agency.objects.filter(Q(id__in=by_name) | of_kind).order_by("code")
    return {
        one.id: Wanted(
            one.name, rules.Scope(limited.get(one.id, categories), until_on), one.until_on,
            by_kind="" if one.id in by_name else one.field,
        )
        for one in found
    }  # fmt: skip


def held_scopes(standing: Iterable[Consent], wanted: Iterable[UUID]) -> Held:
    rows: dict[UUID, list[ConsentRecipient]] = {}
    for one in rows_of(standing, agencies=list(wanted)):
        rows.setdefault(one.agency_id, []).append(one)
    return Held(rows)


def rows_of(standing: Iterable[Consent], *, agencies: Iterable[UUID]) -> list[ConsentRecipient]:
    """What these consents say of these agencies; of all agencies where none is named."""
    rows = ConsentRecipient.objects.filter(consent__in=list(standing), consent__state=ConsentState.GIVEN)
    ids = list(agencies)
    return list((rows.filter(agency_id__in=ids) if ids else rows).order_by("consent__made_at", "id"))


def closed_names(wanted: Mapping[UUID, Wanted], *, today: date) -> tuple[str, ...]:
    return tuple(one.name for one in wanted.values() if one.until_on is not None and one.until_on <= today)


def emptied_names(
    wanted: Mapping[UUID, Wanted], holding: Mapping[UUID, rules.Scope], *, taken_by: UUID
) -> tuple[str, ...]:
    """Whom the person names now, and who would get nothing beside what was said before."""
    return tuple(
        one.name
        for key, one in wanted.items()
        if key != taken_by and one.scope.categories and not holding[key].categories
    )


def is_known_wording(version: str, *, on: date) -> bool:
    """Whether this version of the rules was in force that day. Of a day before the first profile nothing is known."""
    known = {one.version for one in wordings() if one.in_force(on)}
    return not known or version in known


def narrow_kinds(standing: Iterable[Consent], *, kept: int) -> None:
    """What was refused of all agencies is refused of those that join their kind later, too."""
    ConsentKind.objects.filter(consent__in=list(standing)).update(categories=F("categories").bitand(kept))
