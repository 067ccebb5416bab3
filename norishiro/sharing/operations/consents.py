"""Consents, refusals and withdrawals, and the wordings they were explained by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import Unseen
from norishiro.ledger.operations import sign
from norishiro.sharing import access, events, lookups, rules
from norishiro.sharing.choices import (
    ALL_CATEGORIES,
    LIMITED_GIVERS,
    ConsentGiver,
    ConsentMethod,
    ConsentState,
    Depth,
    Ground,
    SourceKind,
    SubjectKind,
)
from norishiro.sharing.models import Consent, ConsentKind, ConsentRecipient, Grant, Wording
from norishiro.sharing.operations.grants import end_grants, grant, start_of
from norishiro.sharing.operations.subjects import Someone, Subject, agency, case


@operation
def take_consent(
    actor: Actor,
    /,
    *,
    person: Someone,
    case_id: UUID | None,
    recipient_ids: Iterable[UUID],
    categories: int,
    asked_on: date,
    until_on: date | None,
    method: ConsentMethod,
    witness: str,
    giver: ConsentGiver,
    giver_name: str,
    wording_version: str,
    purpose: str,
    today: date,
    kinds: Iterable[str] = (),
    limited: Mapping[UUID, int] | None = None,
    giver_powers: str = "",
    own_view: str = "",
    paper_note: str = "",
    replaces: Iterable[UUID] = (),
) -> Consent:
    """Keep one person's consent and open exactly what it names: this person (and the case) to these agencies.

    Recipients are agencies by name and all of a kind (``kinds``); ``limited`` names those that get fewer categories. The
    receiving agency is always among them. Beside other living consents about the same agency the narrower wins on both
    sides (ADR 0026), unless this one replaces them. Records ``consent.taken``, and ``consent.narrowed`` and
    ``consent.replaced`` where that happens; refused by ``may_take_consent``.
    """
    standing = access.standing_consents(person.all_ids, today=today)
    replaced = [one for one in standing if one.id in set(replaces)]
    wanted = access.wanted_recipients(
        recipient_ids, kinds=kinds, limited=limited or {}, categories=categories, until_on=until_on,
        taken_by=actor.agency_id, today=today,
    )  # fmt: skip
    held = access.held_scopes([one for one in standing if one not in replaced], wanted)
    holding = {key: rules.narrowest(one.scope, held.scopes(key)) for key, one in wanted.items()}
    rules.may_take_consent(
        rules.ConsentFact(
            recipients=len(wanted), categories=categories, asked_on=asked_on, until_on=until_on,
            person_died=person.died_on is not None, used_instead=person.used_instead,
            oral=method == ConsentMethod.ORAL, witness=witness,
            represented=giver != ConsentGiver.SELF, giver_name=giver_name, limited_powers=giver in LIMITED_GIVERS,
            giver_powers=giver_powers, own_view=own_view,
            known_wording=access.is_known_wording(wording_version, on=asked_on),
            closed=access.closed_names(wanted, today=today),
            emptied=access.emptied_names(wanted, holding, taken_by=actor.agency_id),
        ),
        today=today,
    ).or_refuse()  # fmt: skip
    consent = Consent.objects.create(
        person_id=person.id, case_id=case_id, state=ConsentState.GIVEN, asked_on=asked_on, asked_by_id=actor.staff_id,
        agency_id=actor.agency_id, giver=giver, giver_name=giver_name, giver_powers=giver_powers, own_view=own_view,
        method=method, witness=witness, wording_version=wording_version, purpose=purpose, categories=categories,
        until_on=until_on, paper_note=paper_note,
    )  # fmt: skip
    _name_recipients(consent, wanted=wanted, holding=holding, held=held, kinds=kinds, limited=limited or {})
    subjects = _subjects_of(actor, person.id, case_id, replaced)
    for scope in dict.fromkeys(one for one in holding.values() if one.categories):
        grant(
            actor, subjects=subjects, recipients=[agency(key) for key, one in holding.items() if one == scope],
            ground=Ground.CONSENT, depth=Depth.PROGRESS, source=SourceKind.CONSENT, source_id=consent.id,
            categories=scope.categories, until=scope.until_on,
        )  # fmt: skip
    for key, one in wanted.items():
        if key != actor.agency_id:
            _narrow(actor, held.rows.get(key, []), to=one.scope, by=consent)
    sign(actor, events.CONSENT_TAKEN, subjects=[one.id for one in subjects], ground=Ground.CONSENT)
    for former in replaced:
        _replace(actor, former, by=consent)
    return consent


def let_consent_reach(
    actor: Actor, *, consent: Consent, subject: Subject, recipient_ids: Iterable[UUID], categories: int
) -> None:
    """What the person consented to reaches a case it led to: for those it names, as far as it holds for each of them."""
    for row in access.rows_of([consent], agencies=recipient_ids):
        if row.categories & categories:
            grant(
                actor, subjects=[subject], recipients=[agency(row.agency_id)], ground=Ground.CONSENT,
                depth=Depth.PROGRESS, source=SourceKind.CONSENT, source_id=consent.id,
                categories=row.categories & categories, until=row.until_on,
            )  # fmt: skip


def _name_recipients(
    consent: Consent, *, wanted: Mapping[UUID, access.Wanted], holding: Mapping[UUID, rules.Scope],
    held: access.Held, kinds: Iterable[str], limited: Mapping[UUID, int],
) -> None:  # fmt: skip
    ConsentKind.objects.bulk_create(
        ConsentKind(consent=consent, field=one, categories=consent.categories) for one in dict.fromkeys(kinds)
    )
    narrowed_at = timezone.now()
    rows = []
    for key, one in wanted.items():
        by = held.narrowing(key, one.scope)
        rows.append(
            ConsentRecipient(
                consent=consent, agency_id=key, categories=holding[key].categories, until_on=holding[key].until_on,
                by_kind=one.by_kind, narrowed_by_id=by, narrowed_at=narrowed_at if by else None,
            )
        )  # fmt: skip
    ConsentRecipient.objects.bulk_create(rows)


def _subjects_of(
    actor: Actor, person_id: UUID, case_id: UUID | None, replaced: Iterable[Consent]
) -> list[Subject]:
    """The person, the case, and the cases that the consents now replaced had reached."""
    reached = Grant.objects.filter(
        Q(until_at__isnull=True) | Q(until_at__gt=Now()), source_id__in=[one.id for one in replaced],
        recipient_id=actor.agency_id, subject_kind=SubjectKind.CASE,
    ).values_list("subject_id", flat=True)  # fmt: skip
    cases = dict.fromkeys([*([case_id] if case_id else []), *reached])
    return [Subject(SubjectKind.PERSON, person_id), *(case(one) for one in cases)]


def _narrow(actor: Actor, rows: Iterable[ConsentRecipient], *, to: rules.Scope, by: Consent) -> None:
    """Other consents that let the agency know more, or longer, let it know no more than ``to`` from now on."""
    for row in rows:
        before = rules.Scope(row.categories, row.until_on)
        after = rules.narrower(before, to)
        if after == before:
            continue
        row.categories, row.until_on = after.categories, after.until_on
        row.narrowed_by, row.narrowed_at = by, timezone.now()
        row.save(update_fields=["categories", "until_on", "narrowed_by", "narrowed_at"])
        until = start_of(after.until_on) if after.until_on else None
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT gate_narrow_grants(%s, %s, %s, %s)",
                [row.consent_id, row.agency_id, after.categories, until],
            )
        sign(
            actor, events.CONSENT_NARROWED, subjects=[by.person_id], ground=Ground.CONSENT,
            changes={
                "agency": (None, str(row.agency_id)), "categories": (before.categories, after.categories),
                "until_on": (before.until_on, after.until_on),
            },
        )  # fmt: skip


def _replace(actor: Actor, former: Consent, *, by: Consent) -> None:
    former.state, former.replaced_by = ConsentState.REPLACED, by
    former.save(update_fields=["state", "replaced_by"])
    sign(actor, events.CONSENT_REPLACED, subjects=[former.person_id], ground=Ground.CONSENT)
    end_grants(actor, source_ids=[former.id], reason="新しい同意に置き換え")


@operation
def note_refusal(
    actor: Actor,
    /,
    *,
    person: Someone,
    case_id: UUID | None,
    asked_on: date,
    reason: str,
    ask_again_on: date | None,
    today: date,
    ask_again_by_id: UUID | None = None,
    refused_recipients: Iterable[UUID] = (),
    refused_categories: int = 0,
) -> Consent:
    """Keep that consent was refused (or could not be asked), why, and who asks again when. Opens nothing.

    What is refused of a living consent ends now: those kinds, for those agencies (none named: for all of them). Records
    ``consent.refused``, and ``consent.narrowed`` where that happens; refused by ``may_note_refusal``.
    """
    named = list(dict.fromkeys(refused_recipients))
    standing = access.standing_consents(person.all_ids, today=today)
    rules.may_note_refusal(
        reason=reason, asked_on=asked_on, today=today, ask_again_on=ask_again_on, consented=bool(standing),
        names_something=bool(named or refused_categories),
    ).or_refuse()  # fmt: skip
    consent = Consent.objects.create(
        person_id=person.id, case_id=case_id, state=ConsentState.REFUSED, asked_on=asked_on, asked_by_id=actor.staff_id,
        agency_id=actor.agency_id, refusal_reason=reason, ask_again_on=ask_again_on, ask_again_by_id=ask_again_by_id,
        categories=refused_categories,
    )  # fmt: skip
    ConsentRecipient.objects.bulk_create(ConsentRecipient(consent=consent, agency_id=one) for one in named)
    sign(actor, events.CONSENT_REFUSED, subjects=[person.id], changed_text=["refusal_reason"])
    for row in access.rows_of(standing, agencies=named):
        left = rules.without(rules.Scope(row.categories, row.until_on), refused=refused_categories)
        _narrow(actor, [row], to=left, by=consent)
    if not named:
        access.narrow_kinds(standing, kept=ALL_CATEGORIES & ~refused_categories)
    return consent


@operation
def withdraw_consent(actor: Actor, /, *, consent: Consent, words: str) -> Consent:
    """The person takes a consent back: every grant that came from it ends now, for everybody's next click.

    What was already shared stays where it is recorded; what another consent lets be known stays as narrow as it is.
    Records ``consent.withdrawn``; refused by ``may_withdraw_consent``.
    """
    locked = Consent.objects.select_for_update().get(pk=consent.pk)
    rules.may_withdraw_consent(given=locked.state == ConsentState.GIVEN).or_refuse()
    locked.state = ConsentState.WITHDRAWN
    locked.withdrawn_at = timezone.now()
    locked.withdrawn_by_id = actor.staff_id
    locked.withdrawal_words = words
    locked.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawal_words"])
    sign(actor, events.CONSENT_WITHDRAWN, subjects=[locked.person_id], ground=Ground.CONSENT)
    end_grants(actor, source_ids=[locked.id], reason="同意の撤回")
    return locked


@operation
def withdraw_stopped_consent(actor: Actor, /, *, consent_id: UUID, right_name: bool, words: str) -> UUID:
    """The person takes a consent back while their use is stopped; answers whose it was.

    The gate stays shut for everything else: what opens it is ``gate_withdraw_stopped``, which writes this one thing.
    Every grant that came from the consent ends now. Records ``consent.withdrawn``; refused by ``may_withdraw_stopped``,
    unseen to whoever ``may_see_to_withdraw`` refuses.
    """
    rules.may_withdraw_stopped(right_name=right_name).or_refuse()
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, ended FROM gate_withdraw_stopped(%s, %s)", [consent_id, words])
        row = cursor.fetchone()
    if row is None:
        raise Unseen(consent_id)
    person_id: UUID = row[0]
    sign(
        actor, events.CONSENT_WITHDRAWN, subjects=[person_id], ground=Ground.CONSENT,
        changes={"grants": (None, row[1]), "use_stopped": (None, True)},
    )  # fmt: skip
    return person_id


@operation
def keep_wording(
    actor: Actor, /, *, version: str, text: str, decided_on: date, from_on: date, today: date
) -> Wording:
    """From a day on, something else is explained when consent is asked for. Earlier versions, and the consents taken under
    them, stay as they were. Records ``wording.kept``; refused by ``may_keep_wording``."""
    known = lookups.wordings()
    rules.may_keep_wording(
        version=version, text=text, used=version.strip() in {one.version for one in known}, decided_on=decided_on,
        from_on=from_on, newest_from=known[-1].from_on if known else None, today=today,
    ).or_refuse()  # fmt: skip
    kept = Wording.objects.create(
        version=version.strip(), text=text, decided_on=decided_on, from_on=from_on, kept_by_id=actor.staff_id
    )
    sign(actor, events.WORDING_KEPT, changes={"version": (None, kept.version), "from_on": (None, from_on)})
    return kept
