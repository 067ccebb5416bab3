"""The verbs of this room. A disposal goes in steps; each is one transaction, and the same verb again goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from norishiro.agencies.actor import Actor
from norishiro.core.operation import announce, operation
from norishiro.core.sealing import keepers
from norishiro.core.verdict import Verdict
from norishiro.disposal import access, events, rules, terms
from norishiro.disposal.choices import OPEN, BatchState, BundleState
from norishiro.disposal.models import (
    Batch,
    Bundle,
    BundleSeries,
    Disposed,
    Hold,
    Review,
    TakenOut,
    TermChange,
)
from norishiro.ledger.operations import sign, sign_system

STEP = 200
NO_LONGER = "そのあと記録が増えたか変わったため、外しました。"
NAMED = "残る人の記録にも名前があるため、廃棄できません。"
# What the database says when something of those who stay would go, or a figure would change.
OF_OTHERS = ("NR312", "NR313")


# --- the schedule ---------------------------------------------------------------------------------


@operation
def change_term(
    actor: Actor, /, *, series: str, years: int, start: str, from_on: date, source: str, reason: str, today: date
) -> TermChange:  # fmt: skip
    """From a day on, a series is kept as the municipality's own rules say. Records ``disposal.term_set`` with both terms;
    refused by ``may_change_term``. Candidates change when they are counted the next time."""
    before = terms.schedule(on=from_on).get(series)
    rules.may_change_term(
        known=before is not None, years=years, from_on=from_on, today=today, source=source, reason=reason
    ).or_refuse()
    made = TermChange.objects.create(
        series=series, years=years, start=start, from_on=from_on, source=source.strip(), reason=reason.strip(),
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.TERM_SET, reason=made.reason,
        changes={
            "series": (None, series), "years": (before.years if before else None, years),
            "start": (before.start if before else None, start), "from_on": (None, from_on),
            "source": (None, made.source),
        },
    )  # fmt: skip
    return made


# --- what is held back ------------------------------------------------------------------------------


@operation
def hold_back(
    actor: Actor, /, *, kind: str, document: str, until_on: date | None, today: date, bundle: Bundle | None = None,
    case_number: str = "",
) -> Hold:  # fmt: skip
    """Nothing that hangs together with a candidate, or with a case by its number, is disposed of any more. Records
    ``disposal.held``; refused by ``may_hold``."""
    rules.may_hold(found=True, until_on=until_on, today=today, document=document).or_refuse()
    made = Hold.objects.create(
        number=access.next_number(), kind=kind, document=document.strip(), until_on=until_on, staff_id=actor.staff_id
    )  # fmt: skip
    made.people, made.cases = access.keep_back(
        hold_id=made.id, bundle_id=bundle.id if bundle else None, case_number=case_number.strip()
    )
    rules.may_hold(
        found=made.people + made.cases > 0, until_on=until_on, today=today, document=document
    ).or_refuse()
    made.save(update_fields=["people", "cases"])
    sign(
        actor, events.HELD,
        changes={"number": (None, made.number), "kind": (None, kind), "document": (None, made.document),
                 "until_on": (None, until_on)},
    )  # fmt: skip
    return made


@operation
def end_hold(actor: Actor, /, *, hold: Hold, reason: str, today: date) -> Hold:
    """The hold ends; the candidates are free when they are counted the next time. Records ``disposal.hold_ended``; refused
    by ``may_end_hold``."""
    locked = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    rules.may_end_hold(ended=locked.ended_on is not None, reason=reason).or_refuse()
    locked.ended_on, locked.ended_by_id, locked.ended_reason = today, actor.staff_id, reason.strip()
    locked.save(update_fields=["ended_on", "ended_by", "ended_reason"])
    sign(actor, events.HOLD_ENDED, reason=locked.ended_reason, changes={"number": (None, locked.number)})
    return locked


# --- what is due ------------------------------------------------------------------------------------


@operation
def list_due(actor: Actor, /, *, today: date, now: datetime) -> int:
    """Count anew what is due within a year. Nothing of anybody changes. Records ``disposal.listed``; refuses nothing."""
    found = _relisted(today=today, now=now)
    sign(actor, events.LISTED, changes={"candidates": (None, found)})
    return found


def list_due_tonight(*, today: date, now: datetime) -> int:
    """For the clock: count anew what is due within a year, and dispose of nothing. Records ``disposal.listed`` in the name of
    the program; refuses nothing."""
    with transaction.atomic():
        found = _relisted(today=today, now=now)
        sign_system(events.LISTED, changes={"candidates": (None, found)})
    return found


def _relisted(*, today: date, now: datetime) -> int:
    """A candidate that is the same as before keeps its number; what is in a batch stays there."""
    until = today.replace(year=today.year + 1, day=min(today.day, 28))
    knots = sorted(
        access.survey(today=today, until=until), key=lambda one: (one.due_on, one.numbers, one.mark)
    )
    listed = {one.mark: one for one in Bundle.objects.filter(state=BundleState.LISTED)}
    stay: list[UUID] = []
    fresh: dict[str, Bundle] = {}
    series: list[BundleSeries] = []
    for knot in knots:
        bundle = listed.get(knot.mark)
        if bundle is None:
            bundle = fresh[knot.key] = Bundle(number=access.next_number(), mark=knot.mark)
        else:
            stay.append(bundle.id)
        bundle.people, bundle.cases, bundle.case_numbers = knot.people, knot.cases, knot.numbers
        bundle.due_on, bundle.counted_at, bundle.held = knot.due_on, now, knot.held
        series += [
            BundleSeries(bundle=bundle, series=one.series, records=one.records, last_on=one.last_on, due_on=one.due_on)
            for one in knot.parts
        ]  # fmt: skip
    access.enlist(pairs={}, stay=stay)
    Bundle.objects.bulk_create(fresh.values())
    access.enlist(
        pairs={key: one.id for key, one in fresh.items()}, stay=[*stay, *(one.id for one in fresh.values())]
    )
    kept = [one for one in listed.values() if one.id in set(stay)]
    Bundle.objects.bulk_update(
        kept, ["people", "cases", "case_numbers", "due_on", "counted_at", "held"], batch_size=500
    )
    BundleSeries.objects.filter(bundle_id__in=stay).delete()
    BundleSeries.objects.bulk_create(series, batch_size=2_000)
    return len(knots)


# --- a batch ----------------------------------------------------------------------------------------


@operation
def make_batch(actor: Actor, /, *, today: date, most: int = rules.MOST) -> Batch:
    """Put what is due today, and not held, into one batch for two persons to look at. Records ``disposal.batch_made``;
    refused by ``may_make_batch``."""
    due = list(due_now(today=today).order_by("due_on", "number").values_list("id", flat=True)[:most])
    batch_verdict(today=today).or_refuse()
    batch = Batch.objects.create(
        number=access.next_number(), agency_id=actor.agency_id, staff_id=actor.staff_id
    )
    Bundle.objects.filter(id__in=due).update(batch=batch, stopped="")
    sign(actor, events.BATCH_MADE, changes={"number": (None, batch.number), "candidates": (None, len(due))})
    return batch


def due_now(*, today: date):  # type: ignore[no-untyped-def]
    """The candidates a batch could take."""
    return Bundle.objects.filter(state=BundleState.LISTED, due_on__lte=today, held=False, batch=None)


def batch_verdict(*, today: date) -> Verdict:
    """May a batch be made now?"""
    return rules.may_make_batch(
        due=due_now(today=today).count(), open_batches=Batch.objects.filter(state__in=OPEN).count()
    )


@operation
def take_out(actor: Actor, /, *, batch: Batch, bundles: Collection[Bundle], reason: str) -> int:
    """Take candidates out of a batch; they come again in the next one, unless they are held. Records ``disposal.taken_out``;
    refused by ``may_take_out``. Whoever had looked at the batch still has."""
    locked = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    inside = list(Bundle.objects.filter(id__in=[one.id for one in bundles], batch=locked))
    rules.may_take_out(
        state=locked.state, inside=bool(inside) and len(inside) == len(bundles), reason=reason
    ).or_refuse()
    TakenOut.objects.bulk_create(
        TakenOut(batch=locked, bundle=one, staff_id=actor.staff_id, reason=reason.strip()) for one in inside
    )
    Bundle.objects.filter(id__in=[one.id for one in inside]).update(batch=None)
    sign(
        actor, events.TAKEN_OUT, reason=reason.strip(),
        changes={"number": (None, locked.number), "candidates": (None, "、".join(str(one.number) for one in inside))},
    )  # fmt: skip
    return len(inside)


def review_verdict(actor: Actor, batch: Batch) -> Verdict:
    """May the actor say that this batch was looked at?"""
    return rules.may_review(
        state=batch.state, same=Review.objects.filter(batch=batch, staff_id=actor.staff_id).exists(),
        bundles=batch.bundles.count(),
    )  # fmt: skip


@operation
def review_batch(actor: Actor, /, *, batch: Batch) -> Batch:
    """One of two persons has looked at the batch; after the second it may be disposed of. Records ``disposal.reviewed``;
    refused by ``may_review``."""
    locked = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    review_verdict(actor, locked).or_refuse()
    left = locked.bundles.count()
    Review.objects.create(batch=locked, staff_id=actor.staff_id, bundles=left)
    if locked.reviews.values("staff_id").distinct().count() >= rules.REVIEWERS:
        locked.state = BatchState.AGREED
        locked.save(update_fields=["state"])
    sign(actor, events.REVIEWED, changes={"number": (None, locked.number), "candidates": (None, left)})
    return locked


@operation
def drop_batch(actor: Actor, /, *, batch: Batch) -> Batch:
    """Nothing of this batch goes; its candidates are free again. Records ``disposal.batch_dropped``; refused by
    ``may_drop_batch``."""
    locked = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    rules.may_drop_batch(state=locked.state).or_refuse()
    locked.bundles.update(batch=None)
    locked.state = BatchState.DROPPED
    locked.save(update_fields=["state"])
    sign(actor, events.BATCH_DROPPED, changes={"number": (None, locked.number)})
    return locked


# --- the disposal -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gone:
    """How many candidates went in this step, were let stand, and are left."""

    candidates: int
    stopped: int
    left: int


def dispose_verdict(batch: Batch) -> Verdict:
    """May the batch be disposed of now?"""
    return rules.may_dispose(
        state=batch.state, reviewers=list(batch.reviews.values_list("staff_id", flat=True)),
        left=batch.bundles.exclude(state=BundleState.DONE).count(),
    )  # fmt: skip


@operation
def dispose_step(actor: Actor, /, *, batch: Batch, today: date, now: datetime, most: int = STEP) -> Gone:
    """The next candidates of the batch go, whole or not at all, and closed years keep their figures. What is held, or is no
    longer due, or is named by somebody who stays, leaves the batch with its reason. Records ``disposal.disposed`` with numbers
    alone; refused by ``may_dispose``."""
    locked = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    dispose_verdict(locked).or_refuse()
    if locked.state == BatchState.AGREED:
        locked.state, locked.started_at = BatchState.RUNNING, now
        locked.save(update_fields=["state", "started_at"])
    waiting = locked.bundles.filter(state=BundleState.LISTED).order_by("number")
    wanted = list(waiting[:most])
    due = {one.mark for one in access.survey(today=today, until=today) if not one.held}
    no_longer = [one for one in wanted if one.mark not in due]
    counts: dict[str, int] = defaultdict(int)
    named = _taken(locked, [one for one in wanted if one.mark in due], today=today, counts=counts)
    for found, why in ((no_longer, NO_LONGER), (named, NAMED)):
        ids = [one.id for one in found]
        Bundle.objects.filter(id__in=ids).update(batch=None, stopped=why)
        TakenOut.objects.bulk_create(
            TakenOut(batch=locked, bundle=one, staff_id=actor.staff_id, reason=why) for one in found
        )
    _add_counts(locked, counts)
    stopped = len(no_longer) + len(named)
    sign(
        actor, events.DISPOSED,
        changes={"number": (None, locked.number), "candidates": (None, len(wanted) - stopped), "stopped": (None, stopped),
                 "rows": (None, sum(counts.values()))},
    )  # fmt: skip
    return Gone(len(wanted) - stopped, stopped, waiting.count())


def _taken(batch: Batch, bundles: Sequence[Bundle], *, today: date, counts: dict[str, int]) -> list[Bundle]:
    """Those that could not go. Where one stops many, the others go without it."""
    if not bundles:
        return []
    try:
        with transaction.atomic():
            found = access.take(batch_id=batch.id, bundles=[one.id for one in bundles], today=today)
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", "")
        if state not in OF_OTHERS and not isinstance(error, IntegrityError):
            raise
        if len(bundles) == 1:
            return list(bundles)
        half = len(bundles) // 2
        return [
            *_taken(batch, bundles[:half], today=today, counts=counts),
            *_taken(batch, bundles[half:], today=today, counts=counts),
        ]
    for table, number in found.items():
        counts[table] += number
    return []


def _add_counts(batch: Batch, counts: dict[str, int]) -> None:
    series = list(terms.schedule(on=batch.made_at.date()).values())
    sums: dict[str, int] = defaultdict(int)
    for table, number in counts.items():
        sums[terms.series_of(table, series) or "OTHER"] += number
    for code, number in sums.items():
        row, made = Disposed.objects.get_or_create(batch=batch, series=code, defaults={"rows": number})
        if not made:
            Disposed.objects.filter(pk=row.pk).update(rows=F("rows") + number)


def destroy_keys(actor: Actor, /, *, batch: Batch) -> int:
    """After the records: the keys of whoever is gone are destroyed, so that no copy of the database opens what they sealed. No
    rollback brings a key back, so this stands after the transaction in which the records went, and may be done again."""
    with transaction.atomic():
        found = _keepers(actor, batch=batch)
    destroyed = sum(keepers.destroy(subject) for subjects in found.values() for subject in subjects)
    if found:
        forget_keepers(actor, batch=batch, bundles=list(found), keys=destroyed)
    return destroyed


def _keepers(actor: Actor, *, batch: Batch) -> dict[UUID, list[UUID]]:
    announce(actor)
    return access.keepers(batch_id=batch.id)


@operation
def forget_keepers(actor: Actor, /, *, batch: Batch, bundles: Sequence[UUID], keys: int) -> None:
    """The keys of these candidates are gone; of whom they were is forgotten. Records ``disposal.keys_gone``; refuses nothing."""
    access.forget(bundles=bundles)
    sign(
        actor, events.KEYS_GONE,
        changes={"number": (None, batch.number), "candidates": (None, len(bundles)), "keys": (None, keys)},
    )  # fmt: skip


@operation
def certify(actor: Actor, /, *, batch: Batch, now: datetime) -> Batch:
    """Everything of the batch is gone: the record of it is closed, with a fingerprint. Records ``disposal.certified``; does
    nothing more where it is closed already."""
    locked = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    rules.may_certify(
        state=locked.state, left=locked.bundles.exclude(state=BundleState.DONE).count()
    ).or_refuse()
    locked.state, locked.ended_at = BatchState.DONE, now
    locked.fingerprint = fingerprint(locked)
    locked.save(update_fields=["state", "ended_at", "fingerprint"])
    sign(
        actor, events.CERTIFIED,
        changes={"number": (None, locked.number), "fingerprint": (None, locked.fingerprint)},
    )  # fmt: skip
    return locked


def fingerprint(batch: Batch) -> str:
    """What the record of a disposal says, in one mark: who looked when, what went, which numbers."""
    said = {
        "number": batch.number,
        "ended_at": _moment(batch.ended_at) if batch.ended_at else "",
        "reviews": [[str(one.staff_id), _moment(one.made_at), one.bundles] for one in batch.reviews.all()],
        "rows": sorted(batch.disposed.values_list("series", "rows")),
        "candidates": sorted(batch.bundles.values_list("number", flat=True)),
        "taken_out": sorted(batch.taken_out.values_list("bundle__number", "reason")),
    }
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def dispose(actor: Actor, /, *, batch: Batch, today: date, now: datetime, most: int = STEP) -> Gone:
    """One step with its keys, and the record of it after the last: what a page and the command do again until nothing is left."""
    done = Gone(0, 0, 0)
    if batch.bundles.filter(state=BundleState.LISTED).exists():
        done = dispose_step(actor, batch=batch, today=today, now=now, most=most)
    else:
        dispose_verdict(batch).or_refuse()
    destroy_keys(actor, batch=batch)
    if not done.left:
        certify(actor, batch=batch, now=now)
    return done
