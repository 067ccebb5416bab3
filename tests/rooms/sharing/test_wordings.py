"""説明する規程の版: kept with a day, explained from that day on, and what was explained before stays readable."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.core.calendar import wareki
from norishiro.core.verdict import Refused
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import access, lookups, operations
from norishiro.sharing.choices import ALL_CATEGORIES, ConsentGiver, ConsentMethod
from norishiro.sharing.models import Wording
from tests.factories import agencies, people
from tests.rooms.consultations.town import client_of, token

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)
FIRST = date(2026, 4, 1)
SCREEN = reverse("sharing:keep_wording")


@pytest.fixture(autouse=True)
def _profile():
    adopt_profile((PRESETS / "toshima.toml").read_text(), name="試しの市", valid_from=FIRST)


@pytest.fixture
def secretary():
    return agencies.actor("架空 事務局", kinds=(RoleKind.SECRETARIAT,))


def keep(actor, *, version="2", from_on=TODAY, decided_on=TODAY, text="新しい説明"):
    return operations.keep_wording(
        actor, version=version, text=text, decided_on=decided_on, from_on=from_on, today=TODAY
    )


CHANGED = """format = 1
consent = {version = "9", text = "改めた説明", categories = [{code = "ATTRIBUTES", label = "氏名・住所"}], evidence = "資料3"}
"""


def held() -> list[tuple[str, date, date | None]]:
    return [(one.version, one.from_on, one.until_on) for one in lookups.wordings()]


def reasons(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refusal.value.verdict.reasons]


def test_a_new_version_ends_the_one_before_and_a_profile_with_the_old_words_does_not_bring_them_back(
    secretary,
):
    keep(secretary)
    keep(secretary, version="3", from_on=TOMORROW)
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(), name="試しの市", valid_from=TODAY + timedelta(days=9)
    )

    assert held() == [("1", FIRST, TODAY), ("2", TODAY, TOMORROW), ("3", TOMORROW, None)]
    assert lookups.wording_on(TODAY).text == "新しい説明"


def test_the_one_kept_by_hand_holds_where_two_begin_on_one_day_and_new_words_of_a_profile_come_after(
    secretary,
):
    keep(secretary, from_on=TOMORROW)
    words = (PRESETS / "toshima.toml").read_text()
    changed = words.replace("format = 1\n", CHANGED, 1)
    assert changed != words
    adopt_profile(changed, name="試しの市", valid_from=TOMORROW)
    assert held() == [("1", FIRST, TOMORROW), ("2", TOMORROW, None)]


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"version": "1"}, ["edition"]),
        ({"version": " "}, ["edition"]),
        ({"text": " "}, ["text"]),
        ({"from_on": TODAY - timedelta(days=1)}, ["decided_on", "from_on"]),
        ({"from_on": FIRST, "decided_on": FIRST}, ["from_on", "from_on"]),
        ({"decided_on": TOMORROW}, ["decided_on"]),
    ],
)
def test_what_overlaps_or_begins_in_the_past_is_refused(secretary, wrong, codes):
    with pytest.raises(Refused) as refused:
        keep(secretary, **wrong)
    assert reasons(refused) == codes
    assert Wording.objects.count() == 0


def test_it_is_kept_on_the_screen_and_explained_from_its_day_on(secretary):
    client = client_of(secretary)
    sent = client.post(
        SCREEN,
        {"form_token": token(), "edition": "2", "decided_on": wareki(TODAY), "from_on": wareki(TODAY), "text": "新しい説明"},
    )  # fmt: skip
    page = client.get(reverse("sharing:wordings"))
    worker = agencies.actor()
    asked = client_of(worker).get(reverse("sharing:take_consent", args=[people.person(worker).id]))

    assert (sent.status_code, sent["Location"]) == (302, reverse("sharing:wordings"))
    assert [(one.version, state) for one, state in page.context["versions"]] == [("2", "now"), ("1", "past")]
    assert (asked.context["wording"].text, asked.context["form"]["wording_version"].value()) == (
        "新しい説明",
        "2",
    )


def test_the_form_says_what_is_wrong_and_the_rule_answers_with_the_page_of_reasons(secretary):
    client = client_of(secretary)
    given = {"edition": "2", "decided_on": wareki(TODAY), "from_on": "", "text": "新しい説明"}
    incomplete = client.post(SCREEN, {"form_token": token(), **given})
    overlapping = client.post(SCREEN, {"form_token": token(), **given, "from_on": wareki(FIRST)})

    assert (incomplete.status_code, list(incomplete.context["form"].errors)) == (422, ["from_on"])
    assert (overlapping.status_code, Wording.objects.count()) == (422, 0)
    assert overlapping.content.decode().count("いちばん新しい版より後の日から始めてください") >= 1


def test_whoever_takes_consents_reads_the_versions_and_keeps_none():
    client = client_of(agencies.actor())
    page = client.get(reverse("sharing:wordings"))
    assert (page.status_code, page.context["may_keep"]) == (200, False)
    assert SCREEN not in page.content.decode()
    assert client.get(SCREEN).status_code == 403


def test_a_consent_names_the_version_that_held_on_its_day(secretary):
    keep(secretary)
    worker = agencies.actor()
    someone = people.person(worker)
    given = {
        "person": someone, "case_id": None, "recipient_ids": [], "categories": ALL_CATEGORIES, "until_on": None,
        "method": ConsentMethod.WRITTEN, "witness": "", "giver": ConsentGiver.SELF, "giver_name": "", "purpose": "調整",
        "today": TODAY,
    }  # fmt: skip
    with pytest.raises(Refused):
        operations.take_consent(worker, asked_on=TODAY, wording_version="1", **given)
    yesterday = operations.take_consent(
        worker, asked_on=TODAY - timedelta(days=1), wording_version="1", **given
    )

    assert yesterday.wording_version == "1"
    assert access.is_known_wording("2", on=TODAY)
    assert not access.is_known_wording("2", on=TODAY - timedelta(days=1))


@pytest.mark.parametrize("versions", [1, 3])
def test_the_list_asks_the_same_however_many_there_are(secretary, versions):
    for number in range(versions):
        keep(secretary, version=f"改正{number}", from_on=TODAY + timedelta(days=number))
    client = client_of(secretary)
    client.get(reverse("sharing:wordings"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("sharing:wordings"))
    assert len(asked) == QUERIES


QUERIES = 13
