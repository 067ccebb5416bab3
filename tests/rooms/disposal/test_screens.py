"""保存期間と廃棄 in the browser: works, refused, invalid, unseen, and how many questions a page asks."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.disposal import operations
from norishiro.disposal.models import Batch, Bundle, Hold, TermChange
from tests.factories import agencies
from tests.rooms.disposal import town as towns
from tests.rooms.reports.town import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    made = towns.town()
    towns.over(made, "架空 花子")
    return made


def questions(client, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_from_counting_to_the_record_in_the_browser(town):
    first, second = client_of(town.keeper), client_of(town.second)
    assert "候補はありません" in first.get(reverse("disposal:candidates")).content.decode()
    first.post(reverse("disposal:list_due"))
    page = first.get(reverse("disposal:candidates")).content.decode()
    assert "架空 花子" not in page
    assert Bundle.objects.get().case_numbers in page
    first.post(reverse("disposal:make_batch"))
    batch = Batch.objects.get()
    address = reverse("disposal:batch", args=[batch.id])
    first.post(reverse("disposal:review_batch", args=[batch.id]))
    assert first.post(reverse("disposal:review_batch", args=[batch.id])).status_code == 403
    assert first.post(reverse("disposal:dispose", args=[batch.id])).status_code == 403
    assert first.get(reverse("disposal:certificate", args=[batch.id])).status_code == 404
    second.post(reverse("disposal:review_batch", args=[batch.id]))
    second.post(reverse("disposal:dispose", args=[batch.id]))

    batch.refresh_from_db()
    assert batch.state == "DONE"
    assert batch.fingerprint in first.get(address).content.decode()
    paper = first.get(reverse("disposal:certificate", args=[batch.id]))
    assert (paper.status_code, paper["Content-Type"], paper.content[:4]) == (200, "application/pdf", b"%PDF")


def test_holds_and_terms_are_typed_with_their_reasons(town):
    client = client_of(town.keeper)
    operations.list_due(town.keeper, today=timezone.localdate(), now=timezone.now())
    bundle = Bundle.objects.get()
    bad = client.post(
        reverse("disposal:hold_case"), {"case_number": "なし", "kind": "AUDIT", "document": "監査1"}
    )
    assert (bad.status_code, "その番号のケースは見つかりません" in bad.content.decode()) == (422, True)
    held = client.post(
        reverse("disposal:hold_back", args=[bundle.id]),
        {"kind": "AUDIT", "document": "監査1", "until_on": ""},
    )
    assert held.status_code == 302
    hold = Hold.objects.get()
    assert client.post(reverse("disposal:end_hold", args=[hold.id]), {"reason": ""}).status_code == 422
    assert client.post(reverse("disposal:end_hold", args=[hold.id]), {"reason": "済んだ"}).status_code == 302
    fine = {
        "series": "CASE",
        "years": "10",
        "start": "NEXT_APRIL",
        "from_on": "2027-04-01",
        "source": "規程",
        "reason": "改正",
    }
    assert client.post(reverse("disposal:change_term"), fine | {"from_on": "2020-04-01"}).status_code == 422
    assert client.post(reverse("disposal:change_term"), fine).status_code == 302
    assert [(one.series, one.years) for one in TermChange.objects.all()] == [("CASE", 10)]
    assert "規程" in client.get(reverse("disposal:schedule")).content.decode()
    assert "済んだ" in client.get(reverse("disposal:holds")).content.decode()


def test_nobody_else_opens_it_and_what_is_not_there_is_not_found(town):
    desk = client_of(agencies.actor("架空 窓口", kinds=(RoleKind.WINDOW,)))
    client = client_of(town.keeper)
    for name in ("candidates", "schedule", "holds", "change_term", "hold_case"):
        assert desk.get(reverse(f"disposal:{name}")).status_code == 403
    for name in ("batch", "hold_back", "end_hold", "certificate"):
        assert client.get(reverse(f"disposal:{name}", args=[uuid.uuid4()])).status_code == 404


def test_pages_ask_the_same_of_one_row_and_of_three(town):
    client = client_of(town.keeper)
    operations.list_due(town.keeper, today=timezone.localdate(), now=timezone.now())
    client.get(reverse("disposal:candidates"))
    one = {
        name: questions(client, reverse(f"disposal:{name}")) for name in ("candidates", "schedule", "holds")
    }
    towns.over(town, "架空 次郎")
    towns.over(town, "架空 三郎")
    operations.list_due(town.keeper, today=timezone.localdate(), now=timezone.now())
    batch = operations.make_batch(town.keeper, today=timezone.localdate())

    assert {name: questions(client, reverse(f"disposal:{name}")) for name in one} == one
    assert one == {"candidates": 17, "schedule": 13, "holds": 11}
    assert questions(client, reverse("disposal:batch", args=[batch.id])) == 25
