"""Marks on a drawing, and drawings that are kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.operation import operation
from norishiro.family import events, rules
from norishiro.family.choices import MarkKind, TieKind
from norishiro.family.drawing.graph import Figure
from norishiro.family.models import Mark, Snapshot, SnapshotFigure, SnapshotHome, SnapshotTie
from norishiro.family.operations.ties import LIFE, ask
from norishiro.family.queries import Drawn, family_on, marks_of
from norishiro.family.told import End, Telling
from norishiro.ledger.operations import sign
from norishiro.sharing.choices import Ground


@operation
def mark_figures(
    actor: Actor, /, *, case: Case, ips: Collection[End], key_people: Collection[End], basis: str = Ground.OWN,
    today: date,
) -> list[Mark]:  # fmt: skip
    """Say who is 本人 of the drawing and who the key persons are; whoever is not named loses the mark.

    Marks on figures the actor does not see stay as they are. Records ``family.marked``; refused by ``may_draw`` and
    ``may_write_under``.
    """
    ask(actor, case=case, telling=Telling(source="図の印", told_on=today, basis=basis), today=today)
    wanted = {(MarkKind.IP, one.key): one for one in ips} | {
        (MarkKind.KEY_PERSON, one.key): one for one in key_people
    }
    kept = set()
    for mark in marks_of(actor, case=case, on=today):
        key = (MarkKind(mark.kind), f"p-{mark.person_id}" if mark.person_id else f"k-{mark.kin_id}")
        if key in wanted:
            kept.add(key)
        else:
            mark.until_on = today
            mark.save(update_fields=["until_on"])
    made = [
        Mark.objects.create(
            case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id, categories=LIFE, kind=kind,
            person=end.person, kin=end.kin, from_on=today, staff_id=actor.staff_id,
        )
        for (kind, key), end in wanted.items()
        if (kind, key) not in kept
    ]  # fmt: skip
    sign(actor, events.MARKED, subjects=[case.id], ground=basis, changes={"marks": (None, len(wanted))})
    return made


@operation
def keep_snapshot(
    actor: Actor, /, *, case: Case, words: str, basis: str = Ground.OWN, today: date
) -> Snapshot:
    """Keep what is known of the family today: ids and facts of everybody the actor sees, and no picture.

    Records ``family.snapshot_kept`` with everybody on it; refused by ``may_draw``, ``may_write_under`` and ``may_keep``.
    """
    ask(actor, case=case, telling=Telling(source="残した図", told_on=today, basis=basis), today=today)
    drawn = family_on(actor, case=case, on=today)
    taken = Snapshot.objects.filter(case=case, taken_on=today).values_list("words", flat=True)
    rules.may_keep(figures=len(drawn.family.figures), words=words, taken=list(taken)).or_refuse()
    snapshot = Snapshot.objects.create(
        case=case, subject_id=case.id, basis=basis, agency_id=actor.agency_id, categories=LIFE, taken_on=today,
        words=words, staff_id=actor.staff_id,
    )  # fmt: skip
    figures = _keep_figures(snapshot, drawn)
    _keep_ties(snapshot, drawn, figures)
    sign(actor, events.SNAPSHOT_KEPT, subjects=[case.id, *drawn.person_ids], ground=basis)
    return snapshot


def _keep_figures(snapshot: Snapshot, drawn: Drawn) -> dict[str, SnapshotFigure]:
    found = {one.key: _kept(snapshot, one, drawn) for one in drawn.family.figures}
    SnapshotFigure.objects.bulk_create(found.values())
    SnapshotHome.objects.bulk_create(
        SnapshotHome(figure=found[key], household_id=home)
        for key, homes in drawn.homes.items()
        for home in homes
    )
    return found


def _kept(snapshot: Snapshot, figure: Figure, drawn: Drawn) -> SnapshotFigure:
    person, kin = drawn.people.get(figure.key), drawn.kin.get(figure.key)
    died = person.died_on.isoformat() if person and person.died_on else kin.died_on if kin else ""
    birth = person.birth if person else kin.birth if kin else ""
    return SnapshotFigure(
        snapshot=snapshot, person=person, kin=kin, label="" if person else figure.label, sex=figure.sex, birth=birth,
        is_dead=figure.dead, died_on=died if figure.dead else "", is_loss=figure.loss, is_ip=figure.ip,
        is_key_person=figure.key_person, sureness=figure.sureness,
    )  # fmt: skip


def _keep_ties(snapshot: Snapshot, drawn: Drawn, figures: dict[str, SnapshotFigure]) -> None:
    family = drawn.family
    rows = [
        SnapshotTie(
            snapshot=snapshot, kind=TieKind.COUPLE, one=figures[one.one], other=figures[one.other], manner=one.manner,
            place=one.place, since=one.since.isoformat() if one.since else "", years=one.years, apart=one.apart,
            ended=one.ended, sureness=one.sureness,
        )
        for one in family.pairs
    ]  # fmt: skip
    rows += [
        SnapshotTie(
            snapshot=snapshot, kind=TieKind.PARENT, one=figures[one.parent], other=figures[one.child],
            manner=one.manner, custody=one.custody, place=one.place, sureness=one.sureness,
        )
        for one in family.descents
    ]  # fmt: skip
    rows += [
        SnapshotTie(
            snapshot=snapshot, kind=TieKind.SIBLING, one=figures[one.one], other=figures[one.other],
            manner=one.manner, sureness=one.sureness,
        )
        for one in family.siblings
    ]  # fmt: skip
    SnapshotTie.objects.bulk_create(rows)
