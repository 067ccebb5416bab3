"""A certifying office of one's own: its certificates hold in a real TLS handshake, for its own names and for no other."""

from __future__ import annotations

import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from config import certificates
from config.certificates import Place
from config.command import main
from config.points import Scene
from config.refusal import StartRefused
from tests.config.test_safety import environment

NOW = datetime.now(UTC).replace(microsecond=0)
HOST = "norishiro.example.lg.jp"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An office for one domain and one network, and a certificate."""
    made = Place(tmp_path / "tls")
    certificates.make_office(made, name="みほん市", under=["example.lg.jp", "10.1.0.0/16"], now=NOW)
    certificates.issue(made, hosts=[HOST, "10.1.2.3"], now=NOW)
    return made


def handshake(place: Place, *, host: str = HOST, trusting: Path | None) -> str:
    """A server with the certificate, a client that trusts what it was handed; answers how it went."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(place.certificate, place.key)
    client = ssl.create_default_context(cafile=str(trusting) if trusting else None)
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    here, there = socket.socketpair()

    def serve() -> None:
        try:
            with server.wrap_socket(there, server_side=True) as opened:
                opened.recv(1)
        except (ssl.SSLError, OSError):
            pass  # the other side says why

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with client.wrap_socket(here, server_hostname=host) as opened:
            opened.send(b"x")
            return str(opened.version())
    except ssl.SSLCertVerificationError as refused:
        return refused.verify_message
    finally:
        here.close()
        there.close()
        thread.join()


def test_a_browser_that_knows_the_office_trusts_the_house(place: Place) -> None:
    assert handshake(place, trusting=place.office) == "TLSv1.3"
    assert handshake(place, host="10.1.2.3", trusting=place.office) == "TLSv1.3"


def test_others_do_not_and_no_other_name_is_trusted(place: Place) -> None:
    assert handshake(place, trusting=None) == "unable to get local issuer certificate"
    assert handshake(place, host="other.example.lg.jp", trusting=place.office).startswith("Hostname mismatch")


def test_the_office_cannot_vouch_for_a_bank(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        StartRefused, match="bank.example.com の証明書を出せません。出せるのは example.lg.jp、10.1.0.0/16"
    ):
        certificates.issue(place, hosts=["bank.example.com"], now=NOW)
    with pytest.raises(StartRefused, match="notexample.lg.jp の証明書を出せません"):
        certificates.issue(place, hosts=["notexample.lg.jp"], now=NOW)
    # A thief does not ask our program first; the browser refuses all the same.
    monkeypatch.setattr(certificates, "_is_within", lambda name, office: True)
    certificates.issue(place, hosts=["bank.example.com"], now=NOW)
    assert handshake(place, host="bank.example.com", trusting=place.office) == "permitted subtree violation"


def test_keys_are_closed_and_the_office_is_made_once(place: Place) -> None:
    rights = [stat.S_IMODE(file.stat().st_mode) for file in (place.office_key, place.key, place.folder)]
    assert [oct(one) for one in rights] == ["0o600", "0o600", "0o700"]
    before = place.office.read_bytes()
    with pytest.raises(StartRefused, match="もうあります"):
        certificates.make_office(place, name="みほん市", under=["example.lg.jp"], now=NOW)
    assert place.office.read_bytes() == before


def test_renewed_for_the_same_names_with_another_key(place: Place) -> None:
    before, key = certificates.read(place.certificate), place.key.read_bytes()
    assert certificates.renew(place, within_days=60, now=NOW) is None
    later = NOW + timedelta(days=340)
    made = certificates.renew(place, within_days=60, now=later)
    assert made is not None
    assert certificates.hosts_of(made) == certificates.hosts_of(before) == [HOST, "10.1.2.3"]
    assert made.not_valid_after_utc == later + timedelta(days=397)
    assert place.key.read_bytes() != key


def test_nothing_outlives_the_office(place: Place) -> None:
    office = certificates.read_office(place)
    late = office.not_valid_after_utc - timedelta(days=100)
    assert certificates.issue(place, hosts=[HOST], now=late).not_valid_after_utc == office.not_valid_after_utc
    with pytest.raises(StartRefused, match="発行元の期限が"):
        certificates.issue(place, hosts=[HOST], now=office.not_valid_after_utc)


def test_without_the_offices_key_nothing_is_issued(place: Place) -> None:
    place.office_key.unlink()
    with pytest.raises(StartRefused, match="媒体にしまってあるときは"):
        certificates.issue(place, hosts=[HOST], now=NOW)


@pytest.mark.parametrize(
    "host", ["のりしろ.example.lg.jp", "-a.example.lg.jp", "a b", "", "NORISHIRO.example.lg.jp"]
)
def test_what_is_no_name_is_refused_in_words(place: Place, host: str) -> None:
    with pytest.raises(StartRefused, match="名前として読めません"):
        certificates.issue(place, hosts=[host], now=NOW)


def test_the_doctor_sees_the_end_the_names_and_the_keys(place: Place) -> None:
    def asked(host: str) -> list[int]:
        env = environment(
            NORISHIRO_CERTIFICATE=str(place.certificate), NORISHIRO_ALLOWED_HOSTS=host, NORISHIRO_HTTPS="1"
        )
        return [len(list(point.ask(Scene(env=env)))) for point in certificates.POINTS]

    assert asked(HOST) == [0, 0, 1]  # the office's key still lies beside it
    place.office_key.unlink()
    assert asked("other.example.lg.jp") == [0, 1, 0]
    place.key.chmod(0o644)
    assert asked(HOST) == [0, 0, 1]
    held = certificates.read(place.certificate)
    ends = [len(list(certificates.ends(held, now=NOW + timedelta(days=days)))) for days in (366, 368)]
    assert ends == [0, 1]
    place.certificate.write_text("こわれた証明書", encoding="utf-8")
    assert asked(HOST)[0] == 1


def test_the_command_says_what_to_do_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ["--folder", str(tmp_path / "tls")]
    assert main(["certificate", *folder, "make-ca", "--name", "みほん市", "--under", "example.lg.jp"]) == 0
    office = x509.load_pem_x509_certificate((tmp_path / "tls/ca.pem").read_bytes())
    assert office.fingerprint(hashes.SHA256()).hex(":").upper() in capsys.readouterr().out
    assert main(["certificate", *folder, "issue", HOST]) == 0
    assert f"名前: {HOST}" in capsys.readouterr().out
    assert main(["certificate", *folder, "renew", "--within", "60"]) == 0
    assert "まだ日があるので、出しなおしませんでした。" in capsys.readouterr().out
    assert main(["certificate", *folder, "show"]) == 0
    with pytest.raises(StartRefused, match="発行元（.*）がありません"):
        main(["certificate", "--folder", str(tmp_path / "other"), "show"])
    assert office.public_bytes(Encoding.PEM) == (tmp_path / "tls/ca.pem").read_bytes()
