"""個別避難計画 in the browser's words: lists from files, who came and left, notices, answers, visits."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.core.withheld import COVER
from norishiro.evacuation import operations
from norishiro.evacuation.models import (
    Change,
    Difference,
    Entry,
    HeldRow,
    Letter,
    Listing,
    Mailing,
    SourceFile,
    Target,
    Visit,
)
from norishiro.people.choices import WithheldField
from norishiro.people.models import Person
from norishiro.people.withholding import note_words, words_of
from tests.factories import agencies, people
from tests.rooms.consultations.town import client_of, token

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)
HEAD = "宛名番号,氏名,フリガナ,生年月日,郵便番号,住所,要介護度"


def day(on: date) -> str:
    return calendar.wareki(on)


def url(screen: str, *args: Any) -> str:
    return reverse(f"evacuation:{screen}", args=args)


def get(actor: Actor, screen: str, /, *args: Any, **query: str):
    return agencies.proved(client_of(actor)).get(url(screen, *args), query)


def post(actor: Actor, screen: str, /, *args: Any, **values: Any):
    return client_of(actor).post(url(screen, *args), {**token(), **values})


def text_of(page: Any) -> str:
    return page.content.decode()


def errors(page: Any) -> dict[str, list[str]]:
    return dict(page.context["form"].errors)


def started(actor: Actor, on: date) -> Listing:
    sent = post(actor, "start_listing", base_on=day(on))
    assert sent.status_code == 302, text_of(sent)
    announce(actor)
    return Listing.objects.get(base_on=on)


def csv(*lines: str, head: str = HEAD, coding: str = "cp932") -> bytes:
    return "\r\n".join([head, *lines]).encode(coding)


def upload(actor: Actor, screen: str, listing: Listing, content: bytes, name: str = "表.csv", **more: str):
    file = SimpleUploadedFile(name, content)
    return client_of(actor).post(url(screen, listing.id), {**token(), "file": file, **more})


def read(actor: Actor, listing: Listing, *lines: str, kind: str = "CARE") -> SourceFile:
    sent = upload(actor, "read_source", listing, csv(*lines), kind=kind)
    assert sent.status_code == 302, text_of(sent)
    announce(actor)
    return SourceFile.objects.latest("made_at")


def fixed(actor: Actor, on: date, *lines: str, kind: str = "CARE") -> Listing:
    listing = started(actor, on)
    read(actor, listing, *lines, kind=kind)
    assert post(actor, "fix_listing", listing.id).status_code == 302
    announce(actor)
    listing.refresh_from_db()
    return listing


def person(number: int, *, address: str = "みなと町1-2", words: str = "要介護3") -> str:
    return f"{number:06},架空　{'一二三四五六七八九'[number % 9]}{number},ｶｸｳ{number},S20.4.{number % 28 + 1},100-0001,{address},{words}"


# --- SET-31 ----------------------------------------------------------------------------------------


def test_two_dated_lists_show_who_came_left_and_changed_with_the_reason_and_the_turnover(desk):
    first = started(desk, TODAY - 400 * DAY)
    odd = csv(
        "令和の名簿", HEAD, person(1), person(2), person(3), person(4), ",,,,", "000009,架空　九,,S20.4.31,,,要介護5", "000010,,,S20.4.1,,,",
        head="危機管理課　対象者",
    )  # fmt: skip
    assert upload(desk, "read_source", first, odd, kind="CARE").status_code == 302
    announce(desk)
    file = SourceFile.objects.get()
    assert (file.coding, file.above, file.blank, file.rows, file.held) == ("Shift_JIS", 2, 1, 6, 2)
    report = get(desk, "source_file", file.id)
    assert [(one.line_no, one.name) for one in report.context["page"].rows] == [(9, "架空　九"), (10, "")]
    assert report.context["lines"] == 10
    again = upload(desk, "read_source", first, odd, kind="CARE")
    assert (again.status_code, list(errors(again))) == (422, ["file"])
    strange = upload(desk, "read_source", first, "なまえ,とし\r\nあ,1".encode(), kind="CARE")
    assert errors(strange)["file"] == [
        "「氏名」・「生年月日」の列が見つかりません。見出しの行が上から15行のうちにあるか、列の名前を確かめてください。"
    ]

    # The card office knows the second by another address and a telephone: shown, and decided by somebody.
    book = Workbook()
    sheet = book.active
    sheet.append(["宛名番号", "氏名", "生年月日", "住所", "電話番号", "等級", "備考"])
    sheet.append([2, "架空　三2", date(1945, 4, 3), "みなと町9-9", "03-0000-0000", "1級", ""])
    sheet.append(["", "架空　四3", date(1945, 4, 4), "みなと町１丁目２", "", "2級", ""])
    out = BytesIO()
    book.save(out)
    assert upload(desk, "read_source", first, out.getvalue(), "手帳.xlsx", kind="PHYSICAL").status_code == 302
    announce(desk)
    assert SourceFile.objects.latest("made_at").unknown == "備考"
    stopped = post(desk, "fix_listing", first.id)
    assert (stopped.status_code, Listing.objects.get(id=first.id).state) == (403, "DRAFT")
    shown = get(desk, "decide_differences", first.id)
    rows = [(one.field, one.first, one.second) for one, _kind in shown.context["rows"]]
    assert rows == [("ADDRESS", "みなと町1-2", "みなと町9-9")]
    assert post(desk, "decide_differences", first.id).status_code == 403
    found = Difference.objects.get()
    sent = post(desk, "decide_differences", first.id, row=str(found.id), **{f"pick-{found.id}": "SECOND"})
    assert sent.status_code == 302
    announce(desk)
    second = Entry.objects.get(target__number="2")
    assert (second.address, second.phone, sorted(str(one) for one in second.needs.all())) == (
        "みなと町9-9", "03-0000-0000", ["1級", "要介護3"],
    )  # fmt: skip
    assert post(desk, "fix_listing", first.id).status_code == 302
    announce(desk)
    assert (Entry.objects.count(), Change.objects.count()) == (4, 0)

    # A year later: 1 stays, 2 needs more and moved, 3 and 4 are gone, 5 and 6 are new, 7 asked for it.
    later = started(desk, TODAY - DAY)
    read(desk, later, person(1), person(2, address="みなと町3-3", words="要介護5"), person(5), person(6))
    read(desk, later, person(7, words=""), kind="WISH")
    read(desk, later, person(2, address="みなと町3-3", words="1級"), kind="PHYSICAL")
    fixing = post(desk, "fix_listing", later.id)
    assert fixing.url == url("changes", later.id)
    announce(desk)
    told = {
        (one.kind, one.entry.target.number): (one.reason, one.what)
        for one in Change.objects.select_related("entry__target")
    }
    assert told == {
        ("ADDED", "5"): ("CERTIFIED", "要介護認定 要介護3"), ("ADDED", "6"): ("CERTIFIED", "要介護認定 要介護3"),
        ("ADDED", "7"): ("WISHED", "本人の申出"), ("LEFT", "3"): ("", ""), ("LEFT", "4"): ("", ""),
        ("CHANGED", "2"): (
            "CERT_CHANGED", "事由 要介護認定 要介護3・身体障害者手帳 1級 → 要介護認定 要介護5・身体障害者手帳 1級、住所",
        ),
    }  # fmt: skip
    page = get(desk, "changes", later.id)
    turnover = page.context["turnover"]
    assert (turnover.before, turnover.added, turnover.left, turnover.changed, turnover.after) == (
        4,
        3,
        2,
        1,
        5,
    )
    assert (turnover.percent, turnover.balances, page.context["unsaid"]) == ("55.6%", True, 2)

    # The movements say why; what they cannot say is said by hand, and a reason of the wrong kind is refused.
    moves = csv(
        "000003,架空　四3,S20.4.4,死亡,R8.1.5", "000006,架空　七6,S20.4.7,転入,", "000001,架空　二1,S20.4.2,転出,",
        "000004,架空　五4,S20.4.5,なぞ,", head="宛名番号,氏名,生年月日,異動事由,異動日",
    )  # fmt: skip
    assert upload(desk, "explain_by_file", later, moves, "異動.csv").status_code == 302
    announce(desk)
    file = SourceFile.objects.latest("made_at")
    assert (file.rows, file.held, [one.line_no for one in HeldRow.objects.filter(file=file)]) == (
        4,
        2,
        [4, 5],
    )
    gone = Change.objects.get(entry__target__number="4")
    wrong = post(
        desk, "explain_changes", later.id, row=str(gone.id), kind="LEFT", **{f"reason-{gone.id}": "MOVED_IN"}
    )
    assert wrong.status_code == 403
    right = post(
        desk, "explain_changes", later.id, row=str(gone.id), kind="LEFT", **{f"reason-{gone.id}": "FACILITY"}
    )
    assert right.status_code == 302
    announce(desk)
    by_kind = {
        code: parts for code, _label, _number, parts in get(desk, "changes", later.id).context["kinds"]
    }
    assert by_kind["LEFT"] == [("DIED", "死亡", 1), ("FACILITY", "施設への入所", 1)]
    assert by_kind["ADDED"] == [
        ("MOVED_IN", "転入", 1),
        ("CERTIFIED", "新たな認定・交付", 1),
        ("WISHED", "本人の申出", 1),
    ]
    assert Change.objects.get(reason="DIED").on == date(2026, 1, 5)
    lines = {one.listing.base_on: one.turnover.percent for one in get(desk, "listings").context["lines"]}
    assert lines == {later.base_on: "55.6%", first.base_on: "－"}
    assert post(desk, "drop_listing", later.id).status_code == 403
    early = post(desk, "start_listing", base_on=day(TODAY - 200 * DAY))
    assert (early.status_code, list(errors(early))) == (422, ["base_on"])


def test_a_draft_is_thrown_away_two_of_one_name_are_held_and_what_is_withheld_is_covered(desk):
    note_words(uuid4(), words_of(WithheldField.ADDRESS, "みなと町7丁目8番9号"))
    listing = started(desk, TODAY)
    read(
        desk, listing, "1,架空　同,,S20.4.1,,みなと町1,", "2,架空　同,,S20.4.1,,みなと町2,", ",架空　同,,S20.4.1,,みなと町1,",
        "3,架空　秘,,S30.4.1,,みなと町7-8-9,",
    )  # fmt: skip
    assert [(one.line_no, one.problem[:9]) for one in HeldRow.objects.all()] == [(4, "同じ氏名・生年月日")]
    hidden = Entry.objects.get(target__number="3")
    assert (hidden.address, hidden.can_be_written_to) == (COVER, False)
    assert post(desk, "fix_listing", listing.id).status_code == 302
    announce(desk)
    assert post(desk, "fix_listing", listing.id).status_code == 403
    sent = post(
        desk, "prepare_mailing", listing=str(listing.id), who=["NEW", "AGAIN"], title="案内", greeting="あ", sender="課",
        due_on=day(TODAY + 9 * DAY),
    )  # fmt: skip
    assert sent.status_code == 302, text_of(sent)
    announce(desk)
    assert dict(Letter.objects.values_list("entry__target__number", "state")) == {
        "1": "READY",
        "2": "READY",
        "3": "HELD",
    }

    Mailing.objects.all().delete()
    Listing.objects.update(state="DRAFT", fixed_on=None)
    assert post(desk, "drop_listing", listing.id).status_code == 302
    announce(desk)
    assert (Listing.objects.count(), Target.objects.count(), SourceFile.objects.count()) == (0, 0, 0)


# --- SET-28 ----------------------------------------------------------------------------------------

MAILING = {
    "who": ["NEW", "AGAIN"],
    "greeting": "ごあんない",
    "sender": "架空の危機管理課",
    "due_on": day(TODAY + 9 * DAY),
}


def prepared(actor: Actor, listing: Listing, title: str = "案内") -> Mailing:
    sent = post(actor, "prepare_mailing", listing=str(listing.id), title=title, **MAILING)
    assert sent.status_code == 302, text_of(sent)
    announce(actor)
    return Mailing.objects.get(title=title)


def sent_out(actor: Actor, chief: Actor, mailing: Mailing) -> None:
    assert post(chief, "approve_mailing", mailing.id).status_code == 302
    assert post(actor, "note_sent", mailing.id, sent_on=day(TODAY)).status_code == 302
    announce(actor)


def answer(actor: Actor, number: int, state: str, way: str = "PAPER", *, title: str = "案内"):
    letter = Letter.objects.get(mailing__title=title, entry__target__number=str(number))
    done = post(
        actor,
        "note_answer",
        letter.id,
        state=state,
        answered_on=day(TODAY),
        way=way,
        note="",
        version=str(letter.version),
    )
    announce(actor)
    return done


def test_notices_go_to_the_new_and_the_silent_each_is_tracked_and_the_totals_add_up(desk, chief):
    first = fixed(desk, TODAY - 30 * DAY, *(person(number) for number in range(1, 6)))
    mailing = prepared(desk, first)
    assert get(desk, "letters_paper", mailing.id).status_code == 403
    refused = post(desk, "note_sent", mailing.id, sent_on=day(TODAY))
    assert refused.status_code == 422
    page = get(desk, "mailing", mailing.id)
    assert [one.code for one in page.context["may_approve"].reasons] == ["", ""]
    assert post(desk, "approve_mailing", mailing.id).status_code == 403
    assert post(chief, "approve_mailing", mailing.id).status_code == 302
    paper = get(desk, "letters_paper", mailing.id)
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    book = load_workbook(BytesIO(get(desk, "addresses_file", mailing.id).content)).active
    assert [row[3] for row in book.iter_rows(min_row=4, values_only=True)] == [
        f"架空　{'一二三四五六七八九'[number]}{number}　様" for number in range(1, 6)
    ]
    assert answer(desk, 1, "ANSWERED").status_code == 422  # not sent yet
    assert post(desk, "note_sent", mailing.id, sent_on=day(TODAY)).status_code == 302
    announce(desk)
    assert answer(desk, 1, "ANSWERED", way="").status_code == 422
    assert [
        answer(desk, *one).status_code for one in ((1, "ANSWERED"), (2, "REFUSED"), (3, "RETURNED", ""))
    ] == [302] * 3
    standings = get(desk, "mailing", mailing.id).context["standings"]
    assert standings.counts == {"ANSWERED": 1, "REFUSED": 1, "RETURNED": 1, "SENT": 2}
    assert (standings.total, standings.sent) == (5, 5)
    assert [one.number for one, _visit in get(desk, "mailing", mailing.id, state="SENT").context["rows"]] == [
        4,
        5,
    ]
    assert answer(desk, 2, "ANSWERED", "PHONE").status_code == 302  # put right

    # The next list: 5 has left, 6 is new. Whoever agreed or refused is not asked again; 4, who was silent, is.
    second = fixed(desk, TODAY - DAY, *(person(number) for number in (1, 2, 3, 4, 6)))
    again = prepared(desk, second, "二回目")
    rows = Letter.objects.filter(mailing=again).values_list("entry__target__number", "why")
    assert sorted(rows) == [("4", "AGAIN"), ("6", "NEW")]
    counts = {one.title: standings.counts for one, standings in get(desk, "mailings").context["lines"]}
    assert counts == {"案内": {"ANSWERED": 2, "RETURNED": 1, "SENT": 2}, "二回目": {"READY": 2}}
    with pytest.raises(Refused):
        operations.prepare_mailing(
            desk,
            listing=second,
            title="二回目",
            greeting="",
            sender="",
            due_on=TODAY,
            who=["NEW"],
            today=TODAY,
        )
    silent = Target.objects.get(number="4")
    told = get(desk, "target", silent.id).context["history"]
    assert [(one.mailing.title, one.state) for one in told.letters] == [("二回目", "READY"), ("案内", "SENT")]


# --- SET-29 ----------------------------------------------------------------------------------------


def test_assignments_show_made_refused_moved_and_unreached_with_date_and_contractor(desk, chief):
    listing = fixed(
        desk, TODAY - 30 * DAY, *(person(n, address="北町1" if n == 5 else "南町2") for n in range(1, 6))
    )
    mailing = prepared(desk, listing)
    care = agencies.agency("架空のケアプラン")
    given = {
        "contractor": str(care.id),
        "asked_on": day(TODAY),
        "due_on": day(TODAY + 20 * DAY),
        "area": "",
        "numbers": "",
    }
    early = post(desk, "assign_visits", mailing.id, **given)
    assert (early.status_code, "一人以上" in str(early.context["form"].non_field_errors())) == (422, True)
    sent_out(desk, chief, mailing)
    assert list(errors(post(desk, "assign_visits", mailing.id, **given | {"numbers": "あ"}))) == ["numbers"]
    assert post(desk, "assign_visits", mailing.id, **given | {"area": "南町"}).status_code == 302
    announce(desk)
    assert sorted(Visit.objects.values_list("letter__entry__target__number", flat=True)) == [
        str(n) for n in range(1, 5)
    ]
    assert post(desk, "assign_visits", mailing.id, **given | {"area": "南町"}).status_code == 422

    def told(number: int, result: str, note: str = ""):
        visit = Visit.objects.get(letter__entry__target__number=str(number), result="")
        done = post(
            desk, "note_visit", visit.id, result=result, result_on=day(TODAY), visitor="ケアマネジャー", note=note,
            version=str(visit.version),
        )  # fmt: skip
        announce(desk)
        return done

    assert list(errors(told(3, "MOVED"))) == ["note"]
    results = [
        told(1, "MADE"),
        told(2, "REFUSED"),
        told(3, "MOVED", "管理人から、市外へ"),
        told(4, "UNREACHED"),
    ]
    assert [one.status_code for one in results] == [302] * 4
    page = get(desk, "visits", mailing.id)
    assert [(one.name, one.numbers, one.total) for one in page.context["counts"]] == [
        (
            "架空のケアプラン",
            [
                ("これから", 0),
                ("計画をつくる", 1),
                ("希望しない", 1),
                ("転居していた", 1),
                ("会えなかった", 1),
            ],
            4,
        )
    ]
    fourth = Letter.objects.get(entry__target__number="4").number
    rows = {
        one.letter.number: (one.result, one.result_on, one.contractor.name)
        for one in page.context["page"].rows
    }
    assert rows[fourth] == ("UNREACHED", TODAY, "架空のケアプラン")
    states = dict(Letter.objects.values_list("entry__target__number", "state"))
    assert states == {"1": "ANSWERED", "2": "REFUSED", "3": "RETURNED", "4": "SENT", "5": "SENT"}
    other = agencies.agency("となりの事業所")
    assert (
        post(
            desk, "assign_visits", mailing.id, **given | {"numbers": str(fourth), "contractor": str(other.id)}
        ).status_code
        == 302
    )
    announce(desk)
    assert [one.total for one in get(desk, "visits", mailing.id, result="").context["counts"]] == [1, 4]
    assert Visit.objects.filter(letter__entry__target__number="4").count() == 2


# --- who may see -----------------------------------------------------------------------------------


def test_nobody_else_sees_it_looks_are_written_down_and_the_questions_do_not_grow(desk, chief):
    listing = fixed(desk, TODAY - 30 * DAY, person(1))
    mailing = prepared(desk, listing)
    one = Target.objects.get()
    neighbour = agencies.actor(
        "架空 隣人", agency=agencies.agency("となりの課"), kinds=(RoleKind.COORDINATOR,)
    )
    worker = agencies.actor(
        "架空 窓口", agency=Agency.objects.get(id=desk.agency_id), kinds=(RoleKind.WINDOW,)
    )
    for screen, found in (
        ("listing", listing),
        ("changes", listing),
        ("mailing", mailing),
        ("visits", mailing),
        ("target", one),
    ):
        assert (
            screen,
            get(neighbour, screen, found.id).status_code,
            get(worker, screen, found.id).status_code,
        ) == (screen, 404, 403)
        assert get(desk, screen, found.id).status_code == 200
    announce(neighbour)
    seen = [
        model.objects.count()
        for model in (Target, Listing, SourceFile, Entry, Change, Mailing, Letter, Visit)
    ]
    assert seen == [0] * 8
    assert get(desk, "target", one.id).wsgi_request.shown == [one.id]
    assert get(desk, "mailing", mailing.id).wsgi_request.shown == [one.id]

    def questions(screen: str, found: Any) -> int:
        client = client_of(desk)
        client.get(url(screen, found.id))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(screen, found.id)).status_code == 200
        return len(asked)

    before = [questions("listing", listing), questions("mailing", mailing)]
    bigger = fixed(desk, TODAY, *(person(number) for number in range(1, 4)))
    more = prepared(desk, bigger, "三人")
    assert Letter.objects.filter(mailing=more).count() == 2
    after = [questions("listing", bigger), questions("mailing", more)]
    assert (before, after) == ([21, 16], [21, 16])


def test_a_target_is_joined_to_the_record_of_the_same_person_and_to_nobody_else(desk):
    fixed(desk, TODAY, "1,架空　花,,S20.4.1,,みなと町1,")
    found = Target.objects.get()
    other = people.person(desk, name="架空　花")
    with pytest.raises(Refused):
        operations.link_target(desk, target=found, person=other)
    announce(desk)
    Person.objects.filter(id=other.id).update(birth_earliest=found.birth, birth_latest=found.birth)
    offered = get(desk, "target", found.id).context["alike"]
    assert [one.id for one in offered] == [other.id]
    assert post(desk, "link_target", found.id, person=str(other.id)).status_code == 302
    announce(desk)
    assert Target.objects.get().person_id == other.id
    assert get(desk, "target", found.id).wsgi_request.shown == [other.id]
    stranger = people.person(
        agencies.actor("架空 隣人", agency=agencies.agency("となりの課")), name="架空　花"
    )
    assert post(desk, "link_target", found.id, person=str(stranger.id)).status_code == 404
    assert post(desk, "link_target", found.id, person="").status_code == 302
    announce(desk)
    assert Target.objects.get().person_id is None


def test_reading_and_fixing_ask_the_same_questions_for_few_and_for_many(desk):
    def asked(on: date, numbers: range) -> tuple[int, int]:
        listing = started(desk, on)
        with CaptureQueriesContext(connection) as reading:
            operations.read_source(
                desk,
                listing=listing,
                kind="CARE",
                content=csv(*map(person, numbers)),
                file_name="表.csv",
                today=TODAY,
            )
        with CaptureQueriesContext(connection) as fixing:
            operations.fix_listing(desk, listing=listing, today=TODAY)
        return len(reading), len(fixing)

    asked(TODAY - 3 * DAY, range(2))
    assert asked(TODAY - 2 * DAY, range(1, 4)) == asked(TODAY - DAY, range(2, 90))
