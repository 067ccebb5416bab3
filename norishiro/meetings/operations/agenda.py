"""付議: a case waits for a sitting, on one legal basis; the route may change, what was written stays."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db.models import F

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.core.records import Unseen, change_fields
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups, rules
from norishiro.meetings.access import (
    People,
    body_fact,
    case_behind,
    convene_verdict,
    is_conference,
    is_hidden,
    names_of,
    people_of,
    run_verdict,
)
from norishiro.meetings.choices import ItemKind, ItemPurpose, ItemStatus
from norishiro.meetings.models import Body, Item, Sitting
from norishiro.sharing.choices import Category, Depth, Ground, SourceKind
from norishiro.sharing.operations import Subject, agency, end_grants, grant, own_words
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import person as person_subject

OPEN_STATES = (ItemStatus.WAITING, ItemStatus.TABLED, ItemStatus.CARRIED)
CHANGEABLE = ("reason", "approach", "how_to_tell", "do_not_contact", "next_check_on")


@operation
def put_on_list(
    actor: Actor,
    /,
    *,
    case: Case,
    body: Body,
    kind: str,
    purpose: str = ItemPurpose.SHARE,
    reason: str,
    minutes: int = 20,
    anonymous_label: str = "",
    approach: str = "",
    how_to_tell: str = "",
    do_not_contact: str = "",
    categories: int = int(Category.LIFE_HISTORY),
    today: date,
) -> Item:
    """Put a case on the waiting list of a body, as 支援会議 (J6, no consent) or 重層的支援会議 (C0).

    Changes: one item; under J6 the convening, preparing, leading and operating agencies see that it waits (the
    conveners also whose case it is, unless names are hidden). Records ``item.listed``. Refused by
    ``may_put_on_list`` with all reasons.
    """
    return list_item(
        actor,
        case=case,
        body=body,
        kind=kind,
        purpose=purpose,
        today=today,
        categories=categories,
        values={
            "reason": reason,
            "minutes": minutes,
            "anonymous_label": anonymous_label.strip(),
            "approach": approach,
            "how_to_tell": how_to_tell,
            "do_not_contact": do_not_contact,
        },
    )


def list_item(
    actor: Actor,
    *,
    case: Case,
    body: Body,
    kind: str,
    purpose: str,
    values: dict[str, Any],
    today: date,
    categories: int = int(Category.LIFE_HISTORY),
    continues: Item | None = None,
) -> Item:
    """The part other verbs share: ask, let the conveners see, write, sign."""
    people = people_of(actor, case, today=today)
    conveners = lookups.conveners_of(body)
    fact = body_fact(body, on=today, conveners=conveners)
    hidden = bool(values.get("anonymous_label"))
    rules.may_put_on_list(
        kind=kind,
        body=fact,
        hidden=hidden,
        reason=values["reason"],
        members=len(people.members),
        consented=len(people.consented),
        convener_consented=not conveners or people.open_to_any(conveners),
        waiting_already=Item.objects.filter(
            case_id=case.id, body=body, kind=kind, status__in=OPEN_STATES
        ).exists(),
        names_found=_names_found(actor, case, people, values) if hidden else (),
        today=today,
    ).or_refuse()
    item = Item(
        id=uuid.uuid4(), case_id=case.id, body=body, kind=kind, purpose=purpose, put_by_id=actor.staff_id,
        put_on=today, agency_id=actor.agency_id, categories=categories, continues=continues,
        basis=rules.basis_of(kind=kind, body=fact), **values,
    )  # fmt: skip
    item.subject_id = case.id if item.basis == Ground.CONSENT else item.id
    _let_see(actor, item=item, case=case, people=people, conveners=conveners)
    item.save(force_insert=True)
    sign(
        actor,
        events.ITEM_LISTED,
        subjects=[case.id, item.subject_id],
        ground=item.basis,
        changed_text=["reason"],
    )
    return item


def _names_found(actor: Actor, case: Case, people: People, values: dict[str, Any]) -> set[str]:
    texts = " ".join(str(value) for value in values.values() if isinstance(value, str))
    return rules.names_in(texts, names_of(actor, case, people))


def _let_see(actor: Actor, *, item: Item, case: Case, people: People, conveners: set[uuid.UUID]) -> None:
    """The writer keeps its own; under J6 the organisers see the item, and the conveners whose it is.

    Under C0 nothing is given here: the consent itself opens the item, and its withdrawal closes it.
    """
    own_words(actor, subjects=[case_subject(item.subject_id)], source_id=case.id)
    if item.basis == Ground.CONSENT:
        return
    organisers = (conveners | {item.body.preparer_id}) - {None, actor.agency_id}
    concerned = set() if is_hidden(item) else {case.lead_agency_id, case.operator_id}
    _refer(
        actor, item=item, subjects=[case_subject(item.id)], to=(organisers | concerned) - {actor.agency_id}
    )
    if not is_hidden(item):
        subjects = [case_subject(case.id), *(person_subject(person.id) for person in people.members)]
        _refer(actor, item=item, subjects=subjects, to=organisers)


def _refer(actor: Actor, *, item: Item, subjects: list[Subject], to: set[Any]) -> None:
    if to:
        grant(
            actor, subjects=subjects, recipients=[agency(one) for one in sorted(to)], ground=Ground(item.basis),
            depth=Depth.OUTLINE, source=SourceKind.REFERRAL, source_id=item.id,
        )  # fmt: skip


@operation
def table_item(actor: Actor, /, *, item: Item, sitting: Sitting, order: int, apart: str = "") -> Item:
    """Put a waiting case on the agenda of a sitting. Records ``item.tabled``; refused by ``may_table``, by ``may_mix``
    where its basis is another than the sitting's, and to those who do not run the sitting."""
    bases = {item.basis, sitting.ground if sitting.cases_tabled else item.basis}
    words = apart.strip() or sitting.apart
    (run_verdict(actor, sitting) & rules.may_mix(bases=len(bases), apart=words)).or_refuse()
    ground = sitting.ground if sitting.cases_tabled else item.basis
    Sitting.objects.filter(pk=sitting.pk).update(apart=words, ground=ground)
    return put_on_table(actor, item=item, sitting=sitting, order=order)


