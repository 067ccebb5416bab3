"""P2: what is withheld can't be recovered from the paper: not from its text, its streams, its properties, its length."""

from __future__ import annotations

import re
import uuid
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader
from pypdf.generic import StreamObject

from norishiro.core.documents import typeset
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.rights import operations, queries
from norishiro.rights.models import Part, Request
from tests.assurance.evidence import Evidence
from tests.rooms.rights.town import NOW, RightsTown

pytestmark = pytest.mark.django_db


def _paper(town: RightsTown, request: Request) -> tuple[str, bytes]:
    announce(town.clerk)
    items = queries.whole_package(town.clerk, request=request)
    html = render_to_string(
        "rights/package_sheet.html",
        {"asked": request, "sheets": queries.on_paper(items), "grounds": queries.grounds_of(items)},
    )
    return html, typeset(html)


def _recoverable(pdf: bytes) -> str:
    """Everything that can be read out of the file: its text, its properties, every stream unpacked, and its raw bytes."""
    reader = PdfReader(BytesIO(pdf))
    texts = [page.extract_text() or "" for page in reader.pages]
    texts += [str(reader.metadata), str(reader.outline), str(reader.attachments), pdf.decode("latin-1")]
    for number in range(1, len(reader.xref_objStm) + len(reader.xref.get(0, {})) + 400):
        found = reader.get_object(number) if _has(reader, number) else None
        if isinstance(found, StreamObject):
            texts.append(found.get_data().decode("latin-1"))
    return "\n".join(texts)


def _has(reader: PdfReader, number: int) -> bool:
    return number in reader.xref_objStm or any(number in one for one in reader.xref.values())


def _town(many: int) -> tuple[RightsTown, list[str]]:
    town = RightsTown()
    secrets = [f"SECRET{uuid.uuid4().hex[:10]}" for _ in range(many)]
    kinds = ("母：{}", "隣の人：{}", "架空病院：{}", "見立て：{}", "方針：{}", "花江さんの{}")
    for place, secret in enumerate(secrets):
        town.contact(f"「話したこと{place}」\n" + kinds[place % len(kinds)].format(secret))
    hidden = f"SECRET{uuid.uuid4().hex[:10]}"
    town.contact(f"太郎さんが怖いと話す {hidden}", person=town.mother)
    return town, [*secrets, hidden, "03-0000-0009", "みなと町9-9-9"]


def test_nothing_withheld_is_in_the_file(evidence: Evidence):
    town, secrets = _town(evidence.at_scale(small=6, ci=120, nightly=600))
    request = town.decided(town.gathered(), "PART")
    html, pdf = _paper(town, request)
    readable = _recoverable(pdf)
    assert "話したこと0" in re.sub(r"\s", "", readable)
    hits = [secret for secret in secrets if secret in html or secret in readable]
    boxes = Part.objects.filter(item__request=request).exclude(withheld="")
    bare = boxes.filter(item__request__decided_by__isnull=True).count()
    evidence.shows(
        row="P2", figure=f"{len(secrets)}個の印のうち取り出せたもの {len(hits)}、根拠か承認者のない黒塗り {bare}",
        target="0", holds=not hits and bare == 0 and boxes.count() >= len(secrets) - 3,
    )  # fmt: skip


def test_a_representative_who_may_harm_reads_no_address_and_no_word(evidence: Evidence):
    town = RightsTown()
    town.contact("「もう殴られたくない」\nみなと町1-2-3にいる")
    request = town.decided(town.gathered(asker="LEGAL", asker_name="架空　花江", danger=True), "PART")
    html, pdf = _paper(town, request)
    readable = re.sub(r"\s", "", html + _recoverable(pdf))
    secrets = ("もう殴られたくない", "みなと町1-2-3", "03-0000-0001", "花江", "9-9-9")
    hits = [word for word in secrets if word in readable]
    evidence.shows(
        row="P2", figure=f"害されるおそれのある人の言葉と住所 {len(hits)}", target="0", holds=not hits
    )


def test_the_length_of_what_is_withheld_does_not_show():
    def paper(words: str) -> str:
        town = RightsTown()
        town.contact(f"様子\n見立て：{words}")
        html, _pdf = _paper(town, town.decided(town.gathered(), "PART"))
        return re.sub(r"R\d+-\d+", "", html)

    assert paper("短い") == paper("とても長い見立てがここに続く。" * 30)


def test_the_cover_list_names_no_reporter_and_no_protection():
    town = RightsTown()
    town.contact("見立て：疲れている")
    request = town.gathered(asker="LEGAL", asker_name="架空　花江", danger=True)
    announce(town.clerk)
    items = queries.whole_package(town.clerk, request=request)
    words = {why for ground in queries.grounds_of(items) for why in ground.whys}
    assert not {word for word in words if "通報" in word or "守られ" in word}


def test_the_one_who_proposed_does_not_decide():
    town = RightsTown()
    town.contact("見立て：疲れている")
    request = town.gathered()
    operations.propose_decision(town.clerk, request=request, outcome="PART", reason="一部を除いて開示する。")
    with pytest.raises(Refused) as refused:
        operations.decide_request(town.clerk, request=request, now=NOW, today=request.received_on)
    assert [one.code for one in refused.value.verdict.reasons] == ["decided_by"]


def test_all_open_is_not_said_of_a_package_with_black_in_it():
    town = RightsTown()
    town.contact("見立て：疲れている")
    with pytest.raises(Refused) as refused:
        operations.propose_decision(town.clerk, request=town.gathered(), outcome="FULL", reason="")
    assert [one.code for one in refused.value.verdict.reasons] == ["outcome"]
