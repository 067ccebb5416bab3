"""地区の便り by staff: a draft, how many it goes to, one mail for each, and never twice."""

from __future__ import annotations

from io import StringIO
from smtplib import SMTPRecipientsRefused
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Area
from norishiro.core.records import StaleVersion
from norishiro.core.verdict import Refused
from norishiro.neighbours import operations, queries, rules, slot
from norishiro.neighbours.access import Link
from norishiro.neighbours.carrying import Carried, carry
from norishiro.neighbours.models import Post
from norishiro.publicity import operations as publicity
from tests.factories import agencies, people
from tests.rooms.consultations.town import client_of, token
from tests.rooms.neighbours.town import BASE, joins, link_in, tallies, two_districts, words_on, writer
from tests.rooms.publicity.test_items import item as made_known

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture(autouse=True)
def reached_by_name(settings):
    settings.NORISHIRO_ADDRESS = BASE


def get(actor: Actor, screen: str, /, *args: Any, **query: str):
    return client_of(actor).get(reverse(f"neighbours:{screen}", args=args), query)


def post(actor: Actor, screen: str, /, *args: Any, **values: Any):
    return client_of(actor).post(reverse(f"neighbours:{screen}", args=args), {**token(), **values})


def drafted(actor: Actor, *areas: str, link: Link | None = None, title: str = "木曜もあきます") -> Post:
    return operations.write_post(
        actor, title=title, text="本を読むだけでもかまいません。", areas=areas, link=link or Link(), now=NOW
    )


def sent(actor: Actor, *areas: str, **more: Any) -> Post:
    made = drafted(actor, *areas, **more)
    return operations.send_post(actor, post=made, version=made.version, base=BASE, now=NOW)


def carried(*, now=NOW) -> Carried:
    return carry(now=now, base=BASE)


def test_a_draft_is_sent_once_by_a_second_step_that_says_to_how_many():
    north, south = two_districts()
    actor = writer()
    for number in range(5):
        joins(north, address=f"n{number}@example.jp")
    joins(north, south, address="both@example.jp")
    totals = "まち全体（ひとりを一度） 6人 6人 0人 北地区 6人 6人 0人 南地区 5人未満 5人未満 0人"
    assert totals in words_on(get(actor, "readers"))
    assert "まだありません" in words_on(get(actor, "posts"))
    made = post(
        actor, "write_post", areas=[north, south], title="木曜もあきます", text="本を読むだけでも。", link=""
    )
    found = Post.objects.get()
    assert (made.status_code, made.url, mail.outbox) == (302, reverse("neighbours:post", args=[found.id]), [])
    assert (
        "いま送ると、 6人 に届きます" in words_on(get(actor, "post", found.id)),
        "送っています" in words_on(get(actor, "posts")),
    ) == (True, False)
    said = words_on(get(actor, "send_post", found.id))
    assert "「木曜もあきます」を、北地区、南地区に登録した 6人に送ります。" in said

    changed = post(
        actor,
        "change_post",
        found.id,
        areas=[south],
        title="木曜もあきます",
        text="静かな部屋です。",
        link="",
        version="1",
    )
    assert (changed.status_code, "5人未満に送ります" in words_on(get(actor, "send_post", found.id))) == (
        302,
        True,
    )
    # Whoever looked at the draft before a colleague changed it looks again.
    late = post(actor, "send_post", found.id, version="1")
    assert (late.url, Post.objects.get().sent_at) == (reverse("neighbours:send_post", args=[found.id]), None)
    assert post(actor, "send_post", found.id, version="2").status_code == 302
    found = Post.objects.get()
    assert (found.addressed, found.sent_by_id, found.finished_at) == (1, actor.staff_id, None)
    again = post(actor, "send_post", found.id, version=str(found.version))
    assert (again.status_code, "もう送りました" in words_on(again)) == (422, True)
    with pytest.raises(Refused) as refusal:
        operations.change_post(
            actor, post=found, version=found.version, title="x", text="y", areas=[north], link=Link(), now=NOW
        )
    assert [one.code for one in refusal.value.verdict.reasons] == ["sent"]
    assert (post(actor, "drop_post", found.id).status_code, Post.objects.count()) == (403, 1)

    told = StringIO()
    call_command("carry_letters", stdout=told)
    call_command("carry_letters", stdout=told)
    assert [line.split("（")[0] for line in told.getvalue().splitlines()] == [
        "地区の便りを1通送りました",
        "地区の便りを0通送りました",
    ]
    assert [(one.to, one.subject) for one in mail.outbox] == [(["both@example.jp"], "木曜もあきます")]
    page = words_on(get(actor, "post", found.id))
    assert ("送り終えた" in page, "5人未満" in page, "both@" in page) == (True, True, False)