def put_on_table(actor: Actor, *, item: Item, sitting: Sitting, order: int) -> Item:
    """The part other verbs share."""
    locked = Item.objects.select_for_update().get(pk=item.pk)
    rules.may_table(
        item_status=locked.status, same_body=locked.body_id == sitting.body_id, sitting_status=sitting.status
    ).or_refuse()
    locked.sitting, locked.order, locked.status = sitting, order, ItemStatus.TABLED
    locked.save(update_fields=["sitting", "order", "status", "changed_at"])
    Sitting.objects.filter(pk=sitting.pk).update(cases_tabled=F("cases_tabled") + 1)
    sign(actor, events.ITEM_TABLED, subjects=[locked.subject_id], ground=locked.basis)
    return locked


@operation
def change_item(actor: Actor, /, *, item: Item, version: int, values: dict[str, Any], today: date) -> Item:
    """Rewrite reason, approach to the unconsented, how to tell, whom not to contact, next check.

    Records ``item.changed`` (that texts changed, not what they say). Refused after the item has ended, for a name in a
    text that hides names, and (StaleVersion) when somebody was faster.
    """
    own = item.agency_id in actor.agency_ids
    opened = item.seats.filter(
        staff_id=actor.staff_id, opened_at__isnull=False, ended_at__isnull=True
    ).exists()
    (
        rules.may_change(status=item.status, opened=opened, own=own, reason=values.get("reason", item.reason))
        & hidden_text_verdict(
            actor,
            item,
            texts=[str(value) for value in values.values() if isinstance(value, str)],
            today=today,
        )
    ).or_refuse()
    changes = change_fields(
        item, version=version, values={name: values[name] for name in CHANGEABLE if name in values}
    )
    sign(actor, events.ITEM_CHANGED, subjects=[item.subject_id], ground=item.basis, changed_text=changes)
    return item


