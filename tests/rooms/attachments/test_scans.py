"""Scans of signed consents: kept sealed, opened by whoever may, removed with a reason, unseen by others."""

from __future__ import annotations

import io
import re
from datetime import date
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from norishiro.agencies.models import Agency, Staff
from norishiro.attachments import operations, queries, rules
from norishiro.attachments.models import Scan
from norishiro.core.files import CleanFile
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.sealing import keepers
from norishiro.core.sealing.envelope import SealBroken
from norishiro.core.verdict import Refused
from norishiro.people.operations import protect
from norishiro.sharing.choices import ConsentGiver, ConsentMethod
from norishiro.sharing.models import Consent
from norishiro.sharing.operations import note_refusal, take_consent
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
PAPER = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
NAME = "架空太郎_同意書.pdf"
FILE = CleanFile(kind="PDF", name=NAME, content=PAPER)


def consent_of(actor, someone, *, to: Agency, method: ConsentMethod = ConsentMethod.WRITTEN) -> Consent:
    return take_consent(
        actor, person=someone, case_id=None, recipient_ids=[to.id], categories=1, asked_on=TODAY,
        until_on=None, method=method, witness="架空 立会", giver=ConsentGiver.SELF, giver_name="",
        wording_version="1", purpose="暮らしの相談", today=TODAY,
    )  # fmt: skip


class Place:
    """An office that took a consent in writing, and the agency it names."""

    def __init__(self) -> None:
        self.office = agencies.agency("みなと相談センター")
        self.elsewhere = agencies.agency("みなと訪問看護")
        self.writer = agencies.actor("架空 花子", agency=self.office)
        self.receiver = agencies.actor("架空 次郎", agency=self.elsewhere)
        self.someone = people.person(self.writer, "架空 太郎")
        self.consent = consent_of(self.writer, self.someone, to=self.elsewhere)

    @property
    def url(self) -> str:
        return reverse("attachments:keep_consent_scan", args=[self.consent.id])

    def keep(self) -> Scan:
        return operations.keep_consent_scan(self.writer, consent=self.consent, file=FILE)


@pytest.fixture
def place() -> Place:
    return Place()


def client_of(actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def shown(response) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode().split("<main")[1]))


def upload(content: bytes = PAPER, name: str = NAME) -> dict[str, object]:
    return {"scan": SimpleUploadedFile(name, content), "form_token": str(uuid4())}


# --- the rule ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "messages"),
    [
        ({}, []),
        ({"written": False}, ["書面で受けた同意ではないため、控えは付けられません。口頭の同意には、立会人の名前を残してください。"]),
        ({"given_by_own_agency": False}, ["同意を受け取った機関だけが、控えを付けられます。紙は、受け取った機関に渡してください。"]),
        ({"kept": 4}, []),
        ({"kept": 5}, ["一つの同意に付けられる控えは5つまでです。まちがえて付けたものを消してから、付けてください。"]),
    ],
)  # fmt: skip
def test_what_may_be_kept(facts: dict[str, object], messages: list[str]) -> None:
    verdict = rules.may_keep_scan(**{"written": True, "given_by_own_agency": True, "kept": 0, **facts})

    assert [reason.message for reason in verdict.reasons] == messages


def test_what_may_be_removed() -> None:
    assert rules.may_remove_scan(own_agency=True, reason="別の人の紙").allowed
    both = rules.may_remove_scan(own_agency=False, reason=" ")
    assert [reason.message for reason in both.reasons] == [
        "控えを付けた機関だけが、消せます。",
        "消す理由を書いてください。",
    ]


# --- the verbs -----------------------------------------------------------------------------------


def test_a_scan_is_kept_sealed_for_its_own_row(place: Place) -> None:
    scan = place.keep()
    announce(place.writer)
    row = Scan.objects.get(id=scan.id)

    assert (row.kind, row.size, row.kept_by_id) == ("PDF", len(PAPER), place.writer.staff_id)
    assert PAPER not in bytes(row.content)
    assert "架空太郎".encode() not in bytes(row.name)
    assert queries.open_scan(place.writer, scan_id=scan.id).content == PAPER
    with pytest.raises(SealBroken):
        keepers.unseal(row.name, at=keepers.place(row, "content"))


