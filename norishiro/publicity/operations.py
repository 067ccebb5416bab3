"""The verbs of this room."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies import navigator
from norishiro.agencies.actor import Actor
from norishiro.consultations.access import nobody_named
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.core.verdict import Verdict
from norishiro.ledger.operations import sign
from norishiro.publicity import events, kinds, rules
from norishiro.publicity.models import (
    Code,
    Handout,
    Item,
    Leave,
    Notice,
    PagePlace,
    PublicPage,
    PublicText,
    Response,
)
from norishiro.resources.models import Place


def _may_keep(values: dict[str, Any], *, but: UUID | None = None) -> Verdict:
    same = PublicPage.objects.filter(slug=values["slug"])
    return rules.may_keep_page(
        slug=values["slug"], taken=(same.exclude(id=but) if but else same).exists(),
        topic_known=not values["topic"] or navigator.topic(values["topic"]) is not None,
    )  # fmt: skip


@operation
def open_page(actor: Actor, /, *, slug: str, name: str, topic: str = "", order: int = 0) -> PublicPage:
    """Make a page; nothing of it is public yet. Records ``publicpage.opened``; refused by ``may_keep_page``."""
    values = {"slug": slug, "name": name, "topic": topic, "order": order}
    _may_keep(values).or_refuse()
    page = PublicPage.objects.create(agency_id=actor.agency_id, **values)
    sign(actor, events.PAGE_OPENED, changes={"page": (None, page.id), "slug": (None, slug)})
    return page


@operation
def change_page(
    actor: Actor, /, *, page: PublicPage, version: int, slug: str, name: str, topic: str = "", order: int = 0
) -> PublicPage:
    """Change the address, the windows it leads to, or its rank. Records ``publicpage.changed``; refused by
    ``may_keep_page``; StaleVersion."""
    values = {"slug": slug, "name": name, "topic": topic, "order": order}
    _may_keep(values, but=page.id).or_refuse()
    changes = change_fields(page, version=version, values=values)
    sign(actor, events.PAGE_CHANGED, changes={"page": (page.id, page.id), **changes})
    return page


@operation
def write_text(
    actor: Actor, /, *, page: PublicPage, tongue: str, title: str, text: str, version: int | None = None
) -> PublicText:
    """Write the draft of one language; what is public stays as it is. Records ``publicpage.written``; refused by a name
    that is known; StaleVersion."""
    nobody_named(actor, title, text, field="text").or_refuse()
    found = PublicText.objects.filter(page=page, tongue=tongue).first()
    if found is None:
        found = PublicText.objects.create(
            page=page, tongue=tongue, title=title, text=text, writer_id=actor.staff_id
        )
    else:
        change_fields(
            found,
            version=version or found.version,
            values={"title": title, "text": text, "writer_id": actor.staff_id},
        )
    sign(
        actor, events.TEXT_WRITTEN, changes={"page": (page.id, page.id), "tongue": (None, tongue)},
        changed_text=["title", "text"],
    )  # fmt: skip
    return found


def _locked(page: PublicPage, tongue: str) -> tuple[PublicText | None, list[str]]:
    """The text of one language and the languages that are public; whoever publishes waits for the page."""
    PublicPage.objects.select_for_update().get(pk=page.pk)
    rows = list(PublicText.objects.filter(page=page))
    live = [one.tongue for one in rows if one.is_live]
    return next((one for one in rows if one.tongue == tongue), None), live


@operation
def publish_text(actor: Actor, /, *, page: PublicPage, tongue: str, today: date) -> None:
    """Make the draft of one language public. Records ``publicpage.published``; refused by ``may_publish`` and a name that
    is known."""
    found, live = _locked(page, tongue)
    verdict = rules.may_publish(
        tongue=tongue, drafted=found is not None, waits=found is not None and found.waits,
        model_is_live=rules.MODEL in live,
    )  # fmt: skip
    (
        verdict & (nobody_named(actor, found.title, found.text, field="text") if found else Verdict())
    ).or_refuse()
    assert found is not None
    found.live_title, found.live_text = found.title, found.text
    found.published_on, found.published_by_id = today, actor.staff_id
    found.version += 1
    found.save()
    sign(
        actor, events.TEXT_PUBLISHED, changes={"page": (page.id, page.id), "tongue": (None, tongue)},
        changed_text=["live_title", "live_text"],
    )  # fmt: skip


@operation
def withdraw_text(actor: Actor, /, *, page: PublicPage, tongue: str) -> None:
    """Take what is public of one language down; the draft stays. Records ``publicpage.withdrawn``; refused by
    ``may_withdraw``."""
    found, live = _locked(page, tongue)
    rules.may_withdraw(
        tongue=tongue, live=tongue in live, others_live=len([one for one in live if one != tongue])
    ).or_refuse()
    assert found is not None
    found.live_title = found.live_text = ""
    found.published_on = found.published_by = None
    found.version += 1
    found.save()
    sign(actor, events.TEXT_WITHDRAWN, changes={"page": (page.id, page.id), "tongue": (tongue, None)})


@operation
def add_place(actor: Actor, /, *, page: PublicPage, name: str) -> PagePlace:
    """Let a public place stand on the page with its own hours. Records ``publicpage.place_added``; refused by
    ``may_add_place``."""
    named = list(Place.objects.filter(name=name).order_by("-is_public", "private_home", "made_at")[:1])
    place = named[0] if named else None
    rules.may_add_place(
        found=place is not None, public=place is not None and place.is_public and not place.private_home,
        there=place is not None and page.places.filter(place=place).exists(),
    ).or_refuse()  # fmt: skip
    assert place is not None
    made = PagePlace.objects.create(page=page, place=place)
    sign(actor, events.PLACE_ADDED, changes={"page": (page.id, page.id), "place": (None, place.id)})
    return made


@operation
def remove_place(actor: Actor, /, *, page_place: PagePlace) -> None:
    """Take a place off the page. Records ``publicpage.place_removed``; refuses nothing."""
    page_id, place_id = page_place.page_id, page_place.place_id
    page_place.delete()
    sign(actor, events.PLACE_REMOVED, changes={"page": (page_id, page_id), "place": (place_id, None)})


# --- what was made known -----------------------------------------------------------------------------


def _may_keep_item(
    actor: Actor, values: Mapping[str, Any], *, agency_id: UUID, but: UUID | None = None
) -> Verdict:
    same = Item.objects.filter(
        agency_id=agency_id, kind=values["kind"], title=values["title"], edition=values["edition"]
    )
    campaign = Item.objects.filter(id=values["campaign_id"]).first() if values["campaign_id"] else None
    return rules.may_keep_item(
        kind_known=values["kind"] in dict(kinds.CHOICES), taken=(same.exclude(id=but) if but else same).exists(),
        issued_on=values["issued_on"], until_on=values["until_on"],
        part_of_gathering=not values["campaign_id"] or (campaign is not None and kinds.kind_of(campaign.kind).gathers and campaign.id != but),
    ) & nobody_named(actor, values["title"], values["about"], values["venue"], field="about")  # fmt: skip


@operation
def add_item(actor: Actor, /, *, values: Mapping[str, Any]) -> Item:
    """Enter what is made known. Records ``publicity.added``; refused by ``may_keep_item`` and a name that is known."""
    _may_keep_item(actor, values, agency_id=actor.agency_id).or_refuse()
    item = Item.objects.create(agency_id=actor.agency_id, staff_id=actor.staff_id, **values)
    sign(actor, events.ITEM_ADDED, changes={"item": (None, item.id), "kind": (None, item.kind)})
    return item


@operation
def change_item(actor: Actor, /, *, item: Item, version: int, values: Mapping[str, Any]) -> Item:
    """Put it right; what is public changes with it, and what shows people without leave goes from the public pages.
    Records ``publicity.changed``; refused by ``may_keep_item`` and a name that is known; StaleVersion."""
    _may_keep_item(actor, values, agency_id=item.agency_id, but=item.id).or_refuse()
    changes = change_fields(item, version=version, values=dict(values))
    told = [name for name in ("title", "about", "venue") if changes.pop(name, None)]
    sign(actor, events.ITEM_CHANGED, changes={"item": (item.id, item.id), **changes}, changed_text=told)
    return item


@operation
def count_people(actor: Actor, /, *, item: Item, came: int, today: date) -> Item:
    """Write how many came. Records ``publicity.counted``; refused by ``may_count_people``."""
    rules.may_count_people(held=item.is_held, issued_on=item.issued_on, today=today).or_refuse()
    changes = change_fields(item, version=item.version, values={"came": came})
    sign(actor, events.PEOPLE_COUNTED, changes={"item": (item.id, item.id), **changes})
    return item


@operation
def keep_leave(
    actor: Actor, /, *, item: Item, whose: str, giver: str, form: str, given_on: date, until_on: date | None,
    kept_at: str, today: date,
) -> Leave:  # fmt: skip
    """Keep that somebody may be shown. Records ``publicity.leave_kept``; refused by ``may_keep_leave`` and a name that is
    known."""
    (
        rules.may_keep_leave(given_on=given_on, until_on=until_on, today=today)
        & nobody_named(actor, whose, kept_at, field="whose")
    ).or_refuse()
    leave = Leave.objects.create(
        item=item, whose=whose, giver=giver, form=form, given_on=given_on, until_on=until_on, kept_at=kept_at,
        staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor,
        events.LEAVE_KEPT,
        changes={"item": (item.id, item.id), "leave": (None, leave.id), "form": (None, form)},
    )
    return leave


@operation
def end_leave(actor: Actor, /, *, leave: Leave, today: date) -> None:
    """Somebody no longer wants to be shown: from today it is not public. Records ``publicity.leave_ended``; refuses nothing."""
    leave.until_on = today
    leave.save(update_fields=["until_on"])
    sign(
        actor, events.LEAVE_ENDED, changes={"item": (leave.item_id, leave.item_id), "leave": (leave.id, None)}
    )


@operation
def publish_item(actor: Actor, /, *, item: Item, today: date) -> None:
    """Tell it to everybody on the public pages. Records ``publicity.published``; refused by ``may_publish_item`` and a name
    that is known."""
    locked = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    leaves = list(locked.leaves.values_list("until_on", flat=True))
    (
        rules.may_publish_item(
            live=locked.published_on is not None, shows_people=locked.shows_people, leaves=len(leaves),
            lapsed=sum(one is not None and one <= today for one in leaves), about=locked.about,
        )
        & nobody_named(actor, locked.title, locked.about, locked.venue, field="publish")
    ).or_refuse()  # fmt: skip
    change_fields(
        locked, version=locked.version, values={"published_on": today, "published_by_id": actor.staff_id}
    )
    item.refresh_from_db()
    sign(actor, events.ITEM_PUBLISHED, changes={"item": (item.id, item.id)})


@operation
def withdraw_item(actor: Actor, /, *, item: Item) -> None:
    """Take it off the public pages. Records ``publicity.withdrawn``; refused where it is not public."""
    rules.may_withdraw(tongue="", live=item.published_on is not None, others_live=0).or_refuse()
    change_fields(item, version=item.version, values={"published_on": None, "published_by_id": None})
    sign(actor, events.ITEM_WITHDRAWN, changes={"item": (item.id, item.id)})


# --- where it went, by which ways, what came back ------------------------------------------------------


@dataclass(frozen=True)
class Where:
    """One place: an agency, a place of the registry by its name, or somewhere else in words."""

    agency_id: UUID | None = None
    place: str = ""
    elsewhere: str = ""


@operation
def hand_out(
    actor: Actor, /, *, item: Item, way: str, given_on: date, where: Where, area_id: UUID | None, number: int, today: date
) -> Handout:  # fmt: skip
    """Write that an edition reached a place. Records ``publicity.handed_out``; refused by ``may_hand_out`` and a name that
    is known."""
    place = Place.objects.select_related("location").filter(name=where.place).first() if where.place else None
    (
        rules.may_hand_out(
            given_on=given_on, today=today, number=number, found=not where.place or place is not None,
            named=sum((where.agency_id is not None, bool(where.place), bool(where.elsewhere.strip()))),
        )
        & nobody_named(actor, where.elsewhere, field="elsewhere")
    ).or_refuse()  # fmt: skip
    made = Handout.objects.create(
        item=item, way=way, given_on=given_on, agency_id=where.agency_id, place=place, elsewhere=where.elsewhere,
        area_id=area_id or (place.location.area_id if place else None), number=number, staff_id=actor.staff_id,
    )  # fmt: skip
    sign(
        actor,
        events.HANDED_OUT,
        changes={"item": (item.id, item.id), "handout": (None, made.id), "number": (None, number)},
    )
    return made


@operation
def undo_handout(actor: Actor, /, *, handout: Handout, why: str) -> Handout:
    """Take back what was written wrongly; the line stays with its reason. Records ``publicity.handout_undone``; refused by
    ``may_undo`` and a name that is known."""
    locked = Handout.objects.select_for_update(of=("self",)).get(pk=handout.pk)
    (
        rules.may_undo(undone=bool(locked.undone_why), why=why) & nobody_named(actor, why, field="why")
    ).or_refuse()
    locked.undone_why = why
    locked.save(update_fields=["undone_why"])
    sign(actor, events.HANDOUT_UNDONE, changes={"handout": (handout.id, None)}, changed_text=["undone_why"])
    return locked


@operation
def note_channel(
    actor: Actor, /, *, item: Item, channel: str, noted_on: date, words: str, came: int | None
) -> Notice:
    """Keep by which channel it was made known, and how many came by it. Records ``publicity.channel_noted``; refused by a
    name that is known."""
    nobody_named(actor, words, field="words").or_refuse()
    notice = Notice.objects.create(
        item=item, channel=channel, noted_on=noted_on, words=words, came=came, staff_id=actor.staff_id
    )
    sign(actor, events.CHANNEL_NOTED, changes={"item": (item.id, item.id), "channel": (None, channel)})
    return notice


@operation
def note_response(
    actor: Actor, /, *, item: Item, kind: str, noted_on: date, source: str, words: str, today: date
) -> Response:
    """Keep what came back. Records ``publicity.response_noted``; refused by ``may_note`` and a name that is known."""
    (
        rules.may_note(noted_on=noted_on, today=today, words=words)
        & nobody_named(actor, source, words, field="words")
    ).or_refuse()
    made = Response.objects.create(
        item=item, kind=kind, noted_on=noted_on, source=source, words=words, staff_id=actor.staff_id
    )
    sign(
        actor,
        events.RESPONSE_NOTED,
        changes={"item": (item.id, item.id), "kind": (None, kind)},
        changed_text=["words"],
    )
    return made


# --- codes ----------------------------------------------------------------------------------------------

# Without letters that are mistaken for one another on paper.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@operation
def make_code(actor: Actor, /, *, item: Item, page: PublicPage | None, where: str, today: date) -> Code:
    """Make a short address to print. Records ``publicity.code_made``; refused by ``may_make_code`` and a name that is known."""
    (
        rules.may_make_code(
            page_live=page is not None and page.texts.filter(published_on__isnull=False).exists(),
            item_live=page is None and item.published_on is not None,
            codes=item.codes.filter(ended_on__isnull=True).count(),
        )
        & nobody_named(actor, where, field="where")
    ).or_refuse()
    token = "".join(secrets.choice(LETTERS) for _each in range(8))
    code = Code.objects.create(item=item, page=page, where=where, token=token, staff_id=actor.staff_id)
    sign(actor, events.CODE_MADE, changes={"item": (item.id, item.id), "code": (None, code.id)})
    return code


@operation
def end_code(actor: Actor, /, *, code: Code, today: date) -> None:
    """Count no more; the address still leads on. Records ``publicity.code_ended``; refused where it has ended."""
    locked = Code.objects.select_for_update(of=("self",)).get(pk=code.pk)
    rules.may_undo(undone=locked.ended_on is not None, why="-").or_refuse()
    locked.ended_on = today
    locked.save(update_fields=["ended_on"])
    sign(actor, events.CODE_ENDED, changes={"code": (code.id, None)})
