"""情報の提供 on a ground, its answer, its end and its review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.core.verdict import YES, Verdict
from norishiro.ledger.operations import sign
from norishiro.sharing import access, events, rules
from norishiro.sharing.choices import (
    NOT_ACCEPTED,
    Category,
    Depth,
    Ground,
    ProvisionMethod,
    SourceKind,
    SubjectKind,
)
from norishiro.sharing.models import Provision
from norishiro.sharing.operations.grants import end_grants, grant, own_work
from norishiro.sharing.operations.subjects import Someone, Subject, agency
from norishiro.sharing.register import Entry, ground_on


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
