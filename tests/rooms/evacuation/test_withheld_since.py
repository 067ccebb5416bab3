"""A list keeps what its file said. Of whoever was withheld since, no screen, paper, visit or pack says where they live."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.core.operation import announce
from norishiro.core.withheld import COVER
from norishiro.evacuation import lookups, queries
from norishiro.evacuation.models import Difference, Entry, Letter, Listing, Target, Visit
from norishiro.people import operations as people
from norishiro.people.choices import WithheldField
from norishiro.people.withholding import note_words, words_of
from tests.factories import agencies
from tests.rooms.evacuation.test_evacuation import (
    DAY,
    TODAY,
    csv,
    day,
    fixed,
    get,
    person,
    post,
    prepared,
    read,
    sent_out,
    started,
    text_of,
)
from tests.rooms.evacuation.test_plans import LAST_YEAR, LAW, form, plan, upload_zones

pytestmark = pytest.mark.django_db

HOME, LATER = "みなと町5-6-7", "みなと町5-8-8"
POSTAL = "100-0001"


def joined_and_protected(desk: Actor, number: str, *, fields: set[str]) -> None:
    """An office that knows another address than the list withholds it: no word of the list is one of those looked for."""
    keeper = agencies.actor("架空 窓口", agency=agencies.agency("架空の相談窓口"))
    announce(keeper)
    known = people.add_person(
        keeper, name="架空 四", address="よそ町二丁目12番3号", phone="03-1234-5678", today=TODAY
    )
    announce(desk)
    Target.objects.filter(number=number).update(person_id=known.id)
    announce(keeper)
    people.protect(
        keeper, person=known, kind="DV", basis="本人の申出", office=Agency.objects.get(id=keeper.agency_id), fields=fields,
        from_on=TODAY, renew_by=TODAY + 300 * DAY, today=TODAY,
    )  # fmt: skip
    announce(desk)


def addresses(page: Any) -> dict[str, str]:
    return {one.target.number: one.address for one, _needs in page.context["rows"]}


def test_whoever_is_withheld_since_by_person_or_by_word_is_told_nowhere(desk: Actor, chief: Actor) -> None:
    listing = fixed(
        desk, TODAY - 9 * DAY, person(1), person(2, address="みなと町9-9"), person(3, address=HOME)
    )
    form(desk, LAST_YEAR, LAW)
    for number in ("1", "2", "3"):
        assert plan(desk, Target.objects.get(number=number)).status_code == 302
    assert upload_zones(desk, csv("みなと町,内", head="町名,区域")).status_code == 302
    announce(desk)
    mailing = prepared(desk, listing)
    sent_out(desk, chief, mailing)
    care = agencies.agency("架空のケアプラン")
    manager = agencies.actor("架空 介護", agency=care, kinds=(RoleKind.AGENCY_LIAISON,))
    third = Letter.objects.get(entry__target__number="3")
    ask = {"contractor": str(care.id), "asked_on": day(TODAY), "due_on": day(TODAY + DAY), "area": ""}

    joined_and_protected(desk, "3", fields={WithheldField.ADDRESS, WithheldField.PHONE})
    note_words(uuid4(), words_of(WithheldField.ADDRESS, "みなと町9丁目9番"))

    told = {"1": "みなと町1-2", "2": COVER, "3": COVER}
    page, target = get(desk, "listing", listing.id), get(desk, "target", third.entry.target_id)
    zones = get(desk, "zones", zone="UNKNOWN")
    assert addresses(page) == told
    assert {one.target.number: one.address for one in zones.context["rows"]} == {"2": COVER, "3": COVER}
    assert [one.address for one, _needs in target.context["rows"]] == [COVER]
    assert [HOME in text_of(one) for one in (page, target, zones)] == [False] * 3
    assert POSTAL not in text_of(target)
    announce(desk)
    assert lookups.pack_areas(listing, ask="課", on=TODAY).withheld == 2
    assert [one.entry.target.number for one in queries.printable(desk, mailing=mailing)] == ["1"]
    found = queries.entries(
        desk, listing=listing, asked=queries.Asked(words="みなと町5"), place=queries.Place()
    )
    assert found.rows == ()
    # Asked after it was withheld: the contractor is told whom, and not where.
    assert post(desk, "assign_visits", mailing.id, **ask, numbers=str(third.number)).status_code == 302
    announce(desk)
    assert Visit.objects.get().address == COVER
    Visit.objects.update(address=HOME)
    asked = get(manager, "asked_visits")
    assert ([one.address for one in asked.context["page"].rows], HOME in text_of(asked)) == ([COVER], False)
    announce(desk)
    assert Entry.objects.get(target__number="3").address == HOME


def test_what_two_files_say_differently_of_a_withheld_home_is_covered_and_only_a_telephone_hides_no_home(
    desk: Actor,
) -> None:
    listing: Listing = started(desk, TODAY)
    read(desk, listing, person(1), person(3, address=HOME))
    joined_and_protected(desk, "3", fields={WithheldField.PHONE})
    assert addresses(get(desk, "listing", listing.id)) == {"1": "みなと町1-2", "3": HOME}
    announce(desk)
    Target.objects.filter(number="3").update(person_id=None)
    joined_and_protected(desk, "3", fields={WithheldField.ADDRESS})
    read(desk, listing, person(3, address=LATER))
    page = get(desk, "decide_differences", listing.id)
    assert [(one.first, one.second) for one, _kind in page.context["rows"]] == [(COVER, COVER)]
    announce(desk)
    assert list(Difference.objects.values_list("first", "second")) == [(HOME, LATER)]
