"""実施計画・要綱: kept by version; the version in force on the day of a sitting can be shown."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, rules
from norishiro.meetings.models import Regulation
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, queries_of, text_of
from tests.rooms.meetings.town import TODAY

DAY = timedelta(days=1)


def kept(town, version="初版", *, from_on=TODAY - 300 * DAY, kind="OUTLINE", title="支援会議要綱"):
    return operations.add_regulation(
        town.city,
        kind=kind,
        title=title,
        version=version,
        text=f"{version}の本文",
        decided_on=from_on,
        from_on=from_on,
    )


def test_a_version_begins_after_the_one_before():
    facts = {"title": "要綱", "text": "本文", "decided_on": TODAY, "from_on": TODAY}
    assert rules.may_keep_regulation(newest_from=None, **facts).allowed
    assert [one.code for one in rules.may_keep_regulation(newest_from=TODAY, **facts).reasons] == ["from_on"]
    late = rules.may_keep_regulation(
        newest_from=None, **{**facts, "decided_on": TODAY + DAY, "title": "", "text": " "}
    )
    assert [one.code for one in late.reasons] == ["title", "text", "decided_on"]


@pytest.mark.django_db
def test_the_version_in_force_on_the_day_of_a_sitting_is_one_click_away():
    town = towns.town()
    kept(town)
    sitting = towns.called(town, towns.listed(town), held_on=TODAY + 9 * DAY)
    kept(town, "改正", from_on=TODAY + 5 * DAY)
    url = f"{reverse('meetings:regulations')}?on={sitting.held_on:%Y-%m-%d}"
    assert url in text_of(get(town.member, "sitting", sitting.id))
    then = text_of(get(town.member, "regulations", on=f"{sitting.held_on:%Y-%m-%d}"))
    now = text_of(get(town.member, "regulations"))
    assert "改正" in then.partition('id="versions"')[0] and "初版" not in then.partition('id="versions"')[0]
    assert "初版" in now.partition('id="versions"')[0] and "改正" not in now.partition('id="versions"')[0]
    former = Regulation.objects.get(version="初版")
    assert former.until_on == TODAY + 5 * DAY
    assert "初版の本文" in text_of(get(town.member, "regulation", former.id))


@pytest.mark.django_db
def test_a_version_is_kept_through_the_form_and_none_is_rewritten():
    town = towns.town()
    assert "まだありません" in text_of(get(town.city, "regulations"))
    values = {
        "kind": "PLAN", "title": "実施計画", "edition": "令和8年度版", "decided_on": day(TODAY), "from_on": day(TODAY), "text": "情報の扱い",
    }  # fmt: skip
    sent = post(town.city, "add_regulation", **values)
    made = Regulation.objects.get()
    assert sent.url == reverse("meetings:regulation", args=[made.id])
    again = post(town.city, "add_regulation", **{**values, "edition": "別の版"})
    assert again.status_code == 422 and "前の版より後の日から始めてください" in text_of(again)
    with pytest.raises(Refused):
        kept(town, kind="PLAN", title="実施計画", from_on=TODAY - DAY)


@pytest.mark.django_db
def test_who_may_read_and_who_may_keep():
    town = towns.town()
    one = kept(town)
    assert get(town.member, "regulation", one.id).status_code == 200
    assert get(town.member, "add_regulation").status_code == 403
    assert get(agencies.actor("架空 連絡", kinds=(RoleKind.LIAISON,)), "regulations").status_code == 403
    assert get(town.member, "regulation", uuid.uuid4()).status_code == 404


@pytest.mark.django_db
def test_the_list_asks_as_much_for_three_as_for_one():
    town = towns.town()
    kept(town)
    one = queries_of(town.city, "regulations")
    for number in range(2):
        kept(town, f"版{number}", title=f"要綱{number}")
    assert (one, queries_of(town.city, "regulations")) == (12, 12)
