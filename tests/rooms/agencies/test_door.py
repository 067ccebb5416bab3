"""The door, where the state has moved on because the very same form was already done."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import Http404, HttpResponse
from django.utils import timezone

from norishiro.agencies.door import page
from norishiro.agencies.middleware import LedgerMustWrite
from norishiro.agencies.models import Staff
from norishiro.core.models import Draft, Submission
from norishiro.core.records import Unseen
from norishiro.core.submissions import once, what_was_sent
from norishiro.core.verdict import Refused, no
from norishiro.ledger.operations import LedgerClosed
from tests.factories import agencies

pytestmark = pytest.mark.django_db

TOKEN = uuid4()


@page(needs=None)
def refusing(request):
    raise Refused(no("done", "もう済んでいます。"))


@page(needs=None)
def vanished(request):
    raise Unseen(UUID(int=1))


@pytest.fixture
def sent(rf):
    """A form sent by somebody, whose first sending led to /first/."""
    mine = agencies.actor()
    once(token=TOKEN, staff_id=mine.staff_id, now=timezone.now(), do=lambda: "/first/")

    def send(token: UUID):
        request = rf.post("/", {"form_token": str(token)})
        request.actor, request.user = mine, Staff.objects.get(id=mine.staff_id)
        request.resolver_match = None
        return request

    return send


@pytest.mark.parametrize("view", [refusing, vanished])
def test_what_is_already_done_leads_where_it_led(sent, view):
    response: HttpResponse = view(sent(TOKEN))
    assert (response.status_code, response.url) == (302, "/first/")


def test_another_form_meets_the_reasons(sent):
    assert refusing(sent(uuid4())).status_code == 403
    with pytest.raises(Http404):
        vanished(sent(uuid4()))


@page(needs=None)
def once_only(request):
    once(
        token=UUID(request.POST["form_token"]), staff_id=request.actor.staff_id, now=timezone.now(),
        do=lambda: "/never/", sent=what_was_sent(request),
    )  # fmt: skip


def test_other_words_come_back_with_both_ways_on(rf, sent):
    earlier = sent(TOKEN)
    other = rf.post("/keep/", {"form_token": str(TOKEN), "body": "<b>雨の日</b>の話", "version": "2"})
    other.actor, other.user, other.resolver_match = earlier.actor, earlier.user, None
    Submission.objects.filter(token=TOKEN).update(digest="0" * 64)
    response = once_only(other)
    page_drawn = response.content.decode()
    assert response.status_code == 409
    assert 'href="/first/"' in page_drawn
    assert "&lt;b&gt;雨の日&lt;/b&gt;の話" in page_drawn
    assert "<b>雨" not in page_drawn
    assert 'name="body" hidden' in page_drawn
    fresh = re.findall(r'name="form_token" value="([^"]+)"', page_drawn)
    assert len(fresh) == 1
    assert fresh[0] != str(TOKEN)


def test_a_refusal_gives_back_what_was_typed(rf, sent):
    other = rf.post("/keep/", {"form_token": str(uuid4()), "body": "雨の日の話", "state": "OPEN"})
    earlier = sent(TOKEN)
    other.actor, other.user, other.resolver_match = earlier.actor, earlier.user, None
    response = refusing(other)
    page_drawn = response.content.decode()
    assert (response.status_code, "雨の日の話" in page_drawn, "OPEN" in page_drawn) == (403, True, False)
    assert "もう済んでいます。" in page_drawn


def test_a_closed_ledger_keeps_no_draft_of_nobody(rf):
    request = rf.post("/", {"draft_form": "people.person"})
    request.user = AnonymousUser()
    response = LedgerMustWrite(lambda _request: HttpResponse()).process_exception(request, LedgerClosed())
    assert (response.status_code, response["Retry-After"], Draft.objects.count()) == (503, "60", 0)
    assert "お預かりしています" not in response.content.decode()


def tells_its_plans(request):
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        return HttpResponse(cursor.fetchone()[0])


def test_only_a_look_at_one_thing_is_answered_with_whatever_plan_is_kept(rf):
    asked = []
    for view, method in (
        (page(needs=None)(tells_its_plans), rf.get),
        (page(needs=None, of_one=True)(tells_its_plans), rf.post),
        (page(needs=None, of_one=True)(tells_its_plans), rf.get),
    ):
        request = method("/")
        request.actor, request.resolver_match = agencies.actor(), None
        asked.append(view(request).content.decode())
    assert asked == ["auto", "auto", "force_generic_plan"]
