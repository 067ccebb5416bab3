"""Scans of oaths on paper: kept sealed by whoever runs the sitting, opened by the swearer's agency too, unseen by others."""

from __future__ import annotations

import re
from uuid import uuid4

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from norishiro.agencies.choices import Body as AgencyBody
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.core.files import CleanFile
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.sealing import keepers
from norishiro.core.sealing.envelope import SealBroken
from norishiro.core.sealing.keystore import KeyDestroyed
from norishiro.core.verdict import Refused
from norishiro.meetings import operations, queries, rules
from norishiro.meetings.choices import OathRule
from norishiro.meetings.models import Oath, OathScan
from tests.factories import agencies
from tests.rooms.meetings import town as towns
from tests.rooms.meetings.test_screens import day, get, post, queries_of
from tests.rooms.meetings.town import TODAY, client_of, token

PAPER = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
MACRO = PAPER.replace(b"/Catalog >>", b"/Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>")
NAME = "架空課太_誓約書.pdf"
FILE = CleanFile(kind="PDF", name=NAME, content=PAPER)
WRONG_KIND = (
    "PDF・JPEG・PNG のどれでもありません。スキャナーで PDF か JPEG にしてから、選びなおしてください。"
)


class Place:
    """A sitting that the city runs; the member of the housing section has signed on paper."""

    def __init__(self) -> None:
        self.town = towns.town(oath=OathRule.EVERY_SITTING)
        self.city, self.member, self.council = self.town.city, self.town.member, self.town.council
        self.sitting = towns.called(self.town, towns.listed(self.town))
        self.oath = operations.note_paper_oath(
            self.city, sitting=self.sitting, staff_id=self.member.staff_id, name="", agency_id=None,
            wording="every-2026-1", signed_on=TODAY, today=TODAY,
        )  # fmt: skip

    def keep(self) -> OathScan:
        return operations.keep_oath_scan(self.city, oath=self.oath, file=FILE)

    def guest(self) -> Oath:
        return operations.note_paper_oath(
            self.city, sitting=self.sitting, staff_id=None, name=f"見本 {uuid4().hex[:4]}",
            agency_id=self.member.agency_id, wording="every-2026-1", signed_on=TODAY, today=TODAY,
        )  # fmt: skip


@pytest.fixture
def place(db: None) -> Place:
    return Place()


def shown(response) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode().split("<main")[1]))


def upload(content: bytes = PAPER, name: str = NAME) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept(place: Place) -> list[OathScan]:
    announce(place.city)
    return list(OathScan.objects.all())


# --- the rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on_paper", "kept", "codes"),
    [(True, 0, []), (True, 2, []), (True, 3, ["scan"]), (False, 0, ["scan"]), (False, 3, ["scan", "scan"])],
)
def test_what_may_be_kept(on_paper: bool, kept: int, codes: list[str]) -> None:
    verdict = rules.may_keep_oath_scan(on_paper=on_paper, kept=kept)

    assert [reason.code for reason in verdict.reasons] == codes


def test_what_may_be_removed() -> None:
    assert rules.may_remove_oath_scan(reason="別の人の紙").allowed
    assert [one.message for one in rules.may_remove_oath_scan(reason=" ").reasons] == [
        "消す理由を書いてください。"
    ]


# --- the verbs and the walls ---------------------------------------------------------------------


def test_a_scan_is_kept_sealed_for_its_own_row_with_the_key_of_its_sitting(place: Place) -> None:
    first, second = place.keep(), place.keep()

    assert [(one.kind, one.size, one.kept_by_id) for one in kept(place)] == [
        ("PDF", len(PAPER), place.city.staff_id)
    ] * 2
    assert PAPER not in bytes(kept(place)[0].content)
    assert queries.open_oath_scan(place.city, scan=first) == PAPER
    OathScan.objects.filter(id=first.id).update(content=second.content)
    with pytest.raises(SealBroken):
        queries.open_oath_scan(place.city, scan=first)

    assert keepers.destroy(place.sitting.id) == 1
    with pytest.raises(KeyDestroyed):
        queries.open_oath_scan(place.city, scan=second)


