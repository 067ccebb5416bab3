"""The pack for a disaster: its phrase in two hands, the making each night, the taking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from time import monotonic
from uuid import UUID

from django.db import transaction

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.agencies.permissions import Permission
from norishiro.core.calendar import wareki
from norishiro.core.operation import announce, operation
from norishiro.core.sealing import keepers
from norishiro.core.sealing.envelope import Unopened
from norishiro.core.verdict import Refused
from norishiro.evacuation import events, lookups, packing, papers, rules
from norishiro.evacuation.choices import ListState
from norishiro.evacuation.models import Listing, Pack, PackPhrase, PackTaking
from norishiro.ledger.operations import sign, sign_system
from norishiro.profiles.current import NoProfileError, current_profile

# How many good packs are kept; of older ones only the line that they were made.
KEPT = 3
NOT_WHOLE = "作ったファイルを開きなおして確かめられませんでした。前のファイルを残しています。システム担当に知らせてください。"
NO_KEY = "合言葉の封を開けられませんでした。システム担当に、鍵（norishiro doctor）を見てもらってください。"
NO_PAPER = "名簿の紙を作れませんでした。システム担当に「norishiro doctor」を動かしてもらってください。"


@dataclass(frozen=True)
class Office:
    """The clock, working for one office: it sees what the office keeps and nothing else, and signs in the program's name."""

    agency_id: UUID
    staff_id: UUID = UUID(int=0)

    @property
    def agency_ids(self) -> frozenset[UUID]:
        return frozenset({self.agency_id})

    @property
    def recipient_ids(self) -> frozenset[UUID]:
        return frozenset()


@operation
def begin_phrase(actor: Actor, /, *, today: date) -> tuple[PackPhrase, str]:
    """Draw a new phrase and answer its first half, once. An open one is thrown away. Records ``evacuation.phrase_begun``;
    refused by ``may_begin_phrase``."""
    rules.may_begin_phrase(may=actor.may(Permission.KEEP_EVACUATION)).or_refuse()
    mine = PackPhrase.objects.select_for_update(of=("self",)).filter(agency_id=actor.agency_id)
    mine.filter(second_on=None).delete()
    newest = mine.values_list("number", flat=True).first() or 0
    phrase = PackPhrase(
        agency_id=actor.agency_id, number=newest + 1, first_by_id=actor.staff_id, first_on=today
    )
    words = packing.draw_phrase()
    phrase.words = keepers.seal_text(words, subject=phrase.id, at=keepers.place(phrase, "words"))
    phrase.save(force_insert=True)
    sign(actor, events.PHRASE_BEGUN, changes={"phrase": (None, phrase.id), "number": (None, phrase.number)})
    return phrase, packing.halves(words)[0]


@operation
def finish_phrase(actor: Actor, /, *, today: date) -> tuple[PackPhrase, str]:
    """Answer the second half, once, to another person; from now on packs are locked with it. Records
    ``evacuation.phrase_finished``; refused by ``may_finish_phrase``."""
    mine = PackPhrase.objects.select_for_update(of=("self",)).filter(
        agency_id=actor.agency_id, second_on=None
    )
    phrase = mine.first()
    rules.may_finish_phrase(
        begun=phrase is not None, begun_by_me=phrase is not None and phrase.first_by_id == actor.staff_id,
        may=actor.may(Permission.APPROVE_EXPORT),
    ).or_refuse()  # fmt: skip
    assert phrase is not None
    phrase.second_by_id, phrase.second_on = actor.staff_id, today
    phrase.save(update_fields=["second_by", "second_on"])
    sign(actor, events.PHRASE_FINISHED, changes={"phrase": (None, phrase.id)})
    return phrase, packing.halves(_words_of(phrase))[1]


def _words_of(phrase: PackPhrase) -> str:
    return keepers.unseal_text(phrase.words, at=keepers.place(phrase, "words"))


