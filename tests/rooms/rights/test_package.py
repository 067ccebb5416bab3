"""The package: everything about the person, each piece with what is proposed."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from norishiro.consultations import operations as consultations
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.rights import lookups, operations, queries
from norishiro.rights.material import Asked, Row, brought_together
from norishiro.rights.models import Request
from norishiro.sharing.choices import Depth, Ground, SourceKind
from norishiro.sharing.operations import agency, person
from norishiro.sharing.operations import grant as give
from tests.rooms.rights.town import TODAY, RightsTown

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> RightsTown:
    return RightsTown()


def shown(town: RightsTown, request: Request) -> dict[str, str]:
    return {part.text: part.withheld for part in town.parts(request) if part.item.found == "OWN"}


def test_each_line_is_proposed_by_whose_words_it_is(town: RightsTown):
    town.contact(
        "「外に出たい」\n郵便受けがあふれている\n母：夜も起きている\n架空病院：退院は来週\n見立て：疲れている\n方針：週に一度訪ねる"
    )
    found = shown(town, town.gathered())
    assert {text: found[text] for text in (
        "「外に出たい」", "郵便受けがあふれている", "夜も起きている", "退院は来週", "疲れている", "週に一度訪ねる",
    )} == {
        "「外に出たい」": "", "郵便受けがあふれている": "", "夜も起きている": "2", "退院は来週": "7", "疲れている": "7",
        "週に一度訪ねる": "6",
    }  # fmt: skip


def test_records_of_every_agency_come_together(town: RightsTown):
    town.contact("社協の話", by=town.council)
    announce(town.council)
    give(
        town.council, subjects=[person(town.person.id)], recipients=[agency(town.hospital.agency_id)], ground=Ground.CONSENT,
        depth=Depth.PROGRESS, source=SourceKind.CONSENT, source_id=town.person.id,
    )  # fmt: skip
    town.contact("病院の話", by=town.hospital)
    assert {"社協の話", "病院の話"} <= set(shown(town, town.gathered()))


def test_that_an_agency_answered_is_withheld_like_its_answer(town: RightsTown):
    town.contact("退院は来週", method="AGENCY_CALL", asked_agency_id=town.hospital.agency_id)
    found = town.parts(town.gathered())
    assert {(one.label, one.withheld) for one in found if one.text == "架空病院"} == {
        ("照会した機関", "7"), ("話した人・機関", "7"),
    }  # fmt: skip


def test_a_name_of_somebody_else_in_a_line_is_seen(town: RightsTown):
    town.contact("花江さんと買い物に行った")
    assert shown(town, town.gathered())["花江さんと買い物に行った"] == "2"


def test_what_is_written_of_another_names_the_person_and_stays_unnamed(town: RightsTown):
    town.contact("太郎さんに叩かれたと話す", person=town.mother)
    request = town.gathered()
    mention = [part for part in town.parts(request) if part.text == "太郎さんに叩かれたと話す"]
    assert [(one.item.found, one.item.unnamed, one.withheld) for one in mention] == [("MENTION", True, "2")]
    assert [
        item.id for item in queries.whole_package(town.clerk, request=request) if item.found != "OWN"
    ] == []


def test_the_same_line_is_another_answer_to_another_requester(town: RightsTown):
    town.contact("「家に帰りたくない」")
    for_self = shown(town, town.gathered())["「家に帰りたくない」"]
    for_parent = shown(town, town.gathered(asker="LEGAL", asker_name="架空　花江", danger=True))
    assert (for_self, for_parent["「家に帰りたくない」"], for_parent["みなと町1-2-3"]) == ("", "1", "2")


def test_material_answers_only_the_office_of_an_open_identified_request(town: RightsTown):
    town.contact("社協の話")
    unidentified, linked = town.request(), town.linked()

    def count(actor, request) -> int:
        announce(actor)
        return len(lookups.material(request_id=request.id))

    assert count(town.clerk, linked) > 0
    assert [count(town.clerk, unidentified), count(town.council, linked), count(town.hospital, linked)] == [
        0,
        0,
        0,
    ]
    operations.withdraw_request(town.clerk, request=linked, reason="本人から")
    assert count(town.clerk, linked) == 0


def test_protected_pieces_are_never_opened(town: RightsTown):
    request = town.gathered(asker="LEGAL", asker_name="架空　花江", danger=True)
    place = next(part for part in town.parts(request) if part.text == "みなと町1-2-3")
    with pytest.raises(Refused) as refused:
        operations.change_part(town.clerk, part=place, withheld="", reason="見せたい")
    assert [one.code for one in refused.value.verdict.reasons] == ["withheld"]


def test_what_was_settled_by_hand_stays_when_gathered_again(town: RightsTown):
    town.contact("見立て：疲れている")
    request = town.gathered()
    view = next(part for part in town.parts(request) if part.text == "疲れている")
    operations.change_part(town.clerk, part=view, withheld="", reason="本人に伝えた内容")
    operations.gather_records(town.clerk, request=request)
    again = next(part for part in town.parts(request) if part.text == "疲れている")
    assert (again.proposed, again.withheld, again.reason) == ("7", "", "本人に伝えた内容")


def _pieces_of(source: str, **kept: object) -> list[tuple[str, str, str]]:
    row = Row(source, "OWN", {"id": str(uuid4()), "basis": "C0", **kept})
    [record] = brought_together([row], asked=Asked(uuid4(), "SELF", False))
    told = {"相談の内容", "内容", "話した人・機関"}
    return [(one.text, one.kind, one.proposal.withheld) for one in record.pieces if one.label in told]


@pytest.mark.parametrize(
    ("visitor", "kind", "withheld"),
    [("SELF", "SAID", ""), ("FAMILY", "THIRD", "2"), ("AGENCY", "AGENCY", "7"), ("UNKNOWN", "THIRD", "2")],
)
def test_what_was_told_at_the_window_is_whose_who_came_but_for_lines_that_say_otherwise(
    visitor: str, kind: str, withheld: str
):
    assert _pieces_of(
        "consultations_consultation",
        visitor=visitor,
        summary="家賃が払えない。\n\n母：夜に眠れていない\n見立て：疲れている",
    ) == [
        ("家賃が払えない。", kind, withheld),
        ("夜に眠れていない", "THIRD", "2"),
        ("母", "THIRD", "2"),
        ("疲れている", "VIEW", "7"),
    ]


@pytest.mark.parametrize(("line", "kind", "withheld"), [("FACT", "COURSE", "6"), ("VIEW", "VIEW", "7")])
def test_a_line_of_the_minutes_is_what_was_weighed_but_for_what_the_person_said(
    line: str, kind: str, withheld: str
):
    assert _pieces_of("meetings_minuteline", kind=line, text="手紙を書く人を決める\n「会いたくない」") == [
        ("手紙を書く人を決める", kind, withheld),
        ("「会いたくない」", "SAID", ""),
    ]


def test_each_of_two_lines_of_one_text_keeps_what_was_settled_by_hand(town: RightsTown):
    adopt_profile((PRESETS / "toshima.toml").read_text(), name="試しの市", valid_from=date(2026, 4, 1))
    consultations.receive_consultation(
        town.council, person=town.person, received_on=TODAY, channel="WINDOW", visitor="SELF",
        summary="見立て：疲れている\n見立て：急がない", today=TODAY,
    )  # fmt: skip
    request = town.gathered()
    for one in town.parts(request):
        if one.text in ("疲れている", "急がない"):
            operations.change_part(town.clerk, part=one, withheld="", reason=f"{one.text}は伝えた")
    operations.gather_records(town.clerk, request=request)

    assert {one.text: one.reason for one in town.parts(request) if one.kind == "VIEW"} == {
        "疲れている": "疲れているは伝えた", "急がない": "急がないは伝えた",
    }  # fmt: skip
