"""Input shapes of this room."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.core.text import InputProblem
from norishiro.evacuation.choices import (
    AnswerWay,
    Heard,
    LetterState,
    Matter,
    Receiver,
    Said,
    Share,
    Signed,
    SupporterKind,
    SupportState,
    TakenFor,
    VisitResult,
    Why,
)
from norishiro.evacuation.items import item_choices
from norishiro.evacuation.routes import Step, read_steps
from norishiro.evacuation.sources import source_choices
from norishiro.opendata.datasets import datasets

Choices = Sequence[tuple[str, Any]]
GREETING = (
    "災害のときに一人で避難することがむずかしい方の、避難の計画（個別避難計画）をいっしょにつくっています。"
    "計画をつくるかどうかは、ご本人が決められます。同封の調査票に、希望の有無をご記入のうえ、期限までにお返しください。"
)
HAZARDS = list(datasets().hazard_names.items())
NO_FILE = "ファイルを選んでください。"
ANSWERS = [
    (one.value, one.label) for one in (LetterState.ANSWERED, LetterState.REFUSED, LetterState.RETURNED)
]


def _upload() -> django_forms.FileField:
    return django_forms.FileField(
        label="ファイル",
        help_text="CSV（UTF-8・Shift_JIS）か Excel（.xlsx）。6万行まで。見出しより上に題名があっても読みます。",
        widget=django_forms.FileInput({"class": "n-input", "accept": ".csv,.xlsx,.txt"}),
        error_messages={
            "required": NO_FILE,
            "missing": NO_FILE,
            "empty": "選ばれたファイルは空です。もとのファイルを開いて、確かめてください。",
        },
    )


class _Upload(Form):
    file = _upload()

    def clean_file(self) -> tuple[str, bytes]:
        upload = self.cleaned_data["file"]
        content: bytes = upload.read()
        if not content:
            raise ValidationError("ファイルが大きすぎるか、空です。地区や種類で分けてください。")
        return str(upload.name or "ファイル"), content


class StartForm(Form):
    """対象者の一覧を始める."""

    base_on = fields.WarekiDateField(label="基準日", must_be_past=True)


class SourceForm(_Upload):
    """資料を読む."""

    kind = fields.SelectField(label="何の資料か", choices=source_choices())
    field_order = ("kind", "file")


class MovesForm(_Upload):
    """異動の資料で、わけを入れる."""


class SearchForm(Form):
    """名簿の中をさがす."""

    q = fields.LineField(label="名前・ふりがな・住所・宛名番号", limit=60, required=False)


class NoticeSearchForm(Form):
    """案内した人をさがす."""

    q = fields.LineField(label="名前・ふりがな・通し番号", limit=60, required=False)


class MailingForm(Form):
    """案内を用意する."""

    form_key = "evacuation.mailing"

    listing = fields.SelectField(label="どの一覧から")
    who = fields.ChoicesField(label="だれに送るか", choices=Why.choices)
    title = fields.LineField(label="案内の題", limit=80, help_text="例：令和8年度 個別避難計画のご案内")
    greeting = fields.NarrativeField(label="案内の文", rows=5, limit=600)
    sender = fields.LineField(
        label="差出人・問い合わせ先",
        limit=200,
        help_text="封筒の裏と紙の下に出ます。例：危機管理課 03-0000-0000",
    )
    due_on = fields.WarekiDateField(label="返事の期限")

    def __init__(self, *args: Any, listings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["listing"].offer(listings)


class SentForm(Form):
    """送った日を書く."""

    sent_on = fields.WarekiDateField(label="送った日", must_be_past=True)


class AnswerForm(Form):
    """返事を書く."""

    state = fields.ChoiceField(label="返事", choices=ANSWERS)
    answered_on = fields.WarekiDateField(label="返事の日（戻った日）", must_be_past=True)
    way = fields.ChoiceField(label="返事のしかた", choices=AnswerWay.choices, required=False, row=True)
    note = fields.LineField(label="補足", limit=200, required=False)


class AssignForm(Form):
    """訪問を頼む."""

    contractor = fields.AgencyField(label="頼む先")
    asked_on = fields.WarekiDateField(label="頼んだ日", must_be_past=True)
    due_on = fields.WarekiDateField(label="いつまでに")
    area = fields.LineField(
        label="町名など（住所にふくまれることば）",
        limit=40,
        required=False,
        help_text="空なら、全部の地区から選びます。",
    )
    numbers = fields.LineField(
        label="通し番号",
        limit=200,
        required=False,
        help_text="選んで頼むとき。例：3、8、12〜20。空なら、町名で選ばれた全員です。",
    )

    def clean_numbers(self) -> frozenset[int]:
        said = unicodedata.normalize("NFKC", self.cleaned_data["numbers"])
        found: set[int] = set()
        for part in re.split(r"[、,\s]+", said.strip("、, ")):
            span = re.fullmatch(r"(\d{1,6})(?:[~〜\-](\d{1,6}))?", part) if part else None
            if part and (span is None or (span[2] and int(span[2]) < int(span[1]))):
                raise ValidationError(
                    f"「{part}」を読み取れません。例のように、番号と「、」「〜」で書いてください。"
                )
            if span:
                found.update(range(int(span[1]), int(span[2] or span[1]) + 1))
        return frozenset(found)


class VisitForm(Form):
    """訪問の結果を書く."""

    result = fields.ChoiceField(label="結果", choices=[one for one in VisitResult.choices if one[0]])
    result_on = fields.WarekiDateField(label="結果の日", must_be_past=True)
    visitor = fields.LineField(
        label="行った人（職種まで）", limit=80, required=False, help_text="例：ケアマネジャー"
    )
    note = fields.LineField(
        label="補足", limit=200, required=False, help_text="転居のときは、だれから、どこへ移ったと聞いたか。"
    )


class PlanFormForm(Form):
    """様式を決める."""

    name = fields.LineField(label="様式の名前", limit=80, help_text="例：在宅避難をふまえた様式")
    from_on = fields.WarekiDateField(
        label="使いはじめる月の一日", help_text="この月の発送分から使います。例：令和7年10月1日"
    )
    codes = fields.ChoicesField(label="入れる欄", choices=item_choices())


class PlanWriteForm(Form):
    """計画を書く: the fields of the form of the day are handed in."""

    form_key = "evacuation.plan"
    made_on = fields.WarekiDateField(label="つくった日", must_be_past=True)
    maker = fields.LineField(label="だれとつくったか", limit=120, help_text="例：本人・長女・ケアマネジャー")
    agreed_on = fields.WarekiDateField(label="計画をつくることに、本人が同意した日", must_be_past=True)
    share = fields.ChoiceField(label="ふだんから地域の人などに渡すこと", choices=Share.choices, row=True)
    share_with = fields.LineField(
        label="ふだんから渡してよい相手",
        limit=200,
        required=False,
        help_text="同意した相手だけ。例：町会の防災部、民生委員",
    )
    review_on = fields.WarekiDateField(label="見直す日")


def plan_form_of(items: Sequence[tuple[str, str, bool]]) -> type[PlanWriteForm]:
    """The form of one day: with a field for each ``(code, label, is new)``."""
    drawn = {
        code: fields.NarrativeField(
            label=f"{label}（新しい欄）" if new else label, rows=2, limit=600, required=False
        )
        for code, label, new in items
    }
    return type("PlanOfTheDay", (PlanWriteForm,), drawn)


class RefugeForm(Form):
    """避難する所に決める."""

    form_key = "evacuation.refuge"
    hazard = fields.SelectField(label="どの災害のとき")
    steps = fields.NarrativeField(
        label="避難する道（一行に一つ）",
        rows=6,
        limit=3000,
        required=False,
        help_text=(
            "例：玄関を出て左へ、ポストまで。行の終わりに、地図から写した緯度・経度を（35.681236, 139.767125）のように"
            "書くと、図に入ります。なくてもかまいません。"
        ),
    )

    def __init__(self, *args: Any, hazards: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["hazard"].offer(hazards)

    def clean_steps(self) -> list[Step]:
        try:
            return read_steps(self.cleaned_data["steps"])
        except InputProblem as problem:
            raise ValidationError(problem.message) from problem


class ConsentForm(Form):
    """渡すことの返事を書く."""

    form_key = "evacuation.consent"

    matter = fields.ChoiceField(label="何を渡すことか", choices=Matter.choices, row=True)
    said = fields.ChoiceField(label="返事", choices=Said.choices, row=True)
    receivers = fields.ChoicesField(
        label="渡してよい相手",
        choices=Receiver.choices,
        required=False,
        help_text="同意するときだけ選びます。",
    )
    on = fields.WarekiDateField(label="返事の日", must_be_past=True)
    heard = fields.ChoiceField(
        label="どう聞いたか", choices=[one for one in Heard.choices if one[0] != Heard.PLAN], row=True
    )
    signed = fields.ChoiceField(label="署名", choices=Signed.choices, row=True)
    agent = fields.LineField(
        label="代理の人（名前と間柄）", limit=120, required=False, help_text="例：見本 花子（長女）"
    )
    checked = fields.CheckField(
        label="前の返事と違うところを、本人に確かめた（この返事に決める）", required=False
    )
    note = fields.LineField(label="補足", limit=200, required=False)


class GivingForm(Form):
    """ふだん渡す名簿・計画を用意する."""

    form_key = "evacuation.giving"

    listing = fields.SelectField(label="どの一覧から")
    matter = fields.ChoiceField(label="何を渡すか", choices=Matter.choices, row=True)
    receiver = fields.ChoiceField(label="渡す相手の種類", choices=Receiver.choices)
    receiver_name = fields.LineField(label="渡す相手", limit=80, help_text="例：みほん町会 防災部")
    area = fields.LineField(
        label="地区（住所にふくまれることば）",
        limit=40,
        required=False,
        help_text="その相手が受け持つ町名など。空なら、全部の地区です。",
    )
    purpose = fields.LineField(
        label="なんのために", limit=200, help_text="例：秋の避難訓練と、ふだんの声かけ"
    )

    def __init__(self, *args: Any, listings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["listing"].offer(listings)


class GivenForm(Form):
    """渡したと書く."""

    given_on = fields.WarekiDateField(label="渡した日", must_be_past=True)
    given_to = fields.LineField(
        label="受け取った人", limit=80, help_text="受領の署名をした人の名前。例：防災部長"
    )


class SupporterSearchForm(Form):
    """支援者をさがす."""

    q = fields.LineField(label="支援者の名前・ふりがな", limit=60, required=False)


class AskSupportForm(Form):
    """支援者に頼む."""

    form_key = "evacuation.support"

    supporter = fields.SelectField(label="前からいる支援者", required=False)
    kind = fields.ChoiceField(
        label="新しい支援者：人か団体か", choices=SupporterKind.choices, required=False, row=True
    )
    name = fields.LineField(label="新しい支援者：名前", limit=120, required=False)
    kana = fields.KanaField(label="新しい支援者：ふりがな", required=False)
    address = fields.AddressField(label="新しい支援者：住所", required=False)
    phone = fields.PhoneField(label="新しい支援者：電話", required=False)
    what = fields.LineField(label="頼むこと", limit=120, help_text="例：声をかけて、いっしょに歩く")
    asked_on = fields.WarekiDateField(label="頼んだ日", must_be_past=True)

    def __init__(self, *args: Any, supporters: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["supporter"].offer(supporters, blank="新しい支援者")


class AnswerSupportForm(Form):
    """支援者の返事を書く."""

    state = fields.ChoiceField(
        label="返事", choices=[one for one in SupportState.choices if one[0] != SupportState.ASKED]
    )
    on = fields.WarekiDateField(label="返事の日（やめた日）", must_be_past=True)
    note = fields.LineField(label="補足", limit=200, required=False)

    def __init__(self, *args: Any, states: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        if states:
            drawn["state"].offer(states)


class DrillForm(Form):
    """訓練に出たことを書く."""

    form_key = "evacuation.drill"

    drill = fields.SelectField(label="もう書いてある訓練", required=False)
    on = fields.WarekiDateField(label="新しい訓練：日", must_be_past=True, required=False)
    place = fields.LineField(label="新しい訓練：場所", limit=120, required=False)
    others = fields.LineField(
        label="新しい訓練：いっしょに出た人・団体",
        limit=300,
        required=False,
        help_text="例：みほん町会の防災部、長女",
    )
    worked = fields.NarrativeField(label="新しい訓練：うまくいったこと", rows=2, limit=600, required=False)
    change = fields.NarrativeField(
        label="この人の計画で変えること",
        rows=2,
        limit=600,
        required=False,
        help_text="書くと、この計画が「見直しの日」に出ます。",
    )
    review_on = fields.WarekiDateField(label="次に見直す日")

    def __init__(self, *args: Any, drills: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["drill"].offer(drills, blank="新しい訓練")


class ZonesForm(_Upload):
    """区域の表を読む."""

    name = fields.LineField(label="区域の名前", limit=80, help_text="例：○○川 洪水浸水想定区域")
    hazard = fields.SelectField(label="どの災害の区域か", choices=HAZARDS)
    as_of = fields.WarekiDateField(label="いつの時点の区域か", must_be_past=True)
    field_order: tuple[str, ...] = ("name", "hazard", "as_of", "file")


class MapForm(ZonesForm):
    """区域の図を読む."""

    file = django_forms.FileField(
        label="ファイル",
        help_text="GeoJSON（.geojson・.json、UTF-8）。40MBまで。",
        widget=django_forms.FileInput({"class": "n-input", "accept": ".geojson,.json"}),
        error_messages={
            "required": NO_FILE,
            "missing": NO_FILE,
            "empty": "選ばれたファイルは空です。もとのファイルを開いて、確かめてください。",
        },
    )
    source = fields.LineField(label="出典・提供者", limit=120, help_text="例：○○県オープンデータ")
    column = fields.LineField(
        label="深さの列の名前",
        limit=60,
        required=False,
        help_text="空なら、「最大浸水深」「浸水深」や国のデータの列を、自分でさがします。",
    )
    field_order = ("name", "hazard", "source", "as_of", "column", "file")


class TakePackForm(Form):
    """災害用ファイルを受け取る."""

    form_key = "evacuation.take_pack"

    purpose = fields.ChoiceField(label="なんのために", choices=TakenFor.choices)
    reason = fields.LineField(
        label="わけ（災害の名前、渡す先、しまう所など）",
        limit=200,
        help_text="例：台風○号。消防の本部と三つの地区の班に渡す",
    )