def test_each_mail_has_its_own_way_out_and_leads_where_everybody_may_go():
    north, south = two_districts()
    actor = writer()
    leaver = joins(north, address="a@example.jp")
    joins(north, south, address="b@example.jp")
    forum = made_known(actor, kind="FORUM", about="どなたでも")
    with pytest.raises(Refused) as refusal:
        drafted(actor, north, link=Link(item_id=forum.id))
    assert [one.code for one in refusal.value.verdict.reasons] == ["link"]
    publicity.publish_item(actor, item=forum, today=timezone.localdate())
    made = sent(actor, north, south, link=Link(item_id=forum.id))
    assert slot.leave(key=leaver, on=timezone.localdate())
    assert (carried(), tallies(north, south)) == (Carried(sent=1), [(2, 1), (2, 1), (1, 0)])
    letter = mail.outbox[0]
    leave = link_in(holding="/leave/")
    assert (letter.extra_headers["List-Unsubscribe"], letter.extra_headers["List-Unsubscribe-Post"]) == (
        f"<{BASE}{leave}>", "List-Unsubscribe=One-Click",
    )  # fmt: skip
    body = str(letter.body)
    assert [one in body for one in (reverse("public_site:news", args=["ja", forum.id]), "北地区、南地区", leave.replace("leave", "own"), "b@example.jp")] == [
        True, True, True, False
    ]  # fmt: skip
    assert slot.leave(key=UUID(leave.rstrip("/").rpartition("/")[2]), on=timezone.localdate()) is True
    made.refresh_from_db()
    assert (made.addressed, made.delivered, made.refused, made.finished_at == NOW) == (2, 1, 0, True)


