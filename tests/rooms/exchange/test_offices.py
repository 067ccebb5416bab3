"""Agencies, staff and places out of an office's own lists: each row with its one destination, nothing guessed, nothing written over."""

from __future__ import annotations

from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from norishiro.agencies.choices import Body, Field, RoleKind
from norishiro.agencies.forms.registry import LOGIN_ID
from norishiro.agencies.models import Agency, Appointment, Staff
from norishiro.core.operation import announce
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused
from norishiro.exchange import offices, operations
from norishiro.resources.models import Place
from tests.factories import agencies

pytestmark = pytest.mark.django_db

AGENCIES, STAFF, PLACES = (offices.kinds()[one] for one in ("AGENCIES", "STAFF", "PLACES"))


@pytest.fixture
def chief():
    actor = agencies.actor("架空 課長", kinds=(RoleKind.MANAGER,))
    announce(actor)
    return actor


def book(*rows: tuple[object, ...], title: str = "") -> bytes:
    made = Workbook()
    for row in ([(title,)] if title else []) + list(rows):
        made.active.append(row)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def look(kind, *rows, **given):
    return offices.look_at(kind, book(*rows, **given), today=timezone.localdate())


def take(actor, looked):
    return operations.take_offices(
        actor, kind=looked.kind, rows=looked.rows, file_name="一覧.xlsx", today=timezone.localdate()
    )


def told(looked) -> list[tuple[int, str]]:
    return [(row.line_no, row.destination.value) for row in looked.rows]


HEAD = ("機関名", "フリガナ", "分野", "設置主体", "上位組織", "電話番号", "開始日")


def test_agencies_come_with_those_they_stand_under(chief):
    looked = look(
        AGENCIES, HEAD,
        ("まどぐち係", "マドグチガカリ", "福祉全般", "行政", "くらし課", "03-0000-0001", "R8.4.1"),
        ("くらし課", "クラシカ", "行政", "行政", None, None, "令和8年4月1日"),
        title="機関一覧（架空市）",
    )  # fmt: skip
    done = take(chief, looked)
    made = Agency.objects.get(name="まどぐち係")

    assert (done.rows, made.parent.name, made.field, made.body) == (
        2,
        "くらし課",
        "GENERAL",
        "ADMINISTRATION",
    )
    assert (made.phone, made.from_on.isoformat()) == ("03-0000-0001", "2026-04-01")


def test_what_cannot_be_read_is_held_back_with_every_reason_and_the_rest_goes_on(chief):
    looked = look(
        AGENCIES, HEAD,
        ("よい係", None, "福祉全般", "行政", None, None, None),
        ("わるい係", None, "宇宙", "なぞ", None, None, "13月"),
        (None, None, "福祉全般", "行政", None, None, None),
        ("よい係", None, "福祉全般", "行政", None, None, None),
        ("まいごの係", None, "福祉全般", "行政", "どこにもない課", None, None),
        ("まいごの下の係", None, "福祉全般", "行政", "まいごの係", None, None),
        ("=A1&B1", None, "福祉全般", "行政", None, None, None),
    )  # fmt: skip
    notes = {row.line_no: "".join(row.notes) for row in looked.rows}

    assert told(looked) == [
        (2, "NEW"),
        (3, "HELD"),
        (4, "HELD"),
        (5, "HELD"),
        (6, "HELD"),
        (7, "HELD"),
        (8, "HELD"),
    ]
    assert all(word in notes[3] for word in ("宇宙", "なぞ", "始まり", "障害、高齢・介護"))
    assert "「名称」が空です" in notes[4] and "2行目と同じ" in notes[5]
    assert "どこにもない課" in notes[6] and "まいごの係" in notes[7]
    assert "今日" in notes[2]
    assert take(chief, looked).rows == 1
    assert not Agency.objects.filter(name__in=["わるい係", "まいごの係", "まいごの下の係"]).exists()


