"""C11: sealed values stay sealed and in their place. What a destroyed key empties is shown by P6 (test_p06_disposal.py)."""

from __future__ import annotations

import base64
import json
import os
import random
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import cycle
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from allauth.core import context
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connections, transaction
from django.test import RequestFactory
from psycopg import sql

from config import embedded, env, state
from config.env import ROOT
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency, Staff
from norishiro.attachments import operations, queries
from norishiro.attachments.models import Scan
from norishiro.core.files import CleanFile
from norishiro.core.operation import announce
from norishiro.core.sealing import keepers
from norishiro.core.sealing.envelope import HEADER, NONCE_LENGTH, Place, SealBroken
from norishiro.meetings import operations as meetings
from norishiro.people.models import Person
from norishiro.people.operations import add_protected, look_at, protect
from norishiro.sharing.choices import ConsentGiver, ConsentMethod
from norishiro.sharing.models import Consent
from norishiro.sharing.operations import take_consent
from tests.assurance.evidence import Evidence
from tests.config.conftest import outside
from tests.config.test_command import address
from tests.factories import agencies, people
from tests.rooms.meetings import town as towns

TODAY = date(2026, 11, 20)


def consent_of(actor: Actor, someone: Person) -> Consent:
    return take_consent(
        actor, person=someone, case_id=None, recipient_ids=[actor.agency_id], categories=1, asked_on=TODAY,
        until_on=None, method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="",
        wording_version="1", purpose="暮らしの相談", today=TODAY,
    )  # fmt: skip


def known(actor: Actor, name: str) -> Person:
    with transaction.atomic():
        return people.person(actor, name)


def paper(text: str) -> CleanFile:
    return CleanFile(kind="PDF", name=f"{text}.pdf", content=f"%PDF-1.7 {text} %%EOF".encode())


def keep_oath_paper(file: CleanFile) -> None:
    """Somebody without an account signs for a sitting on paper; the paper is read in."""
    with transaction.atomic():
        town = towns.town()
        sitting = towns.called(town, towns.listed(town))
        meetings.note_paper_oath(
            town.city, sitting=sitting, staff_id=None, name="見本 民子", agency_id=town.member.agency_id,
            wording="statute-2026-1", signed_on=towns.TODAY, today=towns.TODAY, scan=file,
        )  # fmt: skip


def database() -> str:
    return str(connections.settings["default"]["NAME"])


# --- nothing readable on the disk ----------------------------------------------------------------


def spellings(word: str) -> list[bytes]:
    """The word as it might stand in a file: as it is, folded, in hexadecimal, in base64 at each of three offsets."""
    raw = word.encode()
    shifted = [base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4] for shift in range(3)]
    return [raw, raw.lower(), raw.hex().encode(), *shifted, word.encode("utf-16-le")]


