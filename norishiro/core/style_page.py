"""What the style page shows: every component and field, in every state, with invented people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict

from norishiro.core import forms
from norishiro.core.calendar import PartialDate, Precision
from norishiro.core.tables import Cell, Column, Page, table
from norishiro.core.verdict import YES, Reason, Verdict

TODAY = date(2026, 5, 20)
FIRST, LAST = UUID(int=1), UUID(int=2)

CONCERNS = [
    ("HEALTH", "病気や健康のこと"),
    ("HOME", "住まいのこと"),
    ("MONEY", "収入・生活費のこと"),
    ("WORK", "仕事のこと"),
    ("FAMILY", "家族との関係"),
    ("CHILD", "子育て・介護のこと"),
]


class StyleForm(forms.Form):
    """Every field of the set once."""

    form_key: ClassVar[str] = "core.style"
    sections: ClassVar = (
        forms.Section("だれのことか", ("name", "kana", "birth", "phone", "postal", "address")),
        forms.Section("いつ、どのように", ("day", "at", "how", "with_whom")),
        forms.Section("困りごと", ("concerns", "story")),
        forms.Section("必要なときだけ", ("agency", "count", "agreed"), on_demand=True),
    )

    name = forms.NameField(label="氏名")
    kana = forms.KanaField(label="ふりがな", required=False)
    birth = forms.BirthField(label="生年月日", required=False)
    phone = forms.PhoneField(label="電話番号", required=False)
    postal = forms.PostalCodeField(label="郵便番号", required=False)
    address = forms.AddressField(label="住所", required=False)
    day = forms.WarekiDateField(label="相談を受けた日")
    at = forms.TimeField(label="時刻", required=False)
    how = forms.ChoiceField(
        label="方法",
        row=True,
        choices=[
            ("VISIT", "訪問"),
            ("CALL", "電話"),
            ("DESK", "来所"),
            ("AWAY", "会えず"),
            ("LETTER", "投函"),
        ],
    )
    with_whom = forms.ChoicesField(
        label="いっしょにいた人",
        required=False,
        row=True,
        choices=[("SELF", "本人"), ("FAMILY", "家族"), ("NEIGHBOUR", "近所の人")],
    )
    concerns = forms.ConcernsField(label="あてはまる困りごと", required=False, choices=CONCERNS)
    story = forms.NarrativeField(
        label="聞いたこと", required=False, help_text="本人の言葉は、できるだけそのまま書いてください。"
    )
    agency = forms.AgencyField(
        required=False, choices=[("A", "みなと町社会福祉協議会"), ("B", "地域包括支援センター")]
    )
    count = forms.WholeNumberField(label="世帯の人数", required=False)
    weight = forms.QuantityField(label="重さ（kg）", required=False)
    body = forms.KnownField(label="団体の名前", required=False)
    agreed = forms.CheckField(label="本人に説明しました")


class MergeForm(forms.Form):
    """A short form for the merge page."""

    phone = forms.PhoneField(label="電話番号", required=False)
    story = forms.NarrativeField(label="いまの様子", required=False, rows=4)
    how = forms.ChoiceField(
        label="連絡のしかた", row=True, required=False, choices=[("CALL", "電話"), ("LETTER", "手紙")]
    )


def wrong_form() -> StyleForm:
    """The same form, sent with every mistake."""
    data = QueryDict(mutable=True)
    data.update(
        {
            "name": "",
            "kana": "山田はなこ",
            "birth": "平成32年4月1日",
            "phone": "12",
            "postal": "12",
            "day": "昭和のころ",
            "at": "9:10",
            "concerns-HEALTH": "MOST",
            "concerns-MONEY": "MOST",
            "story": "入力した内容は、まちがいがあっても残ります。",
        }
    )
    return StyleForm(data, prefix=None, auto_id="wrong_%s", today=TODAY)


def style_context() -> dict[str, Any]:
    """All that the style page needs; nothing of it comes from the database."""
    return {
        "nav_items": [
            {"label": label, "url": "#main", "current": label == "世帯"}
            for label in ("今日", "相談", "世帯", "つなぐ", "会議", "プラン", "機関", "数字")
        ],
        "me": {"name": "見本 はな", "hat": "みなと町社会福祉協議会・CSW", "switch_url": "#main"},
        "municipality_name": "みなと町",
        "crumbs": [
            {"label": "今日", "url": "/"},
            {"label": "世帯", "url": "#main"},
            {"label": "見本の画面", "url": ""},
        ],
        "today": TODAY,
        "at": datetime(2026, 5, 20, 18, 5, tzinfo=ZoneInfo("Asia/Tokyo")),
        "born": date(1945, 4, 1),
        "about_eighty": PartialDate(
            precision=Precision.AGE_ABOUT, approximate=True, age_low=80, age_high=80, as_of=TODAY
        ),
        "yes": YES,
        "no": Verdict(
            (
                Reason("no_oath", "会議の構成員のうち2人の誓約がまだです。"),
                Reason("no_day", "次に見直す日が決まっていません。"),
            )
        ),
        "fact_pairs": [
            ("主担当", "みなと町社会福祉協議会"),
            ("受付日", "令和8年4月10日"),
            ("次の見直し", ""),
        ],
        "people": table(
            "返事を待っているつなぎ",
            ["世帯", "つないだ先", "つないだ日", Column("日数", number=True), "状態"],
            [
                [
                    Cell("見本 太郎", small="みほん たろう", href="#main"),
                    "地域包括支援センター",
                    "R8.5.10",
                    10,
                    Cell("返事待ち", tone="yellow"),
                ],
                [
                    Cell("例 花子", small="れい はなこ", href="#main"),
                    "子ども家庭課",
                    "R8.5.18",
                    2,
                    Cell("受けました", tone="green"),
                ],
                [
                    Cell("仮 一郎", small="かり いちろう", href="#main"),
                    "生活支援課",
                    "R8.4.2",
                    48,
                    Cell("止まっています", tone="red"),
                ],
            ],
        ),
        "nobody": table("今日の訪問", ["世帯", "時刻"], [], empty_text="今日の訪問はありません"),
        "page": Page(rows=(1, 2), before=FIRST, after=LAST),
        "form": StyleForm(today=TODAY),
        "wrong": wrong_form(),
        "step_labels": ["受付", "アセスメント", "プラン", "支援", "見直し"],
    }
