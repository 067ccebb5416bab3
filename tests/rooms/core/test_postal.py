"""A postal code writes its address: as far as it is certain, and never over what somebody typed."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse

from norishiro.core import forms
from norishiro.core.addresses import complete_address
from tests.factories import agencies


class HomeForm(forms.Form):
    name = forms.NameField(label="氏名")
    postal_code = forms.PostalCodeField(label="郵便番号", required=False)
    address = forms.AddressField(label="住所", required=False)


def sent(**fields: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(fields)
    return data


def test_one_town_is_written_to_its_end():
    found = complete_address("１９０－００２２", typed="")
    assert (found.address, found.message) == (
        "東京都立川市錦町",
        "住所を入れました。続けて番地や建物の名前を入力してください。",
    )


def test_what_was_typed_stays_and_the_address_is_only_named():
    found = complete_address("1900022", typed="錦町3-2")
    assert (found.address, found.message) == (
        "",
        "住所は入力済みのため、そのままにしました。この番号の住所：東京都立川市錦町",
    )


def test_a_code_of_two_prefectures_writes_nothing():
    found = complete_address("4980000", typed="")
    assert (found.address, found.message) == (
        "",
        "この番号には住所がいくつかあります（愛知県弥富市、三重県桑名郡木曽岬町）。あてはまるものを住所に入力してください。",
    )


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("190", "郵便番号は7けたの数字です（例: 131-0033）。けた数をお確かめください。"),
        (
            "9999999",
            "郵便番号 999-9999 は資料に見つかりませんでした。番号をお確かめのうえ、住所をそのまま入力してください。",
        ),
    ],
)
def test_a_code_nobody_has_says_what_to_do(code, message):
    assert complete_address(code, typed="") == type(complete_address(code, typed=""))("", message)


def test_the_button_fills_in_without_a_script_and_does_nothing_else():
    form = HomeForm(sent(postal_code="1900022", fill_address="postal_code"))
    assert (form.is_valid(), dict(form.errors), form["address"].value()) == (False, {}, "東京都立川市錦町")
    assert "住所を入れました。" in form.as_page()


def test_a_form_that_is_sent_normally_is_not_filled_in():
    form = HomeForm(sent(name="架空 花子", postal_code="1900022"))
    assert (form.is_valid(), form.cleaned_data["address"]) == (True, "")


@pytest.mark.parametrize("name", ["name", "unknown", ""])
def test_only_a_postal_code_asks_for_an_address(name):
    assert not HomeForm(sent(name="架空 花子", fill_address=name)).is_filling


@pytest.mark.django_db
def test_the_script_asks_with_a_post_and_a_log_in(client):
    address = reverse("core:complete_address")
    given = {"postal_code": "1900022", "address": ""}
    assert client.post(address, given).status_code == 401
    client.force_login(agencies.staff("架空 花子"))
    assert client.get(address).status_code == 405
    assert client.post(address, given).json() == {
        "address": "東京都立川市錦町",
        "message": "住所を入れました。続けて番地や建物の名前を入力してください。",
    }
