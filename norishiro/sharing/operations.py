"""The verbs of the gate. Higher rooms call ``grant`` and ``end_grants`` inside their own operations; they never
write a grant themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Staff
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.core.records import Unseen
from norishiro.core.verdict import YES, Verdict
from norishiro.ledger.operations import sign
from norishiro.sharing import access, events, lookups, rules
from norishiro.sharing.choices import (
    ALL_CATEGORIES,
    LIMITED_GIVERS,
    NOT_ACCEPTED,
    Category,
    ConsentGiver,
    ConsentMethod,
    ConsentState,
    Depth,
    Ground,
    ProvisionMethod,
    RecipientKind,
    SourceKind,
    SubjectKind,
)
from norishiro.sharing.models import (
    Consent,
    ConsentKind,
    ConsentRecipient,
    Exclusion,
    Grant,
    Provision,
    Wording,
)
from norishiro.sharing.register import Entry, ground_on, is_known_ground


@dataclass(frozen=True)
class Subject:
    """What a grant is about: a person or a case."""

    kind: SubjectKind
    id: UUID


def person(person_id: UUID) -> Subject:
    return Subject(SubjectKind.PERSON, person_id)


def case(case_id: UUID) -> Subject:
    return Subject(SubjectKind.CASE, case_id)


class Someone(Protocol):
    """A person as the gate needs to know them: who, whether still living, and which record to use instead of this one
    (empty for most), and under which ids there are records of them. People stand a storey above."""

    @property
    def id(self) -> UUID: ...

    @property
    def died_on(self) -> date | None: ...

    @property
    def used_instead(self) -> str: ...

    @property
    def all_ids(self) -> list[UUID]: ...


@dataclass(frozen=True)
class Recipient:
    """Who receives a grant: an agency with all who wear its hat, or one member of staff."""

    kind: RecipientKind
    id: UUID


def agency(agency_id: UUID) -> Recipient:
    return Recipient(RecipientKind.AGENCY, agency_id)


def staff(staff_id: UUID) -> Recipient:
    return Recipient(RecipientKind.STAFF, staff_id)


def grant(
    actor: Actor,
    *,
    subjects: Iterable[Subject],
    recipients: Iterable[Recipient],
    ground: str,
    depth: Depth,
    source: SourceKind,
    source_id: UUID,
    categories: int = ALL_CATEGORIES,
    until: date | datetime | None = None,
    sealed: bool = False,
) -> None:
    """Let every recipient see every subject from now on (``until`` exclusive). ``sealed``: only once the oath is given.

    Writes one grant a pair and one ledger line. Refused by ``may_grant``; and the database refuses to give what the
    actor does not hold, unless the subject is new.
    """
    subjects, recipients = list(subjects), list(recipients)
    rules.may_grant(
        subjects=len(subjects), recipients=len(recipients), grounded=is_known_ground(ground)
    ).or_refuse()
    until_at = until if isinstance(until, datetime) or until is None else _start_of(until)
    Grant.objects.bulk_create(
        Grant(
            subject_kind=subject.kind,
            subject_id=subject.id,
            recipient_kind=recipient.kind,
            recipient_id=recipient.id,
            depth=depth,
            categories=categories,
            ground=ground,
            source_kind=source,
            source_id=source_id,
            from_at=Now(),
            until_at=until_at,
            sealed=sealed,
            given_by_id=actor.staff_id,
            given_by_agency_id=actor.agency_id,
        )
        for subject in subjects
        for recipient in recipients
    )
    sign(
        actor,
        events.GRANT_GIVEN,
        subjects=[subject.id for subject in subjects],
        ground=ground,
        changes={
            "recipients": (None, ",".join(str(one.id) for one in recipients)),
            "depth": (None, int(depth)),
        },
    )


def end_grants(actor: Actor, *, source_ids: Iterable[UUID], reason: str) -> int:
    """End, from now, every grant that came from these sources; return how many. Signs one ledger line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gate_end_grants(%s)", [list(source_ids)])
        ended = int(cursor.fetchone()[0])
    sign(actor, events.GRANT_ENDED, changes={"grants": (None, ended)}, reason=reason)
    return ended


def own_work(actor: Actor, *, subjects: Iterable[Subject], source_id: UUID) -> None:
    """The actor's agency has business of its own with these subjects: it sees them, and what it wrote itself.

    Does nothing for subjects on which the agency already has such a grant.
    """
    _hold(actor, subjects=subjects, depth=Depth.PROGRESS, source_id=source_id)


