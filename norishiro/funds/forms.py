"""Input shapes of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.funds.choices import Decision, GiverKind
from norishiro.resources.choices import OrganisationKind

NOBODY = "だれのことか分かる言葉（名前・番地など）は書きません。"
SAME_NAME = "登録のある団体は、同じ名前を書くとつながります。"
MOST = 999_999_999


def _yen(label: str, **more: Any) -> fields.WholeNumberField:
    return fields.WholeNumberField(label=label, min_value=more.pop("least", 1), max_value=MOST, **more)


def _kind_of(whom: str) -> fields.SelectField:
    return fields.SelectField(
        label=f"{whom}の種別", choices=OrganisationKind.choices, required=False,
        help_text="はじめて書く団体のときだけ選びます。",
    )  # fmt: skip


class _Naming(Form):
    """A form that names a body: ``bodies`` are those known already."""

    def __init__(self, *args: Any, bodies: Sequence[str], areas: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, fields.KnownField):
                field.offer(bodies)
            if name == "area" and isinstance(field, fields.SelectField):
                field.offer(areas, blank="まち全体・決まっていない")


class FundForm(Form):
    """基金を登録する."""

    form_key = "funds.open_fund"

    name = fields.LineField(label="名前", limit=80, help_text="例：歳末の助成、地域の活動を応援する助成")
    purpose = fields.LineField(label="何のためのお金か", limit=200, help_text="公表する一枚に載ります。")


class DonationForm(_Naming):
    """寄付を書く."""

    form_key = "funds.take_donation"

    amount = _yen("金額（円）")
    received_on = fields.WarekiDateField(label="受けた日", must_be_past=True)
    giver_kind = fields.ChoiceField(label="どこから", choices=GiverKind.choices, row=True)
    body = fields.KnownField(
        label="法人・企業・団体の名前",
        limit=120,
        required=False,
        help_text=f"住民の名前は書きません。{SAME_NAME}",
    )
    body_kind = _kind_of("団体")


class UndoForm(Form):
    """寄付の記録を取り消す."""

    form_key = "funds.undo_donation"

    why = fields.LineField(label="取り消すわけ", limit=120, help_text="例：金額をまちがえた")


class ApplicationForm(_Naming):
    """申込みを受ける."""

    form_key = "funds.take_application"

    body = fields.KnownField(label="申し込んだ団体", limit=120, help_text=SAME_NAME)
    body_kind = _kind_of("団体")
    purpose = fields.LineField(
        label="何に使うか", limit=200, help_text=f"例：年末の食事会の材料と会場。{NOBODY}"
    )
    asked = _yen("申込みの額（円）")
    applied_on = fields.WarekiDateField(label="申込みの日", must_be_past=True)
    area = fields.SelectField(label="圏域", required=False)


class DecideForm(Form):
    """決める."""

    form_key = "funds.decide_grant"

    decision = fields.ChoiceField(label="決定", choices=Decision.choices, row=True)
    granted = _yen("助成の額（円）", required=False, help_text="助成するときだけ書きます。")
    decision_note = fields.LineField(
        label="わけ・条件",
        limit=200,
        required=False,
        help_text=f"見送るときは要ります。団体に伝えることばで。{NOBODY}",
    )
    decided_on = fields.WarekiDateField(label="決めた日", must_be_past=True)


class PayForm(Form):
    """支払う."""

    form_key = "funds.pay_grant"

    paid_on = fields.WarekiDateField(label="支払った日", must_be_past=True)


class ReportForm(Form):
    """報告を受ける."""

    form_key = "funds.report_grant"
    sections = (Section("報告", ("reported_on", "spent", "returned", "people", "result")),)

    reported_on = fields.WarekiDateField(label="報告の日", must_be_past=True)
    spent = _yen("使った額（円）", least=0, help_text="自分たちで足した分も入れてかまいません。")
    returned = _yen(
        "戻った額（円）", least=0, required=False, help_text="使いきらずに戻した分。なければ空のままに。"
    )
    people = fields.WholeNumberField(label="加わった人（延べ）", required=False, min_value=0, max_value=99999)
    result = fields.LineField(
        label="できたこと（公表する一文）",
        limit=200,
        help_text=f"例：一人ぐらしの高齢の人と子どもが、いっしょに年越しそばを食べた。{NOBODY}",
    )