def hidden_text_verdict(actor: Actor, item: Item, *, texts: list[str], today: date) -> Any:
    """On an item that hides names: no name of a member whom the writer knows may stand in the texts."""
    case = case_behind(actor, item) if is_hidden(item) else None
    found = (
        rules.names_in(" ".join(texts), names_of(actor, case, people_of(actor, case, today=today)))
        if case
        else set()
    )
    return rules.anonymous_text(names_found=found)


@operation
def withdraw_item(actor: Actor, /, *, item: Item, reason: str, today: date) -> Item:
    """Take a waiting case off the list; whoever saw it only for that, sees it no more.

    Records ``item.withdrawn``. Refused once it is on an agenda, to other agencies than the one that put it and the
    convener, without a reason, and for a name in it where names are hidden.
    """
    own = item.agency_id in actor.agency_ids or convene_verdict(actor, item.body).allowed
    locked = Item.objects.select_for_update().get(pk=item.pk)
    (
        rules.may_withdraw(status=locked.status, own=own, reason=reason)
        & hidden_text_verdict(actor, item, texts=[reason], today=today)
    ).or_refuse()
    locked.status = ItemStatus.WITHDRAWN
    locked.save(update_fields=["status", "changed_at"])
    sign(actor, events.ITEM_WITHDRAWN, subjects=[locked.subject_id], ground=locked.basis, reason=reason)
    end_grants(actor, source_ids=[locked.id], reason="付議の取り下げ")
    return locked


@operation
def follow_consent(
    actor: Actor,
    /,
    *,
    item: Item,
    reason: str,
    today: date,
    body: Body | None = None,
    kind: str = ItemKind.LAYERED,
) -> Item:
    """Move a case to the other route: to 重層的支援会議 (or another meeting on consent) once consent is given, or back to
    支援会議 when it was withdrawn.

    Changes: a new item with the new basis that continues the old one; a waiting old one is withdrawn, and keeps its
    basis and its texts. Records ``item.route_changed``. Refused by ``may_change_route`` and ``may_put_on_list``.
    """
    target = body or item.body
    fact = body_fact(target, on=today)
    case = case_behind(actor, item)
    if case is None:
        raise Unseen(item.case_id)
    fits = rules.body_takes(fact, kind=kind)
    locked = Item.objects.select_for_update().get(pk=item.pk)
    rules.may_change_route(
        kind=locked.kind, status=locked.status, to=kind, body_fits=fits, reason=reason,
        consented=len(people_of(actor, case, today=today).consented),
    ).or_refuse()  # fmt: skip
    moved = list_item(
        actor, case=case, body=target, kind=kind, purpose=locked.purpose, today=today, continues=locked,
        values={"reason": reason, "minutes": locked.minutes, "anonymous_label": ""},
    )  # fmt: skip
    if locked.status in rules.WAITING_STATES:
        locked.status = ItemStatus.WITHDRAWN
        locked.save(update_fields=["status", "changed_at"])
        end_grants(actor, source_ids=[locked.id], reason="付議の根拠が変わった")
    sign(
        actor, events.ROUTE_CHANGED, subjects=[case.id], ground=moved.basis,
        changes={"basis": (locked.basis, moved.basis)}, changed_text=["reason"],
    )  # fmt: skip
    return moved


def keeps_after(item: Item, case: Case, sitting: Sitting) -> set[uuid.UUID]:
    """Agencies that may go on seeing a J6 item after its talk, if they sat at it: who keeps minutes and who leads."""
    keepers = {sitting.convener_id, sitting.body.preparer_id, case.lead_agency_id, case.operator_id}
    return {one for one in keepers if one is not None} if is_conference(item) else set()
