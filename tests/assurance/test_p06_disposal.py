"""P6, the part of the keys: what was sealed of one person opens nowhere any more, and its words stand in no file.

The rest of P6 belongs to the disposal of records and is not claimed here: narratives, rows, indexes and the fingerprints of
withheld addresses being gone from the live tables within a day, and the signed certificate.
"""

from __future__ import annotations

import base64
import secrets
import time
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import transaction
from django.utils import timezone

from config import embedded, env
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.attachments import operations, queries
from norishiro.attachments.models import Scan
from norishiro.core.operation import announce
from norishiro.core.sealing import keepers, keystore
from norishiro.core.sealing.keystore import KeyDestroyed
from norishiro.people import operations as people
from norishiro.people.models import Person, WithheldValue
from norishiro.people.withholding import opened_for
from tests.assurance.evidence import Evidence
from tests.assurance.test_c11_sealing import (
    consent_of,
    database,
    files_since,
    holds,
    keys_commands,
    only_embedded,
    paper,
    restored,
    run_tool,
    spellings,
)
from tests.factories import agencies

DAY = timezone.localdate()
NOT_SHOWN = "（本文・行・索引の廃棄と証明書は、ここでは示していない）"


class Kept:
    """One person with a withheld address and the scan of a signed paper, both sealed."""

    def __init__(self, actor: Actor, word: str) -> None:
        self.word = word
        with transaction.atomic():
            announce(actor)
            self.person: Person = people.add_person(
                actor, name=f"架空 {word[:4]}", address="東京都豊島区南池袋二丁目12番3号", today=DAY
            )
            protection = people.protect(
                actor, person=self.person, kind="DV", basis="本人の申出", office=Agency.objects.get(id=actor.agency_id),
                fields={"ADDRESS"}, from_on=DAY, renew_by=None, today=DAY,
            )  # fmt: skip
            self.lock: UUID = protection.id
        self.scan: Scan = operations.keep_consent_scan(
            actor, consent=consent_of(actor, self.person), file=paper(word)
        )

    def opening(self, actor: Actor) -> list[str]:
        """What of it can be opened now: the paper, the address."""
        announce(actor)
        found = []
        with suppress(KeyDestroyed):
            found.append(queries.open_scan(actor, scan_id=self.scan.id).name)
        with opened_for([self.lock]):
            for row in WithheldValue.objects.filter(lock=self.lock):
                with suppress(KeyDestroyed):
                    found.append(keepers.unseal_text(row.sealed, at=keepers.place(row, "sealed")))
        return found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_destroyed_key_empties_every_copy_for_that_person_alone(
    own_keys: Path, tmp_path: Path, evidence: Evidence
) -> None:
    only_embedded()
    actor = agencies.actor("架空 花子")
    many = evidence.at_scale(small=2, ci=10, nightly=60)
    gone, stay = ([Kept(actor, f"{mark}{number}") for number in range(many)] for mark in "AB")
    dump = tmp_path / "before.dump"
    run_tool("pg_dump", "--format=custom", f"--file={dump}", database())
    before = opening(actor, [*gone, *stay])

    verbs = [
        ("destroy", "--subject", str(one.person.id), "--reason", "保存年限", "--certain") for one in gone
    ]
    done = keys_commands(*verbs, keys_home=own_keys)

    live = [opening(actor, half) for half in (gone, stay)]
    with restored(dump):
        after = [opening(actor, half) for half in (gone, stay)]
    assert done.returncode == 0, done.stdout + done.stderr
    assert before == 4 * many
    evidence.shows(
        row="P6",
        figure=f"鍵を捨てた {many} 人の封をした値（住所と同意書の写し）: いま開くもの {live[0]}、前の写しから戻して開くもの {after[0]}。"
        f"ほかの {many} 人は {live[1]}/{2 * many}、写しからも {after[1]}/{2 * many}{NOT_SHOWN}",
        target="捨てた人だけ、どの写しからも 0",
        holds=(live, after) == ([0, 2 * many], [0, 2 * many]),
    )  # fmt: skip


def opening(actor: Actor, kept: list[Kept]) -> int:
    with transaction.atomic():
        return sum(len(one.opening(actor)) for one in kept)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_neither_the_words_nor_the_key_stand_in_any_file_afterwards(
    own_keys: Path, tmp_path: Path, evidence: Evidence
) -> None:
    """Tables, indexes, WAL, temporary files, a dump, and the book of keys. The name, never sealed, shows what would be found."""
    only_embedded()
    began = time.time() - 1
    actor = agencies.actor("架空 花子")
    one = Kept(actor, "KANARI" + base64.b32encode(secrets.token_bytes(10)).decode())
    store = keystore.current()
    numbers = list(keepers.keys_of(store, one.person.id).values_list("number", flat=True))
    slots = [keystore.slot(store, number) for number in numbers]
    assert all(any(holds(file, [slot]) for file in book()) for slot in slots)

    operations.remove_scan(actor, scan=one.scan, reason="保存年限")
    verb = ("destroy", "--subject", str(one.person.id), "--reason", "保存年限", "--certain")
    done = keys_commands(verb, keys_home=own_keys)

    home = env.current().home
    with psycopg.connect(**embedded.superuser_arguments(home), autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
    dump = tmp_path / "norishiro.sql"
    run_tool("pg_dump", f"--file={dump}", database())
    searched = [*files_since(embedded.Server(home=home).data, began), dump, *book()]
    words = [file.name for file in searched if holds(file, spellings(one.word))]
    keys = [file.name for file in searched if holds(file, slots)]
    control = [file for file in searched if holds(file, spellings(one.person.name))]

    assert done.returncode == 0 and slots and control
    evidence.shows(
        row="P6",
        figure=f"封をした語とその鍵: 表・索引・WAL・書き出し・鍵の冊子の {len(searched)} ファイルに {len(words)} か所と {len(keys)} か所{NOT_SHOWN}",
        target="0 か所",
        holds=(words, keys) == ([], []),
    )  # fmt: skip


def book() -> list[Path]:
    return sorted(keystore.current().book.glob("page-*.keys"))