def build_packs(*, now: datetime) -> Iterator[Pack]:
    """For the clock (``now`` in local time): a pack for each office that keeps a fixed list or has a phrase. What fails leaves the packs that are
    there, and a line that says why. Records ``evacuation.pack_built`` or ``evacuation.pack_missed``."""
    for agency_id in Agency.objects.order_by("code").values_list("id", flat=True):
        office = Office(agency_id)
        if _keeps_anything(office):
            try:
                yield build_pack(office, now=now)
            except Refused as refusal:
                yield miss_pack(office, problem="".join(one.message for one in refusal.verdict.reasons))
            except packing.Unreadable:
                yield miss_pack(office, problem=NOT_WHOLE)
            except Unopened:
                yield miss_pack(office, problem=NO_KEY)
            except RuntimeError:
                yield miss_pack(office, problem=NO_PAPER)


def _keeps_anything(office: Office) -> bool:
    with transaction.atomic():
        announce(office)
        return (
            Listing.objects.filter(agency_id=office.agency_id, state=ListState.FIXED).exists()
            or PackPhrase.objects.filter(agency_id=office.agency_id).exists()
        )


@operation
def build_pack(actor: Office, /, *, now: datetime) -> Pack:
    """Everybody on the newest fixed list with their newest plan, locked and opened once again; only then the oldest goes.
    Records ``evacuation.pack_built`` (counts, no names); refused by ``may_build_pack``; ``packing.Unreadable``."""
    began = monotonic()
    agency = Agency.objects.get(id=actor.agency_id)
    finished = PackPhrase.objects.filter(agency=agency, second_on__isnull=False)
    phrase = finished.select_for_update(of=("self",)).first()
    listing = Listing.objects.filter(agency=agency, state=ListState.FIXED).first()
    rules.may_build_pack(has_phrase=phrase is not None, has_list=listing is not None).or_refuse()
    assert phrase is not None and listing is not None
    gathered = lookups.pack_areas(listing, ask=agency.name, on=now.date())
    cover = papers.Cover(
        _town(now), agency.name, wareki(listing.base_on), now, phrase.number, gathered.people,
        gathered.withheld,
    )  # fmt: skip
    content = packing.pack(cover, gathered.areas, phrase=_words_of(phrase))
    pack = Pack.objects.create(
        agency=agency, listing=listing, phrase=phrase, people=gathered.people, planned=gathered.planned,
        withheld=gathered.withheld, size=len(content), seconds=round(monotonic() - began),
        fingerprint=sha256(content).hexdigest(), content=content,
    )  # fmt: skip
    kept = Pack.objects.filter(agency=agency, problem="").values_list("id", flat=True)[:KEPT]
    Pack.objects.filter(agency=agency, content__isnull=False).exclude(id__in=list(kept)).update(content=None)
    sign_system(
        events.PACK_BUILT,
        changes={
            "pack": (None, pack.id), "agency": (None, agency.code), "people": (None, pack.people), "mark": (None, pack.fingerprint),
        },
    )  # fmt: skip
    return pack


def _town(now: datetime) -> str:
    try:
        return current_profile(now.date()).municipality.name
    except NoProfileError:
        return ""


@operation
def miss_pack(actor: Office, /, *, problem: str) -> Pack:
    """Write down that there is no pack tonight, and why; those of the nights before stay. Records
    ``evacuation.pack_missed``."""
    pack = Pack.objects.create(agency_id=actor.agency_id, problem=problem[:300])
    sign_system(events.PACK_MISSED, changes={"pack": (None, pack.id), "agency_id": (None, actor.agency_id)})
    return pack


@operation
def take_pack(actor: Actor, /, *, pack: Pack, purpose: str, reason: str) -> PackTaking:
    """Write down for what and why somebody takes the locked file; for an hour they may fetch it. Records
    ``evacuation.pack_taken``; refused by ``may_take_pack``."""
    kept = Pack.objects.filter(pk=pack.pk, agency_id__in=actor.agency_ids, problem="", content__isnull=False)
    rules.may_take_pack(has_pack=kept.exists(), purpose=purpose, reason=reason).or_refuse()
    taking = PackTaking.objects.create(
        pack=pack, purpose=purpose, reason=reason.strip(), staff_id=actor.staff_id
    )
    sign(
        actor, events.PACK_TAKEN, reason=reason.strip(),
        changes={"pack": (pack.id, pack.id), "purpose": (None, purpose), "people": (None, pack.people)},
    )  # fmt: skip
    return taking
