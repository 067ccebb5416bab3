"""How a person is spoken of in a sentence."""

from __future__ import annotations

import pytest

from norishiro.people.models import Person


@pytest.mark.parametrize(
    ("name", "alias", "called"),
    [
        ("白波 岳", "", "白波 岳さん"),
        ("白波 岳", "がくちゃん", "白波 岳さん"),
        ("", "3階の男性", "3階の男性"),
        ("", "", "氏名不詳の人"),
    ],
)
def test_only_a_name_is_spoken_of_with_san(name: str, alias: str, called: str) -> None:
    assert Person(name=name, alias=alias).called == called
