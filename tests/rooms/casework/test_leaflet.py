"""福祉何でも相談: the examples of the leaflet are written on screen, stand on paper and on the public form, and what came
of a matter comes back from the area's worker."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.consultations.models import Consultation, TsunaguSheet
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.letterbox import operations
from norishiro.letterbox.choices import EntranceKind
from norishiro.letterbox.models import Letter
from tests.factories import agencies
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db

BULB = "電球がかえられない"


def post(actor, screen: str, *args, query: str = "", **values):
    return client_of(actor).post(reverse(screen, args=args) + query, {**token(), **values})


def get(actor, name: str, *args):
    return client_of(actor).get(reverse(name, args=args))


def paper(response) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(response.content))
    text = document[0].get_textpage().get_text_range()
    document.close()
    return "".join(text.split())


def sent_by_a_resident(place) -> None:
    """With the example ticked, from a telephone without an account."""
    client, path = Client(), reverse("public_site:enter", args=[place.id])
    slip = re.search(r'name="slip" value="([^"]+)"', client.get(path).content.decode())
    assert slip is not None
    form = {"slip": slip[1], "words": "高いところに手がとどかない", "worries": [BULB], "about": "SELF", "who": "佐藤 はな",
            "reply_to": "", "hurry": "WATCH", "language": "", "consent": "on"}  # fmt: skip
    assert "受け取りました" in client.post(path, form).content.decode()


def test_the_leaflets_examples_are_choices_and_the_result_comes_back_from_the_area():
    town = towns.town()
    desk = town.operator
    csw = agencies.actor("架空 地区", agency=agencies.agency("地区の担当"), kinds=(RoleKind.CSW,))
    changed = post(desk, "letterbox:change_examples", worries=f"ごみ出しがつらい\n{BULB}", stories="")
    assert changed.status_code == 302
    place = operations.appoint(
        desk, kind=EntranceKind.PLACE, facility="架空図書館", receiver_agency_id=desk.agency_id,
        from_on=agencies.EPOCH, today=TODAY,
    )  # fmt: skip
    assert BULB in paper(get(desk, "letterbox:poster", place.id))
    sent_by_a_resident(place)

    announce(desk)
    letter = Letter.objects.get()
    post(desk, "letterbox:take_letter", letter.id)
    assert BULB in get(desk, "letterbox:show", letter.id).content.decode()
    received = post(
        desk, "casework:receive_letter", letter.id, received_on=calendar.wareki(TODAY), channel="WEB", visitor="SELF",
        name="佐藤 はな", summary=f"{BULB}。", urgency="?", sex="",
    )  # fmt: skip
    assert received.status_code == 302
    announce(desk)
    found = Consultation.objects.get()

    towns.consented(desk, found.person, csw)
    post(
        desk, "consultations:send_sheet", found.person_id, query=f"?consultation={found.id}",
        receiver_agency=str(csw.agency_id), worry=BULB,
    )  # fmt: skip
    announce(desk)
    sheet = TsunaguSheet.objects.get()
    post(csw, "consultations:take_sheet", sheet.id)
    post(csw, "consultations:answer_sheet", sheet.id, answer="ACCEPTED", words="今週うかがいます")
    post(
        csw, "consultations:report_result", sheet.id, first_contact_on=calendar.wareki(TODAY),
        result="いっしょに電球をかえた",
    )  # fmt: skip
    assert "いっしょに電球をかえた" in get(desk, "consultations:show_sheet", sheet.id).content.decode()