def test_two_scans_exchanged_open_no_more(place: Place) -> None:
    first, second = place.keep(), place.keep()
    announce(place.writer)
    Scan.objects.filter(id=first.id).update(content=second.content)

    with pytest.raises(SealBroken):
        queries.open_scan(place.writer, scan_id=first.id)
    assert queries.open_scan(place.writer, scan_id=second.id).content == PAPER


def test_no_scan_without_paper_nor_by_others(place: Place) -> None:
    oral = consent_of(place.writer, place.someone, to=place.elsewhere, method=ConsentMethod.ORAL)
    refusal = note_refusal(
        place.writer, person=people.person(place.writer, "架空 二郎"), case_id=None, asked_on=TODAY, reason="いまは考えたい",
        ask_again_on=None, today=TODAY,
    )  # fmt: skip
    for actor, consent in (
        (place.writer, oral),
        (place.writer, refusal),
        (place.receiver, place.consent),
    ):
        with pytest.raises(Refused):
            operations.keep_consent_scan(actor, consent=consent, file=FILE)
    announce(place.writer)
    assert Scan.objects.count() == 0


def test_a_wrong_scan_is_removed_by_its_agency_only(place: Place) -> None:
    scan = place.keep()
    with pytest.raises(Scan.DoesNotExist):
        operations.remove_scan(place.receiver, scan=scan, reason="まちがい")

    operations.remove_scan(place.writer, scan=scan, reason="別の人の紙")

    announce(place.writer)
    assert Scan.objects.count() == 0


def test_the_recipient_of_the_consent_does_not_see_the_signature(place: Place) -> None:
    scan = place.keep()

    assert queries.scans_of(place.receiver, about_id=place.consent.id) == []
    with pytest.raises(Unseen):
        queries.open_scan(place.receiver, scan_id=scan.id)


def test_the_wall_alone_hides_it_too(place: Place) -> None:
    place.keep()
    for actor, seen in ((place.receiver, 0), (place.writer, 1)):
        announce(actor)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM attachments_scan")
            assert cursor.fetchone() == (seen,)


def test_nobody_reads_it_without_acting(place: Place, app_connection: psycopg.Connection) -> None:
    assert app_connection.execute("SELECT count(*) FROM attachments_scan").fetchone() == (0,)


# --- the screens ---------------------------------------------------------------------------------


def test_a_paper_is_kept_and_read_again(place: Place) -> None:
    client = client_of(place.writer)
    assert "まだ控えは付いていません。" in shown(client.get(place.url))

    done = client.post(place.url, upload(), follow=True)

    assert done.redirect_chain == [(place.url, 302)]
    assert "控えを付けました。中身は封をして保存しています。" in shown(done)
    announce(place.writer)
    scan = Scan.objects.get()
    response = client.get(reverse("attachments:read_scan", args=[scan.id]))
    assert (response.content, response["Content-Type"]) == (PAPER, "application/pdf")
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(NAME)}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"


def test_the_list_names_no_file(place: Place) -> None:
    place.keep()

    page = client_of(place.writer).get(place.url).content.decode()

    assert "PDF" in page
    assert "同意書.pdf" not in page


def test_a_photo_comes_back_without_its_place(place: Place) -> None:
    exif = Image.Exif()
    exif[0x010F] = "みなとカメラ"
    out = io.BytesIO()
    Image.new("RGB", (50, 30), "white").save(out, format="JPEG", exif=exif)
    client = client_of(place.writer)
    client.post(place.url, upload(out.getvalue(), "IMG_0001.JPG"))
    announce(place.writer)

    response = client.get(reverse("attachments:read_scan", args=[Scan.objects.get().id]))

    with Image.open(io.BytesIO(response.content)) as image:
        assert (image.format, image.size, len(image.getexif())) == ("JPEG", (50, 30), 0)