def test_only_who_runs_the_sitting_keeps_and_removes(place: Place) -> None:
    scan = place.keep()
    for actor in (place.member, place.council):
        with pytest.raises(Refused):
            operations.keep_oath_scan(actor, oath=place.oath, file=FILE)
    with pytest.raises(Refused):
        operations.remove_oath_scan(place.member, scan=scan, reason="別の人の紙")
    with pytest.raises(OathScan.DoesNotExist):
        operations.remove_oath_scan(place.council, scan=scan, reason="別の人の紙")

    operations.remove_oath_scan(place.city, scan=scan, reason="別の人の紙")
    assert kept(place) == []


def test_an_oath_given_on_the_screen_has_no_paper(place: Place) -> None:
    sworn = operations.swear(place.council, sitting=place.sitting, wording="every-2026-1", agreed=True)

    with pytest.raises(Refused):
        operations.keep_oath_scan(place.city, oath=sworn, file=FILE)
    assert get(place.city, "keep_oath_scan", sworn.id).status_code == 404


def test_the_preparing_agency_reads_and_keeps_too(place: Place) -> None:
    body = place.town.body
    body.preparer_id = place.council.agency_id
    body.save()

    scan = operations.keep_oath_scan(place.council, oath=place.oath, file=FILE)
    assert queries.open_oath_scan(place.council, scan=scan) == PAPER
    assert queries.open_oath_scan(place.city, scan=scan) == PAPER


