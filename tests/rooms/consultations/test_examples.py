"""事例集: written by people, free of names that are known, read by a second person; a kind is chosen, nothing computed."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.consultations import kinds, operations, rules
from norishiro.consultations.choices import ExampleState, RequestStatus
from norishiro.consultations.models import Example, ExampleHanding, SupportRequest
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from tests.factories import agencies
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of, received, token

pytestmark = pytest.mark.django_db

WORDS = {
    "kind": "TANGLED", "title": "親の介護と子の暮らし", "story": "80代の母と50代の長男。窓口が三つに分かれていた。",
    "done": "介護の窓口がまとめ役になった。",
}  # fmt: skip


def second(town):
    return agencies.actor("架空 読手", agency=Agency.objects.get(id=town.operator.agency_id))


def written(actor, **changed) -> Example:
    return operations.write_example(actor, today=TODAY, **{**WORDS, **changed})


def test_a_story_is_written_read_by_a_second_person_and_stands_under_its_kind():
    town = towns.town()
    answer = client_of(town.window).post(reverse("consultations:write_example"), {**token(), **WORDS})
    [one] = Example.objects.all()
    assert answer.url == reverse("consultations:show_example", args=[one.id])
    assert (
        client_of(town.window).get(answer.url).status_code,
        client_of(town.care).get(answer.url).status_code,
    ) == (200, 404)
    client = client_of(town.operator)
    listing = client.get(reverse("consultations:examples")).context
    assert ([row.id for row in listing["waiting"]], listing["examples"]) == ([one.id], [])
    assert client.post(reverse("consultations:approve_example", args=[one.id]), token()).status_code == 302
    shown = {
        kind: [row.title for row in client_of(town.care).get(reverse("consultations:examples"), {"kind": kind}).context["examples"]]
        for kind in ("TANGLED", "ISOLATED")
    }  # fmt: skip
    assert shown == {"TANGLED": ["親の介護と子の暮らし"], "ISOLATED": []}


def test_nobody_approves_what_they_wrote_themselves():
    town = towns.town()
    one = written(town.operator)
    with pytest.raises(Refused) as refused:
        operations.approve_example(town.operator, example=one, today=TODAY)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["own"]
    assert operations.approve_example(second(town), example=one, today=TODAY).state == ExampleState.APPROVED


@pytest.mark.parametrize(
    "words",
    [
        "架空太郎さんは80代。",
        "架空さんの家では、母が倒れた。",
        "かくう　たろう と読む人。",
        "架空　太郎の世帯。",
    ],
)
def test_a_name_the_writer_knows_stops_the_story(words):
    town = towns.town()
    received(town.window)
    posted = client_of(town.window).post(
        reverse("consultations:write_example"), {**token(), **WORDS, "story": words}
    )
    assert (posted.status_code, Example.objects.count()) == (422, 0)


def test_a_name_only_the_second_reader_knows_stops_it_too():
    town = towns.town()
    received(town.operator, newcomer={"name": "見本　一郎", "kana": "みほん いちろう"})
    one = written(town.window, story="見本さんの家では、母が倒れた。")
    with pytest.raises(Refused) as refused:
        operations.approve_example(town.operator, example=one, today=TODAY)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["names"]


def test_what_is_taken_down_is_read_no_more_by_the_others():
    town = towns.town()
    one = operations.approve_example(second(town), example=written(town.operator), today=TODAY)
    client = client_of(town.operator)
    url = reverse("consultations:take_down_example", args=[one.id])
    assert client.post(url, {**token(), "reason": ""}).status_code == 422
    assert client.post(url, {**token(), "reason": "めずらしいできごとで、分かってしまう"}).status_code == 302
    assert client_of(town.care).get(reverse("consultations:show_example", args=[one.id])).status_code == 404
    assert client.get(reverse("consultations:show_example", args=[uuid.uuid4()])).status_code == 404
    desk = agencies.actor("架空 連絡", kinds=(RoleKind.LIAISON,))
    assert client_of(desk).get(reverse("consultations:examples")).status_code == 403


def test_while_deciding_a_kind_is_chosen_its_examples_open_and_nothing_is_decided():
    town = towns.town()
    request = towns.applied(town)
    operations.approve_example(second(town), example=written(town.operator), today=TODAY)
    client = client_of(town.operator)
    url, home = (
        reverse(f"consultations:{name}", args=[request.id]) for name in ("choose_kind", "show_request")
    )
    before = client.get(home).context
    assert ([one.label for one in before["kinds"]], before["examples"]) == (
        ["複雑化した世帯", "長く孤立した人", "アウトリーチで届く人"], [],
    )  # fmt: skip
    offered = re.findall(r"name=\"kind\" value=\"(\w+)\"", client.get(home).content.decode())
    assert offered == ["TANGLED", "ISOLATED", "REACHED"]
    assert client.post(url, {**token(), "kind": "TANGLED"}).url == home
    assert [one.title for one in client.get(home).context["examples"]] == ["親の介護と子の暮らし"]
    announce(town.operator)
    now = SupportRequest.objects.get(pk=request.pk)
    assert (now.kind, now.status) == ("TANGLED", RequestStatus.APPLIED)
    assert client.post(url, {**token(), "kind": "NONSENSE"}).status_code == 403
    assert client_of(town.care).post(url, {**token(), "kind": "TANGLED"}).status_code in (403, 404)


def test_the_rules_say_every_reason():
    nothing = rules.may_write_example(kind_known=False, title="", story=" ", done="", names_found=["架空"])
    assert [one.code for one in nothing.reasons] == ["kind", "title", "story", "done", "names"]
    refused = rules.may_approve_example(own=True, waiting=False, names_found=["架空"])
    assert [one.code for one in refused.reasons] == ["own", "waiting", "names"]
    assert [one.code for one in rules.may_take_down_example(shown=False, reason=" ").reasons] == [
        "shown",
        "reason",
    ]
    assert [one.code for one in rules.may_choose_kind(mine=False, waiting=False, kind_known=False).reasons] == [
        "mine", "waiting", "kind",
    ]  # fmt: skip
    assert rules.may_choose_kind(mine=True, waiting=True, kind_known=True).allowed


def test_the_kinds_are_dated_and_have_a_source():
    assert ([one.code for one in kinds.KINDS], bool(kinds.SOURCE)) == (
        ["TANGLED", "ISOLATED", "REACHED"],
        True,
    )


def test_the_list_asks_the_same_at_one_and_at_three(django_assert_num_queries):
    town = towns.town()
    reader = second(town)
    operations.approve_example(reader, example=written(town.operator), today=TODAY)
    client = client_of(town.operator)
    client.get(reverse("consultations:examples"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("consultations:examples"))
    for title in ("二つめ", "三つめ"):
        operations.approve_example(reader, example=written(town.operator, title=title), today=TODAY)
    with django_assert_num_queries(QUERIES):
        client.get(reverse("consultations:examples"))


QUERIES = 12


# --- the digest goes out ------------------------------------------------------------------------------


def test_it_is_written_down_to_whom_a_digest_was_handed():
    town = towns.town()
    one = operations.approve_example(second(town), example=written(town.operator), today=TODAY)
    client = client_of(town.operator)
    url = reverse("consultations:hand_example", args=[one.id])
    assert client.get(url).status_code == 200
    empty = client.post(url, {**token(), "to_whom": "", "purpose": "", "given_on": calendar.wareki(TODAY)})
    assert empty.status_code == 422
    posted = client.post(
        url, {**token(), "to_whom": "10月の部会の構成員", "purpose": "進め方の参考に", "given_on": calendar.wareki(TODAY)}
    )  # fmt: skip
    assert posted.url == reverse("consultations:show_example", args=[one.id])
    [row] = ExampleHanding.objects.all()
    assert (row.to_whom, row.given_on, row.staff_id) == ("10月の部会の構成員", TODAY, town.operator.staff_id)
    assert "10月の部会の構成員" in client.get(posted.url).content.decode()


def test_only_an_approved_story_is_handed_on_and_not_before_it_was():
    town = towns.town()
    one = written(town.operator)
    with pytest.raises(Refused) as refused:
        operations.hand_example(
            town.operator, example=one, to_whom="研修", purpose="参考", given_on=TODAY, today=TODAY
        )
    assert [reason.code for reason in refused.value.verdict.reasons] == ["given_on"]
    approved = operations.approve_example(second(town), example=one, today=TODAY)
    with pytest.raises(Refused):
        operations.hand_example(
            town.operator, example=approved, to_whom="研修", purpose="参考", given_on=TODAY - timedelta(days=1),
            today=TODAY,
        )  # fmt: skip
    url = reverse("consultations:hand_example", args=[uuid.uuid4()])
    assert client_of(town.operator).get(url).status_code == 404


def test_words_by_which_somebody_might_be_known_are_pointed_out_and_stop_nothing():
    found = [one.found for one in rules.words_to_blur(
        "83歳の母。令和8年4月3日に見本第二小学校から電話。近くの病院と、架空町2丁目の中央クリニック。80代の父。"
    )]  # fmt: skip
    assert found == ["83歳", "令和8年4月3日", "架空町2丁目", "見本第二小学校", "中央クリニック"]
    town = towns.town()
    one = written(town.operator, story="83歳の母と暮らす子。")
    page = client_of(second(town)).get(reverse("consultations:show_example", args=[one.id])).content.decode()
    assert "「83歳」" in page and "80代" in page
