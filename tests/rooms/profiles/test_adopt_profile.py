"""Adopting a profile, and which one is in force."""

import datetime
import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from norishiro.profiles.current import NoProfileError, current_profile
from norishiro.profiles.loader import ProfileError
from norishiro.profiles.models import ProfileVersion
from norishiro.profiles.operations import adopt_profile

SMALL = Path(__file__).with_name("small_profile.toml").read_text(encoding="utf-8")
LATER = SMALL.replace("架空市社会福祉協議会", "新架空市社会福祉協議会")
FIRST_DAY = datetime.date(2026, 4, 1)
SECOND_DAY = datetime.date(2027, 4, 1)

pytestmark = pytest.mark.django_db


def test_adopting_keeps_the_text_as_written() -> None:
    version = adopt_profile(SMALL, name="架空市", valid_from=FIRST_DAY)
    kept = ProfileVersion.objects.get()
    assert (kept.id, kept.name, kept.text, kept.valid_from) == (version.id, "架空市", SMALL, FIRST_DAY)
    assert kept.sha256 == hashlib.sha256(SMALL.encode()).hexdigest()
    assert kept.adopted_at == version.adopted_at
    assert str(kept) == "架空市（2026-04-01から）"


def test_the_profile_of_a_day_is_the_latest_that_has_begun() -> None:
    adopt_profile(SMALL, name="架空市", valid_from=FIRST_DAY)
    adopt_profile(LATER, name="架空市", valid_from=SECOND_DAY)
    days = (FIRST_DAY, SECOND_DAY - datetime.timedelta(days=1), SECOND_DAY)
    assert [current_profile(day).municipality.council_name for day in days] == [
        "架空市社会福祉協議会",
        "架空市社会福祉協議会",
        "新架空市社会福祉協議会",
    ]


def test_a_version_is_parsed_once() -> None:
    adopt_profile(SMALL, name="架空市", valid_from=FIRST_DAY)
    assert current_profile(FIRST_DAY) is current_profile(SECOND_DAY)


def test_before_the_first_profile_the_refusal_says_what_to_do() -> None:
    adopt_profile(SMALL, name="架空市", valid_from=FIRST_DAY)
    with pytest.raises(NoProfileError) as refusal:
        current_profile(datetime.date(2026, 3, 31))
    assert str(refusal.value) == (
        "2026-03-31に効いている自治体の設定がありません。"
        "設定のファイルを用意し、この日以前から効くように採用してください。"
    )


def test_a_wrong_profile_is_not_adopted() -> None:
    with pytest.raises(ProfileError):
        adopt_profile(SMALL.replace("pattern = 1", "pattern = 9"), name="架空市", valid_from=FIRST_DAY)
    assert ProfileVersion.objects.count() == 0


def test_a_day_is_adopted_once() -> None:
    adopt_profile(SMALL, name="架空市", valid_from=FIRST_DAY)
    with pytest.raises(ProfileError) as refusal:
        adopt_profile(LATER, name="架空市", valid_from=FIRST_DAY)
    assert str(refusal.value) == (
        "架空市: （採用する日）: 2026-04-01から効く設定はもうあります（書けるもの: まだ使っていない日）"
    )
    assert ProfileVersion.objects.get().text == SMALL


def test_the_database_also_refuses_a_second_version_of_a_day() -> None:
    adopt_profile(SMALL, name="架空市", valid_from=FIRST_DAY)
    with pytest.raises(IntegrityError):
        ProfileVersion.objects.create(name="別", text=LATER, sha256="0" * 64, valid_from=FIRST_DAY)


def test_the_fingerprint_must_be_one() -> None:
    version = ProfileVersion(name="架空市", text=SMALL, sha256="ちがう", valid_from=FIRST_DAY)
    with pytest.raises(ValidationError) as refusal:
        version.full_clean()
    assert refusal.value.messages == ["設定の本文の指紋が正しくありません。もう一度読み込んでください。"]