def test_what_is_no_scan_is_refused_at_the_field(place: Place) -> None:
    response = client_of(place.writer).post(place.url, upload(b"MZ", "同意書.pdf"))

    assert response.status_code == 422
    assert (
        "PDF・JPEG・PNG のどれでもありません。スキャナーで PDF か JPEG にしてから、選びなおしてください。"
        in shown(response)
    )
    announce(place.writer)
    assert Scan.objects.count() == 0


def test_the_same_form_sent_twice_keeps_one(place: Place) -> None:
    client = client_of(place.writer)
    token = str(uuid4())
    for _ in range(2):
        client.post(place.url, {**upload(), "form_token": token})

    announce(place.writer)
    assert Scan.objects.count() == 1


def test_who_may_not_keep_one_reads_why(place: Place) -> None:
    for _ in range(rules.MOST):
        place.keep()

    page = shown(client_of(place.writer).get(place.url))
    refused = client_of(place.writer).post(place.url, upload())

    reason = "一つの同意に付けられる控えは5つまでです。まちがえて付けたものを消してから、付けてください。"
    assert reason in page
    assert (refused.status_code, reason in shown(refused)) == (422, True)


def test_a_wrong_one_is_removed_with_a_reason(place: Place) -> None:
    url = reverse("attachments:remove_scan", args=[place.keep().id])
    client = client_of(place.writer)
    assert client.post(url, {"reason": "", "form_token": str(uuid4())}).status_code == 422

    done = client.post(url, {"reason": "別の人の紙", "form_token": str(uuid4())}, follow=True)

    assert "控えを消しました。もとの記録は、そのまま残っています。" in shown(done)
    assert client.get(url).status_code == 404


def test_others_find_nothing(place: Place) -> None:
    scan = place.keep()
    stranger = client_of(agencies.actor("架空 よそ", agency=agencies.agency("よその機関")))
    receiver = client_of(place.receiver)

    for name, ident in (
        ("keep_consent_scan", place.consent.id),
        ("read_scan", scan.id),
        ("remove_scan", scan.id),
    ):
        assert stranger.get(reverse(f"attachments:{name}", args=[ident])).status_code == 404
    for name in ("read_scan", "remove_scan"):
        assert receiver.get(reverse(f"attachments:{name}", args=[scan.id])).status_code == 404


def test_a_broken_seal_is_said_in_words(place: Place) -> None:
    scan = place.keep()
    announce(place.writer)
    changed = bytearray(bytes(scan.content))
    changed[-1] ^= 1
    Scan.objects.filter(id=scan.id).update(content=bytes(changed))

    response = client_of(place.writer).get(reverse("attachments:read_scan", args=[scan.id]))

    assert response.status_code == 503
    assert "封をした値が、書き換えられているか、別の場所から移されています" in shown(response)
    assert PAPER not in response.content


def test_the_list_asks_the_same_for_one_and_for_three(
    place: Place, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_of(place.writer)
    client.get(place.url)  # the first page of a log-in also notes when it began
    for many in (1, 2):
        for _ in range(many):
            place.keep()
        with django_assert_num_queries(17):
            assert client.get(place.url).status_code == 200


def test_a_withheld_address_in_the_name_of_a_file_is_covered_when_it_is_opened(place: Place) -> None:
    scan = keep(place, "かなりや町9-87-65の同意書.pdf")
    protect(
        place.writer, person=place.someone, kind="DV", basis="本人の申出", office=place.office, fields=(),
        told={"ADDRESS": "東京都豊島区かなりや町9-87-65"}, from_on=TODAY, today=TODAY,
    )  # fmt: skip
    announce(place.writer)

    assert queries.open_scan(place.writer, scan_id=scan.id).name == "〔非開示〕の同意書.pdf"


def keep(place: Place, name: str) -> Scan:
    return operations.keep_consent_scan(
        place.writer, consent=place.consent, file=CleanFile(kind="PDF", name=name, content=PAPER)
    )
