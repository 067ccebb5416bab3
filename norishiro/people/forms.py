"""Input shapes of people and households."""

from __future__ import annotations

from typing import Any

from django import forms as files

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.people.choices import ProtectionKind, RelationKind, RelationToHead, Sex, WithheldField

SOMEBODY_NEW = "NEW"
WHO_IT_MAY_BE = Section("もう登録されている人かもしれません", ("same_as",))


class AsksWhoForm(Form):
    """A form that registers somebody anew, and first asks whether it is one of those already known."""

    def ask_who(self, candidates: list[tuple[str, str]]) -> None:
        """Offer the people who might be meant; the answer is read from the same submission."""
        offered = [*candidates, (SOMEBODY_NEW, "ちがう人です（新しく登録する）")]
        self.fields["same_as"] = fields.ChoiceField(
            label="同じ人ですか",
            choices=offered,
            help_text="あなたが見られる人のなかから、名前の似た人を挙げました。決めるのは、あなたです。",
        )
        chosen = str(self.data.get("same_as", ""))
        if chosen in dict(offered):
            self.cleaned_data["same_as"] = chosen
        else:
            self.add_error("same_as", "似た名前の人が登録されています。同じ人かどうかを選んでください。")

    @property
    def one_chosen(self) -> str:
        """The id of the one it is; empty where it is somebody new, or nobody was like them."""
        chosen = str(self.cleaned_data.get("same_as", ""))
        return "" if chosen == SOMEBODY_NEW else chosen


class SearchForm(Form):
    q = fields.LineField(label="名前・よみ・住所・電話の一部", required=False, limit=80)


class PersonForm(Form):
    """What is known of a person. Nothing is required: a person may have no name yet."""

    form_key = "people.change_person"
    sections = (
        Section("だれか", ("name", "kana", "alias", "sex", "birth")),
        Section("連絡", ("postal_code", "address", "phone", "contact_wish", "keep_from_family", "language")),
        Section("亡くなったとき", ("died_on",), on_demand=True),
    )

    name = fields.NameField(label="氏名", required=False)
    kana = fields.KanaField(label="ふりがな", required=False)
    alias = fields.LineField(label="呼び名・仮の名", limit=80, required=False)
    sex = fields.ChoiceField(label="性別", choices=Sex.choices, row=True)
    birth = fields.BirthField(label="生年月日・年齢", required=False)
    postal_code = fields.PostalCodeField(label="郵便番号", required=False)
    address = fields.AddressField(label="住所", required=False)
    phone = fields.PhoneField(label="電話", required=False)
    contact_wish = fields.LineField(label="連絡してよい時間・手段", limit=200, required=False)
    keep_from_family = fields.CheckField(label="家族に知られたくない")
    language = fields.LineField(label="話すことば", limit=40, required=False)
    died_on = fields.WarekiDateField(label="亡くなった日", required=False, must_be_past=True)


class JoinForm(AsksWhoForm):
    """Enter somebody into the household: a person one may see, or somebody new (a name is not needed)."""

    sections = (
        WHO_IT_MAY_BE,
        Section("だれを", ("person", "name", "kana", "alias", "birth")),
        Section("どのように", ("relation", "living_together", "from_on")),
    )

    person = fields.SelectField(
        label="登録済みの人", required=False, help_text="新しい人のときは選ばずに、下に書きます。"
    )
    name = fields.NameField(label="新しい人の氏名（分かれば）", required=False)
    kana = fields.KanaField(label="ふりがな", required=False)
    alias = fields.LineField(label="呼び名・仮の名", limit=80, required=False)
    birth = fields.BirthField(label="生年月日・年齢", required=False)
    relation = fields.SelectField(label="続柄", choices=RelationToHead.choices)
    living_together = fields.CheckField(label="同居している")
    from_on = fields.WarekiDateField(label="いつから（不明なら知った日）", must_be_past=True)


class LeaveForm(Form):
    until_on = fields.WarekiDateField(label="離れた日", must_be_past=True)
    reason = fields.LineField(label="理由", limit=80, required=False, help_text="例：施設入所、転居、結婚")


