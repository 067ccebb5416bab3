"""What leaves of this room: notices for window envelopes, and the list of addresses. Rows are handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from norishiro.core import documents
from norishiro.core.documents import Column, Marks, Sheet
from norishiro.evacuation.models import EvacuationPlan, Letter, Mailing


def notices(mailing: Mailing, letters: Sequence[Letter], *, town: str, on: date) -> bytes:
    """One page each: the address where the window of a long envelope is, the notice, and the answer to tear off."""
    context = {"mailing": mailing, "letters": letters, "town": town, "on": on}
    return documents.pdf("evacuation/notices_paper.html", context)


def addresses(mailing: Mailing, letters: Sequence[Letter], *, by: str) -> bytes:
    sheet = Sheet(
        title="宛名", notes=[f"{mailing.title}　{len(letters)}通　使い終わったら消してください。"],
        columns=[Column("通し番号", 10), Column("郵便番号", 12), Column("住所", 44), Column("氏名", 24), Column("送るわけ", 22)],
        rows=[
            [one.number, one.entry.postal_code, one.entry.address, f"{one.entry.name}　様", one.get_why_display()]
            for one in letters
        ],
    )  # fmt: skip
    return documents.workbook(sheet, title="個別避難計画の宛名", marks=Marks(words=f"取り出した人：{by}"))


def plan(plan: EvacuationPlan, *, name: str, town: str) -> bytes:
    """One version in its own form."""
    return documents.pdf("evacuation/plan_paper.html", {"plan": plan, "name": name, "town": town})
