"""Taking a list out in the browser's terms: few, many, once, and never what must not leave."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.exports import operations, queries
from norishiro.exports.choices import ExportState, FileForm, ListKind
from norishiro.exports.models import Export
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, SourceKind
from tests.factories import agencies, cases, people
from tests.factories.emergency import TODAY, client_of
from tests.rooms.meetings import town as meetings

pytestmark = pytest.mark.django_db

REASON = "係の打合せで受け持ちを見直すため。庁内だけで使う。"


class Office:
    def __init__(self) -> None:
        self.agency = agencies.agency("みなと相談センター")
        self.officer = agencies.actor("架空 花子", agency=self.agency)
        self.chief = agencies.actor("架空 課長", agency=self.agency, kinds=(RoleKind.MANAGER,))

    def people(self, count: int) -> list[Person]:
        return [people.person(self.officer, f"架空 {number:03d}郎") for number in range(count)]


@pytest.fixture
def office() -> Office:
    return Office()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def ask(actor, *, kind=ListKind.PEOPLE, form=FileForm.XLSX, columns=("name", "kana"), now=None) -> Export:
    return operations.ask_export(
        actor, kind=kind, form=form, columns=list(columns), from_on=None, until_on=None, reason=REASON,
        now=now or timezone.now(), today=TODAY,
    )  # fmt: skip


def take(actor, export, *, now=None):
    return operations.take_export(actor, export=export, proved_lately=True, now=now or timezone.now())


def url(name: str, export: Export | None = None) -> str:
    return reverse(f"exports:{name}", args=[export.id] if export else [])


def cells(content: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]


def test_few_people_asked_counted_and_taken_once_in_the_browser(office):
    office.people(3)
    client = client_of(office.officer)
    form = {"form_token": str(uuid4()), "reason": REASON, "columns": ["name"], "form": "XLSX"}

    asked = client.post(f"{url('ask_export')}?kind=PEOPLE", form)
    page = client.get(asked.url).content.decode()
    export = Export.objects.get()
    file = client.post(url("take_export", export))
    again = client.post(url("take_export", export))
    rows = cells(file.content)

    assert "<b>3人</b>（3行）" in page
    assert (file.status_code, again.status_code) == (200, 403)
    assert rows[1] == ["氏名"]
    assert sorted(rows[2:]) == [["架空 000郎"], ["架空 001郎"], ["架空 002郎"]]
    assert rows[0][0].startswith(f"持ち出し {export.number}　架空 花子（みなと相談センター）")
    assert file["Content-Disposition"] == f"attachment; filename*=UTF-8''%E6%8C%81{export.number[1:]}.xlsx"


def test_the_mark_stands_in_the_properties_of_the_file_too(office):
    office.people(1)
    export = ask(office.officer)

    book = load_workbook(BytesIO(take(office.officer, export).content))

    assert export.number in book.properties.description
    assert "架空 花子" in book.properties.description


def test_a_csv_says_its_number_in_every_row_and_computes_nothing(office):
    people.person(office.officer, "=1+1")
    export = ask(office.officer, form=FileForm.CSV, columns=("name",))

    text = take(office.officer, export).content.decode("utf-8-sig")

    assert text.splitlines() == ["氏名,持ち出し番号", f"'=1+1,{export.number} 架空 花子"]


def test_many_people_wait_for_a_second_person(office):
    office.people(21)
    export = ask(office.officer)
    chief = client_of(office.chief)

    with pytest.raises(Refused) as refused:
        take(office.officer, export)
    today = chief.get(reverse("casework:today")).content.decode()
    page = chief.get(url("decide_export", export)).content.decode()
    answer = chief.post(
        url("decide_export", export), {"form_token": str(uuid4()), "approve": "YES", "words": ""}
    )
    taken = take(office.officer, export)

    assert codes(refused) == ["state"]
    assert f"持ち出し {export.number} の承認（21人分）" in today
    assert "<b>21人</b>（21行）" in page
    assert "郎" not in page.replace("架空 花子", "")
    assert (answer.status_code, answer.url) == (302, url("exports"))
    assert len(taken.subjects) == 21


def test_nobody_agrees_with_themselves(office):
    office.people(21)
    both = agencies.actor("架空 兼務", agency=office.agency, kinds=(RoleKind.MANAGER,))
    export = ask(both)

    with pytest.raises(Refused) as refused:
        operations.decide_export(both, export=export, approve=True, words="", now=timezone.now())

    assert codes(refused) == ["whose"]


def test_a_no_needs_words_and_ends_it(office):
    office.people(21)
    export = ask(office.officer)
    chief = client_of(office.chief)

    silent = chief.post(
        url("decide_export", export), {"form_token": str(uuid4()), "approve": "NO", "words": ""}
    )
    told = chief.post(
        url("decide_export", export),
        {"form_token": str(uuid4()), "approve": "NO", "words": "画面で見れば足りる"},
    )
    announce(office.officer)

    assert (silent.status_code, told.status_code) == (422, 302)
    assert queries.get_export(office.officer, export_id=export.id).state == ExportState.REFUSED


def test_after_a_day_it_can_no_longer_be_taken(office):
    office.people(1)
    export = ask(office.officer)
    end = export.until_at

    with pytest.raises(Refused) as refused:
        take(office.officer, export, now=end)

    assert codes(refused) == ["over"]
    assert take(office.officer, export, now=end - timedelta(seconds=1)).export.state == ExportState.TAKEN


def test_what_grew_since_it_was_agreed_is_asked_for_again(office):
    office.people(1)
    export = ask(office.officer)
    office.people(1)

    with pytest.raises(Refused) as refused:
        take(office.officer, export)

    assert codes(refused) == ["grown"]


def test_without_a_fresh_proof_nothing_leaves(office):
    office.people(1)
    export = ask(office.officer)
    late = client_of(office.officer, proved=False)

    page = late.get(url("export", export)).content.decode()
    answer = late.post(url("take_export", export))

    assert ("ファイルを作って受け取る" in page, "パスワードで確かめる" in page) == (False, True)
    assert answer.status_code == 403
    assert "もう一度パスワードで確かめてください" in answer.content.decode()


def test_what_is_known_from_a_conference_only_stays_there(office):
    other = agencies.actor("架空 次郎", agency=agencies.agency("やまて相談センター"))
    mine = people.person(office.officer, "若草 渉")
    case = cases.case(office.officer, mine)
    theirs = people.person(other, "白波 岳")
    hidden = cases.case(other, theirs)
    announce(other)
    sharing.grant(
        other, subjects=[sharing.case(hidden.id), sharing.person(theirs.id)], ground="J6",
        recipients=[sharing.agency(office.agency.id)], depth=Depth.OUTLINE,
        source=SourceKind.TEAM, source_id=hidden.id,
    )  # fmt: skip
    announce(office.officer)

    found = queries.listing(office.officer, kind=ListKind.CASES, from_on=None, until_on=None)
    persons = queries.listing(office.officer, kind=ListKind.PEOPLE, from_on=None, until_on=None)

    assert [one.number for one in found.rows] == [case.number]
    assert (found.people, persons.people) == ({mine.id}, {mine.id})


def test_thinking_better_of_it(office):
    office.people(1)
    export = ask(office.officer)

    answer = client_of(office.officer).post(url("withdraw_export", export))

    assert answer.url == url("exports")
    with pytest.raises(Refused) as refused:
        operations.withdraw_export(office.officer, export=export)
    assert codes(refused) == ["over"]


def test_an_empty_list_and_no_reason_are_refused_in_the_form(office):
    answer = client_of(office.officer).post(
        url("ask_export"),
        {"form_token": str(uuid4()), "reason": "会議", "columns": ["number"], "form": "CSV"},
    )

    assert answer.status_code == 422
    assert "この条件に当たる行はありません" in answer.content.decode()
    assert not Export.objects.exists()


def test_others_do_not_find_it_and_the_officer_above_does(office):
    office.people(1)
    export = ask(office.officer)
    colleague = agencies.actor("架空 同僚", agency=office.agency)
    stranger = agencies.actor("架空 よそ")

    answers = [
        client_of(one).get(url("export", export)).status_code
        for one in (office.officer, office.chief, colleague, stranger)
    ]

    assert answers == [200, 200, 404, 404]
    assert client_of(stranger).post(url("take_export", export)).status_code == 404


def test_who_took_what_is_read_back_by_whoever_watches(office):
    office.people(2)
    export = ask(office.officer)
    take(office.officer, export)
    chief = client_of(office.chief)

    page = chief.get(url("exports")).content.decode()
    of_one = chief.get(f"{url('exports')}?staff={office.officer.staff_id}").content.decode()
    of_other = chief.get(f"{url('exports')}?staff={uuid4()}").content.decode()

    assert [export.number in one for one in (page, of_one, of_other)] == [True, True, False]
    assert "架空 000郎" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_a_fixed_number_of_questions(office, count, django_assert_num_queries):
    office.people(1)
    for _ in range(count):
        take(office.officer, ask(office.officer))
    chief = client_of(office.chief)
    chief.get(url("exports"))

    with django_assert_num_queries(13):
        chief.get(url("exports"))


def test_who_knows_a_case_only_by_an_item_without_names_has_it_in_no_list() -> None:
    town = meetings.town()
    item = meetings.listed(town, anonymous_label="A世帯")
    meetings.begun(town, item)

    def names(actor) -> set[str]:
        announce(actor)
        found = [queries.listing(actor, kind=kind, from_on=None, until_on=None) for kind in ListKind]
        return {str(row) for one in found for row in one.rows}

    assert names(town.member) == set()
    assert any("架空家" in one for one in names(town.council))
