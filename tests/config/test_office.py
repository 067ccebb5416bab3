"""What the doctor says of the office's own log-in, with a real issuer on this machine."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from config import env, office
from config.points import Fault
from config.refusal import StartRefused
from tests.factories.issuer import CONFIGURATION, issuer_at_work

NAMED = {
    "NORISHIRO_OFFICE_ISSUER": "https://login.example.lg.jp/realms/shokuin",
    "NORISHIRO_OFFICE_CLIENT": "norishiro",
    "NORISHIRO_OFFICE_SECRET": "x" * 40,
}


def said(found: object) -> list[str]:
    return ["×" if one.is_fatal else "△" for one in found if isinstance(one, Fault)]  # type: ignore[attr-defined]


def test_it_is_off_unless_wholly_named() -> None:
    assert office.office_of(env.parse({})) is None
    assert said(office.whole(env.parse({}))) == []
    assert said(office.whole(env.parse(NAMED))) == []
    for name in NAMED:
        half = env.parse({key: value for key, value in NAMED.items() if key != name})
        assert office.office_of(half) is None
        (fault,) = office.whole(half)
        assert name in fault.sentence and not fault.is_fatal


@pytest.mark.parametrize(
    "address",
    [
        "http://login.example.lg.jp",
        "ftp://127.0.0.1",
        "login.example.lg.jp",
        "https://a.example/?x=1",
        "http://127.0.0.1.example",
    ],
)
def test_an_open_line_is_refused_at_the_start(address: str) -> None:
    with pytest.raises(StartRefused, match="NORISHIRO_OFFICE_ISSUER"):
        env.parse({**NAMED, "NORISHIRO_OFFICE_ISSUER": address})


def test_on_this_machine_alone_without_https() -> None:
    here = {**NAMED, "NORISHIRO_OFFICE_ISSUER": "http://127.0.0.1:8080/realms/a"}
    assert said(office.line(env.parse(here))) == []
    published = {**here, "NORISHIRO_HTTPS": "1", "NORISHIRO_ALLOWED_HOSTS": "norishiro.example.lg.jp"}
    assert said(office.line(env.parse(published))) == ["×"]


def test_the_secret_comes_from_a_file_the_doctor_looks_at(tmp_path: Path) -> None:
    file = tmp_path / "office_secret"
    file.write_text("very-secret\n")
    given = {name: value for name, value in NAMED.items() if name != "NORISHIRO_OFFICE_SECRET"}
    read = env.parse({**given, "NORISHIRO_OFFICE_SECRET_FILE": str(file)})
    made = office.office_of(read)
    assert made is not None and made.secret == "very-secret"
    assert read.secret_files == (file,)
    assert "very-secret" not in repr(made) and "very-secret" not in repr(read)


def test_parts_and_authorities(tmp_path: Path) -> None:
    assert said(office.parts(env.parse(NAMED), are_there=False)) == ["×"]
    assert said(office.parts(env.parse({}), are_there=False)) == []
    file = tmp_path / "ca.pem"
    assert said(office.authorities(None)) == []
    assert said(office.authorities(file)) == ["×"]
    file.write_text("not a certificate")
    assert said(office.authorities(file)) == ["×"]
    file.write_text("-----BEGIN CERTIFICATE-----\n")
    assert said(office.authorities(file)) == []


def test_whether_it_answers() -> None:
    with issuer_at_work() as issuer:
        now = time.time()
        assert said(office.answers(issuer.office(), now=now)) == []
        assert issuer.asked == [CONFIGURATION, CONFIGURATION]
        (late,) = office.answers(issuer.office(), now=now + 90)
        assert "時計" in late.sentence and not late.is_fatal
        issuer.configured = {"issuer": "https://attacker.example"}
        assert said(office.answers(issuer.office(), now=now)) == ["△"]
        gone = issuer.office()
    assert said(office.answers(gone, now=now)) == ["△"]
    assert said(office.answers(None, now=now)) == []
