"""An office's older records of support: whose each is is said or decided, nothing that is written is lost, twice is once."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused
from norishiro.exchange import layouts, operations
from norishiro.exchange.models import Bringing, Brought
from norishiro.outreach.models import Contact
from norishiro.people import operations as people_operations
from norishiro.people.choices import WithheldField
from norishiro.people.models import Person
from tests.factories import agencies, people
from tests.rooms.consultations.town import client_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LIST = "宛名番号,氏名,フリガナ,性別,生年月日,住所\r\n001,架空 花子,カクウ ハナコ,2,昭和30.4.1,みほん町1-1\r\n002,見本 次郎,ミホン ジロウ,1,1955-04-01,みほん町2-2"
HEAD = "宛名番号,氏名,生年月日,対応日,時間,所要時間,対応方法,相手,内容,所見,担当者"
VISIT = "001,架空 花子,S30.4.1,R7.4.3,午後2時半,40分,訪問,長女,「だいじょうぶ」と言う。,玄関が片づいた。,外の だれか"
CALL = ",見本 次郎,1955-04-01,2025/4/4,9:00,,ＴＥＬ,,留守番電話に伝言。,,"


def file_of(*lines: str) -> bytes:
    return "\r\n".join([HEAD, *lines]).encode("cp932")


def read(actor: Actor, content: bytes, *, kind: str = "CONTACTS", **given: Any) -> Bringing:
    return operations.read_file(
        actor,
        kind=kind,
        content=content,
        file_name="記録.csv",
        **{"layout": None, "most": 5_000, "today": TODAY, **given},
    )


def take(actor: Actor, bringing: Bringing, most: int = 500) -> None:
    while operations.take_rows(actor, bringing=bringing, now=timezone.now(), today=TODAY, most=most).left:
        pass


def went(bringing: Bringing) -> dict[str, int]:
    return dict(Counter(bringing.rows.values_list("destination", flat=True)))


def words_of(bringing: Bringing, line: int) -> str:
    return "／".join(words for _about, words, _stops in bringing.rows.get(line_no=line).notes)


@pytest.fixture
def office(chief) -> Actor:
    take(chief, read(chief, LIST.encode("cp932"), kind="PEOPLE"))
    return chief


def test_records_enter_as_they_were_and_the_same_file_again_changes_nothing(office):
    content = file_of(VISIT, CALL)
    first = read(office, content)
    assert (went(first), Contact.objects.count()) == ({"NEW": 2}, 0)
    take(office, first, most=1)

    visit, call = Contact.objects.order_by("happened_on")
    assert (visit.person.name, visit.happened_on, visit.happened_at, visit.minutes, visit.method, visit.met) == (
        "架空 花子", date(2025, 4, 3), time(14, 30), 40, "VISIT", "MET",
    )  # fmt: skip
    assert visit.with_whom == "長女"
    assert visit.body == "「だいじょうぶ」と言う。\nもとの記録者 外の だれか"
    assert visit.impression == "玄関が片づいた。"
    assert [one.kind for one in visit.segments.all()] == ["SAID", "DONE", "VIEW"]
    assert (call.person.name, call.method, call.basis, call.agency_id, call.staff_id) == (
        "見本 次郎", "PHONE", "OWN", office.agency_id, office.staff_id,
    )  # fmt: skip
    second = read(office, content)
    assert went(second) == {"SAME": 2}
    with pytest.raises(Refused):
        take(office, second)
    assert Contact.objects.count() == 2


def test_whose_a_record_is_is_never_guessed(office):
    people.person(office, "見本 次郎")
    content = file_of(
        CALL,
        ",架空 花子,,R7.5.1,,,訪問,,会う。,,",
        ",だれも しらない,,R7.5.2,,,訪問,,会う。,,",
        "999,,,R7.5.3,,,訪問,,会う。,,",
        ",架空 花子,1990-01-01,R7.5.4,,,訪問,,別の人。,,",
    )
    found = read(office, content)
    assert list(found.rows.values_list("destination", flat=True)) == [
        "DECIDE",
        "DECIDE",
        "HELD",
        "HELD",
        "HELD",
    ]
    assert "先に「人と世帯の名簿」" in words_of(found, 4)
    hanako = Person.objects.get(name="架空 花子")
    row = found.rows.get(line_no=3)
    assert row.alike == [{"id": str(hanako.id)}]
    operations.settle_rows(office, bringing=found, choices={row.id: ("NEW", None)})
    assert found.rows.get(line_no=3).choice == ""
    operations.settle_rows(office, bringing=found, choices={row.id: ("PERSON", hanako.id)})
    take(office, found)
    assert [(one.person_id, one.body) for one in Contact.objects.all()] == [(hanako.id, "会う。")]


def test_what_finds_no_field_stands_in_the_text_and_what_is_needed_stops_the_row(office):
    found = read(
        office,
        file_of(
            "001,,,R7.6.1,朝のうち,半日,巡回訪問,,ひとこと。,,",
            "001,,,R7.6.31,,,訪問,,日付がない月。,,",
            "001,,,,,,訪問,,日付が空。,,",
            "001,,,R7.6.2,,,訪問,,,,",
            "001,,,R7.6.3,,,関係機関,,照会した。,,",
            "001,,,9999-01-01,,,訪問,,先の日。,,",
        ),
    )
    assert went(found) == {"NEW": 2, "HELD": 4}
    take(office, found)
    first, second = Contact.objects.order_by("happened_on")
    assert (first.method, first.met, first.happened_at, first.minutes) == (
        "OTHER",
        "NOT_APPLICABLE",
        None,
        None,
    )
    assert first.body == "ひとこと。\n時刻 朝のうち\n所要 半日\n方法 巡回訪問"
    assert (second.method, second.with_whom) == ("AGENCY_CALL", "（相手の書かれていない記録）")


def test_a_number_of_its_own_tells_a_change_from_a_new_record(office):
    head = "記録番号,宛名番号,日付,内容"
    one = "\r\n".join([head, "7,001,R7.4.1,はじめの文。", "8,001,R7.4.1,はじめの文。"]).encode()
    take(office, read(office, one))
    again = read(
        office, "\r\n".join([head, "7,001,R7.4.1,書き直した文。", "8,001,R7.4.1,はじめの文。"]).encode()
    )
    assert went(again) == {"HELD": 1, "SAME": 1}
    assert "前に取り込んだときと違います" in words_of(again, 2)
    assert Contact.objects.count() == 2


def test_who_wrote_it_is_named_where_the_office_knows_exactly_one(office):
    agency = office.agency_id
    writer = agencies.appoint(
        agencies.staff("外の だれか"), agency=agencies.Agency.objects.get(id=agency)
    ).staff_id
    take(office, read(office, file_of(VISIT)))
    assert Contact.objects.get().staff_id == writer
    assert "もとの記録者" not in Contact.objects.get().body


def test_an_address_that_is_withheld_is_covered_in_the_text(office):
    hanako = Person.objects.get(name="架空 花子")
    people_operations.protect(
        office, person=hanako, kind="DV", basis="申出", office=agencies.Agency.objects.get(id=office.agency_id),
        fields=(WithheldField.ADDRESS,), told={"ADDRESS": "みほん町1-1"}, from_on=TODAY, today=TODAY,
    )  # fmt: skip
    take(office, read(office, file_of("002,,,R7.7.1,,,電話,,みほん町1-1に来てほしいと言う。,,")))
    assert "みほん町1-1" not in Contact.objects.get().body
    assert "非開示" in Contact.objects.get().body


def test_two_same_rows_are_one_and_another_agency_sees_nothing(office):
    found = read(office, file_of(VISIT, VISIT))
    assert went(found) == {"NEW": 1, "SAME": 1}
    take(office, found)
    stranger = agencies.actor("架空 別人", agency=agencies.agency("架空の別の課"), kinds=(RoleKind.MANAGER,))
    announce(stranger)
    assert (Contact.objects.count(), Brought.objects.count(), Bringing.objects.count()) == (0, 0, 0)
    held = read(stranger, file_of(VISIT))
    assert went(held) == {"HELD": 1}


def test_the_reading_of_the_columns_is_asked_for_and_a_layout_of_another_kind_is_refused(office):
    found = read(office, "氏名,生年月日,いつ,なに\r\n架空 花子,,R7.4.1,会う。".encode())
    assert went(found) == {"HELD": 1}
    address = reverse("exchange:lay_out", args=[found.id])
    client = client_of(office)
    assert (
        "どの列かを選んでください：日付、内容" in client.post(address, {"col-name": "氏名"}).content.decode()
    )
    client.post(address, {"col-name": "氏名", "col-happened_on": "いつ", "col-body": "なに"})
    assert went(found) == {"DECIDE": 1}
    page = client.get(reverse("exchange:bringing", args=[found.id])).content.decode()
    assert "別の人として登録する" not in page
    with pytest.raises(InputProblem, match="ほかの種類"):
        read(office, LIST.encode("cp932"), kind="PEOPLE", layout=layouts.of_plain(found.layout))


def test_many_records_ask_as_many_questions_as_a_few(office, django_assert_max_num_queries):
    lines = [
        f"001,,,R7.4.{day},10:{minute:02d},,電話,,{day}日の{minute}。,,"
        for day in range(1, 31)
        for minute in range(10)
    ]
    found = read(office, file_of(*lines))
    with django_assert_max_num_queries(40):
        take(office, found)
    assert Contact.objects.count() == 300
