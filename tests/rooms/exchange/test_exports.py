"""What kintone and LoGoフォーム write out is read as it is: their columns, their codings, boxes ticked one a line. All invented."""

from __future__ import annotations

import pytest
from django.utils import timezone

from norishiro.exchange.layouts import guess, heading_key
from norishiro.outreach.models import Contact
from norishiro.people.models import Person, Protection
from tests.rooms.exchange import test_contacts as contacts
from tests.rooms.exchange.test_bringing import take, went

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
KINTONE_PEOPLE = (
    '"レコード番号","更新者","更新日時","作成者","作成日時","氏名","フリガナ","性別","生年月日","住所","支援措置","利用している制度"\r\n'
    '"1","yamada","2026/04/02 9:15","yamada","2026/04/01 10:20","架空 花子","カクウ ハナコ","女性","1955-04-01","みほん町1-1","なし","介護保険\n生活保護"\r\n'
    '"2","yamada","2026/04/02 9:15","yamada","2026/04/01 10:22","見本 一子","ミホン イチコ","女性","1955-04-02","みほん町2-2","該当\nDV",""\r\n'
    '"3","yamada","2026/04/02 9:15","yamada","2026/04/01 10:24","例 三子","レイ ミコ","女性","1955-04-03","みほん町3-3","該当\n調べています",""\r\n'
)
KINTONE_RECORDS = (
    '"レコードの開始行","レコード番号","作成者","作成日時","氏名","生年月日","対応日時","対応方法","対応記録"\r\n'
    '"*","7","架空 職員","2026/04/03 17:00","架空 花子","1955-04-01","2026/04/03 14:30","訪問","お茶を出してくれた。\n事実：玄関に新聞がたまっている。"\r\n'
    '"","7","架空 職員","2026/04/03 17:00","架空 花子","1955-04-01","2026/04/04 9:00","電話\n手紙","次の約束を伝えた。"\r\n'
    '"*","8","架空 職員","2026/04/05 17:00","架空 花子","1955-04-01","2026/04/05 10:00","来所","窓口で書類を書いた。"\r\n'
)
LOGO = (
    '"受付番号","送信日時","ステータス","Q1.お名前（漢字）","Q2.お名前（フリガナ）","Q3.生年月日","Q4.ご住所","Q5.お電話番号","Q6.ご相談内容"\r\n'
    '"2604-0001","2026-04-06 08:05:33","未対応","架空 花子","カクウ ハナコ","1955年4月1日","みほん町1-1","03-0000-0001","ひとりでいるのがつらい。\nだれかと話したい。"\r\n'
)


def people(chief, coding: str = "utf-8-sig"):
    return contacts.read(chief, KINTONE_PEOPLE.encode(coding), kind="PEOPLE")


@pytest.mark.parametrize("coding", ["utf-8-sig", "cp932"])
def test_a_list_out_of_kintone(chief, coding):
    found = people(chief, coding)
    assert went(found) == {"NEW": 2, "HELD": 1}  # a box nobody can read stops the row
    take(chief, found)
    assert set(Person.objects.values_list("name", "sex", "birth")) == {
        ("架空 花子", "FEMALE", "1955-04-01"),
        ("見本 一子", "FEMALE", "1955-04-02"),
    }
    assert [one.person.name for one in Protection.objects.all()] == ["見本 一子"]
    assert went(people(chief, coding)) == {"SAME": 2, "HELD": 1}


def test_records_out_of_kintone_with_a_table_in_each(chief):
    take(chief, people(chief))
    found = contacts.read(chief, KINTONE_RECORDS.encode("utf-8-sig"))
    assert went(found) == {"NEW": 3}
    contacts.take(chief, found)
    told = {one.happened_on.isoformat(): one for one in Contact.objects.all()}
    assert {day: (one.method, f"{one.happened_at:%H:%M}") for day, one in told.items()} == {
        "2026-04-03": ("VISIT", "14:30"),
        "2026-04-04": ("OTHER", "09:00"),
        "2026-04-05": ("DESK", "10:00"),
    }
    assert "玄関に新聞がたまっている。" in told["2026-04-03"].body
    assert "方法 電話" in told["2026-04-04"].body.replace("\n", " ")
    assert went(contacts.read(chief, KINTONE_RECORDS.encode("cp932"))) == {"SAME": 3}


def test_answers_to_a_form_of_logo(chief):
    listed = contacts.read(chief, LOGO.encode("cp932"), kind="PEOPLE")
    assert went(listed) == {"NEW": 1}
    take(chief, listed)
    person = Person.objects.get()
    assert (person.kana, person.birth, person.phone, person.address) == (
        "かくう はなこ", "1955-04-01", "03-0000-0001", "みほん町1-1",
    )  # fmt: skip
    told = contacts.read(chief, LOGO.encode("utf-8-sig"))
    assert went(told) == {"NEW": 1}
    contacts.take(chief, told)
    contact = Contact.objects.get()
    assert (contact.happened_on.isoformat(), f"{contact.happened_at:%H:%M}", contact.method) == (
        "2026-04-06", "08:05", "OTHER",
    )  # fmt: skip
    assert contact.body.startswith("ひとりでいるのがつらい。")
    assert contact.person_id == person.id


def test_one_number_with_two_stories_stops_the_second(chief):
    take(chief, people(chief))
    lines = KINTONE_RECORDS.replace('"レコードの開始行",', "").replace('"*",', "").replace('"","7"', '"7"')
    found = contacts.read(chief, lines.encode("utf-8-sig"))
    assert went(found) == {"NEW": 2, "HELD": 1}
    assert "書いてあることが違います" in contacts.words_of(found, 4)


def test_a_heading_is_known_without_the_number_of_its_question():
    assert [heading_key(one) for one in ("Q1.氏名", "質問2：住所", "3．生年月日", "4_内容", "住所1", "1")] == [
        "氏名", "住所", "生年月日", "内容", "住所1", "1",
    ]  # fmt: skip
    assert guess("CONTACTS", ["受付番号", "送信日時", "Q1.氏名", "Q2.ご相談内容"]).columns == {
        "record": "受付番号", "name": "Q1.氏名", "happened_on": "送信日時", "body": "Q2.ご相談内容",
    }  # fmt: skip
