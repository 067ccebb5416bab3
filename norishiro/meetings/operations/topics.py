"""話題: kept, changed, talked of at a sitting, gathered, done. No case and no name is ever written into it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from norishiro.agencies.actor import Actor
from norishiro.cases.models import Case
from norishiro.core.numbering import next_number
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.meetings import events, lookups
from norishiro.meetings.access import (
    body_fact,
    case_behind,
    names_of,
    people_of,
    run_verdict,
    topic_hand,
    topic_is_theirs,
)
from norishiro.meetings.choices import TopicKind, TopicOrigin, TopicStatus, TransferStatus
from norishiro.meetings.models import Body, Item, Sitting, Theme, Topic, TopicSource, TopicTalk, TopicTransfer
from norishiro.meetings.rules import names_in
from norishiro.meetings.rules import topics as rules
from norishiro.sharing.choices import Category
from norishiro.sharing.queries import bases_open_to

CHANGEABLE = (
    "kind", "shortage", "title", "text", "area_id", "cases_behind", "owner_agency_id", "owner_staff_id", "next_what",
    "due_on", "theme_id",
)  # fmt: skip
WORDS = ("title", "text", "next_what")


@operation
def add_topic(
    actor: Actor,
    /,
    *,
    body: Body,
    kind: str,
    title: str,
    text: str = "",
    shortage: str = "",
    origin: str = TopicOrigin.TALK,
    area_id: UUID | None = None,
    cases_behind: int | None = None,
    owner_agency_id: UUID | None = None,
    owner_staff_id: UUID | None = None,
    next_what: str = "",
    due_on: date | None = None,
    theme_id: UUID | None = None,
    item: Item | None = None,
    case: Case | None = None,
    today: date,
) -> Topic:
    """Write a topic of a body. From an item or a case the words are typed anew, and what it came from is kept apart.

    Changes: one topic, and behind the wall one source row for those who see that item or case. Records ``topic.kept``.
    Refused by ``may_keep_topic``; a name of the household it came from may not stand in it.
    """
    values = {
        "kind": kind, "shortage": shortage if kind == TopicKind.SHORTAGE else "", "title": title.strip(), "text": text,
        "area_id": area_id, "cases_behind": cases_behind, "owner_agency_id": owner_agency_id,
        "owner_staff_id": owner_staff_id, "next_what": next_what, "due_on": due_on, "theme_id": theme_id,
    }  # fmt: skip
    _may_keep(actor, body=body, values=values, behind=_case_of(actor, item=item, case=case), today=today)
    if cases_behind is None and (item is not None or case is not None):
        values["cases_behind"] = 1
    topic = new_topic(
        actor, body=body, origin=_origin(origin, item=item, case=case), values=values, today=today
    )
    _keep_source(actor, topic, item=item, case=case)
    sign(
        actor, events.TOPIC_KEPT, reason=body.name, changes={"topic": (None, topic.id), "kind": (None, kind)},
        changed_text=["title"], **_about(item, case),
    )  # fmt: skip
    return topic


def new_topic(actor: Actor, *, body: Body, origin: str, values: dict[str, Any], today: date) -> Topic:
    """The part other verbs share."""
    return Topic.objects.create(
        number=next_number("話", "meetings_topic_number", today=today), body=body, origin=origin, born_on=today,
        made_by_id=actor.staff_id, made_agency_id=actor.agency_id, **values,
    )  # fmt: skip


def _origin(origin: str, *, item: Item | None, case: Case | None) -> str:
    if item is not None:
        return TopicOrigin.ITEM
    return TopicOrigin.CASE if case is not None else origin


def _case_of(actor: Actor, *, item: Item | None, case: Case | None) -> Case | None:
    return case_behind(actor, item) if item is not None else case


def _about(item: Item | None, case: Case | None) -> dict[str, Any]:
    if item is not None:
        return {"subjects": [item.subject_id], "ground": item.basis}
    return {"subjects": [case.id]} if case is not None else {}


def _may_keep(actor: Actor, *, body: Body, values: dict[str, Any], behind: Case | None, today: date) -> None:
    owner, staff = values["owner_agency_id"], values["owner_staff_id"]
    rules.may_keep_topic(
        in_force=body_fact(body, on=today).in_force, kind=values["kind"], shortage=values["shortage"],
        title=values["title"], cases_behind=values["cases_behind"],
        names_found=_names_found(actor, behind, values, today=today) if behind else (),
        owner_fits=staff is None
        or (owner is not None and lookups.is_appointed(staff_id=staff, agency_id=owner, on=today)),
    ).or_refuse()  # fmt: skip


def _names_found(actor: Actor, case: Case, values: dict[str, Any], *, today: date) -> set[str]:
    texts = " ".join(str(values[name]) for name in WORDS)
    return names_in(texts, names_of(actor, case, people_of(actor, case, today=today)))


def _keep_source(actor: Actor, topic: Topic, *, item: Item | None, case: Case | None) -> bool:
    """Keep what a topic was made from, behind the wall. Answers whether it stands there newly."""
    if item is not None:
        subject_id = item.subject_id
    elif case is not None:
        subject_id = case.id
    else:
        return False
    found = TopicSource.objects.filter(topic=topic, item=item, case=case)
    if found.exists():
        return False
    TopicSource.objects.create(
        topic=topic, item=item, case=case, subject_id=subject_id, agency_id=actor.agency_id,
        basis=item.basis if item is not None else bases_open_to(actor, subject_id=subject_id)[0],
        categories=int(Category.ATTRIBUTES),
    )  # fmt: skip
    return True


@operation
def add_source(
    actor: Actor, /, *, topic: Topic, item: Item | None = None, case: Case | None = None, today: date
) -> Topic:
    """Lay one more item or case behind a topic that is there: the same gap, found again.

    Changes: the number of households behind it grows by one, and one source row stands behind the wall. Records
    ``topic.sourced``. Refused once the topic has ended; the same item twice counts once.
    """
    locked = Topic.objects.select_for_update(of=("self",)).select_related("body").get(pk=topic.pk)
    rules.may_change_topic(theirs=True, status=locked.status).or_refuse()
    if _keep_source(actor, locked, item=item, case=case):
        Topic.objects.filter(pk=locked.pk).update(
            cases_behind=(locked.cases_behind or 0) + 1, version=F("version") + 1
        )
        locked.refresh_from_db()
    sign(
        actor, events.TOPIC_SOURCED, reason=locked.number,
        changes={"cases_behind": (topic.cases_behind, locked.cases_behind)}, **_about(item, case),
    )  # fmt: skip
    return locked


@operation
def change_topic(
    actor: Actor, /, *, topic: Topic, version: int, values: dict[str, Any], today: date
) -> Topic:
    """Change words, owner, next step, day. What had come back goes on. Records ``topic.changed``.

    Refused by ``may_change_topic`` and ``may_keep_topic``, and for a name of a household behind it that the actor sees.
    """
    given = {name: values[name] for name in CHANGEABLE}
    given["shortage"] = given["shortage"] if given["kind"] == TopicKind.SHORTAGE else ""
    rules.may_change_topic(
        theirs=topic_is_theirs(actor, topic, today=today) or topic.made_agency_id in actor.agency_ids,
        status=topic.status,
    ).or_refuse()
    for source in TopicSource.objects.filter(topic=topic).select_related("item", "case"):
        behind = _case_of(actor, item=source.item, case=source.case)
        _may_keep(actor, body=topic.body, values=given, behind=behind, today=today)
    _may_keep(actor, body=topic.body, values=given, behind=None, today=today)
    if topic.status == TopicStatus.RETURNED:
        given["status"] = TopicStatus.OPEN
    changes = change_fields(topic, version=version, values=given)
    plain = {name: pair for name, pair in changes.items() if name not in WORDS}
    sign(
        actor, events.TOPIC_CHANGED, reason=topic.number, changes=plain,
        changed_text=[name for name in changes if name in WORDS],
    )  # fmt: skip
    return topic


@operation
def finish_topic(
    actor: Actor, /, *, topic: Topic, outcome: str, tell_back: bool = False, done_on: date, today: date
) -> Topic:
    """Call a topic done, with what became of it; ``tell_back``: the same words go down to those who handed it up.

    Records ``topic.finished`` (and ``topic.answered`` for each it is told to). Refused by ``may_finish``.
    """
    locked = Topic.objects.select_for_update(of=("self",)).select_related("body").get(pk=topic.pk)
    waiting = locked.transfers.filter(status__in=TransferStatus.open_states()).select_related(
        "to_body", "to_agency"
    )
    rules.may_finish(
        theirs=topic_is_theirs(actor, locked, today=today), status=locked.status, outcome=outcome,
        waiting=[one.where for one in waiting],
    ).or_refuse()  # fmt: skip
    _set(locked, status=TopicStatus.DONE, outcome=outcome, done_on=done_on)
    sign(actor, events.TOPIC_FINISHED, reason=locked.number, changed_text=["outcome"])
    if tell_back:
        for one in locked.contributions.filter(status=TransferStatus.TAKEN):
            close_transfer(
                actor,
                transfer=one,
                reply=outcome,
                replier=locked.body.name,
                owner_id=None,
                due_on=None,
                today=today,
            )
    return locked


@operation
def reopen_topic(actor: Actor, /, *, topic: Topic, reason: str, today: date) -> Topic:
    """Talk again of what had ended. Records ``topic.reopened``; refused by ``may_reopen``."""
    locked = Topic.objects.select_for_update(of=("self",)).select_related("body").get(pk=topic.pk)
    rules.may_reopen(
        theirs=topic_is_theirs(actor, locked, today=today), status=locked.status, reason=reason
    ).or_refuse()
    before = locked.status
    _set(locked, status=TopicStatus.OPEN, done_on=None, part_of=None)
    sign(actor, events.TOPIC_REOPENED, reason=reason, changes={"status": (before, locked.status)})
    return locked


@operation
def talk_of_topic(
    actor: Actor, /, *, topic: Topic, sitting: Sitting, version: int, words: str, agreed: str
) -> TopicTalk:
    """Write what a sitting said of a topic and what was agreed; written again, it is corrected.

    What had come back goes on. Records ``topic.talked``. Refused by ``may_talk``; ``StaleVersion`` where somebody wrote first.
    """
    rules.may_talk(
        runs=run_verdict(actor, sitting).allowed, sitting_status=sitting.status,
        same_body=topic.body_id == sitting.body_id, words=words, agreed=agreed,
    ).or_refuse()  # fmt: skip
    values = {"words": words, "agreed": agreed}
    talk, made = TopicTalk.objects.get_or_create(
        topic=topic, sitting=sitting, defaults={**values, "written_by_id": actor.staff_id}
    )
    if not made:
        change_fields(talk, version=version, values=values)
    if topic.status == TopicStatus.RETURNED:
        _set(topic, status=TopicStatus.OPEN)
    sign(
        actor, events.TOPIC_TALKED, reason=topic.number, changes={"sitting": (None, sitting.id)},
        changed_text=["words", "agreed"],
    )  # fmt: skip
    return talk


@operation
def gather_topics(
    actor: Actor, /, *, body: Body, topic_ids: Collection[UUID], title: str, text: str = "", kind: str,
    owner_agency_id: UUID | None = None, due_on: date | None = None, today: date,
) -> Topic:  # fmt: skip
    """Lay several topics of a body together as one, which counts the households behind all of them.

    Changes: one new topic; the others are gathered into it and stand under it. Records ``topic.gathered``. Refused by
    ``may_gather``.
    """
    rows = list(Topic.objects.select_for_update().filter(body=body, id__in=list(topic_ids)))
    rules.may_gather(
        theirs=topic_hand(actor, body, on=today).allowed, title=title, count=len(rows),
        ended=sum(one.status not in TopicStatus.unfinished() for one in rows),
    ).or_refuse()  # fmt: skip
    shortages = {one.shortage for one in rows}
    gathered = new_topic(
        actor, body=body, origin=TopicOrigin.GATHERED, today=today,
        values={
            "kind": kind, "title": title.strip(), "text": text, "owner_agency_id": owner_agency_id, "due_on": due_on,
            "shortage": next(iter(shortages)) if len(shortages) == 1 else "",
            "cases_behind": sum(one.cases_behind or 0 for one in rows) or None,
        },
    )  # fmt: skip
    Topic.objects.filter(id__in=[one.id for one in rows]).update(
        status=TopicStatus.GATHERED, part_of=gathered, version=F("version") + 1
    )
    sign(
        actor, events.TOPICS_GATHERED, reason=gathered.number, changed_text=["title"],
        changes={"topics": (None, len(rows))},
    )  # fmt: skip
    return gathered


@operation
def keep_theme(
    actor: Actor, /, *, body: Body, fiscal_year: int, title: str, note: str = "", today: date
) -> Theme:
    """Keep what a body looks at for a year. Records ``theme.kept``; refused by ``may_keep_theme``."""
    rules.may_keep_theme(
        theirs=topic_hand(actor, body, on=today).allowed, title=title,
        already=Theme.objects.filter(body=body, fiscal_year=fiscal_year, title=title.strip()).exists(),
    ).or_refuse()  # fmt: skip
    theme = Theme.objects.create(
        body=body, fiscal_year=fiscal_year, title=title.strip(), note=note, kept_by_id=actor.staff_id
    )
    sign(actor, events.THEME_KEPT, reason=body.name, changes={"fiscal_year": (None, fiscal_year)})
    return theme


def _set(topic: Topic, **values: Any) -> None:
    """The version grows too: a form opened before shows the merge page."""
    for name, value in values.items():
        setattr(topic, name, value)
    topic.version += 1
    topic.save(update_fields=[*values, "version", "changed_at"])


# --- handing up, and the answer that comes down ------------------------------------------------------


def close_transfer(
    actor: Actor, *, transfer: TopicTransfer, reply: str, replier: str, owner_id: UUID | None, due_on: date | None,
    today: date,
) -> None:  # fmt: skip
    """The part other verbs share: the reply stands on the row, and the topic below has come back."""
    transfer.status, transfer.reply, transfer.replier = TransferStatus.ANSWERED, reply, replier.strip()
    transfer.replied_on, transfer.replied_by_id = today, actor.staff_id
    transfer.reply_owner_id, transfer.reply_due_on = owner_id, due_on
    transfer.version += 1
    transfer.save()
    below = Topic.objects.select_for_update().get(pk=transfer.topic_id)
    if below.status in TopicStatus.unfinished():
        given = {"owner_agency_id": owner_id, "owner_staff_id": None, "due_on": due_on} if owner_id else {}
        _set(below, status=TopicStatus.RETURNED, **given)
    sign(
        actor, events.TOPIC_ANSWERED, reason=below.number, changed_text=["reply"],
        changes={"reply_owner": (None, owner_id), "reply_due_on": (None, due_on)},
    )  # fmt: skip
