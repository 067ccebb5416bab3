"""The verbs of this room."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Appointment, Area, live_on
from norishiro.community import events, kinds, papers, queries, rules
from norishiro.community.choices import ProposalStatus, Stage, SupportKind
from norishiro.community.models import (
    Activity,
    AgeCount,
    Group,
    GroupPart,
    HelpRequest,
    Proposal,
    ProposalAction,
    Support,
)
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.core.verdict import Verdict
from norishiro.ledger.operations import sign
from norishiro.outreach import operations as outreach
from norishiro.outreach.models import Gathering
from norishiro.resources import operations as resources
from norishiro.resources.models import Place
from norishiro.resources.operations.places import Offer, Where, Whose


def _fits(*, agency_id: UUID, supporter_id: UUID | None, today: date) -> bool:
    if supporter_id is None:
        return True
    return Appointment.objects.filter(live_on(today), staff_id=supporter_id, agency_id=agency_id).exists()


@operation
def add_group(
    actor: Actor, /, *, name: str, kind: str, area_id: UUID, stage: str, stage_on: date, place: str = "",
    rhythm: str = "", members: int | None = None, partners: str = "", users: str = "", needs: str = "",
    supporter_id: UUID | None = None, today: date,
) -> Group:  # fmt: skip
    """Enter a group at the stage it has reached; one's own agency supports it. Records ``group.added``; refused by
    ``may_keep_group`` and where a text names somebody who is known."""
    verdict = rules.may_keep_group(
        taken=queries.is_taken(actor, name=name, area_id=area_id), stage_on=stage_on, today=today,
        supporter_fits=_fits(agency_id=actor.agency_id, supporter_id=supporter_id, today=today),
    ) & nobody_named(actor, name, place, partners, users, needs, field="words")  # fmt: skip
    verdict.or_refuse()
    group = Group.objects.create(
        name=name, kind=kind, area_id=area_id, stage=stage, stage_on=stage_on, place=place, rhythm=rhythm,
        members=members, partners=partners, users=users, needs=needs, agency_id=actor.agency_id, supporter_id=supporter_id,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor, events.GROUP_ADDED,
        changes={"group": (None, group.id), "kind": (None, kind), "stage": (None, stage)},
    )  # fmt: skip
    return group


@operation
def change_group(
    actor: Actor, /, *, group: Group, version: int, values: dict[str, Any], today: date
) -> Group:
    """Put right what is known of a group (its stage moves by ``note_support``). Records ``group.changed``; refused by
    ``may_keep_group`` and where a text names somebody; StaleVersion."""
    verdict = rules.may_keep_group(
        taken=queries.is_taken(actor, name=values["name"], area_id=values["area_id"], but=group.id),
        stage_on=group.stage_on, today=today, mine=group.agency_id in actor.agency_ids,
        supporter_fits=_fits(agency_id=group.agency_id, supporter_id=values["supporter_id"], today=today),
    ) & nobody_named(actor, values["name"], values["place"], values["partners"], values.get("users", ""), values["needs"], field="words")  # fmt: skip
    verdict.or_refuse()
    changes = change_fields(group, version=version, values=values)
    written = [name for name in ("needs", "partners", "users") if changes.pop(name, None)]
    sign(
        actor, events.GROUP_CHANGED, changes={"group": (group.id, group.id), **changes}, changed_text=written
    )  # fmt: skip
    return group


@operation
def note_support(
    actor: Actor, /, *, group: Group, happened_on: date, kind: str, note: str, stage: str = "",
    request: HelpRequest | None = None, today: date,
) -> Support:  # fmt: skip
    """Note what was done for a group, and the stage it came to by it. Records ``support.noted``; refused by
    ``may_note_support`` and where the words name somebody."""
    locked = Group.objects.select_for_update().get(pk=group.pk)
    moved = stage if stage != locked.stage else ""
    verdict = rules.may_note_support(
        happened_on=happened_on, today=today, stage=stage, current=locked.stage, since=locked.stage_on,
        mine=locked.agency_id in actor.agency_ids, request_open=request is None or request.closed_on is None,
    ) & nobody_named(actor, note, field="note")  # fmt: skip
    verdict.or_refuse()
    support = Support.objects.create(
        group=locked, request=request, happened_on=happened_on, kind=kind, note=note, stage=moved,
        agency_id=actor.agency_id, staff_id=actor.staff_id,
    )  # fmt: skip
    changes: dict[str, tuple[object, object]] = {}
    if moved:
        changes = change_fields(
            locked, version=locked.version, values={"stage": moved, "stage_on": happened_on}
        )
    sign(actor, events.SUPPORT_NOTED, changes={"group": (None, group.id), "kind": (None, kind), **changes})
    return support


@operation
def share_part(
    actor: Actor, /, *, group: Group, part: str, agency_id: UUID | None = None, body: str = "", due_on: date, today: date
) -> GroupPart:  # fmt: skip
    """Give a part of making a place to somebody until a day; written anew while it is not done. Records
    ``group.part_shared``; refused by ``may_share_part`` and where the words name somebody."""
    before = GroupPart.objects.select_for_update(of=("self",)).filter(group=group, part=part).first()
    (
        rules.may_share_part(
            mine=group.agency_id in actor.agency_ids, whose=agency_id is not None or bool(body.strip()), due_on=due_on,
            today=today, done=before is not None and before.done_on is not None,
        )
        & nobody_named(actor, body, field="body")
    ).or_refuse()  # fmt: skip
    kept, _made = GroupPart.objects.update_or_create(
        group=group, part=part,
        defaults={"agency_id": agency_id, "body": body, "due_on": due_on, "staff_id": actor.staff_id},
    )  # fmt: skip
    sign(
        actor, events.PART_SHARED,
        changes={"group": (None, group.id), "part": (None, part), "due_on": (before.due_on if before else None, due_on)},
    )  # fmt: skip
    return kept


@operation
def finish_part(actor: Actor, /, *, part: GroupPart, today: date) -> GroupPart:
    """Write a part as done. Records ``group.part_done``; refused by ``may_finish_part``."""
    locked = GroupPart.objects.select_for_update(of=("self",)).select_related("group").get(pk=part.pk)
    rules.may_finish_part(
        mine=bool({locked.agency_id, locked.group.agency_id} & set(actor.agency_ids)), done=locked.done_on is not None
    ).or_refuse()  # fmt: skip
    locked.done_on = today
    locked.save(update_fields=["done_on"])
    sign(
        actor, events.PART_DONE, changes={"group": (locked.group_id, locked.group_id), "part": (None, locked.part)}
    )  # fmt: skip
    return locked


@operation
def open_place(
    actor: Actor, /, *, group: Group, name: str, kind: str, location: str, address: str = "", opened_on: date, today: date
) -> Place:  # fmt: skip
    """The place is open: it is entered in the registry of places, and the group comes to 試行 if it was still preparing.

    Changes: one place run by the group, one step of support. Records ``resource.added``, ``support.noted`` and
    ``group.opened``; refused by ``may_open_place``, ``may_keep_place`` and a name; StaleVersion.
    """
    locked = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    (
        rules.may_open_place(
            mine=locked.agency_id in actor.agency_ids, opened=locked.opened_id is not None,
            ended=locked.stage == rules.ENDED, opened_on=opened_on, today=today,
        )
        & nobody_named(actor, name, location, address, field="name")
    ).or_refuse()  # fmt: skip
    place = resources.add_place(
        actor, whose=Whose(locked.name, "RESIDENTS"), where=Where(location, address, locked.area_id),
        offer=Offer({"name": name, "kind": kind, "opened_on": opened_on}),
    )  # fmt: skip
    note_support(
        actor, group=locked, happened_on=opened_on, kind=SupportKind.OPENED, note=f"「{name}」を開いた",
        stage=Stage.TRIAL if locked.stage in (Stage.IDEA, Stage.PREPARING) and opened_on >= locked.stage_on else "",
        today=today,
    )  # fmt: skip
    Group.objects.filter(pk=locked.pk).update(opened=place)
    sign(actor, events.PLACE_OPENED, changes={"group": (locked.id, locked.id), "place": (None, place.id)})
    return place


@operation
def ask_group_help(
    actor: Actor, /, *, group: Group, kind: str, asked_on: date, text: str, today: date
) -> HelpRequest:
    """Take down what a group asks for. Records ``group_help.asked``; refused by ``may_ask_group_help`` and where the
    words name somebody."""
    (
        rules.may_ask_group_help(asked_on=asked_on, today=today) & nobody_named(actor, text, field="text")
    ).or_refuse()
    request = HelpRequest.objects.create(
        group=group,
        kind=kind,
        asked_on=asked_on,
        text=text,
        agency_id=actor.agency_id,
        staff_id=actor.staff_id,
    )
    sign(actor, events.GROUP_HELP_ASKED, changes={"group": (None, group.id), "kind": (None, kind)})
    return request


@operation
def answer_group_help(
    actor: Actor, /, *, request: HelpRequest, result: str, outcome: str, closed_on: date, today: date
) -> HelpRequest:
    """Close a request with what came of it. Records ``group_help.answered``; refused by ``may_answer_group_help`` and
    where the words name somebody."""
    locked = HelpRequest.objects.select_for_update().get(pk=request.pk)
    verdict = rules.may_answer_group_help(
        closed=locked.closed_on is not None, closed_on=closed_on, asked_on=locked.asked_on, today=today
    ) & nobody_named(actor, outcome, field="outcome")
    verdict.or_refuse()
    changes = change_fields(
        locked, version=locked.version, values={"result": result, "outcome": outcome, "closed_on": closed_on}
    )
    sign(
        actor, events.GROUP_HELP_ANSWERED,
        changes={"group": (locked.group_id, locked.group_id), "result": changes["result"]}, changed_text=["outcome"],
    )  # fmt: skip
    return locked


@dataclass(frozen=True)
class Told:
    """What is told of one gathering. ``ages`` holds heads by band, as far as known."""

    kind: str
    name: str
    held_on: date
    people: int
    place: str = ""
    consulted: int = 0
    note: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    theme: str = ""
    helpers: int | None = None
    discussed: bool = False
    work: str = ""
    at_id: UUID | None = None


def _may_tell(actor: Actor, told: Told, ages: Mapping[str, int]) -> Verdict:
    return rules.may_record_activity(
        heads=rules.Heads(told.people, tuple(ages.values())), starts_at=told.starts_at, ends_at=told.ends_at
    ) & nobody_named(actor, told.name, told.place, told.note, told.theme, field="words")


def _details(told: Told) -> dict[str, Any]:
    return {
        name: getattr(told, name)
        for name in ("kind", "starts_at", "ends_at", "theme", "helpers", "discussed", "work", "at_id")
    }


def _belongs(activity: Activity, *, ages: Mapping[str, int], groups: Collection[Group]) -> None:
    activity.groups.set(groups)
    activity.ages.all().delete()
    AgeCount.objects.bulk_create(
        AgeCount(activity=activity, band=band, people=people) for band, people in ages.items()
    )


@operation
def record_activity(
    actor: Actor,
    /,
    *,
    area: Area,
    told: Told,
    ages: Mapping[str, int],
    groups: Collection[Group],
    today: date,
) -> Activity:
    """Write down a gathering and tell of it. Records ``gathering.recorded`` and ``activity.recorded``; refused by
    ``may_write_gathering``, ``may_record_activity`` and where a text names somebody who is known."""
    _may_tell(actor, told, ages).or_refuse()
    gathering = outreach.record_gathering(
        actor, area=area, kind=kinds.counted_as(told.kind), name=told.name, held_on=told.held_on, people=told.people,
        consulted=told.consulted, place=told.place, note=told.note, today=today,
    )  # fmt: skip
    activity = Activity.objects.create(gathering=gathering, **_details(told))
    _belongs(activity, ages=ages, groups=groups)
    sign(
        actor, events.ACTIVITY_RECORDED,
        changes={"gathering": (None, gathering.id), "kind": (None, told.kind), "groups": (None, len(groups))},
    )  # fmt: skip
    return activity


@operation
def change_activity(
    actor: Actor, /, *, gathering: Gathering, version: int, told: Told, ages: Mapping[str, int],
    groups: Collection[Group], today: date,
) -> Activity:  # fmt: skip
    """Put right what was told of a gathering, or tell of one that was only counted. Records ``gathering.changed`` and
    ``activity.changed``; refused by ``may_write_gathering``, ``may_record_activity``, a name; StaleVersion."""
    _may_tell(actor, told, ages).or_refuse()
    outreach.change_gathering(
        actor, gathering=gathering, version=version, today=today,
        values={
            "kind": kinds.counted_as(told.kind), "name": told.name, "held_on": told.held_on, "people": told.people,
            "consulted": told.consulted, "place": told.place, "note": told.note,
        },
    )  # fmt: skip
    activity, _made = Activity.objects.update_or_create(gathering=gathering, defaults=_details(told))
    _belongs(activity, ages=ages, groups=groups)
    sign(
        actor, events.ACTIVITY_CHANGED,
        changes={"gathering": (gathering.id, gathering.id)}, changed_text=["theme"],
    )  # fmt: skip
    return activity


@operation
def take_activities(actor: Actor, /, *, asked: queries.Asked, today: date) -> papers.Taken:
    """The list and the sums as an Excel file. Records ``activities.taken``; refuses nothing."""
    found = queries.held(actor, asked=asked, most=papers.MOST)
    taken = papers.as_file(
        asked, found, queries.counts(actor, asked=asked), who=f"{actor.agency_name} {actor.name}", on=today
    )
    sign(
        actor, events.ACTIVITIES_TAKEN, changes={"year": (None, asked.year), "rows": (None, len(found))}
    )  # fmt: skip
    return taken


@operation
def raise_proposal(
    actor: Actor, /, *, title: str, area_id: UUID, raised_on: date, text: str = "", due_on: date | None = None,
    activity_id: UUID | None = None, course_id: UUID | None = None, owner_group_id: UUID | None = None,
    owner_agency_id: UUID | None = None, today: date,
) -> Proposal:  # fmt: skip
    """Keep what people want to see done. Records ``proposal.raised``; refused by ``may_raise_proposal`` and a name."""
    verdict = rules.may_raise_proposal(
        raised_on=raised_on, due_on=due_on, today=today, origins=bool(activity_id) + bool(course_id)
    ) & nobody_named(actor, title, text, field="text")
    verdict.or_refuse()
    proposal = Proposal.objects.create(
        title=title, text=text, area_id=area_id, raised_on=raised_on, due_on=due_on, activity_id=activity_id,
        course_id=course_id, owner_group_id=owner_group_id, owner_agency_id=owner_agency_id,
        agency_id=actor.agency_id, staff_id=actor.staff_id,
    )  # fmt: skip
    sign(actor, events.PROPOSAL_RAISED, changes={"proposal": (None, proposal.id)}, changed_text=["title"])
    return proposal


@operation
def change_proposal(
    actor: Actor, /, *, proposal: Proposal, version: int, status: str, result: str = "", due_on: date | None = None,
    owner_group_id: UUID | None = None, owner_agency_id: UUID | None = None, today: date,
) -> Proposal:  # fmt: skip
    """Move a proposal on: who holds it, until when, what became of it. Records ``proposal.changed``; refused by
    ``may_change_proposal`` and a name; StaleVersion."""
    verdict = rules.may_change_proposal(
        status=status, result=result, due_on=due_on, raised_on=proposal.raised_on,
        mine=bool({proposal.agency_id, proposal.owner_agency_id} & set(actor.agency_ids)),
    ) & nobody_named(actor, result, field="result")  # fmt: skip
    verdict.or_refuse()
    closed = status in (ProposalStatus.DONE, ProposalStatus.DROPPED)
    changes = change_fields(
        proposal, version=version,
        values={
            "status": status, "result": result, "due_on": due_on, "owner_group_id": owner_group_id,
            "owner_agency_id": owner_agency_id, "closed_on": (proposal.closed_on or today) if closed else None,
        },
    )  # fmt: skip
    words = changes.pop("result", None)
    sign(
        actor, events.PROPOSAL_CHANGED, changes={"proposal": (proposal.id, proposal.id), **changes},
        changed_text=["result"] if words else [],
    )  # fmt: skip
    return proposal


@operation
def note_action(
    actor: Actor, /, *, proposal: Proposal, done_on: date, what: str, group_id: UUID | None = None,
    activity_id: UUID | None = None, today: date,
) -> ProposalAction:  # fmt: skip
    """Keep what was done of a proposal; the first one sets it going. Records ``action.noted``; refused by
    ``may_note_action`` and a name."""
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    verdict = rules.may_note_action(
        done_on=done_on, raised_on=locked.raised_on, today=today
    ) & nobody_named(actor, what, field="what")  # fmt: skip
    verdict.or_refuse()
    action = ProposalAction.objects.create(
        proposal=locked, done_on=done_on, what=what, group_id=group_id, activity_id=activity_id,
        staff_id=actor.staff_id,
    )  # fmt: skip
    if locked.status == ProposalStatus.OPEN:
        change_fields(locked, version=locked.version, values={"status": ProposalStatus.STARTED})
    sign(actor, events.ACTION_NOTED, changes={"proposal": (None, locked.id)}, changed_text=["what"])
    return action
