"""Input shapes of this room. Choices that depend on the town are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.core.text import InputProblem
from norishiro.resources.catalogue import catalogue, choices, platforms
from norishiro.resources.choices import (
    Companion,
    ConfirmWay,
    Function,
    Mood,
    OrganisationKind,
    Role,
    StopKind,
    StopReason,
    Weekday,
    Welcome,
)
from norishiro.resources.points import Point, read_point

Choices = Sequence[tuple[str, str]]
YES_NO = [("YES", "はい"), ("NO", "いいえ")]


class PlaceForm(Form):
    """居場所を登録する・直す: a few fields first, the rest on demand."""

    form_key = "resources.place"
    sections = (
        Section("どんな場か", ("name", "kind", "about", "welcome", "anybody")),
        Section("だれが、どこで", ("organisation", "organisation_kind", "location", "address", "point", "area", "private_home")),
        Section("だれが、何として来られるか", ("roles", "states", "age_from", "age_to", "conditions"), on_demand=True),
        Section("雰囲気と、はじめて来るとき", ("mood", "alone", "silent", "companion", "trial"), on_demand=True),
        Section("定員・費用・申込み", ("capacity", "present", "fee", "fee_note", "booking"), on_demand=True),
        Section("受け入れる側のこと", ("considerate", "cannot", "needs"), on_demand=True),
        Section(
            "連絡先と公開", ("contact_name", "phone", "email", "website", "is_public", "contact_public"), on_demand=True
        ),
        Section(
            "行き方・設備・機能・はじまり",
            ("directions", "access", "functions", "agency", "opened_on", "council_supported", "subsidy"), on_demand=True,
        ),
        Section("地域のプラットフォームとして", ("platform", "does", "brings"), on_demand=True),
    )  # fmt: skip

    name = fields.LineField(label="名前", limit=120, help_text="例：みんなの食卓、こもれびサロン")
    kind = fields.SelectField(label="種類", choices=choices(catalogue().kinds))
    about = fields.LineField(
        label="どんなところか",
        required=False,
        limit=300,
        help_text="ひとことで。支援を受けている人のことは書きません。",
    )
    welcome = fields.SelectField(label="孤立している人を受け入れられるか", choices=Welcome.choices)
    anybody = fields.CheckField(label="だれでも来てよい（年齢や状態の制限なし）")

    organisation = fields.LineField(
        label="開いている団体", limit=120, help_text="登録のある団体は、同じ名前を書くとつながります。"
    )
    organisation_kind = fields.SelectField(label="団体の種別", choices=OrganisationKind.choices)
    location = fields.LineField(
        label="会場の名前", limit=120, help_text="例：東町会館、○○さん宅は「会員の家」"
    )
    address = fields.AddressField(label="所在地", required=False)
    point = fields.LineField(
        label="地図の場所（緯度, 経度）",
        required=False,
        limit=60,
        help_text="地図のサイトで会場を選ぶと出る数字を、そのまま貼ります。例：35.681236, 139.767125。公開する居場所は、地図に出ます。",
    )
    area = fields.SelectField(label="圏域", required=False)
    private_home = fields.CheckField(label="個人の家（けっして公開しません）")

    roles = fields.ChoicesField(label="何として来られるか", choices=Role.choices, required=False)
    states = fields.ChoicesField(
        label="これまでに来た人・対応できる状態", choices=choices(catalogue().states), required=False
    )
    age_from = fields.WholeNumberField(label="何歳から", required=False, min_value=0, max_value=120)
    age_to = fields.WholeNumberField(label="何歳まで", required=False, min_value=0, max_value=120)
    conditions = fields.LineField(label="受け入れの条件", required=False, limit=300)

    mood = fields.SelectField(label="雰囲気", choices=Mood.choices, required=False)
    alone = fields.SelectField(label="一人で過ごせる", choices=YES_NO, required=False)
    silent = fields.SelectField(label="話さなくてよい", choices=YES_NO, required=False)
    companion = fields.SelectField(label="職員の同行", choices=Companion.choices, required=False)
    trial = fields.SelectField(label="見学・お試しができる", choices=YES_NO, required=False)

    capacity = fields.WholeNumberField(label="定員", required=False, min_value=1, max_value=9999)
    present = fields.WholeNumberField(label="いまの人数", required=False, min_value=0, max_value=9999)
    fee = fields.WholeNumberField(
        label="費用（1回、円）", required=False, min_value=0, max_value=999999, help_text="無料なら 0"
    )
    fee_note = fields.LineField(
        label="費用のこと", required=False, limit=120, help_text="例：子どもは無料、食材費だけ"
    )
    booking = fields.LineField(
        label="申込み", required=False, limit=120, help_text="例：前の日までに電話、要らない"
    )

    considerate = fields.LineField(label="配慮できること", required=False, limit=300)
    cannot = fields.LineField(label="できないこと", required=False, limit=300)
    needs = fields.LineField(
        label="受け入れる側が求める支え",
        required=False,
        limit=300,
        help_text="例：事前の説明、困ったときの連絡先、月に一度の訪問",
    )

    contact_name = fields.LineField(
        label="窓口の人",
        required=False,
        limit=80,
        help_text="職員だけに見えます。公開されることはありません。",
    )
    phone = fields.PhoneField(label="電話", required=False)
    email = fields.LineField(label="メール", required=False, limit=120)
    website = fields.LineField(label="ホームページ", required=False, limit=200)
    is_public = fields.CheckField(
        label="この居場所を公開してよい",
        help_text="だれでも見られる「くらしの案内」に、名前・紹介・会場・開く日・だれが来られるか・雰囲気・配慮できること・費用・申込み・設備が出ます。対応できる状態・窓口の人・受け入れの条件・休むわけは出ません。",
    )
    contact_public = fields.CheckField(label="電話・メール・ホームページも公開してよい")

    directions = fields.LineField(label="行き方", required=False, limit=200)
    access = fields.ChoicesField(label="設備", choices=choices(catalogue().access), required=False)
    functions = fields.ChoicesField(label="拠点の機能", choices=Function.choices, required=False)
    agency = fields.AgencyField(label="団体が、登録のある機関なら", required=False)
    opened_on = fields.WarekiDateField(label="始まった日", required=False)
    council_supported = fields.CheckField(label="社会福祉協議会が支援している")
    subsidy = fields.LineField(
        label="補助・委託", required=False, limit=120, help_text="例：運営費の補助、市の委託"
    )

    platform = fields.ChoicesField(
        label="プラットフォームの類型", choices=choices(platforms().types), required=False,
        help_text="町会・団体・機関が集まり、地域の課題を解決する場のときだけ選びます。",
    )  # fmt: skip
    does = fields.ChoicesField(label="はたらき", choices=choices(platforms().functions), required=False)
    brings = fields.ChoicesField(
        label="持ち寄れる資源", choices=choices(platforms().resources), required=False, row=True,
        help_text="ここに集まる団体や人が出せるもの。不足の一覧から、出せる場をさがせます。",
    )  # fmt: skip

    def __init__(self, *args: Any, areas: Choices, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["area"].offer(areas)
        drawn["agency"].offer(agencies, blank="登録のない団体")
        for name in ("mood", "alone", "silent", "companion", "trial"):
            drawn[name].offer(drawn[name].choices[1:], blank="まだ分からない")

    def clean_point(self) -> Point | None:
        try:
            return read_point(self.cleaned_data["point"])
        except InputProblem as problem:
            raise ValidationError(problem.message, code="point") from problem


class OpeningForm(Form):
    """開く日を決める: written as people write it; the second press says that it was understood."""

    text = fields.NarrativeField(
        label="開く日と時間", rows=5, limit=500,
        help_text="一行にひとつずつ。例：毎週火・木 11:00～16:00　／　第2・4火曜 13時～　／　第3月曜 休み　／　8月 休み　／　月～金（祝日除く）10時～17時",
    )  # fmt: skip


class SpecialForm(Form):
    """その日だけの予定を足す."""

    first = fields.WarekiDateField(label="はじめの日")
    last_on = fields.WarekiDateField(
        label="おわりの日", required=False, help_text="一日だけなら、空のままにします。"
    )
    what = fields.ChoiceField(label="この日は", choices=[("CLOSED", "休み"), ("OPEN", "開く")], row=True)
    opens = fields.TimeField(label="始まる時刻", required=False)
    closes = fields.TimeField(label="終わる時刻", required=False)
    reason = fields.LineField(
        label="わけ", required=False, limit=120, help_text="例：お盆、会場の工事、特別の催し"
    )


class ConfirmForm(Form):
    """確かめたことを書く."""

    confirmed_on = fields.WarekiDateField(label="確かめた日", must_be_past=True)
    way = fields.ChoiceField(label="どのように", choices=ConfirmWay.choices, row=True)
    told_by = fields.LineField(
        label="答えた人", required=False, limit=80, help_text="例：世話人の方。職員だけに見えます。"
    )


class StopForm(Form):
    """休止・閉鎖を書く."""

    kind = fields.ChoiceField(label="どちらですか", choices=StopKind.choices, row=True)
    from_on = fields.WarekiDateField(label="いつから")
    reason = fields.SelectField(label="わけ", choices=StopReason.choices)
    note = fields.LineField(label="くわしく", required=False, limit=200)
    expected_on = fields.WarekiDateField(label="再び開く見込み", required=False)


class ReopenForm(Form):
    """再開を書く."""

    on = fields.WarekiDateField(label="再び開いた日", must_be_past=True)


class CountForm(Form):
    """一日の数を書く."""

    on = fields.WarekiDateField(label="日", must_be_past=True)
    visitors = fields.WholeNumberField(label="来た人（延べ）", required=False, min_value=0, max_value=99999)
    consultations = fields.WholeNumberField(label="相談（件）", required=False, min_value=0, max_value=99999)
    events = fields.WholeNumberField(label="催し（回）", required=False, min_value=0, max_value=99999)


class VolunteersForm(Form):
    """担い手の人数を書く."""

    role = fields.LineField(label="役割", limit=60, help_text="例：受付、台所、おしゃべり相手、送り迎え")
    people = fields.WholeNumberField(
        label="人数", min_value=0, max_value=999, help_text="この役割がなくなったら 0。名前は書きません。"
    )
    from_on = fields.WarekiDateField(label="いつから", must_be_past=True)


class CentreForm(Form):
    """地域活動支援センターの年度の数: the fields are those of its type."""

    def __init__(self, *args: Any, figures: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in figures:
            self.fields[one.code] = fields.WholeNumberField(
                label=f"{one.name}（{one.unit}）", required=False, min_value=0, max_value=999999
            )


class AttendantForm(Form):
    """いる人を足す."""

    role = fields.LineField(label="役割", limit=80, help_text="例：CSW、住民相談役、保育士")
    agency = fields.AgencyField(label="どの機関の人か", required=False)
    body = fields.LineField(label="団体の名前（機関の登録がないとき）", required=False, limit=120)
    staff = fields.SelectField(label="職員（のりしろを使う人なら）", required=False)
    weekday = fields.SelectField(label="毎週この曜日", choices=Weekday.choices, required=False)
    on = fields.WarekiDateField(label="この日だけ", required=False)
    from_on = fields.WarekiDateField(label="いつから", required=False)

    def __init__(self, *args: Any, agencies: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["agency"].offer(agencies)
        drawn["staff"].offer(people)


class EndAttendantForm(Form):
    """いなくなる日を書く."""

    until_on = fields.WarekiDateField(label="この日からいない")
