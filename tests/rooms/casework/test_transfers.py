"""異動をまとめて反映する: every row accounted for, one decision, leavers on their day, nothing twice."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from norishiro.agencies import operations as agencies_operations
from norishiro.agencies.choices import RoleKind, TransferKind
from norishiro.agencies.models import Appointment, Staff, TransferFile, TransferRow
from norishiro.casework.operations import transfers
from norishiro.core.text import InputProblem
from norishiro.core.verdict import Refused
from tests.factories import agencies

pytestmark = pytest.mark.django_db

HEAD = ["職員ID", "氏名", "よみ", "所属機関", "部署", "役職", "から", "まで", "異動の種類"]


class Office:
    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.day = self.today + timedelta(days=30)
        self.house = agencies.agency("架空市福祉部")
        self.section = agencies.agency("地域福祉課", parent=self.house)
        self.other = agencies.agency("障害福祉課", parent=self.house)
        self.keeper = agencies.actor("架空 課長", agency=self.house, kinds=(RoleKind.MANAGER,))
        self.role = agencies.role(RoleKind.COORDINATOR)
        self.people = {name: agencies.staff(name) for name in ("架空 移", "架空 離", "架空 続", "架空 兼")}
        for one in self.people.values():
            agencies.appoint(one, agency=self.section)

    def line(self, name: str, section: str, kind: str = "", *, role: str = "", day: str = "") -> list[str]:
        login = self.people[name].login_id if name in self.people else "new.one"
        return [login, name, "", "架空市福祉部", section, role or self.role.label, day, "", kind]

    def lines(self) -> list[list[str]]:
        return [
            self.line("架空 移", "障害福祉課", "異動"),
            self.line("架空 離", "", "退職"),
            self.line("架空 続", "地域福祉課"),
            self.line("架空 兼", "障害福祉課", "兼務"),
            self.line("架空 新", "地域福祉課", "採用"),
            self.line("架空 兼", "ない課"),
        ]

    def read(self, lines: list[list[str]] | None = None) -> TransferFile:
        text = "\r\n".join(",".join(one) for one in [HEAD, *(lines or self.lines())])
        return agencies_operations.read_transfers(
            self.keeper, content=text.encode("cp932"), file_name="異動.csv", day=self.day, today=self.today
        )

    def decide(self, file: TransferFile, *, today: date | None = None) -> transfers.Made:
        return transfers.decide_transfers(
            self.keeper, file=file, now=timezone.now(), today=today or self.today
        )


@pytest.fixture
def office() -> Office:
    return Office()


def kinds(file: TransferFile) -> list[str]:
    return list(file.rows.values_list("kind", flat=True))


def test_every_row_has_one_destination_and_nothing_changes_by_looking(office):
    before = list(Appointment.objects.order_by("id").values_list("id", "until_on"))
    file = office.read()
    assert kinds(file) == ["MOVE", "LEAVE", "SAME", "ENTER", "ENTER", "MEND"]
    assert file.total == file.rows.count() == 6
    assert list(Appointment.objects.order_by("id").values_list("id", "until_on")) == before
    assert not Staff.objects.filter(login_id="new.one").exists()


def test_one_decision_dated_in_advance(office):
    file = office.read()
    made = office.decide(file)
    assert ([one.login_id for one, _ in made.passwords], made.done, made.waiting, made.refused) == (
        ["new.one"],
        3,
        1,
        [],
    )

    def posts(name: str) -> list[tuple[str, bool, bool]]:
        held = (
            Appointment.objects.filter(staff__name=name)
            .order_by("from_on", "agency__name")
            .select_related("agency")
        )
        return [(one.agency.name, one.from_on == office.day, one.until_on == office.day) for one in held]

    assert posts("架空 移") == [("地域福祉課", False, True), ("障害福祉課", True, False)]
    assert posts("架空 離") == [("地域福祉課", False, True)]
    assert posts("架空 続") == [("地域福祉課", False, False)]
    assert posts("架空 兼") == [("地域福祉課", False, False), ("障害福祉課", True, False)]
    assert posts("架空 新") == [("地域福祉課", True, False)]
    new = Staff.objects.get(login_id="new.one")
    assert new.check_password(made.passwords[0][1])
    assert new.appointments.get().until_on.strftime("%m%d") == "0401"


def test_the_same_file_again_changes_nothing(office):
    office.decide(office.read())
    before = list(Appointment.objects.order_by("id").values_list("id", "until_on"))
    again = office.read()
    assert kinds(again) == ["SAME", "SAME", "SAME", "SAME", "SAME", "MEND"]
    with pytest.raises(Refused):
        office.decide(again)
    assert list(Appointment.objects.order_by("id").values_list("id", "until_on")) == before


def test_a_decided_file_is_not_decided_or_dropped_again(office):
    file = office.read()
    office.decide(file)
    with pytest.raises(Refused):
        office.decide(file)
    with pytest.raises(Refused):
        agencies_operations.drop_transfers(office.keeper, file=file)


def test_leavers_go_on_their_day_by_the_clock(office):
    office.decide(office.read())
    leaver = office.people["架空 離"]
    assert transfers.let_go_on_their_day(now=timezone.now(), today=office.today) == (0, 0)
    assert Staff.objects.get(id=leaver.id).is_active
    TransferRow.objects.filter(kind=TransferKind.LEAVE).update(from_on=office.today)
    call_command("tend_accounts")
    assert not Staff.objects.get(id=leaver.id).is_active
    assert transfers.let_go_on_their_day(now=timezone.now(), today=office.today) == (0, 0)


def test_whoever_leaves_today_goes_at_once(office):
    line = office.line("架空 離", "", "退職", day=office.today.isoformat())
    made = office.decide(office.read([line]))
    assert (made.done, made.waiting) == (1, 0)
    assert not Staff.objects.get(id=office.people["架空 離"].id).is_active


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({1: "架空 別人"}, "氏名は"),
        ({5: "ない役職"}, "所属機関"),
        ({8: "ふしぎ"}, "読めません"),
        ({6: "きのう頃"}, ""),
        ({6: "2031-04-01"}, "先すぎます"),
        ({7: "2020-04-01"}, "より前です"),
        ({0: "まだない人"}, "まだ登録されていません"),
    ],
)
def test_what_does_not_say_itself_is_to_be_put_right(office, change, words):
    line = office.line("架空 移", "障害福祉課", "異動")
    for at, value in change.items():
        line[at] = value
    row = office.read([line]).rows.get()
    assert row.kind == "MEND"
    assert words in row.words
    assert row.words


def test_excel_with_a_title_above_is_read(office):
    book = Workbook()
    book.active.append(["令和9年度 異動の表"])
    for one in [HEAD, *office.lines()]:
        book.active.append(one)
    file = BytesIO()
    book.save(file)
    made = agencies_operations.read_transfers(
        office.keeper, content=file.getvalue(), file_name="異動.xlsx", day=office.day, today=office.today
    )
    assert kinds(made) == ["MOVE", "LEAVE", "SAME", "ENTER", "ENTER", "MEND"]


@pytest.mark.parametrize("content", [b"a,b\r\n1,2\r\n", b"PK\x03\x04broken", b"\xff\xfe\x00"])
def test_what_is_no_such_table_is_refused_in_words(office, content):
    with pytest.raises(InputProblem):
        agencies_operations.read_transfers(
            office.keeper, content=content, file_name="x", day=office.day, today=office.today
        )


def browser(office: Office) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=office.keeper.staff_id))
    return agencies.proved(client)


def test_the_whole_way_in_the_browser(office):
    client = browser(office)
    text = "\r\n".join(",".join(one) for one in [HEAD, *office.lines()])
    upload = SimpleUploadedFile("異動.csv", text.encode())
    sent = {"form_token": str(uuid4()), "day": office.day.isoformat(), "file": upload}
    answer = client.post(reverse("agencies:read_transfers"), sent, follow=True)
    file = TransferFile.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("agencies:transfer_file", args=[file.id])
    assert [(kind, len(rows)) for kind, rows in answer.context["groups"]] == [
        ("ENTER", 2), ("MOVE", 1), ("LEAVE", 1), ("SAME", 1), ("MEND", 1),
    ]  # fmt: skip
    done = client.post(reverse("agencies:decide_transfers", args=[file.id]))
    assert [one.login_id for one, _password in done.context["made"].passwords] == ["new.one"]
    assert client.post(reverse("agencies:decide_transfers", args=[file.id])).status_code == 403
    assert client.get(reverse("agencies:transfers")).context["files"][0].n_leave == 1


def test_think_better_of_it(office):
    file = office.read()
    browser(office).post(reverse("agencies:drop_transfers", args=[file.id]))
    file.refresh_from_db()
    assert (file.state, file.rows.count()) == ("DROPPED", 0)


def test_unseen_and_not_allowed(office):
    file = office.read()
    worker = Client()
    worker.force_login(office.people["架空 続"])
    assert worker.get(reverse("agencies:transfer_file", args=[file.id])).status_code == 403
    assert browser(office).get(reverse("agencies:transfer_file", args=[uuid4()])).status_code == 404
