"""`norishiro certificate`: a certifying office of one's own for a network that is closed, and the certificates it issues.

Only for names inside the house: the office can vouch for the names it was made for and for no other (name constraints), so that whoever
steals its key cannot pass for a bank before the staff. Nothing here asks the database or the network.
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from config.env import Environment
from config.points import Fault, Point, Scene
from config.refusal import StartRefused
from norishiro.core.calendar import wareki

OFFICE_DAYS = 3650
# Browsers trust no certificate for longer than 398 days.
CERTIFICATE_DAYS = 397
SOON_DAYS = 30
# A clock in the network may be a little behind ours.
EARLIER = timedelta(hours=1)

HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")

Name = x509.DNSName | x509.IPAddress


@dataclass(frozen=True)
class Place:
    """Where the office and what it issued lie."""

    folder: Path

    @property
    def office(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def office_key(self) -> Path:
        return self.folder / "ca.key"

    @property
    def certificate(self) -> Path:
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        return self.folder / "server.key"


# --- the four verbs ------------------------------------------------------------------------------


def make_office(place: Place, *, name: str, under: Sequence[str], now: datetime) -> x509.Certificate:
    """Made once: everybody's machine will have to learn it anew when it is made again."""
    if place.office.exists():
        raise StartRefused(
            f"証明書の発行元は、もうあります（{place.office}）。作り直すと、すべての端末に配り直しになります。"
            "それでも作るときは、フォルダーの名前を変えてからにしてください。"
        )
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} のりしろ 証明書の発行元")])
    found = (
        _begun(subject, subject, key.public_key(), now=now, days=OFFICE_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.NameConstraints(permitted_subtrees=[_subtree(one) for one in under], excluded_subtrees=None),
            critical=True,
        )
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(place.office_key, _private(key), mode=0o600)
    _write(place.office, found.public_bytes(Encoding.PEM), mode=0o644)
    return found


def issue(place: Place, *, hosts: Sequence[str], now: datetime) -> x509.Certificate:
    """For these names, by the office of this place; with a key of its own, made anew each time."""
    office = read_office(place)
    signer = _office_key(place)
    names = [_name(host) for host in hosts]
    outside = [host for host, name in zip(hosts, names, strict=True) if not _is_within(name, office)]
    if outside:
        raise StartRefused(
            f"この発行元は、{outside[0]} の証明書を出せません。出せるのは {'、'.join(limits(office))} だけです。"
        )
    days = min(CERTIFICATE_DAYS, (office.not_valid_after_utc - now).days)
    if days < 1:
        raise StartRefused(
            f"発行元の期限が {_day(office)} に終わります。フォルダー {place.folder} の名前を変え、"
            "`norishiro certificate make-ca` で作り直して、端末に配ってください。"
        )
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:64])])
    found = (
        _begun(subject, office.subject, key.public_key(), now=now, days=days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )
    _write(place.key, _private(key), mode=0o600)
    _write(place.certificate, found.public_bytes(Encoding.PEM), mode=0o644)
    return found


def renew(place: Place, *, within_days: int | None, now: datetime) -> x509.Certificate | None:
    """The same names for another year; nothing where more days are left than were asked for."""
    held = read(place.certificate)
    if within_days is not None and (held.not_valid_after_utc - now).days > within_days:
        return None
    return issue(place, hosts=hosts_of(held), now=now)


def told(place: Place, *, now: datetime) -> list[str]:
    """What is there, in lines."""
    office = read_office(place)
    lines = [
        f"発行元: {place.office}",
        f"  {_day(office)}まで。出せる名前: {'、'.join(limits(office))}",
        f"  指紋（SHA-256）: {office.fingerprint(hashes.SHA256()).hex(':').upper()}",
    ]
    if not place.certificate.exists():
        return [*lines, "証明書: まだありません（norishiro certificate issue 名前）"]
    held = read(place.certificate)
    left = (held.not_valid_after_utc - now).days
    return [
        *lines,
        f"証明書: {place.certificate}（鍵は {place.key}）",
        f"  {_day(held)}まで（あと{left}日）。名前: {'、'.join(hosts_of(held))}",
    ]


# --- reading -------------------------------------------------------------------------------------


def read(file: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError):
        raise StartRefused(
            f"証明書 {file} が読めません。場所と持ち主を確かめてください（まだなければ、norishiro certificate issue 名前）。"
        ) from None


def read_office(place: Place) -> x509.Certificate:
    if not place.office.exists():
        raise StartRefused(
            f"証明書の発行元（{place.office}）がありません。"
            "`norishiro certificate make-ca --name ○○市 --under 庁内のドメイン` で作ってください。"
        )
    return read(place.office)


def hosts_of(certificate: x509.Certificate) -> list[str]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [str(name.value) for name in names if isinstance(name, x509.DNSName | x509.IPAddress)]


def limits(office: x509.Certificate) -> list[str]:
    trees = office.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    return [str(one.value) for one in trees]


def _office_key(place: Place) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(place.office_key.read_bytes(), password=None)
    except (OSError, ValueError):
        raise StartRefused(
            f"発行元の鍵 {place.office_key} が読めません。媒体にしまってあるときは、このフォルダーに戻してから打ってください。"
        ) from None
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


# --- making --------------------------------------------------------------------------------------


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, now: datetime, days: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates, key_cert_sign=signs_certificates, crl_sign=signs_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(host: str) -> Name:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        if not HOST.fullmatch(host):
            raise StartRefused(
                f"「{host}」は、名前として読めません。norishiro.example.lg.jp のように、小文字で書いてください。"
            ) from None
        return x509.DNSName(host)


def _subtree(under: str) -> Name:
    try:
        return x509.IPAddress(ipaddress.ip_network(under))
    except ValueError:
        if not HOST.fullmatch(under):
            raise StartRefused(
                f"「{under}」は、庁内のドメインとしても、番号の範囲としても読めません。"
                "example.lg.jp か 10.1.0.0/16 のように書いてください。"
            ) from None
        return x509.DNSName(under)


def _is_within(name: Name, office: x509.Certificate) -> bool:
    trees = office.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    if isinstance(name, x509.IPAddress):
        networks = [one.value for one in trees if isinstance(one, x509.IPAddress)]
        return any(name.value in network for network in networks if not isinstance(network, _ADDRESSES))
    domains = [one.value for one in trees if isinstance(one, x509.DNSName)]
    return any(name.value == domain or name.value.endswith(f".{domain}") for domain in domains)


_ADDRESSES = (ipaddress.IPv4Address, ipaddress.IPv6Address)


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(file: Path, content: bytes, *, mode: int) -> None:
    """Whole or not at all, and never for a moment readable by others."""
    file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as opened:
        os.fchmod(handle, mode)
        opened.write(content)
    draft.replace(file)


def _day(certificate: x509.Certificate) -> str:
    return wareki(certificate.not_valid_after_utc.date())


# --- what the doctor asks --------------------------------------------------------------------------


def ends(certificate: x509.Certificate, *, now: datetime) -> Iterator[Fault]:
    left = (certificate.not_valid_after_utc - now).days
    if left < SOON_DAYS:
        yield Fault(
            sentence=f"証明書が {_day(certificate)} に終わります。終わると、だれの画面も開きません。"
            "`norishiro certificate renew` で出しなおすか、証明書を出したところに頼み、中継サーバーを読み込みなおしてください。",
            is_fatal=False,
        )


def names(certificate: x509.Certificate, *, wanted: Iterable[str]) -> Iterator[Fault]:
    held = hosts_of(certificate)
    missing = [host for host in wanted if not any(_matches(host, one) for one in held)]
    if missing:
        yield Fault(
            sentence=f"証明書に、公開する名前 {missing[0]} がありません。ブラウザーが開くのを断ります。"
            "`norishiro certificate issue` に、NORISHIRO_ALLOWED_HOSTS の名前をすべて並べて出しなおしてください。",
            is_fatal=False,
        )


def _matches(host: str, held: str) -> bool:
    return host == held or (held.startswith("*.") and host.partition(".")[2] == held[2:])


def closed_keys(certificate: Path) -> Iterator[Fault]:
    """The key beside it may be read by its owner, and by the group of the server that stands before."""
    for key in (certificate.with_suffix(".key"), certificate.with_name("ca.key")):
        if key.exists() and key.stat().st_mode & 0o037:
            yield Fault(
                sentence=f"証明書の鍵 {key} を、ほかの利用者が読めます。`chmod 600 {key}` と打って閉じてください。",
                is_fatal=False,
            )
    if certificate.with_name("ca.key").exists():
        yield Fault(
            sentence=f"発行元の鍵 {certificate.with_name('ca.key')} が、動いている機械にあります。"
            "媒体に移して金庫にしまい、出しなおすときだけ戻してください。",
            is_fatal=False,
        )


def _held(scene: Scene) -> x509.Certificate | None:
    file = scene.env.certificate
    try:
        return x509.load_pem_x509_certificate(file.read_bytes()) if file else None
    except (OSError, ValueError):
        return None


def _readable(scene: Scene) -> Iterator[Fault]:
    if scene.env.certificate is not None and _held(scene) is None:
        yield Fault(
            sentence=f"証明書 {scene.env.certificate} が読めません。場所と、利用者 norishiro が読めることを確かめてください。",
            is_fatal=False,
        )
    if held := _held(scene):
        yield from ends(held, now=datetime.now(UTC))


def _named(scene: Scene) -> Iterator[Fault]:
    if held := _held(scene):
        yield from names(held, wanted=scene.env.allowed_hosts)


def _closed(scene: Scene) -> Iterator[Fault]:
    if scene.env.certificate is not None and os.access(scene.env.certificate.parent, os.X_OK):
        yield from closed_keys(scene.env.certificate)


POINTS: list[Point] = [
    Point(code="certificate_ends", name="証明書が読め、まだ終わらない", on="look", ask=_readable),
    Point(code="certificate_names", name="証明書に、公開する名前がある", on="look", ask=_named),
    Point(
        code="certificate_keys", name="証明書の鍵が閉じていて、発行元の鍵が離してある", on="look", ask=_closed
    ),
]


# --- the command -----------------------------------------------------------------------------------


def command(env: Environment, words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="norishiro certificate")
    parser.add_argument(
        "--folder", type=Path, help="置くフォルダー（なければ、データを置くフォルダーの tls）"
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    office = verbs.add_parser("make-ca", help="証明書の発行元を、一度だけ作る")
    office.add_argument("--name", required=True, help="だれの発行元か（例: ○○市）")
    office.add_argument(
        "--under",
        action="append",
        required=True,
        help="出してよい名前の範囲（例: example.lg.jp、10.1.0.0/16）。いくつでも",
    )
    issuing = verbs.add_parser("issue", help="証明書を出す")
    issuing.add_argument(
        "hosts", nargs="+", metavar="HOST", help="画面を開く名前（NORISHIRO_ALLOWED_HOSTS と同じ）"
    )
    verbs.add_parser("show", help="期限・名前・指紋を見る")
    again = verbs.add_parser("renew", help="同じ名前で出しなおす")
    again.add_argument("--within", type=int, metavar="日", help="あとこの日数より短いときだけ")
    chosen = parser.parse_args(words)
    place, now = (
        Place((chosen.folder or env.home / "tls").absolute()),
        datetime.now(UTC).replace(microsecond=0),
    )
    if chosen.verb == "make-ca":
        make_office(place, name=chosen.name, under=chosen.under, now=now)
        print(
            "発行元を作りました。ca.pem を、職員の端末に配ってください（導入の手引き「庁内だけの証明書」）。"
        )
        print("端末に入れるとき、下の指紋と同じかを見くらべてください。")
    elif chosen.verb == "issue":
        issue(place, hosts=chosen.hosts, now=now)
    elif chosen.verb == "renew" and renew(place, within_days=chosen.within, now=now) is None:
        print("まだ日があるので、出しなおしませんでした。")
    print("\n".join(told(place, now=now)))
    if chosen.verb in ("issue", "renew"):
        print("中継サーバーを読み込みなおしてください（例: systemctl reload nginx）。")
        if place.office_key.exists():
            print(f"発行元の鍵 {place.office_key} は、媒体に移して金庫にしまってください。")
    return 0
