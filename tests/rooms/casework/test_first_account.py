"""norishiro first_account: whoever registers everybody else; made once, by the program itself."""

from __future__ import annotations

import datetime
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from norishiro.agencies.actor import actor_for
from norishiro.agencies.models import Agency, Staff
from norishiro.ledger.models import Entry
from norishiro.profiles.loader import load_preset

pytestmark = pytest.mark.django_db


def make(*words: str) -> str:
    said = StringIO()
    call_command("first_account", "--login", "joho01", "--name", "みほん", *words, stdout=said)
    return said.getvalue()


def refused(*words: str) -> str:
    with pytest.raises(CommandError) as refusal:
        make(*words)
    assert not Staff.objects.exists()
    return str(refusal.value)


def test_before_a_profile_it_says_what_comes_first() -> None:
    assert (
        refused()
        == "自治体の設定がまだ入っていません。先に `norishiro setup --profile 名前` を打ってください。"
    )


def test_it_signs_in_looks_after_the_system_and_is_made_once(as_owner: None) -> None:
    call_command("load_profile", "komae", stdout=StringIO())
    codes = "、".join(Agency.objects.values_list("code", flat=True)[:40])
    assert refused("--agency", "nowhere") == (
        f"その機関が見つかりません。--agency に、機関のコードを書いてください（{codes}）。"
    )
    said = make()
    password = re.search(r"合言葉 +(\S+)", said)
    assert password is not None
    staff = Staff.objects.get()
    actor = actor_for(staff_id=staff.id, agency_id=None, today=datetime.date.today())
    assert actor is not None
    assert (staff.login_id, staff.check_password(password[1])) == ("joho01", True)
    assert (actor.role_kinds, actor.agency_code) == ({"SYSTEM"}, load_preset("komae").flow.operators[0])
    line = Entry.objects.get(verb="staff.added")
    assert staff.password_is_lent
    assert (line.staff_label, line.reason, password[1] in line.detail) == ("のりしろ", "はじめの職員", False)
    with pytest.raises(CommandError) as second:
        call_command("first_account", "--login", "joho02", "--name", "みほん", stdout=StringIO())
    assert str(second.value) == (
        "もう職員が登録されています。新しい職員は、システム管理者の画面の「職員」から登録してください。"
    )
    assert Staff.objects.count() == 1


def test_a_login_id_is_in_plain_letters() -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("first_account", "--login", "情報", "--name", "みほん")
    assert str(refusal.value).startswith("職員IDは半角の英数字で")
