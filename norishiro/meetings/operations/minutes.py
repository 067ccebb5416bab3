"""議事: facts, views and opinions apart; a decision becomes a role at once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.operations import assign_role
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.core.verdict import Verdict, when
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups, rules
from norishiro.meetings.access import case_behind, is_hidden, people_of, run_verdict
from norishiro.meetings.choices import LineKind
from norishiro.meetings.models import DecisionCheck, Item, MinuteLine, Sitting
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


@operation
def change_line(
    actor: Actor, /, *, line: MinuteLine, version: int, kind: str, text: str, today: date
) -> MinuteLine:
    """Put a line of the minutes right. Records ``minutes.line_changed`` (that the text changed, not what it says).

    Refused by ``may_change_line``, for a name where names are hidden, and (StaleVersion) when somebody was faster.
    """
    item, sitting = line.item, line.item.sitting
    (
        rules.may_change_line(
            kind=LineKind.DECISION if LineKind.DECISION in (kind, line.kind) else kind,
            sitting_status=sitting.status if sitting else "", own=line.agency_id in actor.agency_ids,
            runs=sitting is not None and run_verdict(actor, sitting).allowed, text=text,
        )
        & hidden_text_verdict(actor, item, texts=[text], today=today)
    ).or_refuse()  # fmt: skip
    changes = change_fields(line, version=version, values={"kind": kind, "text": text})
    sign(
        actor, events.LINE_CHANGED, subjects=[line.subject_id], ground=line.basis,
        changes={name: change for name, change in changes.items() if name != "text"},
        changed_text=[name for name in changes if name == "text"],
    )  # fmt: skip
    return line


@operation
def check_decision(
    actor: Actor, /, *, line: MinuteLine, sitting: Sitting, state: str, note: str = "", today: date
) -> DecisionCheck:
    """Write at a sitting what became of an earlier decision: done, not yet, dropped. It changes no role.

    Changes: one check per decision and sitting, under the decision's own ground. Records ``minutes.decision_checked``.
    Refused by ``may_check_decision``, for a name where names are hidden, and to those who do not run the sitting.
    """
    (
        run_verdict(actor, sitting)
        & rules.may_check_decision(
            kind=line.kind, sitting_status=sitting.status, same_body=line.item.body_id == sitting.body_id, state=state,
            note=note,
        )
        & hidden_text_verdict(actor, line.item, texts=[note], today=today)
    ).or_refuse()  # fmt: skip
    check, _made = DecisionCheck.objects.update_or_create(
        line=line, sitting=sitting,
        defaults={"state": state, "note": note.strip(), "staff_id": actor.staff_id},
        create_defaults={
            "state": state, "note": note.strip(), "staff_id": actor.staff_id, "subject_id": line.subject_id,
            "basis": line.basis, "agency_id": actor.agency_id, "categories": line.categories,
        },
    )  # fmt: skip
    sign(
        actor, events.DECISION_CHECKED, subjects=[line.subject_id], ground=line.basis,
        changes={"state": (None, state)}, changed_text=["note"] if note.strip() else [],
    )  # fmt: skip
    return check


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
