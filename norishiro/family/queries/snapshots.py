"""Drawings that were kept, drawn again for whoever looks: who is not seen now is nobody."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.records import Unseen
from norishiro.family.choices import TieKind
from norishiro.family.drawing.graph import Descent, Family, Figure, Pair, Sibling, among
from norishiro.family.facts import first_day, life_of
from norishiro.family.models import Snapshot, SnapshotFigure, SnapshotHome, SnapshotTie
from norishiro.family.queries.drawing import Drawn
from norishiro.people import queries as people
from norishiro.sharing.choices import Depth
from norishiro.sharing.queries import through_gate

MOST = 50


def snapshots_visible_to(actor: Actor) -> QuerySet[Snapshot]:
    return through_gate(Snapshot.objects.all(), actor, subject="subject_id", depth=Depth.OUTLINE, gated=True)


def snapshots_of(actor: Actor, *, case: Case) -> list[Snapshot]:
    """What was kept of this case, the newest first."""
    rows = snapshots_visible_to(actor).filter(case=case).select_related("staff", "agency")
    return list(rows.order_by("-taken_on", "-made_at")[:MOST])


def get_snapshot(actor: Actor, *, snapshot_id: UUID) -> Snapshot:
    rows = snapshots_visible_to(actor).select_related("case", "staff", "agency")
    found = rows.filter(id=snapshot_id).first()
    if found is None:
        raise Unseen(snapshot_id)
    return found


def figures_kept(actor: Actor, *, snapshot: Snapshot) -> list[SnapshotFigure]:
    """The figures of a kept drawing whom the actor sees now."""
    seen = people.visible_to(actor).values("id")
    rows = SnapshotFigure.objects.filter(Q(person=None) | Q(person_id__in=seen), snapshot=snapshot)
    homes = Prefetch("homes", SnapshotHome.objects.select_related("household").order_by("household__made_at"))
    return list(rows.select_related("person").prefetch_related(homes).order_by("made_at", "id"))


def snapshot_family(actor: Actor, *, snapshot: Snapshot) -> Drawn:
    """The family as it was known then."""
    drawn = Drawn(Family())
    keys: dict[UUID, str] = {}
    figures = []
    for one in figures_kept(actor, snapshot=snapshot):
        keys[one.id] = f"p-{one.person_id}" if one.person_id else f"k-{one.kin_id}"
        if one.person:
            drawn.people[keys[one.id]] = one.person
        figures.append(_figure(one, keys[one.id], snapshot))
    rows = SnapshotTie.objects.filter(snapshot=snapshot, one_id__in=keys, other_id__in=keys)
    drawn.family = _tied(figures, list(rows.order_by("made_at", "id")), keys)
    return drawn


def _figure(one: SnapshotFigure, key: str, snapshot: Snapshot) -> Figure:
    life = life_of(one.birth, one.died_on, on=snapshot.taken_on, dead=one.is_dead)
    name = one.person.label if one.person else one.label
    called = one.person.called if one.person else one.label
    return Figure(
        key=key, label=name, called=called, sex=one.sex, born=first_day(one.birth), age=life.age if life else None,
        about=bool(life and life.about), dead=one.is_dead, died=life.died if life else "", loss=one.is_loss,
        ip=one.is_ip, key_person=one.is_key_person, homes=tuple(home.household.label for home in one.homes.all()),
        sureness=one.sureness,
    )  # fmt: skip


def _tied(figures: list[Figure], ties: list[SnapshotTie], keys: dict[UUID, str]) -> Family:
    pairs, descents, siblings = [], [], []
    for tie in ties:
        one, other = keys[tie.one_id], keys[tie.other_id]
        if tie.kind == TieKind.COUPLE:
            pairs.append(
                Pair(
                    one=one, other=other, manner=tie.manner, apart=tie.apart, ended=tie.ended, place=tie.place,
                    since=first_day(tie.since), years=tie.years, sureness=tie.sureness,
                )
            )  # fmt: skip
        elif tie.kind == TieKind.PARENT:
            descents.append(
                Descent(
                    parent=one, child=other, manner=tie.manner, custody=tie.custody, place=tie.place,
                    sureness=tie.sureness,
                )
            )  # fmt: skip
        else:
            siblings.append(Sibling(one=one, other=other, manner=tie.manner, sureness=tie.sureness))
    whole = Family(
        figures=tuple(figures), pairs=tuple(pairs), descents=tuple(descents), siblings=tuple(siblings)
    )
    return among(whole, whole.by_key)
