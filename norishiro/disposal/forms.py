"""Input shapes of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.disposal.choices import HoldKind, Start

NAMELESS = "名前や、だれのことか分かる言葉は書きません。"


class TermForm(Form):
    """保存期間を変える."""

    series = fields.SelectField(label="文書の種類")
    years = fields.WholeNumberField(label="年数", min_value=1, max_value=100)
    start = fields.ChoiceField(label="起算", choices=Start.choices)
    from_on = fields.WarekiDateField(label="いつから")
    source = fields.LineField(
        label="根拠の規程", limit=200, help_text="例：文書管理規程 別表第2 福祉-3（第3種・5年）"
    )
    reason = fields.LineField(label="変えるわけ", limit=300)

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["series"].offer(offered)


class HoldForm(Form):
    """候補を保留する."""

    kind = fields.ChoiceField(label="わけ", choices=HoldKind.choices)
    document = fields.LineField(
        label="もとの文書の番号", limit=120, help_text=f"例：審査請求 令和8年第3号。{NAMELESS}"
    )
    until_on = fields.WarekiDateField(
        label="いつまで", required=False, help_text="決まっていなければ空のまま。終えるまで保留します。"
    )


class CaseHoldForm(HoldForm):
    """ケースを保留する: also long before it is due."""

    case_number = fields.LineField(
        label="ケース番号", limit=20, help_text="そのケースと、世帯の人みんなの記録が保留になります。"
    )
    field_order = ("case_number", "kind", "document", "until_on")


class ReasonForm(Form):
    """わけを書く."""

    reason = fields.LineField(label="わけ", limit=300, help_text=NAMELESS)