def test_a_silent_server_is_tried_again_a_refusing_one_forgets_the_address_and_old_news_is_dropped(
    monkeypatch,
):
    north, _south = two_districts()
    actor = writer()
    joins(north, address="good@example.jp")
    joins(north, address="gone@example.jp")
    kept = EmailBackend.send_messages
    answers = {"gone@example.jp": 550}

    def server(self, messages):
        for one in messages:
            code = answers.get(one.to[0], 250)
            if code == 0:
                raise ConnectionResetError
            if code != 250:
                raise SMTPRecipientsRefused({one.to[0]: (code, b"no")})
        return kept(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", server)
    runs = []
    for number in range(3):
        made = sent(actor, north, title=f"第{number}号")
        runs.append(carried())
        made.refresh_from_db()
        runs.append((made.delivered, made.refused, made.finished_at is not None))  # type: ignore[arg-type]
    assert runs == [Carried(sent=1, refused=1), (1, 1, True)] * 3
    assert (tallies(north), queries.readers_of(actor, areas=[north]).number) == ([(2, 1), (2, 1)], 1)

    # Greylisted, then silent, then taken: one mail. And what waited three days is given up.
    made = sent(actor, north, title="第4号")
    tried = []
    for answer in (450, 0, 250, 250):
        answers["good@example.jp"] = answer
        tried.append(carried())
    assert tried == [Carried(waiting=1), Carried(waiting=1), Carried(sent=1), Carried()]
    answers["good@example.jp"] = 0
    late = sent(actor, north, title="第5号")
    assert [carried(), carried(now=NOW + rules.KEEP_TRYING)] == [Carried(waiting=1), Carried(refused=1)]
    late.refresh_from_db()
    assert (late.delivered, late.refused, late.finished_at is not None, len(mail.outbox)) == (0, 1, True, 4)
    assert queries.readers_of(actor, areas=[north]).number == 1


def test_nobody_is_named_a_draft_changed_by_two_stops_and_without_a_name_of_the_house_nothing_goes(settings):
    north, _south = two_districts()
    actor = writer()
    people.person(actor, "架空　花代")
    named = post(actor, "write_post", areas=[north], title="架空花代さんの会", text="文", link="")
    empty = post(actor, "write_post", title="", text="", link="item:x")
    assert (named.status_code, "架空" in words_on(named), empty.status_code, Post.objects.count()) == (
        422,
        True,
        422,
        0,
    )
    made = drafted(actor, north)
    operations.change_post(
        actor, post=made, version=1, title="題", text="文", areas=[north], link=Link(), now=NOW
    )
    with pytest.raises(StaleVersion):
        operations.change_post(
            actor, post=made, version=1, title="題2", text="文", areas=[north], link=Link(), now=NOW
        )
    dropped = drafted(actor, north, title="やめた便り")
    assert (post(actor, "drop_post", dropped.id).status_code, Post.objects.count()) == (302, 1)
    assert post(actor, "drop_post", dropped.id).status_code == 404
    nobody = post(actor, "send_post", made.id, version="2")
    assert (nobody.status_code, "まだいません" in words_on(nobody)) == (422, True)
    settings.NORISHIRO_ADDRESS = ""
    with pytest.raises(CommandError):
        call_command("carry_letters")
    joins(north)
    closed = post(actor, "send_post", made.id, version="2")
    assert (
        closed.status_code,
        "NORISHIRO_ALLOWED_HOSTS" in words_on(closed),
        Post.objects.get().sent_at,
    ) == (422, True, None)


def test_only_who_publishes_writes_and_the_number_of_questions_stays():
    north, south = two_districts()
    actor, reader = writer(), agencies.actor("架空 民生", kinds=(RoleKind.WINDOW,))
    joins(north)
    made = sent(actor, north)
    assert [
        get(reader, one, *ids).status_code
        for one, ids in (("posts", ()), ("readers", ()), ("post", (made.id,)))
    ] == [200] * 3
    assert [
        post(reader, one, *ids).status_code for one, ids in (("write_post", ()), ("send_post", (made.id,)))
    ] == [403, 403]
    assert get(actor, "post", "00000000-0000-4000-8000-000000000000").status_code == 404
    counted, client = [], client_of(actor)
    client.get(reverse("neighbours:posts"))
    for more in range(2):
        for number in range(2 * more):
            joins(south, address=f"m{number}@example.jp")
            sent(actor, north, south, title=f"題{number}")
        asked = []
        for screen, ids in (("posts", ()), ("readers", ()), ("post", (made.id,))):
            with CaptureQueriesContext(connection) as questions:
                assert client.get(reverse(f"neighbours:{screen}", args=ids)).status_code == 200
            asked.append(len(questions))
        counted.append(asked)
    assert counted[0] == counted[1] == QUESTIONS
    shown = words_on(get(actor, "readers", area=north))
    assert ("まち全体" in shown, "北地区 5人未満" in shown, "いまはない地区" in shown) == (True, True, False)


QUESTIONS = [13, 15, 13]


def test_a_district_that_is_opened_anew_keeps_its_readers_and_one_that_ended_is_still_told():
    north, _south = two_districts()
    actor, today = writer(), timezone.localdate()
    joins(north)
    old = Area.objects.get(code=north)
    Area.objects.filter(id=old.id).update(until_on=today)
    assert [one.label for one in queries.sums(actor, year=today.year, on=today)][
        -1
    ] == "北地区（いまはない地区）"
    Area.objects.create(code=north, name="北地区", layer="地区", parent=old.parent, from_on=today)
    assert (queries.names_of(actor, areas=[north], on=today), sent(actor, north).addressed) == (["北地区"], 1)


def test_two_runs_at_once_send_one_mail():
    """A run that has a row holds it; the other one passes it by."""
    north, _south = two_districts()
    joins(north)
    made = sent(writer(), north)
    with transaction.atomic():
        assert carried() == Carried(sent=1)
        assert carried() == Carried()
    made.refresh_from_db()
    assert (made.delivered, len(mail.outbox)) == (1, 1)