def own_words(actor: Actor, *, subjects: Iterable[Subject], source_id: UUID) -> None:
    """The actor's agency writes something here. It keeps what it wrote for good; of a case, once the ground on which it
    came is gone, only that the case exists (ADR 0011). A person one wrote about stays a person one knows.

    Does nothing for subjects on which the agency already has such a grant, or a deeper one.
    """
    wanted = list(subjects)
    cases = [one for one in wanted if one.kind == SubjectKind.CASE]
    _hold(actor, subjects=cases, depth=Depth.EXISTENCE, source_id=source_id)
    _hold(
        actor,
        subjects=[one for one in wanted if one.kind == SubjectKind.PERSON],
        depth=Depth.PROGRESS,
        source_id=source_id,
    )


def _hold(actor: Actor, *, subjects: Iterable[Subject], depth: Depth, source_id: UUID) -> None:
    wanted = list(subjects)
    held = set(
        Grant.objects.filter(
            recipient_id=actor.agency_id, ground=Ground.OWN, until_at__isnull=True, depth__gte=depth,
            subject_id__in=[subject.id for subject in wanted],
        ).values_list("subject_id", flat=True)
    )  # fmt: skip
    missing = [subject for subject in wanted if subject.id not in held]
    if missing:
        grant(
            actor, subjects=missing, recipients=[agency(actor.agency_id)], ground=Ground.OWN,
            depth=depth, source=SourceKind.OWN_WORK, source_id=source_id,
        )  # fmt: skip


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
        until = _start_of(after.until_on) if after.until_on else None
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


@operation
def exclude_staff(
    actor: Actor, /, *, subjects: Iterable[Subject], shut_out: Staff | None, reason: str
) -> None:
    """Shut one member of staff out of these subjects by name (relative, neighbour), whatever grants say.

    Somebody readmitted before is shut out again. Records ``staff.excluded``; refused by ``may_exclude_staff``.
    """
    targets = {subject.id for subject in subjects}
    held = (
        Exclusion.objects.select_for_update().filter(subject_id__in=targets, staff=shut_out)
        if shut_out
        else Exclusion.objects.none()
    )
    former = {one.subject_id: one for one in held}
    shut = {key for key, one in former.items() if one.until_at is None}
    rules.may_exclude_staff(
        subjects=len(targets), staff_known=shut_out is not None,
        oneself=shut_out is not None and shut_out.id == actor.staff_id,
        excluded_already=bool(targets) and shut >= targets, reason=reason,
    ).or_refuse()  # fmt: skip
    Exclusion.objects.filter(id__in=[one.id for one in former.values()], until_at__isnull=False).update(
        until_at=None, reason=reason, set_by_id=actor.staff_id
    )
    Exclusion.objects.bulk_create(
        Exclusion(subject_id=one, staff=shut_out, reason=reason, set_by_id=actor.staff_id)
        for one in sorted(targets - set(former))
    )
    sign(actor, events.STAFF_EXCLUDED, subjects=sorted(targets), changed_text=["reason"])


@operation
def readmit_staff(actor: Actor, /, *, exclusion: Exclusion, reason: str) -> Exclusion:
    """Lift an exclusion: from now on the grants decide again for this member of staff. The line of the past stays.

    Records ``staff.readmitted``; refused by ``may_readmit_staff``.
    """
    locked = Exclusion.objects.select_for_update().get(pk=exclusion.pk)
    rules.may_readmit_staff(
        over=locked.until_at is not None, oneself=locked.staff_id == actor.staff_id, reason=reason
    ).or_refuse()
    locked.until_at = timezone.now()
    locked.save(update_fields=["until_at"])
    sign(actor, events.STAFF_READMITTED, subjects=[locked.subject_id], reason=reason)
    return locked


