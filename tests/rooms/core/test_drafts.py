"""Nothing typed is ever lost, nothing is done twice, and nobody sees another's half-written form."""

import json
import re
from datetime import timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from norishiro.core import drafts
from norishiro.core.drafts import DraftRefused, owned_by
from norishiro.core.late_posts import COOKIE
from norishiro.core.models import Draft, Submission
from norishiro.core.submissions import (
    SentOtherwise,
    address_of,
    forget_older_than,
    once,
    sent_otherwise,
    what_was_sent,
)
from norishiro.core.verdict import Refused, no
from tests.factories import agencies
from tests.rooms.core.urls import Saved

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.rooms.core.urls")]

NOW = timezone.now()
ME, OTHER = UUID(int=1), UUID(int=2)
KEY = "outreach.record_contact"
SUBJECT = str(UUID(int=9))
LATE = "norishiro.core.late_posts.LatePosts"


@pytest.fixture(autouse=True)
def ground(settings):
    """The late-post keeper stands right after the idle time-out, whatever else is installed."""
    chain = [name for name in configured.MIDDLEWARE if name != LATE]
    chain.insert(chain.index("norishiro.core.middleware.session_lifetime") + 1, LATE)
    settings.MIDDLEWARE = chain
    settings.CSRF_FAILURE_VIEW = "norishiro.core.views.csrf_failure"
    settings.LOGIN_URL = "/login/"
    Saved.calls.clear()


@pytest.fixture
def writer():
    return agencies.staff("架空 花子")


@pytest.fixture
def mine(client, writer):
    client.force_login(writer)
    return client


def post(**fields):
    data = QueryDict(mutable=True)
    data.update(fields)
    return data


def keep(staff_id=ME, form_key=KEY, subject_key="", now=NOW, **fields):
    return drafts.keep(
        staff_id=staff_id, form_key=form_key, subject_key=subject_key, posted=post(**fields), now=now
    )


def found(staff_id=ME, form_key=KEY, subject_key=""):
    draft = drafts.find(staff_id=staff_id, form_key=form_key, subject_key=subject_key)
    return draft and drafts.typed_in(draft).dict()


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


# --- keeping ------------------------------------------------------------------------------------------


def test_what_was_typed_is_kept_without_tokens():
    keep(name="見本", csrfmiddlewaretoken="t", form_token="u", draft_form=KEY, draft_subject="")
    assert found() == {"name": "見本"}


def test_several_values_of_one_name_are_kept():
    data = QueryDict("who=SELF&who=FAMILY")
    draft = drafts.keep(staff_id=ME, form_key=KEY, subject_key="", posted=data, now=NOW)
    assert drafts.typed_in(draft).getlist("who") == ["SELF", "FAMILY"]


def test_the_last_words_stand():
    keep(name="み")
    keep(name="見本", version="4", now=NOW + timedelta(seconds=3))
    assert found() == {"name": "見本", "version": "4"}
    with drafts.owned_by(ME):
        kept = drafts.of_announced(staff_id=ME, limit=9)
    assert [(draft.saved_at, draft.version) for draft in kept] == [(NOW + timedelta(seconds=3), 4)]


def test_each_person_form_and_subject_has_its_own():
    keep(name="わたし")
    keep(staff_id=OTHER, name="ほかの人")
    keep(subject_key=SUBJECT, name="この世帯")
    assert (found(), found(OTHER), found(subject_key=SUBJECT)) == (
        {"name": "わたし"},
        {"name": "ほかの人"},
        {"name": "この世帯"},
    )


def test_throwing_away_reaches_only_the_one():
    keep(name="わたし")
    keep(staff_id=OTHER, name="ほかの人")
    drafts.discard(staff_id=ME, form_key=KEY)
    assert (found(), found(OTHER)) == (None, {"name": "ほかの人"})


@pytest.mark.parametrize(
    "odd",
    [
        {"form_key": "../x"},
        {"form_key": "outreach"},
        {"subject_key": "山田太郎"},
        {"story": "あ" * 600_001},
        {"story": "\x00"},
    ],
)
def test_what_cannot_be_a_draft_is_refused(odd):
    with pytest.raises(DraftRefused):
        keep(**odd)
    assert Draft.objects.count() == 0


# --- the addresses ------------------------------------------------------------------------------------


def test_typing_is_saved_and_offered_again(mine, writer):
    answer = mine.post(
        f"/drafts/{KEY}/", {"draft_form": KEY, "draft_subject": "", "name": "", "story": "途中まで"}
    )
    assert (answer.status_code, answer.content.decode()[:11]) == (200, "書きかけを保存しました")
    page = mine.get("/write/").content.decode()
    assert ("書きかけがあります" in page, "途中まで" in page) == (True, False)
    restored = mine.get("/write/?draft=load").content.decode()
    assert ("途中まで" in restored, "n-summary" in restored) == (True, False)


