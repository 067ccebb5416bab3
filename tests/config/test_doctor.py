"""The doctor's questions, one by one; in a whole installation they are asked in test_command.py."""

import datetime
import socket
from pathlib import Path

import pytest

from config import doctor
from config.env import Environment, parse


def environment(**variables: str) -> Environment:
    return parse(variables)


def sentences(faults: object) -> list[str]:
    return [fault.sentence for fault in faults]


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        (doctor.GIGABYTE, []),
        (
            doctor.GIGABYTE - 1,
            [
                "ディスクの空きが 1023 MB しかありません。1 GB 以上になるまで、いらないファイルを片づけてください。"
            ],
        ),
    ],
)
def test_disk(free: int, expected: list[str]) -> None:
    assert sentences(doctor.disk(free)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (180004, []),
        (150000, []),
        (140013, ["データベースが PostgreSQL 14 です。15 以上に上げてください。"]),
        (90624, ["データベースが PostgreSQL 9 です。15 以上に上げてください。"]),
    ],
)
def test_version(number: int, expected: list[str]) -> None:
    assert sentences(doctor.version(number)) == expected


@pytest.mark.parametrize(
    ("encoding", "locale", "expected"),
    [
        ("UTF8", "C.UTF-8", []),
        ("UTF8", "ja_JP.utf8", []),
        ("UTF8", "C", ["データベースの地域設定が C です。LOCALE 'C.UTF-8' で作り直してください。"]),
        (
            "EUC_JP",
            "ja_JP.eucjp",
            ["データベースの文字コードが EUC_JP です。UTF8 で作り直してください。"],
        ),
    ],
)
def test_character_set(encoding: str, locale: str, expected: list[str]) -> None:
    assert sentences(doctor.character_set({"encoding": encoding, "locale": locale})) == expected


@pytest.mark.parametrize(
    ("today", "count"),
    [
        (datetime.date(1970, 1, 1), 1),
        (datetime.date(2025, 12, 31), 1),
        (datetime.date(2026, 1, 1), 0),
        (datetime.date(2059, 12, 31), 0),
        (datetime.date(2060, 1, 1), 1),
    ],
)
def test_clock(today: datetime.date, count: int) -> None:
    assert len(sentences(doctor.clock(today))) == count


@pytest.mark.parametrize(
    ("key", "count"),
    [("a" * 80, 1), ("abcdefghijk" * 4, 1), ("abcdefghijk" * 5, 0), (None, 0)],
)
def test_secret_key(key: str | None, count: int) -> None:
    assert len(sentences(doctor.secret_key(key))) == count


@pytest.mark.parametrize(
    ("variables", "debug", "count"),
    [
        ({}, False, 0),
        ({}, True, 0),
        ({"HOST": "0.0.0.0"}, False, 1),
        ({"HOST": "0.0.0.0"}, True, 2),
        ({"NORISHIRO_ALLOWED_HOSTS": "norishiro.example.jp"}, False, 1),
        ({"NORISHIRO_ALLOWED_HOSTS": "norishiro.example.jp", "NORISHIRO_HTTPS": "1"}, False, 0),
        ({"NORISHIRO_ALLOWED_HOSTS": "norishiro.example.jp", "NORISHIRO_HTTPS": "1"}, True, 1),
    ],
)
def test_exposure(variables: dict[str, str], debug: bool, count: int) -> None:
    assert len(sentences(doctor.exposure(environment(**variables), debug=debug))) == count


def test_port_in_use(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        number = other.getsockname()[1]
        env = environment(PORT=str(number), NORISHIRO_HOME=str(tmp_path))
        assert sentences(doctor.port(env)) == [
            f"ポート {number} は、ほかのプログラムが使っています。"
            f"そのプログラムを終わらせるか、`PORT={number + 1}` のように別の番号を指定してください。"
        ]
    assert sentences(doctor.port(env)) == []


def test_font() -> None:
    assert [fault.is_fatal for fault in doctor.japanese_font([])] == [False]
    assert list(doctor.japanese_font([Path("NotoSansCJK-Regular.ttc")])) == []


def test_without_the_typesetter_only_pdf_is_missing() -> None:
    assert [fault.is_fatal for fault in doctor.typesetter(can_set_type=False)] == [False]
    assert list(doctor.typesetter(can_set_type=True)) == []


@pytest.mark.parametrize(
    ("found", "count"),
    [
        ({"bypasses": False, "owns": False}, 0),
        ({"bypasses": True, "owns": False}, 1),
        ({"bypasses": True, "owns": True}, 2),
    ],
)
def test_app_role(found: dict[str, bool], count: int) -> None:
    assert len(sentences(doctor.app_role(found))) == count


@pytest.mark.parametrize(("day", "count"), [(20, 0), (21, 0), (22, 1), (30, 1)])
def test_a_list_of_protections_that_did_not_come(day: int, count: int) -> None:
    found = list(
        doctor.suppression_list(
            "みほん市民課", newest=datetime.date(2026, 11, 20), today=datetime.date(2026, 11, day)
        )
    )
    assert [fault.is_fatal for fault in found] == [False] * count
    assert [fault.sentence.split("。")[0] for fault in found] == [
        "住民記録の支援措置のリストが、令和8年11月20日のものを最後に届いていません（みほん市民課）"
    ] * count