class HouseholdForm(Form):
    """``postal_code`` only helps to write the address; a household keeps none."""

    label = fields.LineField(label="世帯の呼び方", limit=120, help_text="例：みなと家")
    postal_code = fields.PostalCodeField(
        label="郵便番号（住所を入れるため）",
        required=False,
        help_text="例：123-4567。7桁を入れると、空の住所欄に町名まで入ります。番号そのものは登録しません。",
    )
    address = fields.AddressField(label="住所", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned.pop("postal_code", None)
        return cleaned


class RelationForm(Form):
    other = fields.SelectField(label="だれの")
    kind = fields.SelectField(
        label="間柄", choices=RelationKind.choices, help_text="この人が、相手の何にあたるか"
    )
    note = fields.LineField(label="補足", limit=200, required=False)
    from_on = fields.WarekiDateField(label="いつから", required=False, must_be_past=True)


class EndRelationForm(Form):
    until_on = fields.WarekiDateField(label="終わった日", must_be_past=True)


# --- 支援措置・秘匿 --------------------------------------------------------------------------------


NOT_LOOKED_FOR = (
    "ほかの人の記録にも出る名前なので、文中は伏せません。記録には書かず、「職場」「学校」とします。"
)
TOLD = ("shelter", "surname", "workplace", "school", "note")


class ProtectForm(Form):
    """No draft is kept of it; what is withheld is typed once."""

    sections = (
        Section("なぜ伏せるか", ("kind", "basis", "from_on", "renew_by")),
        Section("だれが所管し、だれに知られてはいけないか", ("office", "against")),
        Section("何を伏せるか", ("withheld",)),
        Section("ここで新しく書きとめるもの（書いたものも伏せます）", TOLD, on_demand=True),
    )
    typed_once = frozenset(TOLD)

    kind = fields.ChoiceField(label="種類", choices=ProtectionKind.choices)
    basis = fields.LineField(
        label="根拠・受けた申出", limit=200, help_text="例：11月20日に本人から申出。警察の意見あり"
    )
    from_on = fields.WarekiDateField(label="始まり", must_be_past=True)
    renew_by = fields.WarekiDateField(
        label="更新の期限",
        required=False,
        help_text="ふつうは1年後。過ぎても伏せたままで、確かめるよう知らせます。",
    )
    office = fields.AgencyField(
        label="所管の機関", help_text="開いて見たり、終えたりできるのは、この機関の人だけです。"
    )
    against = fields.SelectField(
        label="知られてはいけない相手", required=False,
        help_text="登録のある人のときだけ選びます。この人を支援している機関の人は、開けなくなります。",
    )  # fmt: skip
    withheld = fields.ChoicesField(
        label="伏せるもの", required=False,
        choices=[
            (WithheldField.ADDRESS, "住所（郵便番号・圏域・いっしょに住む人の住所も）"), (WithheldField.PHONE, "電話"),
        ],
    )  # fmt: skip
    shelter = fields.LineField(label="避難先・施設の名前", limit=200, required=False)
    surname = fields.LineField(label="新しい姓", limit=60, required=False)
    workplace = fields.LineField(label="勤め先", limit=200, required=False, help_text=NOT_LOOKED_FOR)
    school = fields.LineField(label="学校・園", limit=200, required=False, help_text=NOT_LOOKED_FOR)
    note = fields.NarrativeField(label="非開示の覚え書き", rows=4, limit=5000, required=False)

    @property
    def told(self) -> dict[str, str]:
        return {name.upper(): self.cleaned_data[name] for name in TOLD if self.cleaned_data[name].strip()}


class AddProtectedForm(Form):
    """No draft is kept of it; what is withheld is typed once."""

    typed_once = frozenset({"text"})

    field = fields.SelectField(
        label="何を",
        choices=[
            (one.value, one.label)
            for one in WithheldField
            if one not in (WithheldField.POSTAL, WithheldField.AREA)
        ],
    )
    text = fields.NarrativeField(
        label="内容", rows=3, limit=5000,
        help_text="登録すると、だれの画面にも出ません。所管の機関の人が、目的を書いて開いたときだけ見えます。",
    )  # fmt: skip


class LookForm(Form):
    purpose = fields.LineField(
        label="何のために見るか",
        limit=200,
        help_text="例：裁判所からの送達の確認に答えるため。台帳に残ります。",
    )


class RenewForm(Form):
    basis = fields.LineField(label="根拠・受けた申出", limit=200, help_text="例：更新の申出、再申出")
    renew_by = fields.WarekiDateField(label="次の更新の期限")


class LiftForm(Form):
    reason = fields.LineField(label="なぜ終えるか", limit=300)


class PressForm(Form):
    """Only a button."""


class SuppressionForm(Form):
    issued_on = fields.WarekiDateField(label="リストの作成日", must_be_past=True)
    file = files.FileField(
        label="支援措置のリストのファイル",
        help_text="CSV か Excel。一つだけ選びます。",
        error_messages={"required": "ファイルが選ばれていません。"},
    )
