"""Input shapes of this room. Choices that depend on what there is are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.helpers import kinds
from norishiro.helpers.choices import Channel, ConsentWay, EndReason, LessonKind, Outcome, Result

Choices = Sequence[tuple[str, Any]]
SHORT = "病気や家の事情は書きません。気になることは、相談として受け付けます。"
MOST_YEN = 999_999


class _Offered(Form):
    """A form some of whose lists the view fills: ``offers={"area": [...]}``."""

    none_of: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, offers: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in offers.items():
            field: Any = self.fields[name]
            if name in self.none_of:
                field.offer(choices, blank=self.none_of[name])
            else:
                field.offer(choices)


class SearchForm(Form):
    """担い手をさがす."""

    q = fields.LineField(label="名前・ふりがな・したいこと", limit=60, required=False)


class _HelperFields(_Offered):
    """What stands in the register, new or put right."""

    none_of: ClassVar = {"area": "決まっていない"}
    sections: ClassVar[Sequence[Section]] = (
        Section("登録", ("kind", "name", "kana", "area")),
        Section("同意", ("consented_on", "consent_way", "registered_on")),
        Section("連絡先と、したいこと", ("phone", "email", "postal_code", "address", "likes")),
    )

    kind = fields.SelectField(label="種類", choices=kinds.KIND_CHOICES)
    name = fields.NameField(label="氏名")
    kana = fields.KanaField(label="ふりがな")
    area = fields.SelectField(label="圏域", required=False)
    phone = fields.PhoneField(label="電話", required=False)
    email = fields.LineField(label="メール", limit=120, required=False)
    postal_code = fields.PostalCodeField(label="郵便番号", required=False)
    address = fields.AddressField(
        label="住所", required=False, help_text="通信を郵送するときに使います。例：みなと町1丁目2-3"
    )
    likes = fields.LineField(
        label="したいこと・得意なこと", limit=200, required=False, help_text="例：平日の午前、話し相手、庭の手入れ"
    )  # fmt: skip


class RegisterForm(_HelperFields):
    """担い手を登録する."""

    form_key = "helpers.register_helper"

    consented_on = fields.WarekiDateField(label="登録に同意した日", must_be_past=True)
    consent_way = fields.ChoiceField(label="同意のしかた", choices=ConsentWay.choices, row=True)
    registered_on = fields.WarekiDateField(label="登録した日", must_be_past=True)


class ChangeForm(_HelperFields):
    """担い手の登録を直す. 同意 and the day of registration stay as they were."""

    form_key = "helpers.change_helper"
    sections: ClassVar[Sequence[Section]] = (
        Section("登録", ("kind", "name", "kana", "area")),
        Section("連絡先と、したいこと", ("phone", "email", "postal_code", "address", "likes")),
    )


class EndForm(Form):
    """登録を終える."""

    form_key = "helpers.end_helper"

    ended_on = fields.WarekiDateField(label="終えた日", must_be_past=True)
    end_reason = fields.ChoiceField(label="わけ", choices=EndReason.choices, row=True)
    end_note = fields.LineField(label="わけの補足", limit=120, required=False)


class NewsletterForm(Form):
    """通信を出す."""

    form_key = "helpers.issue_newsletter"

    title = fields.LineField(label="題", limit=120, help_text="例：推進員だより 第12号")
    issued_on = fields.WarekiDateField(label="出した日", must_be_past=True)
    channel = fields.ChoiceField(label="送り方", choices=Channel.choices, row=True)


class LessonForm(Form):
    """研修を登録する."""

    form_key = "helpers.hold_lesson"

    kind = fields.ChoiceField(label="何の研修か", choices=LessonKind.choices)
    title = fields.LineField(label="題", limit=120, help_text="例：話の聴き方")
    held_on = fields.WarekiDateField(
        label="開いた日", must_be_past=True, help_text="何日もある研修は、最後の日。例：令和8年10月4日"
    )
    place = fields.LineField(label="場所", limit=120, required=False)
    good_until = fields.WarekiDateField(
        label="修了が切れる日",
        required=False,
        help_text="養成研修のときだけ。この日から、訪問を頼めなくなります。",
    )


class CameForm(Form):
    """来た人を書く."""

    form_key = "helpers.note_came"

    came = fields.ChoicesField(label="来た人")


class AidForm(_Offered):
    """依頼を受ける."""

    form_key = "helpers.take_aid"
    none_of: ClassVar = {"area": "決まっていない"}
    sections = (
        Section("頼まれたこと", ("service", "what", "wanted", "area", "received_on")),
        Section("行くために要るときだけ", ("asker", "contact"), on_demand=True),
    )

    service = fields.ChoiceField(label="何の手伝いか", choices=kinds.SERVICE_CHOICES)
    what = fields.LineField(
        label="頼まれたこと", limit=200, help_text=f"例：台所の電球の交換、週に一度の話し相手。{SHORT}"
    )
    wanted = fields.LineField(
        label="いつがよいか", limit=120, required=False, help_text="例：平日の午前、今週中"
    )
    area = fields.SelectField(label="圏域", required=False)
    received_on = fields.WarekiDateField(label="受けた日", must_be_past=True)
    asker = fields.LineField(
        label="申し込んだ人の呼び名", limit=100, required=False, help_text="行くために要るときだけ書きます。"
    )
    contact = fields.LineField(label="連絡先・行き先", limit=200, required=False)


class MatchForm(_Offered):
    """担い手を結びつける."""

    form_key = "helpers.match_helper"
    none_of: ClassVar = {"second": "一人で行く"}

    helper = fields.SelectField(label="担い手")
    second = fields.SelectField(
        label="もう一人", required=False, help_text="有償の手伝いのときに、いっしょに行く人を選びます。"
    )
    owner = fields.AgencyField(label="事業の持ち主", help_text="この手伝いの事業を受け持つ部署・機関。")
    matched_on = fields.WarekiDateField(label="結びつけた日", must_be_past=True)


class ResultForm(Form):
    """結果を書く."""

    form_key = "helpers.note_result"

    result = fields.ChoiceField(label="結果", choices=Result.choices, row=True)
    result_on = fields.WarekiDateField(label="結果の日", must_be_past=True)
    result_note = fields.LineField(label="補足", limit=200, required=False, help_text=SHORT)


def _yen(label: str, **more: Any) -> fields.WholeNumberField:
    return fields.WholeNumberField(label=label, required=False, min_value=0, max_value=MOST_YEN, **more)


class VisitForm(Form):
    """行った記録を書く. The two amounts stand only where the help is paid."""

    form_key = "helpers.report_visit"

    on = fields.WarekiDateField(label="行った日", must_be_past=True)
    minutes = fields.WholeNumberField(label="かかった時間（分）", required=False, min_value=1, max_value=720)
    report = fields.LineField(
        label="ようす", limit=300, help_text=f"例：電球を替えた。お元気そうだった。{SHORT}"
    )
    fee = _yen("頼んだ人が払った額（円）")
    wage = _yen("手伝った人に渡した額（円）", help_text="2人で分けるときは、合わせた額。")

    def __init__(self, *args: Any, paid: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not paid:
            del self.fields["fee"], self.fields["wage"]


class CloseForm(Form):
    """依頼に区切りをつける."""

    form_key = "helpers.close_aid"

    outcome = fields.ChoiceField(label="どうなったか", choices=Outcome.choices, row=True)
    outcome_note = fields.LineField(label="補足", limit=200, required=False, help_text=SHORT)


class EarnForm(Form):
    """点をつける."""

    form_key = "helpers.earn_points"

    code = fields.ChoiceField(label="何で", choices=kinds.POINT_CHOICES)
    on = fields.WarekiDateField(label="活動した日", must_be_past=True)


class UseForm(Form):
    """点を使う."""

    form_key = "helpers.use_points"

    amount = fields.WholeNumberField(label="使った点", min_value=1, max_value=9999)
    what = fields.LineField(label="何に", limit=80, help_text="例：商品券にかえた、寄付した")
    on = fields.WarekiDateField(label="使った日", must_be_past=True)


class UndoForm(Form):
    """取り消す."""

    form_key = "helpers.undo_points"

    why = fields.LineField(label="取り消すわけ", limit=120, help_text="例：二度書いた")