def holds(file: Path, wanted: list[bytes]) -> bool:
    """The server is at work: a file it took away meanwhile holds nothing."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return False
    return any(one in content for one in wanted)


def files_since(folder: Path, moment: float) -> list[Path]:
    return [path for path in folder.rglob("*") if _written_since(path, moment)]


def _written_since(path: Path, moment: float) -> bool:
    try:
        return path.is_file() and path.stat().st_mtime >= moment
    except FileNotFoundError:
        return False


def run_tool(program: str, *words: str) -> None:
    """One of the server's own programs, as its superuser."""
    home = env.current().home
    arguments = embedded.superuser_arguments(home)
    variables = {
        "PATH": os.environ["PATH"],
        "PGHOST": str(arguments["host"]),
        "PGPORT": str(arguments["port"]),
        "PGUSER": str(arguments["user"]),
        "PGPASSWORD": str(arguments["password"]),
    }
    found = embedded.programs() / program
    done = subprocess.run([found, *words], env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def only_embedded() -> None:
    if not env.current().is_embedded:
        pytest.skip("データベースのファイルは、組み込みのサーバーでだけ見られる")


def withheld_address(actor: Actor, someone: Person, secret: str) -> None:
    """An address known only as withheld (支援措置): it is sealed, and its words are kept as fingerprints."""
    with transaction.atomic():
        announce(actor)
        protection = protect(
            actor, person=someone, kind="DV", basis="本人の申出", office=Agency.objects.get(id=actor.agency_id),
            fields=(), told={"ADDRESS": f"東京都豊島区{secret}町9-87-65"}, from_on=TODAY, today=TODAY,
        )  # fmt: skip
        add_protected(actor, protection=protection, field="SHELTER", text=f"{secret}ホーム")
        look_at(actor, person=someone, purpose="居所の確認に答えるため")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_sealed_word_stands_in_any_file_of_the_database(tmp_path: Path, evidence: Evidence) -> None:
    """Tables, indexes, TOAST, WAL, temporary files, and a dump. A word that is not sealed shows that one would be found."""
    only_embedded()
    began = time.time() - 1
    secret, open_word = ("KANARI" + base64.b32encode(secrets.token_bytes(10)).decode() for _ in range(2))
    actor = agencies.actor("架空 花子")
    someone = known(actor, open_word)
    consent = consent_of(actor, someone)
    scans = [operations.keep_consent_scan(actor, consent=consent, file=paper(secret)) for _ in range(3)]
    operations.remove_scan(actor, scan=scans[0], reason="別の人の紙")
    keep_oath_paper(paper(secret))
    staff = Staff.objects.get(id=actor.staff_id)
    request = RequestFactory().get("/")
    request.user = staff
    with context.request_context(request):
        TOTP.activate(staff, secret)
    withheld_address(actor, someone, secret)
    server = embedded.Server(home=env.current().home)
    with psycopg.connect(**embedded.superuser_arguments(server.home), autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
    dump = tmp_path / "norishiro.sql"
    run_tool("pg_dump", f"--file={dump}", database())

    searched = [*files_since(server.data, began), dump]
    control = [file for file in searched if holds(file, spellings(open_word))]
    hits = [file.name for file in searched if holds(file, spellings(secret))]

    kinds = {"WAL" if "pg_wal" in file.parts else file.suffix or "table" for file in control}
    assert kinds >= {"WAL", "table", ".sql"}, "the search would not have found it"
    evidence.shows(
        row="C11",
        figure=f"封をした語は {len(searched)} 個のファイル（表・索引・WAL・書き出し）に {len(hits)} か所",
        target="0 か所",
        holds=hits == [],
    )


# --- nothing opens elsewhere, or changed ---------------------------------------------------------


class Drawer:
    """Sealed values of several persons in several columns, and ways to spoil them."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        subjects = [uuid4() for _ in range(8)]
        self.values: list[tuple[bytes, Place]] = []
        for _row in range(40):
            row = uuid4()
            for table, column in (("people_withheldvalue", "sealed"), ("attachments_scan", "name")):
                at = Place(table, column, row)
                plain = dice.randbytes(dice.choice((0, 1, 12, 60, 700)))
                self.values.append((keepers.seal(plain, subject=dice.choice(subjects), at=at), at))

    def other(self, at: Place) -> bytes:
        return self.dice.choice([sealed for sealed, place in self.values if place != at])

    def spoiled(self) -> tuple[str, bytes, Place]:
        sealed, at = self.dice.choice(self.values)
        name = self.dice.choice(sorted(self.WAYS))
        return name, self.WAYS[name](self, sealed, at), at

    def swap(self, sealed: bytes, at: Place) -> bytes:
        return self.other(at)

    def swap_within_row(self, sealed: bytes, at: Place) -> bytes:
        return next(one for one, place in self.values if place.row == at.row and place != at)

    def flip(self, sealed: bytes, at: Place) -> bytes:
        changed = bytearray(sealed)
        for _ in range(self.dice.choice((1, 1, 1, 2, 8))):
            changed[self.dice.randrange(len(changed))] ^= 1 << self.dice.randrange(8)
        return bytes(changed) if bytes(changed) != sealed else b""

    def cut(self, sealed: bytes, at: Place) -> bytes:
        return sealed[: self.dice.randrange(len(sealed))]

    def cut_front(self, sealed: bytes, at: Place) -> bytes:
        return sealed[self.dice.randrange(1, len(sealed)) :]

    def lengthen(self, sealed: bytes, at: Place) -> bytes:
        return sealed + self.dice.randbytes(self.dice.randrange(1, 40))

    def other_head(self, sealed: bytes, at: Place) -> bytes:
        """Another value's key with this text; where the key is the same, another nonce."""
        other, size = self.other(at), HEADER.size
        if other[:size] != sealed[:size]:
            return other[:size] + sealed[size:]
        return sealed[:size] + other[size : size + NONCE_LENGTH] + sealed[size + NONCE_LENGTH :]

    def other_number(self, sealed: bytes, at: Place) -> bytes:
        mark, number = HEADER.unpack_from(sealed)
        return HEADER.pack(mark, number ^ self.dice.randrange(1, 2**64)) + sealed[HEADER.size :]

    def spliced(self, sealed: bytes, at: Place) -> bytes:
        other = self.other(at)
        return sealed[: len(sealed) // 2] + other[len(other) // 2 :]

    def invented(self, sealed: bytes, at: Place) -> bytes:
        return sealed[: HEADER.size] + self.dice.randbytes(len(sealed) - HEADER.size)

    WAYS: dict[str, Callable[[Drawer, bytes, Place], bytes]] = {
        "swap": swap, "swap_within_row": swap_within_row, "flip": flip, "cut": cut, "cut_front": cut_front,
        "lengthen": lengthen, "other_head": other_head, "other_number": other_number, "spliced": spliced,
        "invented": invented,
    }  # fmt: skip


@pytest.mark.django_db
def test_nothing_opens_elsewhere_or_changed(evidence: Evidence) -> None:
    many = evidence.at_scale(small=600, ci=20_000, nightly=200_000)
    drawer = Drawer(random.Random(20261121))
    opened = []
    for _ in range(many):
        name, spoiled, at = drawer.spoiled()
        try:
            keepers.unseal(spoiled, at=at)
            opened.append(name)
        except SealBroken:
            pass

    assert len(keepers.unseal_all(drawer.values)) == 80, "unspoiled they all open"
    evidence.shows(
        row="C11",
        figure=f"入れ替え・書き換え・切り詰めなど {len(Drawer.WAYS)} 種 {many} 回のうち {many - len(opened)} 回を拒否",
        target="10,000 回以上の 100 %（大きな規模で）",
        holds=opened == [],
    )


@pytest.mark.django_db
def test_wrapped_keys_exchanged_open_nothing(evidence: Evidence) -> None:
    """Who may write the table of keys puts one subject's key in another's place."""
    from norishiro.core.models import SealingKey

    drawer = Drawer(random.Random(7))
    keys = {key.number: key for key in SealingKey.objects.all()}
    tried = opened = 0
    for key in keys.values():
        for other in keys.values():
            if other == key:
                continue
            forged = SealingKey(
                number=key.number, keeper=other.keeper, master=other.master, wrapped=other.wrapped,
                made_at=key.made_at,
            )  # fmt: skip
            tried += 1
            try:
                keepers._unwrapped(keepers.keystore.current(), forged)
                opened += 1
            except SealBroken:
                pass

    assert len(drawer.values) == 80
    evidence.shows(
        row="C11",
        figure=f"包まれた鍵の入れ替え {tried} 通りのうち {opened} 通りで開いた",
        target="0 通り",
        holds=tried > 0 and opened == 0,
    )


# --- keys are changed while the site runs --------------------------------------------------------


KEEPER = """
import json, sys
from config.command import main
sys.exit(max(main(["keys", *words]) for words in json.loads(sys.argv[1])))
"""


def keys_commands(*verbs: tuple[str, ...], keys_home: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`norishiro keys …` as its keeper runs it, one verb after another, against this test's database."""
    home = env.current().home
    owner = address(
        home,
        user="norishiro_owner",
        password=(home / state.OWNER_PASSWORD).read_text(encoding="ascii"),
        database=database(),
    )
    variables = outside(NORISHIRO_HOME=str(keys_home or home), DATABASE_URL=owner)
    words = [sys.executable, "-c", KEEPER, json.dumps(verbs)]
    return subprocess.run(words, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


class Office(threading.Thread):
    """Keeps papers, reads older ones again and removes the oldest, as long as the keys are being changed."""

    def __init__(self, actor: Actor, consents: list[Consent], stop: threading.Event) -> None:
        super().__init__()
        self.actor, self.consents, self.stop = actor, cycle(consents), stop
        self.most = 3 * len(consents)
        self.kept: list[tuple[Scan, str]] = []
        self.errors: list[str] = []
        self.writings = self.readings = 0

    def run(self) -> None:
        dice = random.Random(self.name)
        try:
            while not self.stop.is_set():
                self.keep_one(dice)
                self.read_one(dice)
        except Exception as error:  # whatever it is, it is counted
            self.errors.append(repr(error))
        finally:
            connections.close_all()

    def keep_one(self, dice: random.Random) -> None:
        text = dice.randbytes(8).hex()
        scan = operations.keep_consent_scan(self.actor, consent=next(self.consents), file=paper(text))
        self.kept.append((scan, text))
        self.writings += 1
        if len(self.kept) > self.most:
            oldest, _text = self.kept.pop(0)
            operations.remove_scan(self.actor, scan=oldest, reason="場所をあける")

    def read_one(self, dice: random.Random) -> None:
        scan, text = dice.choice(self.kept)
        with transaction.atomic():
            announce(self.actor)
            opened = queries.open_scan(self.actor, scan_id=scan.id)
        assert opened.content == paper(text).content
        self.readings += 1


def whole(actor: Actor, kept: list[tuple[Scan, str]]) -> int:
    with transaction.atomic():
        announce(actor)
        return sum(
            queries.open_scan(actor, scan_id=scan.id).content == paper(text).content for scan, text in kept
        )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_keys_are_changed_under_writes_and_the_old_then_destroyed(evidence: Evidence, own_keys: Path) -> None:
    only_embedded()
    rounds = evidence.at_scale(small=2, ci=5, nightly=40)
    actor = agencies.actor("架空 花子")
    many = evidence.at_scale(small=6, ci=40, nightly=400)
    consents = [consent_of(actor, known(actor, f"架空 {number}")) for number in range(many)]
    stop = threading.Event()
    offices = [Office(actor, consents[half::2], stop) for half in range(2)]
    for office in offices:
        office.start()
    during = keys_commands(*[("rotate",)] * rounds, keys_home=own_keys)
    stop.set()
    for office in offices:
        office.join()
    # With nobody writing: what was sealed with an old key in between, then the old keys go.
    after = keys_commands(
        ("rotate",), ("destroy", "--retired", "--reason", "鍵の交換", "--certain"), keys_home=own_keys
    )

    errors = [error for office in offices for error in office.errors]
    errors += [done.stderr + done.stdout for done in (during, after) if done.returncode]
    assert errors == []
    kept = [pair for office in offices for pair in office.kept]
    opening = whole(actor, kept)
    evidence.shows(
        row="C11",
        figure=(
            f"鍵の交換 {rounds + 1} 回のあいだ、書き込み {sum(one.writings for one in offices)}・"
            f"読み出し {sum(one.readings for one in offices)} 回で誤り {len(errors)}。"
            f"古い鍵を捨てたあと {opening}/{len(kept)} が開く"
        ),
        target="誤り 0、すべて開く",
        holds=0 < opening == len(kept),
    )


# --- a backup put back ---------------------------------------------------------


@contextmanager
def restored(dump: Path) -> Iterator[None]:
    """The backup in a database of its own, with Django reading there."""
    own, copy = database(), f"{database()}_restored"
    with psycopg.connect(**embedded.superuser_arguments(env.current().home), autocommit=True) as superuser:
        superuser.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0 OWNER norishiro_owner").format(
                sql.Identifier(copy)
            )
        )
        run_tool("pg_restore", "--exit-on-error", f"--dbname={copy}", str(dump))
        connections.close_all()
        connections.settings["default"]["NAME"] = copy
        try:
            yield
        finally:
            connections.close_all()
            connections.settings["default"]["NAME"] = own
            superuser.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(copy)))
