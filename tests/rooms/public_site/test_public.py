"""Pages open to everybody: written on a telephone, kept once, told back, and nothing else told."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.letterbox import operations, queries
from norishiro.letterbox.choices import EntranceKind
from norishiro.letterbox.models import Entrance, Letter
from norishiro.public_site import slips
from tests.factories import agencies

pytestmark = pytest.mark.django_db

TODAY = date.today()
WORDS = "音がうるさいと、何度も電話がある。眠れていないようだ。"


def staff(agency=None, *, kinds=(RoleKind.COORDINATOR,), name="架空 花子"):
    return agencies.actor(name, agency=agency, kinds=kinds)


def entrance(
    actor, *, kind=EntranceKind.LIAISON, holder="架空 れん", facility="架空地区センター", until_on=None
):
    return operations.appoint(
        actor, kind=kind, facility=facility, holder=holder if kind != EntranceKind.GENERAL else "",
        receiver_agency_id=actor.agency_id, from_on=agencies.EPOCH, until_on=until_on, today=TODAY,
    )  # fmt: skip


def address_of(place: Entrance) -> str:
    return reverse("public_site:enter", args=[place.id])


def slip_in(page: str) -> str:
    found = re.search(r'name="slip" value="([^"]+)"', page)
    assert found
    return found.group(1)


def fresh(client: Client, path: str) -> dict[str, str]:
    page = client.get(path)
    assert page.status_code == 200
    return {"slip": slip_in(page.content.decode())}


def given(**more: object) -> dict[str, object]:
    return {
        "words": WORDS,
        "who": "",
        "reply_to": "",
        "hurry": "WATCH",
        "language": "",
        "consent": "on",
    } | more


def send(client: Client, place: Entrance, **more: object):
    path = address_of(place)
    return client.post(path, given(**fresh(client, path)) | more)


def receipt_in(response) -> tuple[str, str]:
    text = response.content.decode()
    number = re.search(r'name="number" value="([\d-]+)"', text)
    secret = re.search(r'name="secret" value="([\d ]+)"', text)
    assert response.status_code == 200 and number and secret, text
    return number.group(1), secret.group(1)


def ask(client: Client, number: str, secret: str):
    return client.post(reverse("public_site:reply"), {"number": number, "secret": secret})


def letters(actor) -> list[Letter]:
    announce(actor)
    return list(queries.visible_to(actor).order_by("posted_at"))


def photo(**more: object) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, format="JPEG", **more)
    out.seek(0)
    out.name = "photo.jpg"
    return out


def errors_in(response) -> list[str]:
    return re.findall(r'<a href="#(\w+)"', response.content.decode().partition("n-form_sec")[0])


# --- written, kept, told back -------------------------------------------------------------------------


def test_a_sheet_goes_in_by_the_qr_of_a_liaison_and_the_answer_comes_back():
    chief = staff()
    place = entrance(chief)
    sender = Client()
    number, secret = receipt_in(send(sender, place, worries=["近所のこと"], who="佐藤さん"))
    (letter,) = letters(chief)
    assert (letter.number, letter.kind, letter.entrance_id, letter.wording_version) == (
        number, "SHEET", place.id, "sheet-2026-1"
    )  # fmt: skip
    assert (WORDS.encode() in bytes(letter.content), letter.taken_at, letter.answer) == (False, None, None)

    waiting = ask(sender, number, secret).content.decode()
    assert [waiting.count("まだです"), "受け取りました" in waiting] == [2, True]
    taken = operations.take_letter(chief, letter=letter, now=timezone.now())
    assert queries.open_letter(chief, letter=taken).content.who == "佐藤さん"
    operations.answer_letter(chief, letter=taken, words="担当の者が本人に連絡します。", now=timezone.now())
    told = ask(sender, number.replace("-", ""), secret.replace(" ", "")).content.decode()
    assert ["担当の者が本人に連絡します。" in told, "まだです" in told, WORDS in told, "佐藤さん" in told] == [
        True, False, False, False
    ]  # fmt: skip


def test_a_sheet_cannot_be_sent_without_consent_and_what_was_typed_stays():
    chief = staff()
    place = entrance(chief)
    page = send(Client(), place, consent="")
    text = page.content.decode()
    assert (page.status_code, errors_in(page), letters(chief)) == (422, ["id_consent"], [])
    assert WORDS in text
    assert "窓口の職員が読み、必要なら本人に連絡すること" in text


def test_the_wrong_word_or_number_tells_nothing():
    chief = staff()
    sender = Client()
    number, secret = receipt_in(send(sender, entrance(chief)))
    other = "0000 0000" if secret != "0000 0000" else "1111 1111"
    answers = [ask(sender, number, other), ask(sender, "0000-0000-0000", secret)]
    assert [one.status_code for one in answers] == [200, 200]
    assert ["見つかりませんでした" in one.content.decode() for one in answers] == [True, True]
    bare = [re.sub(r'value="[\d -]+"', "", one.content.decode()) for one in answers]
    assert bare[0] == bare[1]


def test_the_same_form_sent_twice_is_one_letter_with_one_receipt():
    chief = staff()
    path, sender = address_of(place := entrance(chief)), Client()
    form = given(**fresh(sender, path))
    first, second = receipt_in(sender.post(path, form)), receipt_in(sender.post(path, form))
    assert (first, len(letters(chief))) == (second, 1)
    other = receipt_in(sender.post(path, form | {"words": "書きなおした。"}))
    assert (other != first, len(letters(chief))) == (True, 2)
    assert place.letter_kind == "SHEET"


def test_the_same_words_from_another_form_are_pointed_out_to_the_window():
    chief = staff()
    place = entrance(chief)
    receipts = {receipt_in(send(Client(), place)) for _again in range(2)}
    first, second = letters(chief)
    assert (len(receipts), [one.id for one in queries.alike(chief, letter=first)]) == (2, [second.id])


def test_a_form_lying_open_too_long_is_asked_again_with_what_was_typed():
    chief = staff()
    place = entrance(chief)
    for slip in ("", "x", slips.hand_out()[:-3] + "abc"):
        page = Client().post(address_of(place), given(slip=slip))
        text = page.content.decode()
        assert (page.status_code, WORDS in text, slip_in(text) != slip) == (422, True, True)
    assert letters(chief) == []


# --- bad input ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "typed"),
    [("words", "　"), ("words", "あ" * 3001), ("words", "a\0b"), ("who", "あ" * 121), ("reply_to", "1\n2"),
     ("hurry", "X"), ("worries", ["ない"]), ("language", "X"), ("homepage", "http spam")],
)  # fmt: skip
def test_bad_input_is_answered_at_its_field_and_nothing_typed_is_lost(field, typed):
    chief = staff()
    page = send(Client(), entrance(chief), **({"who": "名前"} | {field: typed}))
    assert (page.status_code, {one.removesuffix("_0") for one in errors_in(page)}, letters(chief)) == (
        422, {f"id_{field}"}, []
    )  # fmt: skip


def test_a_photo_loses_the_place_where_it_was_taken():
    chief = staff()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[29] = "ここで撮った"
    receipt_in(send(Client(), entrance(chief), photo=photo(exif=exif)))
    (letter,) = letters(chief)
    kept = queries.open_photo(chief, letter=letter)
    with Image.open(io.BytesIO(kept)) as picture:
        assert (picture.size, len(picture.getexif()), letter.photo_kind) == ((40, 30), 0, "JPEG")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xd8\xff" + b"0" * (40 * 1024 * 1024 - 3), "写真が大きすぎます"),
        (b"\xff\xd8\xff" + b"0" * (60 * 1024 * 1024), "写真が大きすぎます"),
        (b"\0\0\0\x18ftypheic" + b"0" * 90, "HEIC"),
        (b"%PDF-1.7\n1 0 obj<</JS(app.alert)>>endobj\n%%EOF", "写真（JPEG か PNG）ではない"),
        (b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF", "写真（JPEG か PNG）ではない"),
        (b"\xff\xd8\xff" + b"0" * 90, "途中で切れている"),
        (b"", "写真（JPEG か PNG）ではない"),
    ],
    ids=["40MB", "60MB", "HEIC", "PDF with a script", "PDF", "broken", "empty"],
)
def test_a_bad_photo_is_refused_in_words_and_the_text_stays(content, words):
    chief = staff()
    bad = io.BytesIO(content)
    bad.name = "photo.jpg"
    page = send(Client(), entrance(chief), photo=bad)
    text = page.content.decode()
    assert (page.status_code, errors_in(page), words in text, WORDS in text) == (
        422, ["id_photo"], True, True
    )  # fmt: skip
    assert letters(chief) == []


def test_too_many_from_one_address_are_told_to_wait_with_what_they_typed():
    chief = staff()
    place, sender = entrance(chief), Client(REMOTE_ADDR="192.0.2.7")
    for number in range(12):
        receipt_in(send(sender, place, words=f"{number} 通目"))
    page = send(sender, place, words="13 通目")
    assert (page.status_code, len(letters(chief)), "13 通目" in page.content.decode()) == (429, 12, True)
    assert receipt_in(send(Client(REMOTE_ADDR="192.0.2.8"), place, words="別の人"))


@pytest.mark.django_db(transaction=True)
def test_while_the_ledger_is_closed_nothing_is_taken_in_and_what_was_typed_stays(owner_connection):
    chief = staff()
    place, client = entrance(chief), Client()
    form = given(draft_form="x.y", **fresh(client, address_of(place)))
    owner_connection.execute("LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE")
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    sent = client.post(address_of(place), form)
    asked = ask(client, "0000-0000-0000", "0000 0000")
    own = client.get(reverse("public_site:status", args=[place.status_card.id]))
    owner_connection.rollback()
    pages = [one.content.decode() for one in (sent, asked, own)]
    assert [one.status_code for one in (sent, asked, own)] == [503] * 3
    assert ["1分ほど待って" in one for one in pages] == [True] * 3
    assert (WORDS in pages[0], letters(chief), dict(client.cookies)) == (True, [], {})
    receipt_in(client.post(address_of(place), form | {"slip": slip_in(pages[0])}))


def test_guessing_receipts_is_stopped():
    client = Client(REMOTE_ADDR="192.0.2.9")
    answers = [ask(client, f"0000-0000-{number:04d}", "1234 5678").status_code for number in range(31)]
    assert (set(answers[:30]), answers[30]) == ({200}, 429)


# --- the ways in --------------------------------------------------------------------------------------


@pytest.mark.parametrize("until_on", [TODAY, TODAY - timedelta(days=5)])
def test_an_ended_appointment_leads_kindly_elsewhere(until_on):
    chief = staff()
    entrance(chief, kind=EntranceKind.GENERAL, facility="総合")
    place = entrance(chief, until_on=until_on)
    page = Client().get(address_of(place))
    text = page.content.decode()
    assert (page.status_code, "この QR は、いまは使われていません" in text) == (404, True)
    assert reverse("public_site:consult") in text
    assert Client().post(address_of(place), given(slip=slips.hand_out())).status_code == 404
    assert letters(chief) == []


def test_the_status_card_shows_only_the_times_of_its_own_sheets():
    chief = staff()
    mine, other = entrance(chief), entrance(chief, facility="別の施設", holder="架空 べつ")
    own = receipt_in(send(Client(), mine, who="佐藤さん"))[0]
    strange = receipt_in(send(Client(), other))[0]
    page = Client().get(reverse("public_site:status", args=[mine.status_card.id])).content.decode()
    assert [own in page, strange in page, WORDS in page, "佐藤さん" in page, "架空 れん" in page] == [
        True, False, False, False, False
    ]  # fmt: skip
    assert Client().get(reverse("public_site:status", args=[mine.id])).status_code == 404


def test_anybody_asks_for_advice_in_usual_or_plain_words():
    chief = staff()
    path = reverse("public_site:consult")
    assert Client().get(path).status_code == 200
    assert "準備中" in Client().get(path).content.decode()
    entrance(chief, kind=EntranceKind.GENERAL, facility="総合")
    client = Client()
    for query, version in (("", "consult-2026-1"), ("?words=plain", "consult-plain-2026-1")):
        form = given(about="SELF", language="ベトナム語") | fresh(client, path + query)
        receipt_in(client.post(path + query, form))
        letter = letters(chief)[-1]
        assert (letter.kind, letter.wording_version) == ("CONSULT", version)
        assert queries.open_letter(chief, letter=letter).content.language == "ベトナム語"
    plain = client.get(path + "?words=plain").content.decode()
    form = plain[plain.index("<form") : plain.index("</form>")]
    labels = re.findall(r"<(?:legend|label)[^>]*>(.*?)</", form)
    assert any("こまっている こと" in one for one in labels)


def test_the_examples_of_the_town_are_the_choices_of_the_form():
    chief = staff()
    place = entrance(chief)
    assert "どこに言えばいいか分からない" in Client().get(address_of(place)).content.decode()
    operations.change_examples(chief, worries=["ごみ出しがつらい"], stories=[])
    page = Client().get(address_of(place)).content.decode()
    assert ["ごみ出しがつらい" in page, "どこに言えばいいか分からない" in page] == [True, False]


def test_the_examples_open_while_filling_in():
    page = Client().get(address_of(entrance(staff()))).content.decode()
    assert ["音がうるさい、という問い合わせ" in page, "となりの木の枝がのびている" in page] == [True, True]


# --- nothing else is given away -----------------------------------------------------------------------


def test_no_cookie_no_script_nothing_from_elsewhere_and_little_weight():
    chief = staff()
    place, client = entrance(chief), Client()
    page = client.get(address_of(place))
    text = page.content.decode()
    assert (dict(client.cookies), re.findall(r"<script|https?://", text)) == ({}, [])
    assert page["Cache-Control"] == "no-store"
    assert "default-src 'self'" in page["Content-Security-Policy"]
    receipt_in(client.post(address_of(place), given(slip=slip_in(text))))
    assert dict(client.cookies) == {}
    css = re.findall(r'href="/static/([\w/.]+\.css)"', text)
    weight = len(page.content) + sum(Path(str(find(one))).stat().st_size for one in css)
    assert (len(css), weight <= 60_000) == (5, True), weight


def test_a_public_page_does_not_show_who_is_logged_in():
    chief = staff(name="架空 職員")
    place, client = entrance(chief), Client()
    client.force_login(agencies.Staff.objects.get(id=chief.staff_id))
    page = client.get(address_of(place)).content.decode()
    assert ["架空 職員" in page, "架空 れん" in page] == [False, False]


@pytest.mark.parametrize("name", ["front", "consult", "reply"])
def test_pages_open_without_signing_in(name):
    assert Client().get(reverse(f"public_site:{name}")).status_code == 200


def test_a_page_asks_the_database_little(django_assert_num_queries):
    place = entrance(staff())
    with django_assert_num_queries(3):
        Client().get(address_of(place))
