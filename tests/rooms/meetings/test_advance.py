"""事前シート: asked of the table in one step, written under the item's ground, read by the table, on the papers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import BytesIO

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.casework.queries.today import today_of
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, queries, rules
from norishiro.meetings.models import AdvanceAsk, AdvanceSheet, Bundle, Item
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, queries_of, text_of
from tests.rooms.meetings.town import TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOW = timezone.make_aware(datetime.combine(TODAY, time(9)))
WORDS = {"picture": "母の通院が止まっている。", "efforts": "月に一度の電話。", "wanted": "", "requests": ""}


def called(town: towns.Town, **values):
    """A sitting in a week, nobody sworn yet."""
    item = towns.listed(town, **values)
    sitting = towns.called(town, item, held_on=TODAY + 7 * DAY)
    announce(town.city)
    return sitting, Item.objects.select_related("sitting__body", "body").get(id=item.id)


def asked(town: towns.Town, sitting, *items, agency=None, due_on=TODAY + 5 * DAY) -> AdvanceAsk:
    operations.ask_advance(
        town.city, sitting=sitting, items=items, agency_ids=[town.member.agency_id, town.council.agency_id],
        due_on=due_on, today=TODAY,
    )  # fmt: skip
    announce(town.city)
    return AdvanceAsk.objects.get(agency_id=(agency or town.member).agency_id)


def sworn(actor, sitting) -> None:
    operations.swear(actor, sitting=sitting, wording="statute-2026-1", agreed=True)


def written(actor, ask, item, **values) -> AdvanceSheet:
    announce(actor)
    return operations.write_advance(
        actor, ask=ask, item=item, version=None, values={**WORDS, **values}, now=NOW, today=TODAY
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"sitting_status": "OPEN"}, ["due_on"]),
        ({"items": 0, "agencies": 0}, ["agencies"]),
        ({"agencies": 0}, ["agencies"]),
        ({"due_on": TODAY - DAY}, ["due_on"]),
        ({"due_on": TODAY + 8 * DAY}, ["due_on"]),
    ],
)
def test_when_a_sheet_may_be_asked_for(values, expected):
    facts = {
        "sitting_status": "CALLED", "items": 1, "agencies": 3, "due_on": TODAY + DAY, "held_on": TODAY + 7 * DAY,
        "today": TODAY,
    }  # fmt: skip
    assert [one.code for one in rules.may_ask_advance(**{**facts, **values}).reasons] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"asked_us": False, "opened": False}, ["ask"]),
        ({"opened": False}, ["oath"]),
        ({"sitting_status": "CLOSED"}, ["ask"]),
        ({"written": False}, ["picture"]),
    ],
)
def test_when_a_sheet_may_be_written(values, expected):
    facts = {"asked_us": True, "opened": True, "sitting_status": "CALLED", "written": True}
    assert [one.code for one in rules.may_write_advance(**{**facts, **values}).reasons] == expected


def test_the_secretary_asks_everybody_at_the_table_in_one_step_and_sees_who_has_not_answered():
    town = towns.town()
    sitting, item = called(town)
    page = text_of(get(town.city, "ask_advance", sitting.id))
    assert "まだ頼んでいません" in page
    sent = post(
        town.city, "ask_advance", sitting.id, due_on=day(TODAY + 5 * DAY),
        agencies=[str(town.member.agency_id), str(town.council.agency_id)],
    )  # fmt: skip
    assert (sent.status_code, sent.url) == (302, reverse("meetings:ask_advance", args=[sitting.id]))
    announce(town.city)
    assert set(AdvanceAsk.objects.values_list("about_id", "agency_id")) == {
        (item.id, town.member.agency_id),
        (item.id, town.council.agency_id),
    }
    page = text_of(get(town.city, "ask_advance", sitting.id))
    assert page.count("まだ</span>") == 2 and "書きました" not in page
    sworn(town.member, sitting)
    written(town.member, AdvanceAsk.objects.get(agency_id=town.member.agency_id), item)
    page = text_of(get(town.city, "ask_advance", sitting.id))
    assert page.count("書きました</span>") == 1


def test_a_day_after_the_sitting_and_nobody_chosen_are_told_at_their_fields():
    town = towns.town()
    sitting, _item = called(town)
    sent = post(town.city, "ask_advance", sitting.id, due_on=day(TODAY + 9 * DAY), agencies=[])
    assert sent.status_code == 422
    assert "締め切りは、今日から会議の日までの日にしてください。" in text_of(sent)
    assert "頼む機関に印を付けてください" in text_of(sent)
    assert post(town.member, "ask_advance", sitting.id).status_code == 403


def test_who_is_asked_meets_it_on_today_and_learns_nothing_before_the_oath():
    town = towns.town()
    sitting, item = called(town)
    ask = asked(town, sitting, item)
    lines = [line.what for section in today_of(town.member, today=TODAY) for line in section.lines]
    assert any("事前シート" in line for line in lines)
    before = get(town.member, "write_advance", ask.id)
    assert before.status_code == 403
    assert "守秘の確認（誓約）がまだ" in text_of(before) and "家賃" not in text_of(before)
    sworn(town.member, sitting)
    assert get(town.member, "write_advance", ask.id).status_code == 200
    sent = post(town.member, "write_advance", ask.id, **WORDS)
    assert (sent.status_code, sent.url) == (302, reverse("meetings:sitting", args=[sitting.id]))
    announce(town.member)
    assert [one.picture for one in AdvanceSheet.objects.all()] == [WORDS["picture"]]
    lines = [line.what for section in today_of(town.member, today=TODAY) for line in section.lines]
    assert not any("事前シート" in line for line in lines)


def test_nothing_written_is_no_answer():
    town = towns.town()
    sitting, item = called(town)
    ask = asked(town, sitting, item)
    sworn(town.member, sitting)
    sent = post(town.member, "write_advance", ask.id, picture="", efforts="", wanted="", requests="")
    assert sent.status_code == 422 and "関わりはありません" in text_of(sent)
    with pytest.raises(Refused) as refused:
        written(town.council, ask, item)
    assert {one.code for one in refused.value.verdict.reasons} == {"ask"}


def test_the_table_reads_it_and_nobody_else():
    town = towns.town()
    sitting, item = called(town)
    ask = asked(town, sitting, item)
    for actor in (town.city, town.council, town.member):
        sworn(actor, sitting)
    written(town.member, ask, item)
    assert WORDS["picture"] in text_of(get(town.council, "item", item.id))
    stranger = agencies.actor("架空 他人")
    announce(stranger)
    assert list(AdvanceSheet.objects.all()) == []
    assert list(AdvanceAsk.objects.all()) == []
    assert get(stranger, "write_advance", ask.id).status_code == 404


def test_it_stands_on_the_papers_but_not_on_a_copy_that_tells_the_item_alone():
    town = towns.town()
    sitting, item = called(town)
    ask = asked(town, sitting, item)
    for actor in (town.city, town.council, town.member):
        sworn(actor, sitting)
    written(town.member, ask, item, picture="長" * 3000)
    operations.note_paper_oath(
        town.city, sitting=sitting, staff_id=None, name="見本の民生委員", agency_id=town.member.agency_id,
        wording="statute-2026-1", signed_on=TODAY, today=TODAY,
    )  # fmt: skip
    operations.make_packet(town.city, sitting=sitting, now=NOW, today=TODAY)
    announce(town.city)
    sheets = {
        one.recipient: "".join(
            page.extract_text()
            for page in pypdf.PdfReader(BytesIO(post(town.city, "print_bundle", one.id).content)).pages
        )
        for one in Bundle.objects.all()
    }
    assert sheets["架空 協子"].count("長") == 3000
    assert sheets["見本の民生委員"].count("長") == 0


def test_two_colleagues_at_one_sheet_meet_on_the_merge_page():
    town = towns.town()
    sitting, item = called(town)
    ask = asked(town, sitting, item)
    sworn(town.member, sitting)
    sheet = written(town.member, ask, item)
    shown = get(town.member, "write_advance", ask.id).context["form"]
    announce(town.member)
    operations.write_advance(
        town.member, ask=ask, item=item, version=sheet.version, values={**WORDS, "picture": "もう通院している。"},
        now=NOW, today=TODAY,
    )  # fmt: skip
    sent = post(
        town.member, "write_advance", ask.id, version=str(shown.version), seen=shown.fingerprints,
        **{**WORDS, "picture": "母に会えた。"},
    )  # fmt: skip
    assert sent.status_code == 409
    assert "もう通院している。" in text_of(sent) and "母に会えた。" in text_of(sent)


def test_the_questions_do_not_grow_with_the_agencies():
    town = towns.town()
    sitting, item = called(town)
    counts = []
    for agencies_asked in ([town.member.agency_id], [town.member.agency_id, town.council.agency_id]):
        announce(town.city)
        operations.ask_advance(
            town.city, sitting=sitting, items=[item], agency_ids=agencies_asked, due_on=TODAY, today=TODAY
        )
        counts.append(queries_of(town.city, "ask_advance", sitting.id))
    assert counts == [18, 18]
    assert len(queries.asks_of(town.city, sitting=sitting)) == 2
