"""Input shapes of the consent screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.sharing.choices import CATEGORY_LABELS, ConsentGiver, ConsentMethod, ProvisionMethod
from norishiro.sharing.register import Condition

CATEGORIES = [(str(int(category)), label) for category, label in CATEGORY_LABELS.items()]


class ConsentForm(Form):
    """本人同意: which information, to whom, for what, until when, and how it was given."""

    form_key = "sharing.take_consent"
    sections = (
        Section("何を、どこに渡してよいか", ("categories", "recipients", "purpose")),
        Section("どのように確かめたか", ("asked_on", "method", "witness", "until_on", "wording_version")),
        Section("本人以外が同意したとき", ("giver", "giver_name"), on_demand=True),
    )

    categories = fields.ChoicesField(
        label="渡してよい情報", choices=CATEGORIES, help_text="本人が「よい」と言った区分だけに印を付けます。"
    )
    recipients = fields.ChoicesField(
        label="渡してよい機関",
        help_text="ここに印を付けた機関だけが、同意にもとづいて見られるようになります。",
    )
    purpose = fields.LineField(
        label="目的", limit=300, help_text="例：就職と介護の相談を、いっしょに進めるため"
    )
    asked_on = fields.WarekiDateField(label="同意を受け取った日", must_be_past=True)
    method = fields.ChoiceField(label="方法", choices=ConsentMethod.choices, row=True)
    witness = fields.LineField(
        label="立ち会った人", required=False, limit=120, help_text="口頭のときは必ず書きます。"
    )
    until_on = fields.WarekiDateField(
        label="期限（この日から見られなくなる）",
        required=False,
        help_text="期限を決めないときは空のままにします。",
    )
    wording_version = fields.LineField(label="説明した規程の版", limit=40)
    giver = fields.ChoiceField(label="同意した人", choices=ConsentGiver.choices, row=True)
    giver_name = fields.LineField(label="代わりに同意した方の氏名", required=False, limit=120)


class RefusalForm(Form):
    """Not agreed, or could not be asked: why, and when to ask again."""

    form_key = "sharing.note_refusal"

    asked_on = fields.WarekiDateField(label="尋ねた日（尋ねられなかった日）", must_be_past=True)
    reason = fields.LineField(
        label="理由", limit=300, help_text="本人のことばに近い形で書くと、次の人が尋ねやすくなります。"
    )
    ask_again_on = fields.WarekiDateField(label="次に尋ねる日", required=False)


class WithdrawalForm(Form):
    """撤回: nothing is required but the act itself."""

    words = fields.LineField(label="本人のことば（分かれば）", required=False, limit=300)


class ExclusionForm(Form):
    """利益相反: who is shut out, of what, and why."""

    form_key = "sharing.exclude_staff"

    staff = fields.ChoiceField(
        label="外す職員", help_text="親族、隣人、同級生の親など、この人と利害関係のある職員を選びます。"
    )
    subjects = fields.ChoicesField(
        label="どの記録から外すか",
        help_text="ケースを選ぶと、そのケースの人全員の記録からも外れます。",
    )
    reason = fields.LineField(
        label="理由",
        limit=200,
        help_text="例：いとこにあたる。となりの家に住んでいる。理由は、外す権限のある人だけが読めます。",
    )


class ReadmissionForm(Form):
    """Why somebody may look again."""

    reason = fields.LineField(
        label="見られるように戻す理由", limit=200, help_text="例：引っ越して、隣人ではなくなった。"
    )


class WeighForm(Form):
    """「この情報を、この相手に、渡せるか」: the question itself. Asked in the address, so that it can be asked again."""

    receiver = fields.AgencyField(label="だれに", help_text="渡したい相手の機関を選びます。")
    categories = fields.ChoicesField(label="どの情報を", choices=CATEGORIES)


class ProvisionForm(Form):
    """情報提供: what is told, what for, and the written answers that the chosen ground asks for."""

    form_key = "sharing.provide"

    body = fields.NarrativeField(
        label="渡す内容",
        help_text="相手の仕事に要ることだけを書きます。ここに書いたことだけが、相手に見えます。",
    )
    purpose = fields.LineField(
        label="目的", limit=300, help_text="例：介護の申請を、いっしょに進めてもらうため"
    )
    limits = fields.LineField(
        label="相手に求める使い方の制限", required=False, limit=300,
        help_text="例：この目的のほかには使わない。ほかの人に渡さない。（個人情報の保護に関する法律第70条）",
    )  # fmt: skip
    method = fields.ChoiceField(label="渡し方", choices=ProvisionMethod.choices, row=True)
    until_on = fields.WarekiDateField(
        label="見られる期限（この日から見られなくなる）", required=False,
        help_text="用が済む日が分かっていれば書きます。あとから、いつでも見られなくできます。",
    )  # fmt: skip

    def __init__(self, *args: Any, conditions: Sequence[Condition] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {f"answer_{one.key}": _answer_field(one) for one in conditions if one.by == "staff"}
        self.fields = {**asked, **self.fields}

    @property
    def answers(self) -> dict[str, str]:
        """What was written for each condition, by the condition's key."""
        return {
            name.removeprefix("answer_"): words
            for name, words in self.cleaned_data.items()
            if name.startswith("answer_")
        }


def _answer_field(one: Condition) -> fields.NarrativeField:
    return fields.NarrativeField(label=one.ask, rows=3, limit=1000, error_messages={"required": one.missing})


class EndProvisionForm(Form):
    """見られなくする: why."""

    reason = fields.LineField(label="見られなくする理由", limit=300)


class ReviewForm(Form):
    """緊急の情報提供の審査: on which ground it stood, or that on none."""

    form_key = "sharing.review_provision"

    settled_ground = fields.SelectField(label="確定した根拠")
    words = fields.LineField(label="そう判断した理由", limit=300)