def test_the_same_list_again_enters_nothing_and_says_what_differs(chief):
    rows = (HEAD, ("くらし課", None, "行政", "行政", None, "03-0000-0001", "2026-04-01"))
    take(chief, look(AGENCIES, *rows))
    again = look(AGENCIES, rows[0], ("くらし課", None, "行政", "行政", None, "03-9999-9999", "2026-04-01"))

    assert told(again) == [(2, "SAME")]
    assert "違うところ：電話。書きかえません。" in again.rows[0].notes[0]
    with pytest.raises(Refused, match="新しく入れる行がありません"):
        take(chief, again)
    assert Agency.objects.get(name="くらし課").phone == "03-0000-0001"


def test_two_that_stand_over_each_other_do_not_enter(chief):
    looked = look(
        AGENCIES, HEAD,
        ("甲課", None, "行政", "行政", "乙課", None, None), ("乙課", None, "行政", "行政", "甲課", None, None),
    )  # fmt: skip
    assert take(chief, looked).rows == 0
    assert {"たがいに上になっていないか" in "".join(row.notes) for row in looked.rows} == {True}


def staff_list(chief, *rows):
    role = agencies.role(RoleKind.WINDOW).label
    place = Agency.objects.get(id=chief.agency_id).name
    return look(STAFF, ("職員番号", "氏名", "所属", "役職", "発令日"), *[tuple(place if one == "ここ" else role if one == "係員" else one for one in row) for row in rows])  # fmt: skip


def test_staff_come_with_their_posts_and_a_first_password_each(chief):
    Agency.objects.create(
        code="other", name="となりの課", field="OFFICE", body="ADMINISTRATION", from_on="2020-04-01"
    )
    looked = staff_list(
        chief,
        ("tanaka01", "架空 太郎", "ここ", "係員", "2026-04-01"),
        ("tanaka01", "架空 太郎", "となりの課", "係員", "2026-04-01"),
        ("t!", "架空 次郎", "ここ", "係員", "2026-04-01"),
        ("suzuki01", "架空 三子", "ない課", "ない役", "2026-04-01"),
        ("tanaka01", "別人 花子", "ここ", "係員", "2026-04-01"),
    )
    notes = {row.line_no: "".join(row.notes) for row in looked.rows}
    done = take(chief, looked)
    person = Staff.objects.get(login_id="tanaka01")

    assert told(looked) == [(2, "NEW"), (3, "NEW"), (4, "HELD"), (5, "HELD"), (6, "HELD")]
    assert "ない課" in notes[5] and "使える役職" in notes[5]
    assert list(done.passwords) == ["tanaka01"]
    assert person.check_password(done.passwords["tanaka01"])
    assert Appointment.objects.filter(staff=person).count() == 2
    again = staff_list(chief, ("tanaka01", "架空 太郎", "ここ", "係員", "2026-04-01"))
    assert told(again) == [(2, "SAME")]


def test_an_account_of_another_name_is_never_taken_over(chief):
    take(chief, staff_list(chief, ("tanaka01", "架空 太郎", "ここ", "係員", None)))
    other = staff_list(chief, ("tanaka01", "別人 花子", "ここ", "係員", None))
    assert told(other) == [(2, "HELD")]
    assert "別の氏名の人" in other.rows[0].notes[0]


PLACE_HEAD = (
    "居場所名",
    "種類",
    "運営団体",
    "団体の種類",
    "会場名",
    "所在地",
    "定員",
    "参加費",
    "個人宅",
    "公開",
)


