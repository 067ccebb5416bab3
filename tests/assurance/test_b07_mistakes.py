"""B7: two people are taken for one by mistake. Afterwards everything is as it was: who sees what, what is withheld, who is shut out."""

from __future__ import annotations

import random
from datetime import date

import pytest

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Agency
from norishiro.casework.operations import merging
from norishiro.core.operation import announce
from norishiro.people import operations, queries
from norishiro.people.choices import ProtectionState
from norishiro.people.models import Membership, Person, Protection
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, Ground, SourceKind
from norishiro.sharing.models import Exclusion, Grant
from norishiro.sharing.operations import agency as agency_recipient
from norishiro.sharing.operations import exclude_staff, grant
from norishiro.sharing.operations import person as person_subject
from tests.assurance.evidence import Evidence
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

SEED = 20261123
TODAY = date(2026, 11, 23)
KINDS = ("DV", "STALKING", "CHILD")


def test_a_wrong_merging_leaves_no_trace_in_what_anybody_sees(evidence: Evidence) -> None:
    times = evidence.at_scale(small=8, ci=100, nightly=1000)
    dice = random.Random(SEED)  # noqa: S311
    actor = agencies.actor()
    office = agencies.agency("住民課", body=Body.ADMINISTRATION)
    first, second = (
        agencies.actor(name, agency=office, kinds=(RoleKind.MANAGER,)) for name in ("架空 一枝", "架空 二枝")
    )
    other = agencies.agency("ほかの機関")
    staff = [agencies.staff(f"架空 {number}") for number in range(4)]
    came = whole = 0
    for number in range(times):
        announce(actor)
        pair = [
            operations.add_person(
                actor,
                name=f"架空 花子{number}",
                address=f"見本町{number}丁目{at}番",
                phone=f"03-0000-{number:03}{at}",
                today=TODAY,
            )
            for at in (1, 2)
        ]
        _lay(actor, pair, office=office, other=other, staff=staff, dice=dice)
        before = _state(pair)
        merge = merging.merge_people(actor, kept=pair[0], away=pair[1], reason="似ている", today=TODAY)
        merging.undo_merge(actor, merge=merge, reason="別の人だった", today=TODAY)
        announce(first)
        for one in [held for held in queries.protections_kept(first) if held.came_with_id == merge.id]:
            came += 1
            lifting = operations.ask_lifting(
                first, protection=one, version=one.version, reason="まとめまちがい", today=TODAY
            )
            announce(second)
            operations.lift_protection(second, lifting=lifting, version=one.version, today=TODAY)
            announce(first)
        announce(actor)
        whole += _state(pair) == before
    evidence.shows(
        row="B7",
        figure=f"まちがえたまとめ {times}回（移った支援措置 {came}）を元に戻して、見える範囲・支援措置・外した職員・データがまとめる前と同じ: {whole}",
        target="100 %、支援措置は二人で",
        holds=whole == times and came > 0,
    )


def _lay(
    actor: Actor, pair: list[Person], *, office: Agency, other: Agency, staff: list, dice: random.Random
) -> None:  # type: ignore[type-arg]
    """What the two may have: a household, another agency that sees both, protections, people shut out."""
    people.household(actor, dice.choice(pair))
    if dice.random() < 0.5:
        for one in pair:
            grant(
                actor, subjects=[person_subject(one.id)], recipients=[agency_recipient(other.id)], ground=Ground.CONSENT,
                depth=Depth.PROGRESS, source=SourceKind.CONSENT, source_id=one.id, categories=ALL_CATEGORIES,
            )  # fmt: skip
    for one in pair:
        for shut in dice.sample(staff, dice.choice((0, 0, 1, 2))):
            exclude_staff(actor, subjects=[person_subject(one.id)], shut_out=shut, reason="親族")
        for kind in dice.sample(KINDS, dice.choice((0, 1, 2))):
            operations.protect(
                actor, person=one, kind=kind, basis="申出", office=office, fields=["ADDRESS", "PHONE"], from_on=TODAY, today=TODAY,
            )  # fmt: skip


def _state(pair: list[Person]) -> list[set[tuple[object, ...]]]:
    ids = [one.id for one in pair]
    return [
        set(Person.objects.filter(id__in=ids).values_list("id", "name", "address", "phone", "merged_into")),
        set(
            Exclusion.objects.filter(subject_id__in=ids, until_at=None).values_list("subject_id", "staff_id")
        ),
        set(
            Protection.objects.filter(person__in=ids)
            .exclude(state=ProtectionState.ENDED)
            .values_list("id", "kind", "office_id")
        ),
        set(Grant.objects.filter(subject_id__in=ids).values_list("id", "subject_id", "depth", "until_at")),
        set(Membership.objects.filter(person__in=ids).values_list("person_id", "household_id", "until_on")),
    ]
