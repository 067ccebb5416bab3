"""The facts about one question: may this be handed to them? Gathered from consents, grants and appointments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Agency, Appointment, live_on
from norishiro.core.verdict import Verdict
from norishiro.sharing import rules
from norishiro.sharing.choices import ConsentState, Ground
from norishiro.sharing.models import Consent
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
    """One live consent that names the recipient and covers every kind asked for."""
    live = Consent.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=today), person_id=person_id, state=ConsentState.GIVEN,
        recipients__agency=receiver,
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