def test_places_enter_as_places_still_to_be_asked(chief):
    looked = look(
        PLACES, PLACE_HEAD,
        ("ひだまりサロン", "小地域・サロン", "みどり会", "NPO法人など", "みどり会館", "架空町1-1", "20人", "100円", None, "はい"),
        ("おうちサロン", "小地域・サロン", "みどり会", None, None, "架空町2-2", None, "無料", "はい", "いいえ"),
        ("こまったサロン", "なぞの種類", "みどり会", None, None, None, "たくさん", None, "はい", "はい"),
    )  # fmt: skip
    done = take(chief, looked)
    first, second = Place.objects.order_by("-is_public")

    assert (done.rows, told(looked)[2]) == (2, (4, "HELD"))
    notes = "".join(looked.rows[2].notes)
    assert all(word in notes for word in ("なぞの種類", "たくさん", "公開できません"))
    assert (first.capacity, first.fee, first.is_public, first.confirmed_on) == (20, 100, True, None)
    assert first.organisation.kind == "NPO"
    assert (second.fee, second.private_home, second.is_public, second.location.name) == (
        0,
        True,
        False,
        "おうちサロン",
    )
    assert told(
        look(
            PLACES,
            PLACE_HEAD,
            ("ひだまりサロン", "小地域・サロン", "みどり会", None, "みどり会館", "架空町1-1"),
        )
    ) == [(2, "SAME")]


def test_a_list_without_its_columns_says_which(chief):
    with pytest.raises(InputProblem, match="「分野」「設置主体」の列がありません"):
        look(AGENCIES, ("機関名", "電話番号"), ("くらし課", "03"))


def test_whoever_may_not_type_it_in_may_not_bring_it(chief):
    worker = agencies.actor("架空 係員", kinds=(RoleKind.COORDINATOR,))
    announce(worker)
    looked = look(AGENCIES, HEAD, ("くらし課", None, "行政", "行政", None, None, None))
    with pytest.raises(Refused, match="機関・役職を登録する"):
        take(worker, looked)


def test_an_id_is_asked_as_the_screen_asks_it():
    assert offices.LOGIN_ID.pattern == LOGIN_ID.pattern
    assert set(offices.PLANS) == set(offices.kinds()) == set(operations.offices.ENTER)


def test_the_guide_names_every_column_and_every_word():
    guide = (Path(__file__).parents[3] / "docs/ja/移行の手引き.md").read_text(encoding="utf-8")
    assert [
        one.label for kind in offices.kinds().values() for one in kind.columns if one.label not in guide
    ] == []
    assert [words for _code, words in (*Field.choices, *Body.choices) if words not in guide] == []


def test_by_the_command_dry_first_then_taken(chief, tmp_path):
    login = Staff.objects.get(id=chief.staff_id).login_id
    place, role = Agency.objects.get(id=chief.agency_id).name, agencies.role(RoleKind.WINDOW).label
    file, words, report = tmp_path / "職員.xlsx", tmp_path / "合言葉.txt", tmp_path / "報告.xlsx"
    file.write_bytes(
        book(("職員ID", "氏名", "機関", "役職", "血液型"), ("tanaka01", "架空 太郎", place, role, "A"))
    )

    def run(*given: str) -> str:
        said = StringIO()
        call_command("bring_office", str(file), "--kind", "STAFF", "--as", login, *given, stdout=said)
        return said.getvalue()

    first = run("--report", str(report))
    assert ("新しく登録する　1行" in first, "読まなかった列：血液型" in first) == (True, True)
    assert not Staff.objects.filter(login_id="tanaka01").exists()
    assert load_workbook(report).active["B3"].value == "新しく登録する"
    with pytest.raises(CommandError, match="--passwords"):
        run("--take")
    assert "1行を入れました。" in run("--take", "--passwords", str(words))
    name, word = words.read_text().strip().split("\t")
    assert Staff.objects.get(login_id=name).check_password(word)
    assert oct(words.stat().st_mode)[-3:] == "600"
    with pytest.raises(CommandError, match="新しく入れる行がありません"):
        run("--take", "--passwords", str(tmp_path / "また.txt"))
    with pytest.raises(CommandError, match="上書きはしません"):
        run("--report", str(report))
    with pytest.raises(CommandError, match="開けません"):
        call_command("bring_office", str(tmp_path / "ない"), "--kind", "STAFF", "--as", login)
    with pytest.raises(CommandError, match="職員IDを"):
        call_command("bring_office", str(file), "--kind", "STAFF", "--as", "だれでもない")
