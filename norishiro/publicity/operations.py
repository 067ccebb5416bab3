"""The verbs of this room."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from norishiro.agencies import navigator
from norishiro.agencies.actor import Actor
from norishiro.consultations.access import names_known_in
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.core.verdict import Verdict
from norishiro.ledger.operations import sign
from norishiro.publicity import events, rules
from norishiro.publicity.models import PagePlace, PublicPage, PublicText
from norishiro.resources.models import Place


def _nobody(actor: Actor, *texts: str, field: str) -> Verdict:
    """Asked of the database only where something was written."""
    told = [one for one in texts if one.strip()]
    return rules.names_nobody(names=names_known_in(actor, texts=told) if told else set(), field=field)


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
    _nobody(actor, title, text, field="text").or_refuse()
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
    (verdict & (_nobody(actor, found.title, found.text, field="text") if found else Verdict())).or_refuse()
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
