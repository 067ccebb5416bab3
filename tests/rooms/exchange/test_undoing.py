"""What a file brought is taken back by two people, in portions; what has been used since stays, and a flag always does."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.exchange import operations
from norishiro.exchange.models import Bringing, Brought, BroughtRow, Undoing
from norishiro.outreach import queries as outreach_queries
from norishiro.outreach.models import Contact
from norishiro.people import operations as people
from norishiro.people.models import Household, Membership, Person, Protection
from tests.factories import agencies
from tests.rooms.consultations.town import client_of
from tests.rooms.exchange import test_contacts as contacts
from tests.rooms.exchange.test_bringing import ALONE, HANAKO, TARO, file_of, read, take, went

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WHY = "ちがう年度の名簿でした"


@pytest.fixture
def second(chief: Actor) -> Actor:
    """Another of the same agency who may bring records in."""
    office = Agency.objects.get(id=chief.agency_id)
    return agencies.actor("架空 係長", agency=office, kinds=(RoleKind.MANAGER,))


def undo(first: Actor, second: Actor, bringing: Bringing, most: int = 500) -> list[operations.Undone]:
    announce(first)
    operations.ask_undo(first, bringing=bringing, reason=WHY, today=TODAY)
    announce(second)
    operations.agree_undo(second, bringing=bringing, today=TODAY)
    steps = []
    while not steps or steps[-1].waiting:
        steps.append(operations.undo_rows(second, bringing=bringing, today=TODAY, most=most))
    return steps


def after(bringing: Bringing) -> dict[str, int]:
    return dict(Counter(bringing.rows.values_list("after", flat=True)))


def test_two_people_take_a_file_back_and_it_can_be_brought_anew(chief, second):
    content = file_of(HANAKO, TARO, ALONE)
    first = read(chief, content)
    take(chief, first)
    operations.ask_undo(chief, bringing=first, reason=WHY, today=TODAY)
    assert Person.objects.count() == 3
    with pytest.raises(Refused) as refusal:
        operations.agree_undo(chief, bringing=first, today=TODAY)
    assert [one.code for one in refusal.value.verdict.reasons] == ["person"]
    with pytest.raises(Refused):
        operations.undo_rows(chief, bringing=first, today=TODAY)
    announce(second)
    operations.agree_undo(second, bringing=first, today=TODAY)

    steps = [operations.undo_rows(second, bringing=first, today=TODAY, most=1)]
    assert (steps[0].back, steps[0].waiting) == (2, 1)  # a household goes in one piece
    steps.append(operations.undo_rows(second, bringing=first, today=TODAY, most=1))
    assert after(first) == {"BACK": 3}
    first.refresh_from_db()
    assert first.state == "UNDONE"
    assert (Person.objects.count(), Household.objects.count(), Membership.objects.count()) == (0, 0, 0)
    with pytest.raises(Refused) as refusal:
        operations.undo_rows(second, bringing=first, today=TODAY)
    assert [one.code for one in refusal.value.verdict.reasons] == ["state"]
    assert Brought.objects.filter(ended_on=None).count() == 0
    announce(chief)

    again = read(chief, content)
    assert went(again) == {"NEW": 3}
    take(chief, again)
    assert (Person.objects.count(), Household.objects.count()) == (3, 1)
    assert went(read(chief, content)) == {"SAME": 3}


def test_what_was_used_since_is_left_with_its_reason(chief, second):
    found = read(
        chief,
        file_of(
            HANAKO,
            TARO,
            ALONE,
            "4,,例 四郎,レイ シロウ,1,S50.4.1,例町4-4,,,,",
            "5,,例 五子,レイ イツコ,2,S51.4.1,例町5-5,,,○,",
            "6,60,例 六子,レイ ムツコ,2,S52.4.1,例町6-6,,世帯主,,",
            "7,60,例 七子,レイ ナナコ,2,S53.4.1,例町6-6,,子,,",
            "8,,例 八郎,レイ ハチロウ,1,S54.4.1,例町8-8,,,,",
        ),
    )
    take(chief, found)
    by = {one.name: one for one in Person.objects.all()}
    contacts.take(chief, contacts.read(chief, contacts.file_of(contacts.CALL.replace(",見本", "003,見本"))))
    people.change_person(chief, person=by["例 四郎"], version=1, values={"address": "例町4-5"}, today=TODAY)
    joined = people.add_person(chief, name="例 まご", today=TODAY)
    people.join_household(
        chief, household=Household.objects.get(label="例 六子さんの世帯"), person=joined, relation="GRANDCHILD",
        from_on=TODAY, today=TODAY,
    )  # fmt: skip

    steps = undo(chief, second, found, most=2)
    assert sum(one.back for one in steps) == 3
    why = {row.name: row.notes[-1][1][:14] for row in found.rows.filter(after="LEFT")}
    assert why == {
        "見本 次郎": "取り込んだあとに、記録が書か"[:14],
        "例 四郎": "取り込んだあとに、内容が直さ"[:14],
        "例 五子": "支援措置・秘匿があるので、残",
        "例 六子": "取り込んだあとに、世帯の人が",
        "例 七子": "取り込んだあとに、世帯の人が",
    }
    assert sorted(Person.objects.values_list("name", flat=True)) == sorted([*why, "例 まご"])
    assert Protection.objects.exclude(state="ENDED").count() == 1
    assert Household.objects.get().memberships.filter(until_on=None).count() == 3


def found_by_word() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM find_passages(ARRAY['玄関'], 10, NULL, NULL)")
        return int(cursor.fetchone()[0])


def test_records_of_support_are_taken_back_and_are_neither_shown_nor_counted(chief, second):
    take(chief, contacts.read(chief, contacts.LIST.encode(), kind="PEOPLE"))
    found = contacts.read(chief, contacts.file_of(contacts.VISIT, contacts.CALL))
    contacts.take(chief, found)
    visit = Contact.objects.get(method="VISIT")
    assert outreach_queries.visible_to(chief).count() == 2
    assert found_by_word() == 1
    assert undo(chief, second, found)[-1].back == 2
    announce(chief)
    assert outreach_queries.visible_to(chief).count() == 0
    visit.refresh_from_db()
    assert (visit.supersedes_id, "だいじょうぶ" in visit.body) == (visit.id, True)
    assert found_by_word() == 0
    assert Person.objects.count() == 2
    assert went(contacts.read(chief, contacts.file_of(contacts.VISIT, contacts.CALL))) == {"NEW": 2}


def test_of_somebody_who_was_here_before_only_the_number_is_forgotten(chief, second):
    take(chief, read(chief, file_of(ALONE)))
    later = read(chief, file_of("777,,見本 次郎,ミホン ジロウ,1,1955-04-01,みほん町2-2,,,,"))
    assert went(later) == {"MERGED": 1}
    take(chief, later)
    assert set(Brought.objects.filter(ended_on=None).values_list("number", flat=True)) == {"3", "777"}
    assert undo(chief, second, later)[-1].back == 1
    assert set(Brought.objects.filter(ended_on=None).values_list("number", flat=True)) == {"3"}
    assert Person.objects.count() == 1


def test_it_is_asked_in_time_once_and_with_a_reason(chief, second):
    found = read(chief, file_of(ALONE))
    with pytest.raises(Refused) as refusal:
        operations.ask_undo(chief, bringing=found, reason="", today=TODAY)
    assert [one.code for one in refusal.value.verdict.reasons] == ["state", "reason"]
    take(chief, found)
    with pytest.raises(Refused) as refusal:
        operations.ask_undo(chief, bringing=found, reason=WHY, today=TODAY + timedelta(days=31))
    assert [one.code for one in refusal.value.verdict.reasons] == ["days"]
    operations.ask_undo(chief, bringing=found, reason=WHY, today=TODAY)
    with pytest.raises(Refused) as refusal:
        operations.ask_undo(chief, bringing=found, reason=WHY, today=TODAY)
    assert [one.code for one in refusal.value.verdict.reasons] == ["asked"]
    announce(second)
    with pytest.raises(Refused) as refusal:
        operations.agree_undo(second, bringing=found, today=TODAY + timedelta(days=31))
    assert [one.code for one in refusal.value.verdict.reasons] == ["days"]
    operations.refuse_undo(second, bringing=found, today=TODAY)
    with pytest.raises(Refused):
        operations.refuse_undo(second, bringing=found, today=TODAY)
    operations.ask_undo(second, bringing=found, reason=WHY, today=TODAY)
    assert Counter(Undoing.objects.values_list("state", flat=True)) == {"REFUSED": 1, "ASKED": 1}
    stranger = agencies.actor("架空 別人", agency=agencies.agency("架空の別の課"), kinds=(RoleKind.MANAGER,))
    announce(stranger)
    assert (Undoing.objects.count(), BroughtRow.objects.count()) == (0, 0)
    with connection.cursor() as cursor:
        people_here = [row.person_id for row in found.rows.all()]
        cursor.execute("SELECT count(*) FROM brought_touched(%s, %s, '{}', '{}')", [found.id, people_here])
        assert cursor.fetchone() == (0,)


def test_the_pages_say_what_would_go_and_two_people_press(chief, second):
    taken = read(chief, file_of(HANAKO, TARO, "5,,例 五子,レイ イツコ,2,S51.4.1,例町5-5,,,○,"))
    take(chief, taken)
    here, one, other = reverse("exchange:ask_undo", args=[taken.id]), client_of(chief), client_of(second)
    assert "取り込んだ3行のうち、<b>2行</b>を取り消し、<b>1行</b>を残します" in one.get(here).content.decode()
    assert one.post(here, {"reason": ""}).status_code == 422
    assert one.post(here, {"reason": WHY}).status_code == 302
    assert one.post(reverse("exchange:agree_undo", args=[taken.id])).status_code == 403
    assert one.post(reverse("exchange:undo_rows", args=[taken.id])).status_code == 403
    page = other.get(here).content.decode()
    assert (WHY in page, "取り消しに同意する" in page) == (True, True)
    assert other.post(reverse("exchange:agree_undo", args=[taken.id])).status_code == 302
    assert other.post(reverse("exchange:take_rows", args=[taken.id])).status_code == 403
    assert other.post(reverse("exchange:undo_rows", args=[taken.id])).status_code == 302
    after_it = other.get(here).content.decode()
    assert "2行を取り消し、1行を残しました" in after_it
    assert "支援措置・秘匿があるので、残します" in after_it
    assert "架空 花子" not in other.get(reverse("people:search"), {"q": "架空"}).content.decode()
    assert other.get(reverse("exchange:bringing", args=[taken.id])).status_code == 200
    stranger = agencies.actor("架空 別人", agency=agencies.agency("架空の別の課"), kinds=(RoleKind.MANAGER,))
    for name in ("ask_undo", "agree_undo", "refuse_undo", "undo_rows"):
        url = reverse(f"exchange:{name}", args=[taken.id])
        assert client_of(stranger).post(url, {"reason": WHY}).status_code == 404


def test_no_answer_and_a_no_leave_everything(chief, second):
    taken = read(chief, file_of(ALONE))
    take(chief, taken)
    here = reverse("exchange:ask_undo", args=[taken.id])
    client_of(chief).post(here, {"reason": WHY})
    client_of(second).post(reverse("exchange:refuse_undo", args=[taken.id]))
    page = client_of(chief).get(here).content.decode()
    assert ("取り消さないと決めた" in page, "取り消しを求める" in page) == (True, True)
    announce(chief)
    assert Person.objects.count() == 1


def test_the_page_asks_the_same_for_one_row_and_three(chief, second):
    asked = []
    for lines in ([ALONE], [HANAKO, TARO, "9,,例 九子,レイ ココ,2,S51.4.1,例町9-9,,,,"]):
        announce(chief)
        taken = read(chief, file_of(*lines))
        take(chief, taken)
        client = client_of(chief)
        client.get(reverse("exchange:ask_undo", args=[taken.id]))
        with CaptureQueriesContext(connection) as questions:
            client.get(reverse("exchange:ask_undo", args=[taken.id]))
        asked.append(len(questions))
    assert asked[0] == asked[1] == 21