@operation
def provide(
    actor: Actor,
    /,
    *,
    person: Someone,
    ground_code: str,
    receiver: Agency,
    categories: int,
    body: str,
    purpose: str,
    limits: str,
    method: ProvisionMethod,
    answers: Mapping[str, str],
    until_on: date | None,
    today: date,
) -> Provision:
    """Tell one agency one thing about one person, on one ground, and open exactly that to it.

    The receiver sees who the person is and these words, until the day given or until it is ended; nothing else opens.
    Under 本人の同意 and 支援会議 the receiver's sight comes from there, and nothing is opened twice. Records
    ``provision.made``; refused by ``may_provide`` with every reason.
    """
    entry = ground_on(ground_code, on=today)
    rules.may_provide(
        in_force=entry is not None,
        stands=_stands(actor, entry, person.id, receiver, categories, answers, today),
        body=body, categories=categories, to_oneself=receiver.id in actor.agency_ids, until_on=until_on, today=today,
    ).or_refuse()  # fmt: skip
    assert entry is not None  # may_provide has refused
    own_work(actor, subjects=[Subject(SubjectKind.PERSON, person.id)], source_id=person.id)
    provision = Provision.objects.create(
        number=next_number("提", "sharing_provision_number", today=today), subject_id=person.id, basis=entry.code,
        agency_id=actor.agency_id, categories=categories, receiver=receiver, provided_on=today,
        provided_by_id=actor.staff_id, ground_name=entry.name, article=entry.article, body=body, purpose=purpose,
        answers=[[one.ask, answers.get(one.key, "")] for one in entry.condition if one.by == "staff"],
        limits=limits, method=method, until_on=until_on, needs_review=entry.needs_review,
    )  # fmt: skip
    if entry.code not in (Ground.CONSENT, Ground.CONFERENCE):
        grant(
            actor, subjects=[Subject(SubjectKind.PERSON, person.id)], recipients=[agency(receiver.id)],
            ground=entry.code, depth=Depth.OUTLINE, source=SourceKind.PROVISION, source_id=provision.id,
            categories=categories | Category.ATTRIBUTES, until=until_on,
        )  # fmt: skip
    sign(
        actor, events.PROVISION_MADE, subjects=[person.id], ground=entry.code, changed_text=["body"],
        changes={"receiver": (None, str(receiver.id)), "categories": (None, categories)},
    )  # fmt: skip
    return provision


def _stands(
    actor: Actor, entry: Entry | None, person_id: UUID, receiver: Agency, categories: int,
    answers: Mapping[str, str], today: date,
) -> Verdict:  # fmt: skip
    if entry is None:
        return YES
    held = access.held_facts(
        actor, person_id=person_id, receiver=receiver, categories=categories, today=today
    )
    return access.stands(actor, entry, held=held, answers=answers)


@operation
def acknowledge_provision(actor: Actor, /, *, provision: Provision) -> Provision:
    """The receiving agency says that it has it. Records ``provision.received``; refused by ``may_acknowledge``."""
    locked = Provision.objects.select_for_update().get(pk=provision.pk)
    rules.may_acknowledge(
        by_receiver=locked.receiver_id in actor.agency_ids, already=locked.acknowledged_at is not None,
        ended=locked.ended_at is not None,
    ).or_refuse()  # fmt: skip
    locked.acknowledged_at, locked.acknowledged_by_id = timezone.now(), actor.staff_id
    locked.save(update_fields=["acknowledged_at", "acknowledged_by"])
    sign(actor, events.PROVISION_RECEIVED, subjects=[locked.subject_id], ground=locked.basis)
    return locked


@operation
def end_provision(actor: Actor, /, *, provision: Provision, reason: str) -> Provision:
    """What was opened closes for the receiver's next click; that it was told stays on record.

    Records ``provision.ended``; refused by ``may_end_provision``.
    """
    locked = Provision.objects.select_for_update().get(pk=provision.pk)
    rules.may_end_provision(
        by_giver=locked.agency_id in actor.agency_ids, ended=locked.ended_at is not None, reason=reason
    ).or_refuse()
    locked.ended_at, locked.end_reason = timezone.now(), reason
    locked.save(update_fields=["ended_at", "end_reason"])
    end_grants(actor, source_ids=[locked.id], reason=reason)
    sign(
        actor, events.PROVISION_ENDED, subjects=[locked.subject_id], ground=locked.basis,
        changed_text=["end_reason"],
    )  # fmt: skip
    return locked


@operation
def review_provision(
    actor: Actor, /, *, provision: Provision, settled_ground: str, words: str, today: date
) -> Provision:
    """Somebody else looks at what was told in an emergency and settles on which ground it stood, or that on none.

    On none (``NOT_ACCEPTED``), what was opened closes at once. Records ``provision.reviewed``; refused by
    ``may_review_provision``.
    """
    locked = Provision.objects.select_for_update().get(pk=provision.pk)
    rules.may_review_provision(
        needs_review=locked.needs_review, reviewed=locked.reviewed_on is not None,
        by_provider=locked.provided_by_id == actor.staff_id, settled=settled_ground, words=words,
    ).or_refuse()  # fmt: skip
    locked.reviewed_on, locked.reviewed_by_id = today, actor.staff_id
    locked.settled_ground, locked.review_words = settled_ground, words
    if settled_ground == NOT_ACCEPTED and locked.ended_at is None:
        locked.ended_at, locked.end_reason = timezone.now(), words
        end_grants(actor, source_ids=[locked.id], reason="事後の審査で認められなかった")
    locked.save()
    sign(
        actor, events.PROVISION_REVIEWED, subjects=[locked.subject_id], ground=locked.basis,
        changes={"settled_ground": ("", settled_ground)}, changed_text=["review_words"],
    )  # fmt: skip
    return locked


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
