"""Input shapes of the emergency window."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.emergency.choices import Finding, Trigger


class SearchForm(Form):
    """緊急のさがし: what happened, why it cannot wait, and exactly whom. Kept as no draft: it is about now.

    Whether an address is withheld cannot be tried out here: it finds nobody, as an address nobody has."""

    typed_once = frozenset({"name", "address"})
    sections = (
        Section("何が起きているか", ("trigger", "reason")),
        Section("氏名と生年月日でさがす", ("name", "birth")),
        Section("または、住所でさがす", ("address",)),
    )

    trigger = fields.ChoiceField(label="きっかけ", choices=Trigger.choices)
    reason = fields.NarrativeField(
        label="何が起きていて、なぜ待てないか", rows=3, limit=1000,
        help_text="20文字より長く。例：救急隊から、路上で倒れた人の家族に連絡したいと電話があった。この理由は、審査をする人が読みます。",
    )  # fmt: skip
    name = fields.NameField(
        label="氏名", required=False, help_text="書いてあるとおりの全部。一部ではさがせません。"
    )
    birth = fields.BirthField(
        label="生年月日", required=False, help_text="年月日まで。例：昭和20年4月1日、S20.4.1"
    )
    address = fields.LineField(
        label="住所", required=False, limit=200, help_text="番地まで。例：みなと町1丁目2番3号"
    )


class ReportForm(Form):
    """したこと: what was done with what was seen."""

    form_key = "emergency.report_opening"

    account = fields.NarrativeField(
        label="見て、何をしたか", rows=4, limit=2000,
        help_text="だれに連絡し、何を伝え、どうなったか。何もしなかったときは、そう書きます。",
    )  # fmt: skip


class ReviewForm(Form):
    """審査: was it needed?"""

    finding = fields.ChoiceField(label="審査の結果", choices=Finding.choices)
    words = fields.LineField(
        label="そう判断した理由・確かめること", required=False, limit=500,
        help_text="「仕事上必要だった」のほかは、必ず書きます。",
    )  # fmt: skip
