"""norishiro load_profile: by name or file, twice without effect, a fault in words."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from norishiro.agencies.models import Agency
from norishiro.meetings.models import Body
from norishiro.profiles.loader import PRESETS, load_preset
from norishiro.profiles.models import ProfileVersion

pytestmark = pytest.mark.django_db


def load(*words: str) -> str:
    said = StringIO()
    call_command("load_profile", *words, stdout=said)
    return said.getvalue()


def test_a_preset_is_adopted_with_agencies_and_meeting_bodies():
    said = load("sumida")
    profile = load_preset("sumida")
    assert said.startswith("sumidaの設定を、令和4年4月1日から効くように採用しました")
    assert Agency.objects.count() == len(profile.agencies)
    assert Body.objects.count() == len(profile.meeting_bodies)


def test_a_second_run_changes_nothing():
    load("komae")
    assert load("komae") == "komaeの設定は、もう令和4年4月1日から効いています。何も変えていません。\n"
    assert ProfileVersion.objects.count() == 1


def test_a_newer_file_holds_from_its_own_day(tmp_path):
    load("komae")
    newer = tmp_path / "komae_new.toml"
    text = (PRESETS / "komae.toml").read_text(encoding="utf-8")
    newer.write_text(text + "\n# 令和9年度から\n", encoding="utf-8")
    assert load(str(newer), "--from", "2027-04-01").startswith("komae_newの設定を、令和9年4月1日から")
    assert ProfileVersion.objects.count() == 2


def test_an_unknown_name_is_told_with_the_known_ones():
    with pytest.raises(CommandError) as refused:
        load("nowhere")
    assert str(refused.value) == (
        "「nowhere」という見本も、読めるファイルもありません。"
        "見本の名前: hachioji・komae・nakano・nishitokyo・setagaya・sumida・tachikawa・toshima"
    )


def test_a_fault_names_file_key_and_reason_and_nothing_is_kept(tmp_path):
    wrong = tmp_path / "wrong.toml"
    text = (PRESETS / "komae.toml").read_text(encoding="utf-8")
    wrong.write_text(text.replace("pattern = 3", "pattern = 9"), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        load(str(wrong))
    assert str(refused.value).startswith("wrong: flow.pattern: ")
    assert ProfileVersion.objects.count() == 0