def test_the_wall_alone_knows_who_reads_and_who_writes(place: Place) -> None:
    scan = place.keep()
    for actor, seen in ((place.city, 1), (place.member, 1), (place.council, 0)):
        announce(actor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM meetings_oathscan")
            assert cursor.fetchone() == (seen,)
    announce(place.member)
    with pytest.raises(ProgrammingError, match="row-level security"):
        OathScan.objects.filter(id=scan.id).update(size=1)


def test_nobody_reads_it_without_acting(place: Place, app_connection: psycopg.Connection) -> None:
    assert app_connection.execute("SELECT count(*) FROM meetings_oathscan").fetchone() == (0,)


# --- the screens ---------------------------------------------------------------------------------


def test_the_paper_comes_with_the_oath_or_later(place: Place) -> None:
    sent = post(
        place.city, "note_paper_oath", place.sitting.id, staff="", name="見本 民子",
        agency=str(place.member.agency_id), signed_on=day(TODAY), scan=upload(),
    )  # fmt: skip
    assert sent.url == reverse("meetings:oaths", args=[place.sitting.id])
    assert [one.oath.name for one in kept(place)] == ["見本 民子"]
    page = shown(get(place.city, "oaths", place.sitting.id))
    assert (page.count("読み取った控え（1つ）"), page.count("読み取った控え（まだありません）")) == (1, 1)

    assert "まだ控えは付いていません。" in shown(get(place.city, "keep_oath_scan", place.oath.id))
    sent = post(place.city, "keep_oath_scan", place.oath.id, scan=upload())
    assert sent.url == reverse("meetings:keep_oath_scan", args=[place.oath.id])
    assert len(kept(place)) == 2


def test_the_swearers_agency_opens_it_under_a_name_that_tells_nobody(place: Place) -> None:
    scan = place.keep()
    page = get(place.member, "keep_oath_scan", place.oath.id)
    assert (page.status_code, "開く" in shown(page), "消す" in shown(page)) == (200, True, False)

    response = get(place.member, "read_oath_scan", scan.id)

    assert (response.content, response["Content-Type"]) == (PAPER, "application/pdf")
    assert response["Content-Disposition"] == "attachment; filename*=UTF-8''%E8%AA%93%E7%B4%84%E6%9B%B8.pdf"
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store")


@pytest.mark.django_db(transaction=True)
def test_keeping_opening_and_removing_stand_in_the_ledger(owner_connection: psycopg.Connection) -> None:
    with transaction.atomic():
        place = Place()
        scan = place.keep()
    get(place.member, "read_oath_scan", scan.id)
    post(place.city, "remove_oath_scan", scan.id, reason="別の人の紙")

    lines = owner_connection.execute(
        "SELECT verb, screen, staff_id FROM ledger_entry WHERE %s = ANY (subjects) ORDER BY seq",
        [place.oath.id],
    ).fetchall()
    assert lines == [
        ("oath.scan_kept", "", place.city.staff_id),
        ("records.shown", "meetings:read_oath_scan", place.member.staff_id),
        ("oath.scan_removed", "", place.city.staff_id),
    ]


@pytest.mark.parametrize(
    ("content", "name"), [(b"MZ", "誓約書.pdf"), (b"PK\x03\x04word/vbaProject.bin", "誓約書.docm")]
)
def test_what_is_no_scan_is_refused_at_the_field_on_both_screens(
    place: Place, content: bytes, name: str
) -> None:
    later = post(place.city, "keep_oath_scan", place.oath.id, scan=upload(content, name))
    at_once = post(
        place.city, "note_paper_oath", place.sitting.id, staff="", name="見本 民子",
        agency=str(place.member.agency_id), signed_on=day(TODAY), scan=upload(content, name),
    )  # fmt: skip

    for response in (later, at_once):
        assert (response.status_code, WRONG_KIND in shown(response)) == (422, True)
    assert kept(place) == []
    announce(place.city)
    assert Oath.objects.filter(sitting=place.sitting).count() == 1


def test_an_active_page_and_none_at_all_are_refused(place: Place) -> None:
    for values in ({"scan": upload(MACRO)}, {}):
        assert post(place.city, "keep_oath_scan", place.oath.id, **values).status_code == 422
    assert kept(place) == []


def test_a_fourth_is_refused_and_the_reason_stands_on_the_page(place: Place) -> None:
    for _ in range(rules.MOST_SCANS):
        place.keep()

    reason = "一つの誓約書に付けられる控えは3つまでです。まちがえて付けたものを消してから、付けてください。"
    assert reason in shown(get(place.city, "keep_oath_scan", place.oath.id))
    refused = post(place.city, "keep_oath_scan", place.oath.id, scan=upload())
    assert (refused.status_code, reason in shown(refused)) == (422, True)


def test_the_same_form_sent_twice_keeps_one(place: Place) -> None:
    client, once = client_of(place.city), token()
    for _ in range(2):
        client.post(reverse("meetings:keep_oath_scan", args=[place.oath.id]), {**once, "scan": upload()})

    assert len(kept(place)) == 1


def test_a_wrong_one_is_removed_with_a_reason(place: Place) -> None:
    scan = place.keep()
    assert post(place.city, "remove_oath_scan", scan.id, reason="").status_code == 422
    assert get(place.member, "remove_oath_scan", scan.id).status_code == 403

    sent = post(place.city, "remove_oath_scan", scan.id, reason="別の人の紙")

    assert sent.url == reverse("meetings:keep_oath_scan", args=[place.oath.id])
    assert get(place.city, "remove_oath_scan", scan.id).status_code == 404


def test_others_find_nothing(place: Place) -> None:
    scan = place.keep()
    office = Agency.objects.get(id=place.city.agency_id)
    colleague = agencies.actor("架空 同僚", agency=office, kinds=(RoleKind.MEMBER,))
    stranger = agencies.actor("架空 他人", agency=agencies.agency("よその課", body=AgencyBody.ADMINISTRATION))

    for actor in (place.council, colleague, stranger):
        assert get(actor, "keep_oath_scan", place.oath.id).status_code == 404
        assert get(actor, "read_oath_scan", scan.id).status_code == 404
        assert get(actor, "remove_oath_scan", scan.id).status_code == 404
        with pytest.raises(Unseen):
            queries.open_oath_scan(actor, scan=scan)
    assert "読み取った控え" not in shown(get(place.council, "oaths", place.sitting.id))


def test_a_broken_seal_is_said_in_words(place: Place) -> None:
    scan = place.keep()
    announce(place.city)
    changed = bytearray(bytes(scan.content))
    changed[-1] ^= 1
    OathScan.objects.filter(id=scan.id).update(content=bytes(changed))

    response = get(place.city, "read_oath_scan", scan.id)

    assert response.status_code == 503
    assert "封をした値が、書き換えられているか、別の場所から移されています" in shown(response)


def test_the_lists_ask_the_same_for_one_and_for_three(place: Place) -> None:
    counts = []
    for many in (1, 2):
        for _ in range(many):
            place.keep()
            place.guest()
        counts.append(
            (
                queries_of(place.city, "keep_oath_scan", place.oath.id),
                queries_of(place.city, "oaths", place.sitting.id),
            )
        )

    assert counts == [(12, 14), (12, 14)]
