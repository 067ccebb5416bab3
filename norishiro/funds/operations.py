"""The verbs of this room."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.funds import events, queries, rules
from norishiro.funds.models import Donation, Fund, Grant
from norishiro.ledger.operations import sign
from norishiro.resources.operations.naming import Named, asked_of, body_of


def _locked(fund: Fund) -> Fund:
    """Whoever moves money waits here, so that two never spend the same yen."""
    return Fund.objects.select_for_update(of=("self",)).get(pk=fund.pk)


@operation
def open_fund(actor: Actor, /, *, name: str, purpose: str) -> Fund:
    """Enter a fund of one's own agency. Records ``fund.opened``; refused by ``may_open_fund`` and a name that is known."""
    taken = Fund.objects.filter(agency_id=actor.agency_id, name=name).exists()
    (rules.may_open_fund(taken=taken) & nobody_named(actor, name, purpose, field="purpose")).or_refuse()
    fund = Fund.objects.create(name=name, purpose=purpose, agency_id=actor.agency_id, staff_id=actor.staff_id)
    sign(actor, events.FUND_OPENED, changes={"fund": (None, fund.id)})
    return fund


@operation
def take_donation(
    actor: Actor, /, *, fund: Fund, amount: int, received_on: date, giver_kind: str, giver: Named, today: date
) -> Donation:
    """Enter what was given. Records ``donation.taken``; refused by ``may_take_donation``."""
    rules.may_take_donation(
        mine=fund.agency_id in actor.agency_ids, amount=amount, received_on=received_on, today=today,
        giver_kind=giver_kind, giver=asked_of(giver),
    ).or_refuse()  # fmt: skip
    donation = Donation.objects.create(
        fund=fund, amount=amount, received_on=received_on, giver_kind=giver_kind,
        giver=body_of(giver) if giver.name else None, staff_id=actor.staff_id,
    )  # fmt: skip
    sign(actor, events.DONATION_TAKEN, changes={"donation": (None, donation.id), "amount": (None, amount)})
    return donation


@operation
def undo_donation(actor: Actor, /, *, donation: Donation, why: str, today: date) -> Donation:
    """Take back a donation that was written wrongly; the line stays. Records ``donation.undone``; refused by
    ``may_undo_donation`` and a name that is known."""
    fund = _locked(donation.fund)
    locked = Donation.objects.select_for_update(of=("self",)).get(pk=donation.pk)
    verdict = rules.may_undo_donation(
        mine=fund.agency_id in actor.agency_ids, undone=locked.undone_on is not None, why=why, amount=locked.amount,
        balance=queries.balance_of(actor, fund=fund),
    ) & nobody_named(actor, why, field="why")  # fmt: skip
    verdict.or_refuse()
    locked.undone_on, locked.undone_why = today, why
    locked.save(update_fields=["undone_on", "undone_why"])
    sign(
        actor, events.DONATION_UNDONE, changes={"donation": (donation.id, None)}, changed_text=["undone_why"]
    )
    return locked


@operation
def take_application(
    actor: Actor,
    /,
    *,
    fund: Fund,
    body: Named,
    area_id: UUID | None,
    purpose: str,
    asked: int,
    applied_on: date,
    today: date,
) -> Grant:
    """Take down what a group asks for. Records ``grant.applied``; refused by ``may_take_application`` and a name that is known."""
    verdict = rules.may_take_application(
        mine=fund.agency_id in actor.agency_ids,
        asked=asked,
        applied_on=applied_on,
        today=today,
        body=asked_of(body),
    ) & nobody_named(actor, purpose, field="purpose")
    verdict.or_refuse()
    grant = Grant.objects.create(
        fund=fund, body=body_of(body), area_id=area_id, purpose=purpose, asked=asked, applied_on=applied_on,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(actor, events.APPLICATION_TAKEN, changes={"grant": (None, grant.id), "asked": (None, asked)})
    return grant


@operation
def decide_grant(
    actor: Actor, /, *, grant: Grant, version: int, decision: str, granted: int | None, decision_note: str,
    decided_on: date, today: date,
) -> Grant:  # fmt: skip
    """Decide an application. Records ``grant.decided``; refused by ``may_decide`` and a name that is known; StaleVersion."""
    verdict = rules.may_decide(
        mine=grant.fund.agency_id in actor.agency_ids, decided=bool(grant.decision), decision=decision, granted=granted,
        note=decision_note, decided_on=decided_on, applied_on=grant.applied_on, today=today,
    ) & nobody_named(actor, decision_note, field="decision_note")  # fmt: skip
    verdict.or_refuse()
    changes = change_fields(
        grant, version=version,
        values={"decision": decision, "granted": granted, "decision_note": decision_note, "decided_on": decided_on},
    )  # fmt: skip
    noted = ["decision_note"] if changes.pop("decision_note", None) else []
    sign(actor, events.GRANT_DECIDED, changes={"grant": (grant.id, grant.id), **changes}, changed_text=noted)
    return grant


@operation
def pay_grant(actor: Actor, /, *, grant: Grant, version: int, paid_on: date, today: date) -> Grant:
    """Pay what was decided out of what the fund holds. Records ``grant.paid``; refused by ``may_pay``; StaleVersion."""
    fund = _locked(grant.fund)
    rules.may_pay(
        mine=fund.agency_id in actor.agency_ids, granted=grant.granted, paid=grant.paid_on is not None, paid_on=paid_on,
        decided_on=grant.decided_on, today=today, balance=queries.balance_of(actor, fund=fund),
    ).or_refuse()  # fmt: skip
    changes = change_fields(grant, version=version, values={"paid_on": paid_on})
    sign(
        actor, events.GRANT_PAID, changes={"grant": (grant.id, grant.id), "amount": (None, grant.granted), **changes}
    )  # fmt: skip
    return grant


@operation
def report_grant(
    actor: Actor, /, *, grant: Grant, version: int, report: rules.Report, people: int | None, today: date
) -> Grant:
    """Take the report of a group, or put it right until the grant is closed. Records ``grant.reported``; refused by
    ``may_report`` and a name that is known; StaleVersion."""
    _locked(grant.fund)
    verdict = rules.may_report(
        report, mine=grant.fund.agency_id in actor.agency_ids, granted=grant.granted, paid_on=grant.paid_on,
        closed=grant.closed_on is not None, today=today,
    ) & nobody_named(actor, report.result, field="result")  # fmt: skip
    verdict.or_refuse()
    changes = change_fields(
        grant, version=version,
        values={
            "reported_on": report.reported_on, "spent": report.spent, "returned": report.returned, "people": people,
            "result": report.result,
        },
    )  # fmt: skip
    told = ["result"] if changes.pop("result", None) else []
    sign(actor, events.GRANT_REPORTED, changes={"grant": (grant.id, grant.id), **changes}, changed_text=told)
    return grant


@operation
def close_grant(actor: Actor, /, *, grant: Grant, today: date) -> Grant:
    """Close a grant that was reported; from now on it stands on the public sheet. Records ``grant.closed``; refused by
    ``may_close``."""
    locked = Grant.objects.select_for_update(of=("self",)).select_related("fund").get(pk=grant.pk)
    rules.may_close(
        mine=locked.fund.agency_id in actor.agency_ids, reported=locked.reported_on is not None,
        closed=locked.closed_on is not None,
    ).or_refuse()  # fmt: skip
    change_fields(locked, version=locked.version, values={"closed_on": today})
    sign(actor, events.GRANT_CLOSED, changes={"grant": (grant.id, grant.id)})
    return locked
