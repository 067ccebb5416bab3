"""A profile becomes tables: once, again without effect, and a newer one without losing what was."""

from __future__ import annotations

from datetime import date

import pytest

from norishiro.agencies.models import (
    Agency,
    Appointment,
    Area,
    Base,
    BaseOperator,
    OnCall,
    OpeningException,
    OpeningRule,
    Post,
    ProgrammeOperator,
    Role,
    Window,
    WindowTable,
)
from norishiro.agencies.operations import adopt_organisation
from norishiro.casework.operations.adopt import adopt
from norishiro.profiles.loader import PRESETS, ProfileError, load_preset, preset_names
from tests.factories import agencies

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
FIRST = date(2022, 4, 1)
LATER = date(2027, 4, 1)


def text_of(name: str) -> str:
    return (PRESETS / f"{name}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_becomes_tables_and_a_second_run_changes_nothing(name):
    profile = load_preset(name)
    changes = adopt_organisation(profile, valid_from=FIRST, first=True)
    assert changes.made["Agency"] == Agency.objects.count() == len(profile.agencies)
    assert (Area.objects.count(), Window.objects.count()) == (len(profile.areas), len(profile.windows))
    assert Base.objects.count() == len(profile.bases)
    assert adopt_organisation(profile, valid_from=FIRST, first=True).nothing


def test_adopting_the_same_text_again_keeps_the_version():
    once = adopt(text_of("sumida"), name="sumida", today=TODAY)
    again = adopt(text_of("sumida"), name="sumida", today=TODAY)
    assert (once.is_new, once.version.valid_from) == (True, date(2022, 4, 1))
    assert (again.is_new, again.version.id, again.changes.nothing) == (False, once.version.id, True)


def test_another_text_for_the_same_day_is_refused():
    adopt(text_of("sumida"), name="sumida", today=TODAY, valid_from=TODAY)
    with pytest.raises(ProfileError) as refused:
        adopt(text_of("komae"), name="komae", today=TODAY, valid_from=TODAY)
    assert refused.value.lines == [
        "komae: （採用する日）: 2026-11-20から効く設定はもうあります（書けるもの: まだ使っていない日）"
    ]


def test_a_newer_profile_closes_what_it_no_longer_names_and_deletes_nothing():
    profile = load_preset("tachikawa")
    adopt_organisation(profile, valid_from=FIRST, first=True)
    by_hand = agencies.agency("手で足した機関")
    before = {model: model.objects.count() for model in (Agency, Base, Post, Window)}
    newer = profile.model_copy(
        update={
            "agencies": tuple(one for one in profile.agencies if one.code != "JUMIN"),
            "bases": profile.bases[:1],
            "roles": tuple(one for one in profile.roles if one.code != "RESIDENT"),
        }
    )
    changes = adopt_organisation(newer, valid_from=LATER, first=False)
    assert Agency.objects.get(code="JUMIN").until_on == LATER
    assert Base.objects.get(code="BASE298").until_on == LATER
    assert Role.objects.get(code="RESIDENT").until_on == LATER
    assert list(Post.objects.filter(role__code="RESIDENT").values_list("until_on", flat=True)) == [LATER]
    assert {model: model.objects.count() for model in before} == before
    by_hand.refresh_from_db()
    assert by_hand.until_on is None
    assert changes.made == {"Role": 1}, "the kind keeps a role under its ordinary name"


def test_a_town_that_moves_opens_the_area_anew_and_the_tree_of_then_stays():
    profile = load_preset("tachikawa")
    adopt_organisation(profile, valid_from=FIRST, first=True)
    moved = tuple(
        area.model_copy(update={"towns": (*area.towns, "泉町")}) if area.code == "AREA4"
        else area.model_copy(update={"towns": ("砂川町", "柏町", "幸町")}) if area.code == "AREA5" else area
        for area in profile.areas
    )  # fmt: skip
    adopt_organisation(profile.model_copy(update={"areas": moved}), valid_from=LATER, first=False)
    found = {
        (area.code, area.until_on): sorted(area.towns.values_list("name", flat=True))
        for area in Area.objects.filter(code__in=("AREA4", "AREA5"))
    }
    assert found == {
        ("AREA4", LATER): ["栄町", "若葉町"],
        ("AREA4", None): ["栄町", "泉町", "若葉町"],
        ("AREA5", LATER): ["幸町", "柏町", "泉町", "砂川町"],
        ("AREA5", None): ["幸町", "柏町", "砂川町"],
    }


def test_a_post_that_should_be_held_by_more_is_closed_and_opened_anew():
    profile = load_preset("setagaya")
    adopt_organisation(profile, valid_from=FIRST, first=True)
    roles = tuple(
        role.model_copy(update={"staffing": (role.staffing[0].model_copy(update={"per_area": 2}),)})
        if role.code == "DISTRICT_WORKER" else role
        for role in profile.roles
    )  # fmt: skip
    adopt_organisation(profile.model_copy(update={"roles": roles}), valid_from=LATER, first=False)
    posts = Post.objects.filter(role__code="DISTRICT_WORKER", area__code="DIS01")
    assert sorted(posts.values_list("expected", "until_on"), key=str) == [(1, LATER), (2, None)]


def test_toshima_keeps_its_stars_per_table_and_its_nine_outreach_services_with_a_dash():
    adopt_organisation(load_preset("toshima"), valid_from=FIRST, first=True)
    stars = WindowTable.objects.filter(window__code="HIKIKOMORI").values_list("programme", "starred")
    assert sorted(stars) == [("CONSULTATION", False), ("PARTICIPATION", True)]
    outreach = ProgrammeOperator.objects.filter(programme="OUTREACH", fiscal_year=2023).exclude(name="")
    assert sorted((row.name, row.granted, row.staff_count) for row in outreach) == sorted(
        [
            ("コミュニティソーシャルワーク事業", True, 16),
            ("民生委員・児童委員による見守り", False, 222),
            ("高齢者アウトリーチ事業", False, 16),
            ("見守りと支え合いネットワーク事業", False, None),
            ("路上生活者応急援護事業", False, 1),
            ("精神障害者に対するアウトリーチ活動", False, 2),
            ("子ども若者総合相談事業", False, 3),
            ("子育て訪問相談事業", False, 10),
            ("ヤングケアラー支援体制強化事業", False, 2),
        ]
    )


def test_sumida_keeps_the_hours_and_the_third_monday():
    adopt_organisation(load_preset("sumida"), valid_from=FIRST, first=True)
    rules = OpeningRule.objects.filter(base__code="SUMIDA").values_list("weekday", "opens", "closes")
    assert [(day, f"{a:%H:%M}", f"{b:%H:%M}") for day, a, b in rules] == [
        (0, "13:00", "16:30"),
        (2, "13:00", "16:30"),
    ]
    assert list(OpeningException.objects.values_list("base__code", "rule", "closed")) == [
        ("HONJO", "第3月曜", True)
    ]


def test_nakano_has_an_on_call_contact_in_each_of_fifteen_areas():
    adopt_organisation(load_preset("nakano"), valid_from=FIRST, first=True)
    rows = OnCall.objects.values_list("area__layer", "agency__code", "always")
    assert list(rows) == [("区民活動センター圏域", "OUTREACH_TEAM", True)] * 15


def test_hachioji_knows_month_place_and_staff_of_its_bases():
    adopt_organisation(load_preset("hachioji"), valid_from=FIRST, first=True)
    base = Base.objects.get(code="ISHIKAWA")
    assert (base.opened_on, base.opened_month_only, base.place) == (date(2014, 12, 1), True, "石川事務所2階")
    posts = Post.objects.filter(base=base).values_list("role__code", "expected")
    assert sorted(posts) == [("ASSISTANT", 1), ("BASE_CSW", 2)]
    assert BaseOperator.objects.filter(base=base).get().agency.code == "HACHIMARU"


def test_the_chief_supporter_wears_all_bases_but_may_own_no_case():
    adopt_organisation(load_preset("hachioji"), valid_from=FIRST, first=True)
    chief = agencies.staff("架空 統括")
    place = Agency.objects.get(code="SASAEAI")
    Appointment.objects.create(
        staff=chief, agency=place, role=Role.objects.get(code="CHIEF_CSW"), kind="PLACEMENT", from_on=FIRST
    )
    actor = agencies.actor_for(staff_id=chief.id, agency_id=place.id, today=TODAY)
    assert actor is not None
    assert {Agency.objects.get(id=one).code for one in actor.agency_ids} == {"SASAEAI", "HACHIMARU"}
    assert actor.may_own_case is False
