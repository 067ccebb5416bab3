"""A need for which there is no place: kept without a name, brought to a meeting, and made into a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.cases.operations.cases import moved
from norishiro.community import operations as community
from norishiro.community.models import Group
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.matching import access, events, rules
from norishiro.matching.models import Shortage, ShortageFor
from norishiro.meetings.choices import Shortage as Lack
from norishiro.meetings.choices import TopicKind
from norishiro.meetings.models import Body
from norishiro.meetings.operations.topics import add_topic
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import case as case_subject
from norishiro.sharing.operations import own_words

WORK_KINDS = ("WORK", "COMPANY", "FARM", "SHOP_FULL", "SHOP_SHARED")
LONGEST_TITLE = 120


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """What is missing, told without anybody."""

    kind: str = ""
    role: str = ""
    area_id: UUID | None = None
    band: str = ""
    lack: str = ""
    words: str


@operation
def note_shortage(
    actor: Actor, /, *, case: Case, person: Person, lacking: Lacking, basis: str = Ground.OWN, today: date
) -> Shortage:  # fmt: skip
    """Keep that there is no fitting place. The same need of somebody else, still open, counts one more instead.

    Changes: one open row without a name, and behind the wall for whom it is. Records ``shortage.noted``; refused by
    ``may_note_shortage``, where the words name somebody, and for a ground the actor does not hold.
    """
    found = access.open_shortage(
        kind=lacking.kind, role=lacking.role, area_id=lacking.area_id, band=lacking.band, lack=lacking.lack
    )
    access.may_note_shortage(
        actor, case=case, person=person, words=lacking.words, basis=basis, found=found
    ).or_refuse()
    own_words(actor, subjects=[case_subject(case.id)], source_id=case.id)
    if found is None:
        shortage = Shortage.objects.create(
            kind=lacking.kind, role=lacking.role, area_id=lacking.area_id, band=lacking.band, lack=lacking.lack,
            words=lacking.words, raised_on=today, agency_id=actor.agency_id, staff_id=actor.staff_id,
        )  # fmt: skip
    else:
        shortage = found
        change_fields(shortage, version=shortage.version, values={"people": shortage.people + 1})
    ShortageFor.objects.create(
        shortage=shortage, case=case, subject_id=case.id, person=person, basis=basis, agency_id=actor.agency_id,
        categories=int(Category.LIFE_HISTORY),
    )  # fmt: skip
    moved(case, today=today)
    sign(
        actor, events.SHORTAGE_NOTED, subjects=[case.id, person.id], ground=basis, changed_text=["words"],
        changes={"shortage": (None, shortage.id), "people": (None, shortage.people)},
    )  # fmt: skip
    return shortage


@operation
def bring_shortage(actor: Actor, /, *, shortage: Shortage, body: Body, today: date) -> Shortage:
    """Bring it to a meeting body as 足りない資源, with how many wait for it and nothing of whom.

    Changes: one topic of the body. Records ``topic.kept`` and ``shortage.brought``; refused by ``may_bring_shortage`` and
    ``may_keep_topic``.
    """
    locked = Shortage.objects.select_for_update(of=("self",)).get(pk=shortage.pk)
    rules.may_bring_shortage(
        closed=locked.closed_on is not None, brought=locked.topic_id is not None
    ).or_refuse()
    lack = Lack.WORK if locked.kind in WORK_KINDS else Lack.PLACE
    topic = add_topic(
        actor, body=body, kind=TopicKind.SHORTAGE, shortage=lack, title=locked.words[:LONGEST_TITLE], area_id=locked.area_id,
        cases_behind=locked.people, today=today,
    )  # fmt: skip
    change_fields(locked, version=locked.version, values={"topic": topic})
    sign(
        actor,
        events.SHORTAGE_BROUGHT,
        changes={"shortage": (locked.id, locked.id), "topic": (None, topic.id)},
    )
    return locked


@operation
def make_place_for(
    actor: Actor, /, *, shortage: Shortage, name: str, kind: str, area_id: UUID, partners: str = "", today: date
) -> Group:  # fmt: skip
    """Begin to make a place for it: a group of community work at its first stage, supported by one's own agency.

    Changes: one group. Records ``group.added`` and ``shortage.making``; refused by ``may_make_for`` and ``may_keep_group``.
    """
    locked = Shortage.objects.select_for_update(of=("self",)).get(pk=shortage.pk)
    rules.may_make_for(closed=locked.closed_on is not None, making=locked.group_id is not None).or_refuse()
    group = community.add_group(
        actor, name=name, kind=kind, area_id=area_id, stage="IDEA", stage_on=today, partners=partners, needs=locked.words,
        supporter_id=actor.staff_id, today=today,
    )  # fmt: skip
    change_fields(locked, version=locked.version, values={"group": group})
    sign(
        actor, events.SHORTAGE_MAKING, changes={"shortage": (locked.id, locked.id), "group": (None, group.id)}
    )
    return group


@operation
def close_shortage(actor: Actor, /, *, shortage: Shortage, outcome: str, today: date) -> Shortage:
    """Close it with what came of it. Records ``shortage.closed``; refused by ``may_close_shortage`` and a name."""
    locked = Shortage.objects.select_for_update(of=("self",)).get(pk=shortage.pk)
    access.may_close_shortage(actor, shortage=locked, outcome=outcome).or_refuse()
    change_fields(locked, version=locked.version, values={"outcome": outcome, "closed_on": today})
    sign(
        actor,
        events.SHORTAGE_CLOSED,
        changes={"shortage": (locked.id, locked.id)},
        changed_text=["outcome"],
    )
    return locked
