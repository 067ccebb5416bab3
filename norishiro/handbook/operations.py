"""The verbs of this room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import StaleVersion, change_fields
from norishiro.handbook import events, rules
from norishiro.handbook.models import (
    Decision,
    Edition,
    Evidence,
    Page,
    PageAgency,
    PageRole,
    Reading,
    Scheme,
    StudyItem,
)
from norishiro.ledger.operations import sign


@operation
def write_page(
    actor: Actor, /, *, title: str, chapter: str, text: str, for_all: bool = True, kinds: Collection[str] = (),
    agency_ids: Collection[UUID] = (), today: date,
) -> Page:  # fmt: skip
    """Write a page with its first edition. Whoever it concerns sees it on 今日; the writer has read it.

    Records ``page.written``; refused by ``may_write_page``.
    """
    rules.may_write_page(
        taken=_title_taken(title), for_all=for_all, narrowed=bool(kinds or agency_ids)
    ).or_refuse()
    page = Page.objects.create(
        title=title, chapter=chapter, for_all=for_all, told_on=today, kept_by_id=actor.agency_id
    )
    Edition.objects.create(
        page=page, number=1, text=text, why="はじめて書いた", written_on=today, writer_id=actor.staff_id
    )
    _concern(page, kinds=() if for_all else kinds, agency_ids=() if for_all else agency_ids)
    _note_read(actor, page, today=today)
    sign(actor, events.PAGE_WRITTEN, changes={"title": (None, title), "chapter": (None, chapter)})
    return page


@operation
def revise_page(
    actor: Actor, /, *, page: Page, version: int, title: str, chapter: str, text: str, why: str, tell: bool = True,
    for_all: bool = True, kinds: Collection[str] = (), agency_ids: Collection[UUID] = (), today: date,
) -> Page:  # fmt: skip
    """Change a page. A changed text becomes a new edition; the earlier ones stay.

    Changes: the edition, title, chapter and readers; with ``tell`` whoever it concerns sees it on 今日. Records
    ``page.revised``; refused by ``may_write_page`` and ``may_revise_page``; StaleVersion when somebody was faster.
    """
    locked = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
    if locked.version != version:
        raise StaleVersion(current=locked)
    kinds, agency_ids = (set(), set()) if for_all else (set(kinds), set(agency_ids))
    known = (
        set(locked.roles.values_list("kind", flat=True)),
        set(locked.agencies.values_list("agency_id", flat=True)),
    )
    rewritten = locked.editions.get(number=locked.number).text != text
    named = {"title": title, "chapter": chapter, "for_all": for_all}
    changed = any(getattr(locked, name) != value for name, value in named.items())
    (
        rules.may_write_page(
            taken=_title_taken(title, but=page.id), for_all=for_all, narrowed=bool(kinds or agency_ids)
        )
        & rules.may_revise_page(
            ended=locked.until_on is not None, rewritten=rewritten, why=why,
            changed=rewritten or changed or known != (kinds, agency_ids),
        )
    ).or_refuse()  # fmt: skip
    if rewritten:
        named |= _next_edition(actor, locked, text=text, why=why, tell=tell, today=today)
    changes = change_fields(locked, version=version, values=named)
    if known != (kinds, agency_ids):
        locked.roles.all().delete()
        locked.agencies.all().delete()
        _concern(locked, kinds=kinds, agency_ids=agency_ids)
        changes["audience"] = (len(known[0]) + len(known[1]), len(kinds) + len(agency_ids))
    _note_read(actor, locked, today=today)
    sign(actor, events.PAGE_REVISED, changes={"page": (None, page.id), **changes})
    return locked


def _next_edition(
    actor: Actor, page: Page, *, text: str, why: str, tell: bool, today: date
) -> dict[str, Any]:  # fmt: skip
    number = page.number + 1
    Edition.objects.create(
        page=page, number=number, text=text, why=why, written_on=today, writer_id=actor.staff_id, is_told=tell
    )
    return {"number": number, **({"told": number, "told_on": today} if tell else {})}


def _concern(page: Page, *, kinds: Collection[str], agency_ids: Collection[UUID]) -> None:
    PageRole.objects.bulk_create(PageRole(page=page, kind=kind) for kind in sorted(kinds))
    PageAgency.objects.bulk_create(PageAgency(page=page, agency_id=one) for one in sorted(agency_ids))


def _note_read(actor: Actor, page: Page, *, today: date) -> None:
    Reading.objects.update_or_create(
        staff_id=actor.staff_id, page=page, defaults={"number": page.number, "read_on": today}
    )


def _title_taken(title: str, *, but: UUID | None = None) -> bool:
    same = Page.objects.filter(title=title, until_on__isnull=True)
    return (same.exclude(id=but) if but else same).exists()


@operation
def withdraw_page(actor: Actor, /, *, page: Page, today: date) -> Page:
    """Take a page out of use; it can still be read. Records ``page.withdrawn``; refused by ``may_withdraw_page``."""
    locked = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
    in_force = locked.schemes.filter(Q(until_on__isnull=True) | Q(until_on__gt=today)).count()
    rules.may_withdraw_page(ended=locked.until_on is not None, schemes=in_force).or_refuse()
    changes = change_fields(locked, version=locked.version, values={"until_on": today})
    sign(actor, events.PAGE_WITHDRAWN, changes={"page": (None, page.id), **changes})
    return locked


@operation
def read_page(actor: Actor, /, *, page: Page, today: date) -> None:
    """Note that the actor has read the page as it stands: it goes from their 今日. Records ``page.read``; refuses nothing."""
    _note_read(actor, page, today=today)
    sign(actor, events.PAGE_READ, changes={"page": (None, page.id), "number": (None, page.number)})


@operation
def list_scheme(
    actor: Actor, /, *, name: str, agency_id: UUID, audience: str, from_on: date, until_on: date | None = None,
    page_id: UUID | None = None, where: str = "",
) -> Scheme:  # fmt: skip
    """Enter a scheme into the register. Records ``scheme.listed``; refused by ``may_list_scheme``."""
    rules.may_list_scheme(
        taken=Scheme.objects.filter(name=name, agency_id=agency_id, from_on=from_on).exists(),
        described=bool(page_id or where.strip()), from_on=from_on, until_on=until_on,
    ).or_refuse()  # fmt: skip
    scheme = Scheme.objects.create(
        name=name, agency_id=agency_id, audience=audience, from_on=from_on, until_on=until_on, page_id=page_id,
        where=where,
    )  # fmt: skip
    sign(actor, events.SCHEME_LISTED, changes={"name": (None, name), "agency": (None, agency_id)})
    return scheme


@operation
def change_scheme(actor: Actor, /, *, scheme: Scheme, version: int, values: dict[str, Any]) -> Scheme:
    """Bring a line of the register up to date, its end among it. Records ``scheme.changed`` with before and after.

    Refused by ``may_list_scheme``; StaleVersion when somebody was faster.
    """
    rules.may_list_scheme(
        taken=Scheme.objects.filter(
            name=values["name"], agency_id=values["agency_id"], from_on=values["from_on"]
        ).exclude(id=scheme.id).exists(),
        described=bool(values["page_id"] or values["where"].strip()), from_on=values["from_on"],
        until_on=values["until_on"],
    ).or_refuse()  # fmt: skip
    changes = change_fields(scheme, version=version, values=values)
    sign(actor, events.SCHEME_CHANGED, changes={"scheme": (None, scheme.id), **changes})
    return scheme


@operation
def open_study(
    actor: Actor, /, *, title: str, question: str, plan: str, agency_id: UUID, today: date
) -> StudyItem:  # fmt: skip
    """Open a study for the next plan. It is nobody's support and counted nowhere. Records ``study.opened``; refused by
    ``may_open_study``."""
    rules.may_open_study(taken=StudyItem.objects.filter(title=title, plan=plan).exists()).or_refuse()
    item = StudyItem.objects.create(
        title=title, question=question, plan=plan, agency_id=agency_id, opened_on=today, kept_by_id=actor.staff_id
    )  # fmt: skip
    sign(actor, events.STUDY_OPENED, changes={"title": (None, title), "plan": (None, plan)})
    return item


@operation
def add_evidence(
    actor: Actor, /, *, item: StudyItem, found_on: date, words: str, source: str, today: date
) -> Evidence:  # fmt: skip
    """Keep what was found and where it stands. Records ``evidence.added``; refused by ``may_add_evidence``."""
    rules.may_add_evidence(found_on=found_on, today=today).or_refuse()
    evidence = Evidence.objects.create(
        item=item, found_on=found_on, words=words, source=source, noted_by_id=actor.staff_id
    )
    sign(
        actor, events.EVIDENCE_ADDED, changes={"study": (None, item.id), "source": (None, source)},
        changed_text=["words"],
    )  # fmt: skip
    return evidence


@operation
def decide_study(
    actor: Actor, /, *, item: StudyItem, outcome: str, decided_on: date, decided_by: str, words: str, today: date
) -> Decision:  # fmt: skip
    """Keep what was decided; the study stands as the decision says. Records ``study.decided``; refused by ``may_decide``."""
    locked = StudyItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    rules.may_decide(
        evidence=locked.evidence.count(), decided_on=decided_on, today=today, opened_on=locked.opened_on
    ).or_refuse()
    decision = Decision.objects.create(
        item=locked, outcome=outcome, decided_on=decided_on, decided_by=decided_by, words=words,
        noted_by_id=actor.staff_id,
    )  # fmt: skip
    latest = locked.decisions.order_by("-decided_on", "-made_at").values_list("outcome", flat=True)[0]
    changes = change_fields(locked, version=locked.version, values={"state": latest})
    sign(
        actor, events.STUDY_DECIDED,
        changes={"study": (None, item.id), "outcome": (None, outcome), "decided_on": (None, decided_on), **changes},
        changed_text=["words"],
    )  # fmt: skip
    return decision
