"""議事: facts, views and opinions apart; a decision becomes a role at once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.operations import assign_role
from norishiro.core.operation import operation
from norishiro.core.verdict import Verdict, when
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups, rules
from norishiro.meetings.access import case_behind, is_hidden, people_of
from norishiro.meetings.choices import LineKind
from norishiro.meetings.models import Item, MinuteLine
from norishiro.meetings.operations.agenda import hidden_text_verdict
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground


@operation
def write_line(
    actor: Actor,
    /,
    *,
    item: Item,
    kind: str,
    text: str,
    speaker_agency_id: UUID | None = None,
    categories: int = int(Category.LIFE_HISTORY),
    today: date,
) -> MinuteLine:
    """Write one line of the minutes, as fact, view or opinion, under the item's basis.

    Records ``minutes.line_written``. Refused without the oath, after the item has ended, for an empty text, for a name in
    an item that hides names; a decision goes through ``decide``.
    """
    (
        _write_verdict(actor, item)
        & when(kind == LineKind.DECISION, "kind", "決定は、担当する機関と期日といっしょに書いてください。")
        & when(not text.strip(), "text", "内容を書いてください。")
        & hidden_text_verdict(actor, item, texts=[text], today=today)
    ).or_refuse()
    line = MinuteLine.objects.create(
        item=item, kind=kind, text=text, speaker_agency_id=speaker_agency_id or actor.agency_id,
        staff_id=actor.staff_id, agency_id=actor.agency_id, subject_id=item.subject_id, basis=item.basis,
        categories=categories,
    )  # fmt: skip
    sign(actor, events.LINE_WRITTEN, subjects=[item.subject_id], ground=item.basis, changed_text=["text"])
    return line


def _write_verdict(actor: Actor, item: Item) -> Verdict:
    opened = item.seats.filter(
        staff_id=actor.staff_id, opened_at__isnull=False, ended_at__isnull=True
    ).exists()
    return rules.may_write(
        item_status=item.status,
        sitting_status=item.sitting.status if item.sitting else "",
        opened=opened,
        own=item.agency_id in actor.agency_ids,
    )


@operation
def decide(
    actor: Actor,
    /,
    *,
    item: Item,
    text: str,
    bearer_id: UUID | None,
    staff_id: UUID | None = None,
    due_on: date | None,
    person: Person | None = None,
    programme: str = "",
    today: date,
) -> MinuteLine:
    """Write down a decision; it becomes the bearer's role on the case, with the item's basis and the day as next date.

    Changes: one line, and (unless names are hidden) one role with whatever sight of the case a role carries. Records
    ``minutes.decided`` and the role's own line. Refused by ``may_write`` and ``may_decide`` with all reasons.
    """
    case = case_behind(actor, item)
    hidden = is_hidden(item)
    people = people_of(actor, case, today=today) if case else None
    (
        _write_verdict(actor, item)
        & rules.may_decide(
            bearer=bearer_id is not None,
            due_on=due_on,
            today=today,
            staff_fits=staff_id is None
            or bearer_id is None
            or lookups.is_appointed(staff_id=staff_id, agency_id=bearer_id, on=today),
            sitting_status=item.sitting.status if item.sitting else "",
            needs_consent=item.basis == Ground.CONSENT and bearer_id is not None,
            bearer_consented=people is not None and bearer_id is not None and bool(people.open_to(bearer_id)),
            sees_case=hidden or case is not None,
        )
        & when(not text.strip(), "text", "何を決めたかを書いてください。")
        & hidden_text_verdict(actor, item, texts=[text], today=today)
    ).or_refuse()
    role = None
    if case is not None and bearer_id is not None and not hidden:
        role = assign_role(
            actor, case=case, person=person, bearer_id=bearer_id, bearer_staff_id=staff_id, what=text,
            programme=programme, basis=item.basis, from_on=today, next_on=due_on, next_what="", decided_at=item.id, today=today,
        )  # fmt: skip
    line = MinuteLine.objects.create(
        item=item, kind=LineKind.DECISION, text=text, speaker_agency_id=actor.agency_id, staff_id=actor.staff_id,
        agency_id=actor.agency_id, subject_id=item.subject_id, basis=item.basis, bearer_id=bearer_id, due_on=due_on,
        categories=int(Category.ATTRIBUTES), role_id=role.id if role else None,
    )  # fmt: skip
    sign(
        actor, events.DECIDED, subjects=[item.subject_id], ground=item.basis,
        changes={"bearer": (None, bearer_id), "due_on": (None, due_on)}, changed_text=["text"],
    )  # fmt: skip
    return line
