"""An office's old list is looked at row by row, taken in batches, and read again without doing anything twice."""

from __future__ import annotations

from collections import Counter
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Staff
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.exchange import layouts, operations
from norishiro.exchange.models import Bringing, BroughtRow
from norishiro.people import operations as people_operations
from norishiro.people.models import Household, Membership, Person, Protection
from tests.factories import agencies
from tests.rooms.consultations.town import client_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
HEAD = "宛名番号,世帯番号,氏名,フリガナ,性別,生年月日,住所,電話,続柄,支援措置,個人番号"
HANAKO = "001,10,架空 花子,ｶｸｳ ﾊﾅｺ,2,昭和30.4.1,みほん町1-1,03-0000-0001,世帯主,,123456789012"
TARO = "002,10,架空 太郎,カクウ タロウ,男,S60.5.5,みほん町1-1,,子,無,"
ALONE = "003,,見本 次郎,ミホン ジロウ,１,1955-04-01,みほん町2-2,,,,"


def file_of(*lines: str, coding: str = "cp932") -> bytes:
    return "\r\n".join(["福祉課　名簿", "", HEAD, *lines]).encode(coding)


def read(actor: Actor, content: bytes, **given: Any) -> Bringing:
    return operations.read_file(
        actor, kind="PEOPLE", content=content, file_name="名簿.csv",
        **{"layout": None, "most": 5_000, "today": TODAY, **given},
    )  # fmt: skip


def take(actor: Actor, bringing: Bringing, most: int = 500) -> None:
    while operations.take_rows(actor, bringing=bringing, now=timezone.now(), today=TODAY, most=most).left:
        pass


def went(bringing: Bringing) -> dict[str, int]:
    return dict(Counter(bringing.rows.values_list("destination", flat=True)))


def words_of(bringing: Bringing, line: int) -> list[str]:
    return [words for _about, words, _stops in bringing.rows.get(line_no=line).notes]


def test_a_list_is_taken_and_the_same_list_again_changes_nothing(chief):
    content = file_of(HANAKO, TARO, ",,,,,,,,,,", ALONE)
    first = read(chief, content)

    assert (first.above, first.heading_lines, first.blank, first.rows.count()) == (2, 1, 1, 3)
    assert went(first) == {"NEW": 3}
    assert Person.objects.count() == 0
    assert first.forbidden == "個人番号"
    assert "123456789012" not in str(list(first.rows.values_list("cells", flat=True)))
    take(chief, first, most=1)
    people = {one.name: one for one in Person.objects.all()}
    assert sorted(people) == ["架空 太郎", "架空 花子", "見本 次郎"]
    assert (people["架空 花子"].kana, people["架空 花子"].birth, people["架空 花子"].sex) == (
        "かくう はなこ",
        "1955-04-01",
        "FEMALE",
    )
    assert {(one.person.name, one.relation) for one in Membership.objects.all()} == {
        ("架空 花子", "HEAD"),
        ("架空 太郎", "CHILD"),
    }
    assert Household.objects.get().label == "架空 花子さんの世帯"
    first.refresh_from_db()
    assert first.state == "TAKEN"

    second = read(chief, content)
    assert went(second) == {"SAME": 3}
    with pytest.raises(Refused) as refusal:
        take(chief, second)
    assert [one.code for one in refusal.value.verdict.reasons] == ["rows"]
    assert (Person.objects.count(), Household.objects.count()) == (3, 1)