def test_a_visitor_saves_nothing_and_is_told_to_log_in(client):
    assert client.post(f"/drafts/{KEY}/", {"name": "見本"}).status_code == 401
    assert client.get("/session/token/").status_code == 401
    assert Draft.objects.count() == 0


def test_odd_drafts_are_refused_in_words(mine):
    answer = mine.post("/drafts/outreach/", {"name": "見本"})
    assert (answer.status_code, answer.content.decode()) == (422, "様式の名前が正しくありません。")


def test_another_person_is_not_offered_my_draft(mine, writer):
    keep(staff_id=agencies.staff("別の 職員").pk, story="秘密")
    keep(staff_id=writer.pk, subject_key=SUBJECT, story="別の世帯")
    page = mine.get("/write/?draft=load").content.decode()
    assert ("書きかけがあります" in page, "秘密" in page, "別の世帯" in page) == (False, False, False)


def test_discarding_leads_back_and_never_outside(mine, writer):
    keep(staff_id=writer.pk, story="途中まで")
    answer = mine.post(f"/drafts/{KEY}/discard/", {"draft_subject": "", "next": "https://evil.example/"})
    assert (answer.url, found(writer.pk)) == ("/", None)
    assert mine.post(f"/drafts/{KEY}/discard/", {"next": "/write/"}).url == "/write/"


def test_a_done_form_leaves_no_draft(mine, writer):
    keep(staff_id=writer.pk, story="途中まで")
    answer = mine.post("/write/", {"name": "見本 太郎", "draft_form": KEY})
    assert (answer.url, found(writer.pk)) == ("/done/1/", None)


# --- after the log-in ran out -------------------------------------------------------------------------


def test_a_late_form_waits_for_its_writer_only(mine, writer):
    mine.get("/write/")
    del mine.cookies[configured.SESSION_COOKIE_NAME]
    answer = mine.post(
        "/write/", {"draft_form": KEY, "draft_subject": "", "name": "見本", "story": "書いたところ"}
    )
    assert (answer.status_code, answer.url) == (302, "/login/?next=%2Fwrite%2F%3Fdraft%3Dload")
    page = mine.get(answer.url).content.decode()
    assert ("お預かりしています" in page, "書いたところ" in page) == (True, False)
    mine.force_login(writer)
    assert "書いたところ" in mine.get("/write/?draft=load").content.decode()
    mine.force_login(agencies.staff("別の 職員"))
    assert "書いたところ" not in mine.get("/write/?draft=load").content.decode()


def test_a_late_form_by_script_is_kept_and_answered_401(mine, writer):
    mine.get("/write/")
    del mine.cookies[configured.SESSION_COOKIE_NAME]
    fields = {"draft_form": KEY, "story": "書いたところ"}
    assert mine.post("/write/", fields, headers={"HX-Request": "true"}).status_code == 401
    assert mine.post(f"/drafts/{KEY}/", fields, headers={"X-Requested-With": "fetch"}).status_code == 401
    assert found(writer.pk) == {"story": "書いたところ"}


@pytest.mark.parametrize("cookie", [None, "", "x", str(ME), f"{ME}:1uXyz:forged"])
def test_without_our_own_cookie_nothing_is_kept(client, cookie):
    if cookie is not None:
        client.cookies[COOKIE] = cookie
    answer = client.post("/write/", {"draft_form": KEY, "story": "だれかの言葉"})
    assert (answer.status_code, answer.url, Draft.objects.count()) == (302, "/login/?next=/write/", 0)


def test_the_cookie_tells_no_name_and_no_script_reads_it(mine, writer):
    cookie = mine.get("/write/").cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie.value.split(":")[0] == str(writer.pk)


def test_a_page_too_old_for_its_token_keeps_the_text(writer):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer)
    fields = {
        "draft_form": KEY,
        "draft_subject": "",
        "story": "書いたところ",
        "csrfmiddlewaretoken": "x" * 64,
    }
    answer = strict.post("/write/", fields, headers={"Origin": "http://testserver"})
    assert (answer.status_code, "続きから書く" in answer.content.decode()) == (403, True)
    assert found(writer.pk) == {"story": "書いたところ"}


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}])
def test_a_form_from_elsewhere_leaves_nothing(writer, origin):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer)
    answer = strict.post("/write/", {"draft_form": KEY, "story": "仕込まれた言葉"}, headers=origin)
    assert (answer.status_code, Draft.objects.count()) == (403, 0)


# --- once ---------------------------------------------------------------------------------------------


def test_the_second_submission_is_answered_like_the_first(mine):
    fields = {"name": "見本 太郎", "form_token": str(uuid4())}
    assert [mine.post("/write/", fields).url for _ in range(3)] == ["/done/1/"] * 3
    assert len(Saved.calls) == 1


