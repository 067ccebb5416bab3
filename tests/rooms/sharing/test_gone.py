"""What is told where nothing opens: to whom saw it before, when their sight ended; to everybody else, nothing."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.sharing import operations, queries, viewing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from norishiro.sharing.models import Exclusion
from tests.factories import agencies, people
from tests.rooms.consultations.town import client_of, token
from tests.rooms.sharing.test_consents import consent

pytestmark = pytest.mark.django_db

REASON = "本人の同意にもとづいて見られる期間が、"


def shared():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    return mine, named, someone, consent(mine, someone, to=[named.agency_id])


def main_of(response) -> str:
    """What the page says: its frame carries tokens and the name of whoever looks."""
    found = re.search(r"<main.*</main>", response.content.decode(), flags=re.S)
    assert found
    return re.sub(r'value="[^"]*"', "", found.group())


def page_of(actor, person) -> tuple[int, str]:
    found = client_of(actor).get(reverse("people:show", args=[person.id]))
    return found.status_code, main_of(found)


def test_who_saw_it_is_told_that_the_consent_is_over():
    mine, named, someone, given = shared()
    assert page_of(named, someone)[0] == 200
    operations.withdraw_consent(mine, consent=given, words="息子に知られたくない")
    status, page = page_of(named, someone)
    assert (status, REASON in page) == (404, True)
    assert someone.name not in page and "息子" not in page and mine.agency_name not in page


def test_who_never_saw_it_gets_the_page_of_what_does_not_exist():
    mine, _named, someone, given = shared()
    operations.withdraw_consent(mine, consent=given, words="")
    stranger = client_of(agencies.actor("架空 三"))
    hidden = stranger.get(reverse("people:show", args=[someone.id]))
    absent = stranger.get(reverse("people:show", args=[uuid.uuid4()]))
    assert (hidden.status_code, main_of(hidden)) == (absent.status_code, main_of(absent))


def test_who_is_shut_out_by_name_is_told_nothing():
    mine, named, someone, given = shared()
    operations.exclude_staff(
        mine,
        subjects=[operations.person(someone.id)],
        shut_out=Staff.objects.get(id=named.staff_id),
        reason="隣人",
    )
    operations.withdraw_consent(mine, consent=given, words="")
    assert REASON not in page_of(named, someone)[1]
    announce(mine)
    Exclusion.objects.update(until_at=timezone.now())
    assert REASON in page_of(named, someone)[1]


def test_who_still_sees_it_otherwise_is_told_of_no_end():
    mine, named, someone, given = shared()
    announce(mine)
    operations.grant(
        mine, subjects=[operations.person(someone.id)], recipients=[operations.agency(named.agency_id)],
        ground=Ground.OWN, depth=Depth.PROGRESS, source=SourceKind.OWN_WORK, source_id=someone.id,
    )  # fmt: skip
    operations.withdraw_consent(mine, consent=given, words="")
    announce(named)
    now = timezone.now() + timedelta(seconds=1)
    assert queries.closing_of(named, subject_id=someone.id, now=now) is None
    assert page_of(named, someone)[0] == 200


@pytest.mark.parametrize("source", SourceKind.values)
def test_every_kind_of_end_has_its_words(source):
    mine, _named, someone, _given = shared()
    announce(mine)
    ended = queries.live_grants(mine).filter(subject_id=someone.id).first()
    assert ended is not None
    ended.source_kind, ended.until_at = source, timezone.now()
    assert "に終わりました。" in viewing.closing_in_words(ended)


def test_what_was_typed_is_kept_for_its_writer_alone():
    mine, named, someone, given = shared()
    operations.withdraw_consent(mine, consent=given, words="")
    writer = client_of(named)
    posted = {
        **token(), "draft_form": "outreach.record_contact", "draft_subject": str(someone.id), "body": "門で会えた。",
        "method": "VISIT",
    }  # fmt: skip
    sent = writer.post(reverse("outreach:record_person_contact", args=[someone.id]), posted)
    assert (sent.status_code, "書いた文章は残っています" in sent.content.decode()) == (404, True)
    kept = reverse("sharing:kept_words")
    assert [words for _at, words in writer.get(kept).context["kept"]] == [["門で会えた。"]]
    assert client_of(mine).get(kept).context["kept"] == []


def test_what_was_typed_to_something_that_never_was_is_kept_in_the_same_words():
    """So that the answer does not tell the one from the other."""
    mine, _named, someone, _given = shared()
    stranger = client_of(agencies.actor("架空 三"))

    def sent(person_id: uuid.UUID) -> str:
        posted = {
            **token(),
            "draft_form": "outreach.record_contact",
            "draft_subject": str(person_id),
            "body": "門で",
        }
        there = reverse("outreach:record_person_contact", args=[person_id])
        return main_of(stranger.post(there, posted))

    assert sent(someone.id) == sent(uuid.uuid4())