def test_who_may_be_here_already_is_shown_and_never_guessed(chief):
    take(chief, read(chief, file_of(HANAKO)))
    here = Person.objects.get()

    again = read(
        chief,
        file_of(
            "901,,架空 花子,カクウ ハナコ,2,1955/4/1,みほん町1丁目1番,,,,",
            "902,,架空 花子,カクウ ハナコ,2,1955/4/1,ほかの町9-9,,,,",
            "903,,架空 花子,カクウ ハナコ,2,1990/4/1,みほん町1-1,,,,",
            "001,10,架空 花子,カクウ ハナコ,2,1955/4/1,引っ越した町7-7,,世帯主,,",
        ),
    )
    assert list(again.rows.values_list("destination", flat=True)) == ["MERGED", "DECIDE", "NEW", "MERGED"]
    row = again.rows.get(line_no=5)
    assert row.alike == [{"id": str(here.id)}]
    stranger = agencies.actor("架空 別人", agency=agencies.agency("架空の別の課"), kinds=(RoleKind.MANAGER,))
    operations.settle_rows(chief, bringing=again, choices={row.id: ("PERSON", stranger.staff_id)})
    assert again.rows.get(line_no=5).choice == ""
    operations.settle_rows(chief, bringing=again, choices={row.id: ("PERSON", here.id)})
    take(chief, again)

    assert sorted(Person.objects.values_list("birth", flat=True)) == ["1955-04-01", "1990-04-01"]
    here.refresh_from_db()
    assert here.address == "みほん町1-1"
    assert again.rows.get(line_no=5).person_id == here.id
    assert went(read(chief, file_of("902,,架空 花子,カクウ ハナコ,2,1955/4/1,ほかの町9-9,,,,"))) == {
        "SAME": 1
    }
    announce(stranger)
    assert (Bringing.objects.count(), BroughtRow.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_a_row_that_cannot_be_read_says_why_and_the_others_go_on(chief):
    found = read(
        chief,
        file_of(
            "1,,,カク,,,,,,,",
            "2,,架空 花子,花子,2,昭和70.1.1,みほん町1-1,,,,",
            "3,,架空 太郎,,宇宙人,20180,みほん町1-1,娘 090-0000-0000,いとこの友,,",
            "3,,架空 三郎,,,,,,,,",
            "4,,見本 四郎,,,31,みほん町,=A1,,,",
            "3,,架空　太郎,,宇宙人,20180,みほん町1-1,娘 090-0000-0000,いとこの友,,",
        ),
    )
    assert went(found) == {"HELD": 4, "NEW": 1, "SAME": 1}
    assert words_of(found, 6) == [
        "電話番号のほかのことばが入っています。書いてあるとおりに入れます。",
        "日付の数字 20180 を、1955-04-01 と読みました（表計算の日付の数え方）。",
        "「宇宙人」の読み方が決まっていないので、「不明」で入れます。",
        "「いとこの友」の読み方が決まっていないので、「不明」で入れます。",
    ]
    assert words_of(found, 7) == [
        "6行目と同じ人のようですが、書いてあることが違います。どちらが正しいか、もとの表で直してください。"
    ]
    assert words_of(found, 9)[-1] == "6行目と同じ人の、同じ内容です。"
    take(chief, found)
    assert [(one.name, one.birth, one.phone) for one in Person.objects.all()] == [
        ("架空 太郎", "1955-04-01", "娘 090-0000-0000")
    ]


def test_a_flag_is_never_lost(chief):
    found = read(
        chief,
        file_of(
            "1,10,架空 花子,カクウ ハナコ,2,S30.4.1,ひみつ町1-1,03-0000-0001,世帯主,○,",
            "2,10,架空 太郎,カクウ タロウ,1,S60.4.1,ひみつ町1-1,,子,,",
            "3,20,見本 一子,ミホン イチコ,2,S30.4.1,見本町2-2,,世帯主,？要確認,",
            "4,20,見本 二子,ミホン ニコ,2,S60.4.1,見本町2-2,,子,,",
            "5,,例 三子,レイ ミコ,2,S41.4.1,例町3-3,,,,",
            "5,,例 三子,レイ ミコ,2,S41.4.1,例町3-3,,,DV,",
        ),
    )
    assert list(found.rows.values_list("destination", flat=True)) == [
        "NEW",
        "NEW",
        "HELD",
        "HELD",
        "NEW",
        "SAME",
    ]
    take(chief, found, most=1)

    assert {(one.person.name, one.kind) for one in Protection.objects.all()} == {
        ("架空 花子", "OTHER"),
        ("例 三子", "DV"),
    }
    assert list(Person.objects.order_by("kana").values_list("name", "address", "phone")) == [
        ("架空 太郎", "", ""),
        ("架空 花子", "", ""),
        ("例 三子", "", ""),
    ]
    kept = str(list(BroughtRow.objects.values_list("cells", "values", "notes")))
    assert ("ひみつ町" in kept, "例町3-3" in kept, "見本町2-2" in kept) == (False, False, True)

    layout = layouts.Layout("PEOPLE", found.layout["columns"], {"flag": {"？要確認": "OTHER"}})
    later = read(
        chief,
        file_of(
            "1,10,架空 花子,カクウ ハナコ,2,S30.4.1,ひみつ町1-1,03-0000-0001,世帯主,,",
            "6,10,架空 次子,カクウ ツギコ,2,H2.4.1,ひみつ町1-1,,子,,",
            "3,20,見本 一子,ミホン イチコ,2,S30.4.1,見本町2-2,,世帯主,？要確認,",
        ),
        layout=layout,
    )
    assert went(later) == {"MERGED": 1, "NEW": 2}
    assert "ひみつ町" not in str(list(later.rows.values_list("cells", "values")))
    take(chief, later)
    assert Protection.objects.exclude(state="ENDED").count() == 3
    assert list(Person.objects.exclude(address="").values_list("name", "address")) == []
    assert Person.objects.get(name="架空 次子").memberships.count() == 1

    moved = read(
        chief,
        file_of(
            "1,,架空 花子,カクウ ハナコ,2,S30.4.1,引越先の町8-8,,世帯主,○,",
            "8,30,見本 一子,ミホン イチコ,2,S30.4.1,別の町6-6,,世帯主,○,",
            "9,30,見本 三子,ミホン ミツコ,2,S62.4.1,別の町6-6,,子,,",
        ),
    )
    assert went(moved) == {"MERGED": 1, "DECIDE": 1, "NEW": 1}
    take(chief, moved)
    assert list(moved.rows.values_list("done", flat=True)) == [True, False, False]
    row = moved.rows.get(line_no=5)
    operations.settle_rows(chief, bringing=moved, choices={row.id: ("LEAVE", None)})
    assert operations.take_verdict(chief, moved).allowed is False
    operations.settle_rows(chief, bringing=moved, choices={row.id: ("NEW", None)})
    take(chief, moved)
    assert list(Person.objects.exclude(address="").values_list("name", "address")) == []
    after = read(chief, file_of("10,,例 四郎,レイ シロウ,1,S50.4.1,引越先の町8-8,,,,"))
    assert after.rows.get().values["address"] == "〔非開示〕"


def test_whoever_lives_where_a_flagged_person_lives_waits_and_hides_with_them_without_a_household_number(
    chief,
):
    lines = [
        "1,,架空 花子,カクウ ハナコ,2,S30.4.1,ひみつ町1-1,03-0000-0001,,○,",
        "2,40,架空 太郎,カクウ タロウ,1,S60.4.1,ひみつ町１丁目１番,03-0000-0001,,,",
        "3,,見本 一子,ミホン イチコ,2,S30.4.1,見本町2-2,,,？要確認,",
        "4,,見本 二子,ミホン ニコ,2,S60.4.1,見本町2-2,,,,",
        "5,,例 三子,レイ ミコ,2,S41.4.1,例町3-3,,,,",
        "6,40,架空 次子,カクウ ツギコ,2,H2.4.1,よその町5-5,,,,",
    ]
    found = read(chief, file_of(*lines))
    assert went(found) == {"NEW": 4, "HELD": 2}
    assert list(found.rows.values_list("order", flat=True)) == [4, 4, 6, 6, 8, 4]
    take(chief, found, most=1)

    assert list(Person.objects.order_by("kana").values_list("name", "address", "phone")) == [
        ("架空 太郎", "", ""),
        ("架空 次子", "よその町5-5", ""),
        ("架空 花子", "", ""),
        ("例 三子", "例町3-3", ""),
    ]
    assert "ひみつ町" not in str(list(found.rows.values_list("cells", "values", "notes")))


def test_what_differs_from_the_registered_is_named_without_its_words(chief):
    take(chief, read(chief, file_of(HANAKO, ALONE)))
    found = read(
        chief,
        file_of(
            "001,10,架空 花江,ｶｸｳ ﾊﾅｴ,1,昭和30.4.1,別の町9-9,03-0000-0002,世帯主,,",
            "003,,見本 次郎,ミホン ジロウ,,1955-04-01,みほん町2丁目2番,,,,",
        ),
    )
    assert went(found) == {"MERGED": 2}
    assert words_of(found, 4) == [
        "前に取り込んだときと、内容が違います。いまの登録は書きかえません。",
        "いまの登録と違うところ：氏名、ふりがな、性別、住所、電話。書きかえません。直すところがあれば、人の頁で直してください。",
    ]
    assert words_of(found, 5) == ["前に取り込んだときと、内容が違います。いまの登録は書きかえません。"]


def test_the_command_reads_takes_and_tidies(chief, tmp_path):
    file = tmp_path / "名簿.csv"
    file.write_bytes(file_of(HANAKO, TARO, ",,,,,,,,,,", "9,,,カク,,,,,,,"))
    login = Staff.objects.get(id=chief.staff_id).login_id

    def run(*given: str) -> list[str]:
        said = StringIO()
        call_command("bring", str(file), "--as", login, *given, stdout=said)
        return said.getvalue().splitlines()

    assert run() == ["名簿.csv：3行", "　入れない　1行", "　新しく登録する　2行"]
    assert Person.objects.count() == 0
    assert run("--take")[-1] == "2行を取り込み、終わりました。決める行と入れない行は、画面で見られます。"
    assert Person.objects.count() == 2
    with pytest.raises(CommandError, match="いま取り込める行がありません"):
        run("--take")
    with pytest.raises(CommandError, match="ファイルを開けません"):
        call_command("bring", str(tmp_path / "ない.csv"), "--as", login)
    with pytest.raises(CommandError, match="--as に書いてください"):
        call_command("bring", str(file), "--as", "だれでもない")
    said = StringIO()
    call_command("tidy_brought", stdout=said)
    assert said.getvalue() == "0件のファイルの、もとの欄を消しました。\n"


def test_a_workbook_as_offices_keep_it(chief):
    book = Workbook()
    sheet = book.active
    sheet.title = "名簿"
    sheet.append(["令和8年度　福祉課　名簿"])
    sheet.merge_cells("A1:D1")
    sheet.append(["整理番号", "本人", None, "世帯"])
    sheet.append([None, "氏名", "生年月日", "世帯番号"])
    sheet.merge_cells("B2:C2")
    sheet.append([1, "架空 花子", TODAY.replace(year=1960, day=1), "A"])
    sheet.append([2, "架空 太郎", 20180, None])
    sheet.merge_cells("D4:D5")
    sheet.append([None, None, None, None])
    sheet.append([3, "=B4", "S50.1.1", "B"])
    book.create_sheet("メモ").append(["なにか"])
    kept = BytesIO()
    book.save(kept)

    found = read(chief, kept.getvalue())
    assert (found.sheet, found.above, found.heading_lines, found.blank, found.merged) == ("名簿", 1, 2, 1, 3)
    assert (found.other_sheets, found.layout["columns"]) == (
        "メモ",
        {"number": "整理番号", "household": "世帯番号", "name": "氏名", "birth": "生年月日"},
    )
    assert [(one.values["household"], one.destination) for one in found.rows.all()] == [
        ("A", "NEW"),
        ("A", "NEW"),
        ("B", "HELD"),
    ]


def test_a_power_cut_between_batches_loses_nothing(chief):
    lines = [f"{at},{at // 3},架空 {at}号,,1,S{30 + at % 30}.1.2,みほん町{at}-1,,,," for at in range(1, 12)]
    found = read(chief, file_of(*lines))
    operations.take_rows(chief, bringing=found, now=timezone.now(), today=TODAY, most=4)

    anew = read(chief, file_of(*lines))
    taken = Person.objects.count()
    assert went(anew) == {"SAME": taken, "NEW": 11 - taken}
    take(chief, anew, most=2)
    take(chief, found, most=2)
    assert (Person.objects.count(), Household.objects.count(), Membership.objects.count()) == (11, 4, 11)
    assert went(read(chief, file_of(*lines))) == {"SAME": 11}


def test_the_pages(chief):
    browser = agencies.proved(client_of(chief))
    content = file_of(HANAKO, TARO, "4,,見本 四郎,,,31,みほん町,,,なぞ,")

    def page(name: str, *args: Any, **query: str):
        return browser.get(reverse(f"exchange:{name}", args=args), query)

    assert "まだ、ファイルを読んでいません" in page("bringings").content.decode()
    empty = browser.post(
        reverse("exchange:read_file"), {"kind": "PEOPLE", "file": SimpleUploadedFile("a.csv", b"a,b")}
    )
    assert empty.status_code == 422
    found = read(chief, content)
    shown = page("bringing", found.id)
    assert (shown.status_code, "支援措置の印がある世帯で" in shown.content.decode()) == (200, True)
    sheet = load_workbook(BytesIO(page("report_file", found.id).content)).active
    assert [row[1] for row in sheet.iter_rows(values_only=True) if row[0] in (4, 5, 6)] == [
        "新しく登録する",
        "新しく登録する",
        "入れない",
    ]
    form = page("lay_out", found.id)
    assert form.status_code == 200
    columns = {f"col-{name}": heading for name, heading in found.layout["columns"].items()}
    doubled = browser.post(reverse("exchange:lay_out", args=[found.id]), columns | {"col-kana": "氏名"})
    assert doubled.status_code == 422
    done = browser.post(reverse("exchange:lay_out", args=[found.id]), columns | {"word-flag-0": "NONE"})
    assert done.status_code == 302
    assert words_of(found, 6) != words_of(read(chief, content), 6)
    layout = layouts.of_file(page("layout_file", found.id).content)
    assert layout.words == {"flag": {"なぞ": "NONE"}}
    browser.post(reverse("exchange:take_rows", args=[found.id]))
    announce(chief)
    assert Person.objects.count() == 2
    other = agencies.actor("架空 別人", agency=agencies.agency("架空の別の課"), kinds=(RoleKind.MANAGER,))
    assert (
        agencies.proved(client_of(other)).get(reverse("exchange:bringing", args=[found.id])).status_code
        == 404
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions_at_every_length(chief, rows):
    browser = agencies.proved(client_of(chief))
    found = read(chief, file_of(*[HANAKO, TARO, ALONE][:rows]))
    browser.get(reverse("exchange:bringing", args=[found.id]))
    with CaptureQueriesContext(connection) as asked:
        browser.get(reverse("exchange:bringing", args=[found.id]))
    assert len(asked) == 17


def test_only_whoever_may_bring_opens_it_and_what_is_kept_goes_after_its_time(chief):
    found = read(chief, file_of(HANAKO))
    operations.drop_bringing(chief, bringing=found)
    assert found.rows.count() == 0
    desk = agencies.actor("架空 窓口", agency=agencies.agency("架空の窓口"), kinds=(RoleKind.WINDOW,))
    assert agencies.proved(client_of(desk)).get(reverse("exchange:bringings")).status_code == 403
    announce(chief)
    kept = read(chief, file_of(HANAKO))
    assert operations.forget_old_cells(before=found.made_at, now=timezone.now()) == 0
    announce(chief)
    assert operations.forget_old_cells(before=timezone.now(), now=timezone.now()) == 2
    kept.refresh_from_db()
    assert [(one.cells, one.name, one.number) for one in kept.rows.all()] == [({}, "", "")]


def test_two_with_flags_in_one_file_are_hidden_each_behind_its_own_protection(chief):
    take(chief, read(chief, file_of("1,,例 三子,レイ ミコ,2,S41.4.1,別の町3-3,,,,")))
    other = Person.objects.get()
    people_operations.change_person(
        chief,
        person=other,
        version=1,
        values={"contact_wish": "見本町2-2の妹と、ひみつ町1-1の姉へ"},
        today=TODAY,
    )
    flagged = read(
        chief,
        file_of(
            "2,,架空 花子,カクウ ハナコ,2,S30.4.1,ひみつ町1-1,03-0000-0001,,○,",
            "3,,見本 一子,ミホン イチコ,2,S30.4.2,見本町2-2,03-0000-0002,,○,",
            "4,,見本 二郎（ひみつ町1-1の元夫）,ミホン ジロウ,1,S30.4.3,よその町9-9,,,,",
        ),
    )
    take(chief, flagged)
    other.refresh_from_db()
    assert other.contact_wish == "〔非開示〕の妹と、〔非開示〕の姉へ"
    kept = str(list(BroughtRow.objects.values_list("cells", "values", "notes")))
    assert ("ひみつ町1-1" in kept, "見本町2-2" in kept) == (False, False)
    keeper = agencies.actor(
        "架空 係", agency=Agency.objects.get(id=chief.agency_id), kinds=(RoleKind.MANAGER,)
    )
    for name, mine, not_mine in (
        ("架空 花子", "ひみつ町1-1", "見本町2-2"),
        ("見本 一子", "見本町2-2", "ひみつ町1-1"),
    ):
        announce(keeper)
        person = Person.objects.get(name=name)
        seen = str(people_operations.look_at(keeper, person=person, purpose="取り込みの確かめのため"))
        assert (mine in seen, not_mine in seen) == (True, False)
