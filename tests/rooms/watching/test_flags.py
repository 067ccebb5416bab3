"""The inbox of flags: found by night and on demand, judged by somebody else, answered by the one who looked."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.ledger import operations as ledger
from norishiro.outreach import operations as outreach
from norishiro.outreach.choices import Met, Method
from norishiro.outreach.operations import Told
from norishiro.sharing.choices import Ground
from norishiro.watching import operations
from norishiro.watching.choices import FlagState, Judgement
from norishiro.watching.models import Flag
from tests.factories import agencies, cases, people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def client_of(actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


class Place:
    """An office where somebody leads a case of three, and a colleague has nothing to do with them."""

    def __init__(self) -> None:
        office = agencies.agency("福祉総務課", body=Body.ADMINISTRATION)
        self.manager = agencies.actor("課長 一", agency=office, kinds=(RoleKind.MANAGER,))
        self.lead = agencies.actor("主担 二", agency=office)
        self.colleague = agencies.actor("同僚 三", agency=office)
        self.people = [people.person(self.lead, f"住民 {number}") for number in range(3)]
        cases.case(self.lead, *self.people, today=TODAY - timedelta(days=60))
        self.helper = agencies.actor("手伝 四", agency=office)

    def looked(self, actor, *, at=None) -> None:
        for one in at or self.people:
            ledger.disclose(actor, screen="people:show", subjects=[one.id])

    def seek(self) -> list[Flag]:
        operations.seek_flags(self.manager, today=TODAY, now=timezone.now())
        return self.flags()

    def flags(self, by=None) -> list[Flag]:
        announce(by or self.manager)
        return list(Flag.objects.prefetch_related("lines").order_by("made_at"))

    def flagged(self) -> Flag:
        self.looked(self.colleague)
        return self.seek()[0]


@pytest.fixture
def place() -> Place:
    return Place()


def post(actor, name: str, *args: object, **values: str):
    return client_of(actor).post(
        reverse(f"watching:{name}", args=args), {"form_token": str(uuid4()), **values}
    )


def signs_of(flag: Flag) -> set[str]:
    """Whatever day this runs on: at night and on days off everything odd carries that sign too."""
    return {line.sign for line in flag.lines.all()} - {"OFF_HOURS"}


def test_the_one_who_leads_is_left_alone_and_the_one_without_a_role_is_asked(place):
    place.looked(place.lead)
    place.looked(place.colleague)

    assert [(one.staff_id, signs_of(one)) for one in place.seek()] == [
        (place.colleague.staff_id, {"NO_ROLE"})
    ]


def test_a_contact_written_the_same_day_clears_the_look(place):
    for one in place.people:
        outreach.record_contact(
            place.lead, person=one, case_id=None, basis=Ground.OWN, today=TODAY, companions=[],
            told=Told(happened_on=TODAY, method=Method.PHONE, met=Met.MET, body="電話"),
        )  # fmt: skip
    place.looked(place.colleague, at=place.people[:2])
    for one in place.people[:2]:
        outreach.record_contact(
            place.colleague, person=one, case_id=None, basis=Ground.OWN, today=TODAY, companions=[],
            told=Told(happened_on=TODAY, method=Method.PHONE, met=Met.MET, body="代わりに電話を受けた"),
        )  # fmt: skip

    assert place.seek() == []


def test_the_same_name_and_the_block_next_door_are_seen_through_their_writings(place):
    operations.tell_home(place.helper, block="みなと町一丁目２番")
    cousin = people.person(place.lead, "手伝　遠縁")
    neighbour = people.person(place.lead, "隣人 五")
    announce(place.lead)
    type(neighbour).objects.filter(id=neighbour.id).update(address="東京都みなと区みなと町1-2-3")
    cases.case(place.lead, cousin, neighbour, today=TODAY - timedelta(days=60))
    place.looked(place.helper, at=[cousin, neighbour])

    assert [signs_of(one) for one in place.seek()] == [{"SURNAME", "BLOCK"}]


def test_a_colleague_and_oneself_as_a_resident(place):
    twin = people.person(place.lead, "同僚　三")
    cases.case(place.lead, twin, today=TODAY - timedelta(days=60))
    place.looked(place.helper, at=[twin])

    assert [signs_of(one) for one in place.seek()] == [{"COLLEAGUE"}]


def test_seeking_twice_makes_nothing_twice_and_one_does_not_seek_oneself(place):
    place.looked(place.colleague)
    place.looked(place.manager)

    assert [len(place.seek()), len(place.seek())] == [1, 1]


def test_the_clock_finds_the_managers_own_looks_too(as_owner, place):
    place.looked(place.manager)
    said = StringIO()
    call_command("watch", stdout=said)

    assert "新しく1件" in said.getvalue()
    assert [one.staff_id for one in Flag.objects.all()] == [place.manager.staff_id]


def test_nobody_sees_or_judges_a_flag_of_their_own(place):
    """The wall hides it, and whoever got past the wall would meet the rule."""
    place.looked(place.manager)
    deputy = agencies.actor(
        "課長 代理", agency=agencies.agency("企画課", body=Body.ADMINISTRATION), kinds=(RoleKind.MANAGER,)
    )
    operations.seek_flags(deputy, today=TODAY, now=timezone.now())
    flag = place.flags(by=deputy)[0]

    assert flag.staff_id == place.manager.staff_id
    assert place.flags() == []
    assert client_of(place.manager).get(reverse("watching:judge_flag", args=[flag.id])).status_code == 404
    operations.judge_flag(deputy, flag=flag, judgement=Judgement.ASK, words="なぜですか", now=timezone.now())
    assert (
        "自分の閲覧は"
        in client_of(place.manager).get(reverse("watching:judge_flag", args=[flag.id])).content.decode()
    )
    assert post(place.manager, "judge_flag", flag.id, judgement="WORK", words="仕事").status_code == 422


def test_asked_answered_and_settled(place):
    flag = place.flagged()
    assert place.flags(by=place.colleague) == [], "not told before being asked"
    assert client_of(place.colleague).get(reverse("watching:answer_flag", args=[flag.id])).status_code == 404

    assert (
        post(place.manager, "judge_flag", flag.id, judgement="ASK", words="何の仕事ですか。").status_code
        == 302
    )
    assert "わけを書く" in client_of(place.colleague).get(reverse("watching:my_flags")).content.decode()
    assert "閲覧のわけを書く" in client_of(place.colleague).get(reverse("casework:today")).content.decode()
    assert post(place.colleague, "answer_flag", flag.id, statement="").status_code == 422
    assert post(place.colleague, "answer_flag", flag.id, statement="台帳の確かめ").status_code == 302

    page = client_of(place.manager).get(reverse("watching:judge_flag", args=[flag.id])).content.decode()
    assert ["台帳の確かめ" in page, "住民 1さん" in page] == [True, True]
    assert post(place.manager, "judge_flag", flag.id, judgement="WORK", words="確かめた").status_code == 302
    assert [(one.state, one.judgement) for one in place.flags()] == [(FlagState.SETTLED, Judgement.WORK)]
    assert post(place.manager, "judge_flag", flag.id, judgement="IMPROPER", words="やはり").status_code in (
        403,
        422,
    )


def test_a_settled_flag_stays_as_it_was_judged(place):
    flag = place.flagged()
    operations.judge_flag(
        place.manager, flag=flag, judgement=Judgement.WORK, words="電話番", now=timezone.now()
    )
    place.looked(place.colleague, at=[people.person(place.lead, "住民 新")] * 2)
    lines = [len(one.lines.all()) for one in place.seek()]

    assert lines == [len(flag.lines.all())]


def test_a_judgement_needs_a_choice_and_words(place):
    flag = place.flagged()

    assert post(place.manager, "judge_flag", flag.id).status_code == 422
    assert place.flags()[0].state == FlagState.OPEN


def test_overdue_flags_are_said(place):
    flag = place.flagged()
    announce(place.manager)
    Flag.objects.filter(id=flag.id).update(due_on=TODAY - timedelta(days=1))
    page = client_of(place.manager).get(reverse("watching:flags")).content.decode()

    assert ["確かめる期限を過ぎたものが1件あります。" in page, "過ぎています" in page] == [True, True]


def test_the_empty_inbox_says_so_and_the_button_seeks(place):
    client = client_of(place.manager)
    assert "確かめる印はありません。" in client.get(reverse("watching:flags")).content.decode()
    assert "まだありません" in client.get(reverse("watching:flags"), {"state": "settled"}).content.decode()
    place.looked(place.colleague)

    assert post(place.manager, "seek_flags").url == reverse("watching:flags")
    assert len(place.flags()) == 1


def test_another_bodys_manager_sees_only_their_own(place):
    place.flagged()
    council = agencies.actor("統括 六", agency=agencies.agency("みなと社協"), kinds=(RoleKind.SUPERVISOR,))

    assert place.flags(by=council) == []
    assert operations.seek_flags(council, today=TODAY, now=timezone.now()) == 0


@pytest.mark.parametrize("name", ["flags", "widenings"])
def test_without_the_role_the_door_is_shut(place, name):
    assert client_of(place.lead).get(reverse(f"watching:{name}")).status_code == 403


def test_more_people_are_asked_for_and_opened_on_screen(place):
    assert post(place.lead, "ask_widening").status_code == 422
    assert post(place.lead, "ask_widening", reason="台帳の確かめ、300人").status_code == 302
    assert post(place.lead, "ask_widening", reason="もう一度").status_code == 422
    page = client_of(place.manager).get(reverse("watching:widenings"))
    asked = page.context["waiting"][0]

    assert post(place.manager, "answer_widening", asked.id, opens="no").status_code == 422
    assert post(place.manager, "answer_widening", asked.id, opens="yes").status_code == 302
    mine = client_of(place.lead).get(reverse("watching:ask_widening")).content.decode()
    assert ["いま増えています" in mine, "課長 一" in mine] == [True, True]
    assert (
        "答えを待つ頼みはありません。"
        in client_of(place.manager).get(reverse("watching:widenings")).content.decode()
    )
    assert client_of(place.lead).get(reverse("watching:answer_widening", args=[asked.id])).status_code == 403


def test_ones_own_block_is_told_by_oneself_and_read_by_nobody_beside(place):
    assert post(place.lead, "tell_home", block="").status_code == 422
    assert post(place.lead, "tell_home", block="みなと町1丁目2番").status_code == 302
    assert "みなと町1丁目2番" in client_of(place.lead).get(reverse("watching:my_flags")).content.decode()
    assert "みなと町" not in client_of(place.colleague).get(reverse("watching:my_flags")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_asks_the_same_number_of_questions_at_every_length(place, rows, django_assert_num_queries):
    for number in range(rows):
        place.looked(agencies.actor(f"職員 {number}", agency=None))
    place.seek()
    client = client_of(place.manager)
    client.get(reverse("watching:flags"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("watching:flags"))


QUERIES = 13