def test_two_pages_are_two_submissions(mine):
    tokens = [hidden(mine.get("/write/"), "form_token") for _ in range(2)]
    assert [mine.post("/write/", {"name": "見本 太郎", "form_token": token}).url for token in tokens] == [
        "/done/1/",
        "/done/2/",
    ]


def test_a_token_means_nothing_to_somebody_else():
    token = uuid4()
    assert once(token=token, staff_id=ME, now=NOW, do=lambda: "/mine/") == "/mine/"
    assert once(token=token, staff_id=OTHER, now=NOW, do=lambda: "/other/") == "/other/"


def test_after_a_refusal_the_same_form_may_be_sent_again():
    token = uuid4()

    def refuse() -> str:
        no("later", "まだできません。").or_refuse()
        return "/never/"

    with pytest.raises(Refused):
        once(token=token, staff_id=ME, now=NOW, do=refuse)
    assert once(token=token, staff_id=ME, now=NOW, do=lambda: "/done/") == "/done/"


def test_other_words_under_a_used_token_are_told_and_not_done(settings):
    token, settings.SECRET_KEY = uuid4(), "before"

    def send(words: str) -> str:
        return once(token=token, staff_id=ME, now=NOW, do=lambda: f"/{words}/", sent=words)

    assert (send("one"), send("one")) == ("/one/", "/one/")
    with pytest.raises(SentOtherwise) as told:
        send("other")
    assert told.value.address == "/one/"
    where = [address_of(token=token, staff_id=ME, sent=one) for one in ("one", "other", "")]
    assert where == ["/one/", "", "/one/"]
    assert [sent_otherwise(token=token, staff_id=ME, sent=one) for one in ("one", "other")] == ["", "/one/"]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "after", ["before"]
    assert send("one") == "/one/"  # the key was changed between two clicks
    with owned_by(ME):
        kept = Submission.objects.get(token=token)
    assert "one" not in kept.digest
    assert len(kept.digest) == 64


def test_what_was_sent_is_told_apart_by_words_and_files_alone(rf):
    def sent(*, file: bytes = b"x", **fields: str) -> str:
        return what_was_sent(rf.post("/", {**fields, "scan": SimpleUploadedFile("a.pdf", file)}))

    same = sent(body="雨", form_token="1", csrfmiddlewaretoken="a", version="3")
    assert same == sent(body="雨", form_token="2", csrfmiddlewaretoken="b", version="4")
    assert len({same, sent(body="雪"), sent(body="雨", more=""), sent(body="雨", file=b"y")}) == 4


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_do_it_once():
    token, done, answers = uuid4(), [], []

    def click() -> None:
        answers.append(once(token=token, staff_id=ME, now=NOW, do=act))
        connection.close()

    def act() -> str:
        done.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
        return "/done/"

    clicks = [Thread(target=click) for _ in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()
    assert (answers, len(done)) == (["/done/", "/done/"], 1)


def test_old_drafts_and_tokens_are_swept():
    keep(name="古い", now=NOW - timedelta(days=31))
    keep(subject_key=SUBJECT, name="新しい")
    once(token=uuid4(), staff_id=ME, now=NOW - timedelta(days=31), do=lambda: "/old/")
    assert drafts.discard_older_than(before=NOW - timedelta(days=30)) == 1
    assert forget_older_than(before=NOW - timedelta(days=30)) == 1
    assert (json.loads(Draft.objects.get().payload), Submission.objects.count()) == ({"name": ["新しい"]}, 0)


# --- two people at once -------------------------------------------------------------------------------


def test_the_slower_person_meets_the_merge_page_and_loses_nothing(mine):
    page = mine.get("/edit/")
    sent = {
        "name": "見本 太郎",
        "story": "疲れている",
        "version": hidden(page, "version"),
        "seen": hidden(page, "seen"),
    }
    Saved.version, Saved.values = 4, {"name": "見本　次郎", "story": "元気そう"}
    try:
        merge = mine.post("/edit/", sent)
        text = merge.content.decode()
        assert (merge.status_code, hidden(merge, "version"), Saved.calls) == (409, "4", [])
        assert ("疲れている" in text, "見本　次郎" in text) == (True, True)
        assert re.findall(r'id="(merge-\w+-\w+)"[^>]* checked', text) == [
            "merge-name-theirs",
            "merge-story-mine",
        ]
        chosen = {**sent, "version": "4", "merge-name": "theirs", "merge-story": "mine"}
        assert mine.post("/edit/", chosen).url == "/done/1/"
        assert Saved.calls == [{"name": "見本　次郎", "story": "疲れている"}]
    finally:
        Saved.version, Saved.values = 3, {"name": "見本　太郎", "story": "元気そう"}
