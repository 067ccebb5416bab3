"""Input shapes of this room. The view offers the choices; nothing is fetched or saved here."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from norishiro.agencies.choices import AppointmentKind, BaseFunction, Body, Field, Lasting, Weekday
from norishiro.agencies.rules import DaySpan, Exceptional, Hours, until_of
from norishiro.core import forms

LOGIN_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$")


class OptionalSelect(forms.SelectField):
    """A choice that may be left open."""

    def __init__(self, *, empty: str, **kwargs: Any) -> None:
        self.blank = empty
        super().__init__(required=False, **kwargs)


class AgencyForm(forms.Form):
    """機関の登録."""

    form_key = "agencies.agency"
    sections = (
        forms.Section("機関", ("name", "kana", "field", "body", "from_on")),
        forms.Section("連絡先", ("phone", "place", "contact_note")),
        forms.Section("上の組織と圏域", ("parent", "area"), on_demand=True),
    )
    name = forms.LineField(label="名称", limit=120)
    kana = forms.KanaField(label="ふりがな", required=False)
    field = forms.SelectField(label="分野", choices=Field.choices)
    body = forms.SelectField(label="設置主体", choices=Body.choices)
    phone = forms.PhoneField(label="電話", required=False)
    place = forms.LineField(label="所在", limit=200, required=False)
    contact_note = forms.LineField(
        label="連絡のしかた", limit=200, required=False, help_text="例：平日9時から17時。夜間は代表電話へ"
    )
    parent = OptionalSelect(label="上の組織", empty="なし")
    area = OptionalSelect(label="担当圏域", empty="決まっていない")
    from_on = forms.WarekiDateField(label="いつから")


class StaffForm(forms.Form):
    """職員の登録."""

    form_key = "agencies.staff"
    login_id = forms.LineField(
        label="職員ID", limit=40, help_text="ログインに使います。半角の英数字で3文字以上（例：sato.h）"
    )
    name = forms.NameField(label="氏名")
    kana = forms.KanaField(label="ふりがな", required=False)
    qualification = forms.LineField(
        label="資格", limit=120, required=False, help_text="例：社会福祉士、保健師"
    )

    def clean_login_id(self) -> str:
        login_id: str = self.cleaned_data["login_id"]
        if not LOGIN_ID.match(login_id):
            self.add_error(
                "login_id",
                "職員IDは、半角の英数字と . _ - で、3文字以上40文字までにしてください（例：sato.h）。",
            )
        return login_id


class LastingForm(forms.Form):
    """How long a post lasts: with the fiscal year unless a day is said, and without an end only for a reason."""

    starts = "from_on"
    lasts = forms.ChoiceField(label="いつまで", choices=Lasting.choices, initial=Lasting.YEAR)
    until_on = forms.WarekiDateField(
        label="終わりの日（この日から無効）",
        required=False,
        help_text="「日を決める」を選んだときに入れます。",
    )
    endless_reason = forms.LineField(
        label="ずっとにするわけ", limit=120, required=False,
        help_text="「ずっと」を選んだときに書きます。例：常勤の所長のため。病名や家庭の事情は書かないでください。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        lasts, from_on, until_on = given.get("lasts"), given.get(self.starts), given.get("until_on")
        reason = given.get("endless_reason", "")
        if lasts == Lasting.DAY and until_on is None and "until_on" not in self.errors:
            self.add_error(
                "until_on",
                "終わりの日を入れてください。決まっていなければ「年度の終わり（3月31日）まで」を選んでください。",
            )
        if lasts and lasts != Lasting.DAY and until_on is not None:
            self.add_error(
                "until_on",
                "この日で終えるときは、「日を決める」を選んでください。そうでなければ、日を消してください。",
            )
        if lasts == Lasting.ENDLESS and not reason and "endless_reason" not in self.errors:
            self.add_error("endless_reason", "ずっとにするわけを、ひとこと書いてください。")
        if lasts and lasts != Lasting.ENDLESS and reason:
            self.add_error(
                "endless_reason",
                "ずっとにするときは、「ずっと」を選んでください。そうでなければ、わけを消してください。",
            )
        if lasts == Lasting.YEAR and from_on is not None:
            given["until_on"] = until_of(from_on=from_on, last_on=None)
        return given


class AppointmentForm(LastingForm):
    """任命."""

    form_key = "agencies.appointment"
    sections = (
        forms.Section("だれを、どこの、何に", ("staff", "agency", "role", "area", "base")),
        forms.Section("いつから、いつまで", ("from_on", "lasts", "until_on", "endless_reason")),
        forms.Section("任命の形と番号", ("kind", "document_no"), on_demand=False),
    )
    staff = forms.SelectField(label="職員")
    agency = forms.AgencyField(label="機関")
    role = forms.SelectField(label="役職")
    area = OptionalSelect(
        label="担当圏域", empty="圏域を決めない", help_text="部署とは別に、受け持つ圏域を選べます。"
    )
    base = OptionalSelect(label="拠点", empty="拠点を決めない")
    from_on = forms.WarekiDateField(label="始まり")
    kind = forms.SelectField(label="任命の形", choices=AppointmentKind.choices)
    document_no = forms.LineField(label="発令番号など", limit=80, required=False)


class EndForm(forms.Form):
    """任命を終える、職員を使えなくする."""

    end_on = forms.WarekiDateField(label="終わりの日（この日から無効）")


class MoveForm(LastingForm):
    """異動・担当替え."""

    form_key = "agencies.move"
    starts = "on"
    field_order = (
        "agency",
        "role",
        "area",
        "base",
        "on",
        "lasts",
        "until_on",
        "endless_reason",
        "document_no",
    )
    agency = forms.AgencyField(label="新しい機関")
    role = forms.SelectField(label="新しい役職")
    area = OptionalSelect(label="新しい担当圏域", empty="圏域を決めない")
    base = OptionalSelect(label="新しい拠点", empty="拠点を決めない")
    on = forms.WarekiDateField(label="いつから", help_text="いまの任命は、この日に終わります。")
    document_no = forms.LineField(label="発令番号など", limit=80, required=False)


class CoverForm(forms.Form):
    """不在と代わり."""

    form_key = "agencies.cover"
    staff = forms.SelectField(label="不在の職員")
    covering = forms.SelectField(label="代わりの職員")
    from_on = forms.WarekiDateField(label="いつから")
    until_on = forms.WarekiDateField(label="いつまで（この日から戻る）")
    reason = forms.LineField(
        label="わけ", limit=120, required=False, help_text="「研修」「休み」など。病名は書かないでください。"
    )


class BaseForm(forms.Form):
    """拠点の登録."""

    form_key = "agencies.base"
    name = forms.LineField(label="拠点の名前", limit=120)
    operator = forms.AgencyField(label="担う機関")
    hall = OptionalSelect(label="置かれている施設", empty="施設の中ではない", help_text="例：区民ひろば")
    area = OptionalSelect(label="圏域", empty="決まっていない")
    place = forms.LineField(label="場所", limit=200, required=False)
    opened_on = forms.WarekiDateField(label="開いた日", required=False)
    functions = forms.ChoicesField(label="機能", choices=BaseFunction.choices, required=False)


class LoadLevelForm(forms.Form):
    """受け持ちの目安."""

    area_cases = forms.WholeNumberField(
        label="圏域のケース（1人あたり）",
        min_value=0,
        max_value=999,
        help_text="これを超えると印が付きます。",
    )
    multi_agency_cases = forms.WholeNumberField(
        label="多機関協働のケース（1人あたり）", min_value=0, max_value=999
    )
    from_on = forms.WarekiDateField(label="いつから")


_SPAN = re.compile(r"(?P<weeks>(?:第[1-5]・?)+)?(?P<opens>\d{1,2}:\d{2})〜(?P<closes>\d{1,2}:\d{2})")
_NTH = re.compile(r"第([1-5])([月火水木金土日])曜日?")
_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
_LEAP_YEAR = 2024
HOURS_EXAMPLE = "「10:00〜16:00」のように入力してください。2回あるときは「、」で区切ります。"
EXCEPTION_EXAMPLE = "「第3月曜 休み」「祝日 休み」「12月29日〜1月3日 休み」「第1日曜 10:00〜12:00」のように、1行に1つずつ入力してください。"


def _plain(text: str) -> str:
    """One writing for digits, colons and the wave between two times."""
    narrow = unicodedata.normalize("NFKC", text).replace("時半", ":30")
    waves = re.sub("[~∼–—―−ー-]|から(?=[0-9])", "〜", narrow.replace("時", ":00"))
    return waves.removesuffix("まで").strip()


def _clock(text: str) -> time:
    hour, minute = text.split(":")
    try:
        return time(int(hour), int(minute))
    except ValueError as wrong:
        raise ValidationError("0:00から23:59までの時刻を入力してください。", code="range") from wrong


def _hours(text: str, *, over_midnight: bool = False) -> tuple[time, time]:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValidationError(f"「{text}」を時間として読めませんでした。{HOURS_EXAMPLE}", code="shape")
    opens, closes = _clock(found["opens"]), _clock(found["closes"])
    if closes == opens or (closes < opens and not over_midnight):
        raise ValidationError(f"「{text}」は、終わりが始まりより後になっていません。", code="order")
    return opens, closes


class DayHoursField(forms.LineField):
    """The spans of one weekday: 10:00〜12:00、13:00〜16:00, also 第2・第4 10:00〜12:00. Answers a tuple of ``DaySpan``."""

    def __init__(self, *, over_midnight: bool = False, **kwargs: Any) -> None:
        self.over_midnight = over_midnight
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return value
        typed = super().to_python(value)
        pieces = re.split("[、,，;/]", _plain(typed)) if typed else []
        return tuple(span for piece in pieces if piece.strip() for span in self._spans(piece))

    def _spans(self, piece: str) -> list[DaySpan]:
        text = re.sub(r"\s", "", piece)
        opens, closes = _hours(text, over_midnight=self.over_midnight)
        weeks: list[int | None] = [int(one) for one in re.findall("第([1-5])", text)]
        return [DaySpan(week, opens, closes) for week in weeks or [None]]

    def prepare_value(self, value: Any) -> Any:
        return "、".join(map(str, value)) if isinstance(value, tuple) else value


class ExceptionsField(forms.NarrativeField):
    """Days on which the usual hours do not hold, one a line. Answers a tuple of ``Exceptional``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, rows=4, limit=1000, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return value
        lines = [_plain(line) for line in super().to_python(value).splitlines()]
        return tuple(_exception(line) for line in lines if line)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, tuple) else value


def _exception(line: str) -> Exceptional:
    day, _space, hours = line.rpartition(" ")
    rule = _rule(day.replace(" ", ""))
    if not rule:
        raise ValidationError(f"「{line}」を例外として読めませんでした。{EXCEPTION_EXAMPLE}", code="shape")
    if hours in ("休み", "休", "休所", "閉所"):
        return Exceptional(rule)
    opens, closes = _hours(hours)
    return Exceptional(rule, opens, closes)


def _rule(day: str) -> str:
    """The one writing of a kind of day, or nothing when it is none."""
    if day in ("祝日", "祝休日"):
        return "祝日"
    if nth := _NTH.fullmatch(day):
        return f"第{nth[1]}{nth[2]}曜"
    ends = [_DAY.fullmatch(part) for part in day.split("〜")]
    if len(ends) > 2 or not all(ends):
        return ""
    days = [_month_and_day(found) for found in ends if found]
    return f"{days[0]}〜{days[-1]}"


def _month_and_day(found: re.Match[str]) -> str:
    try:
        return f"{date(_LEAP_YEAR, int(found[1]), int(found[2])):%m-%d}"
    except ValueError as wrong:
        raise ValidationError(
            f"{found[0]}という日はありません。日付をお確かめください。", code="range"
        ) from wrong


class HoursForm(forms.Form):
    """拠点の開所: a line for each weekday, and the exceptions."""

    form_key = "agencies.hours"
    sections: ClassVar[tuple[forms.Section, ...]] = (
        forms.Section("いつから", ("from_on",)),
        forms.Section("曜日ごとの時間", tuple(f"day{day.value}" for day in Weekday)),
        forms.Section("いつもとちがう日", ("exceptions",)),
    )
    from_on = forms.WarekiDateField(
        label="この時間にする日", help_text="この日より前の時間は、これまでの記録として残ります。"
    )
    day0 = DayHoursField(label="月曜日", help_text="例：10:00〜16:00。休みの曜日は空のままにします。")
    day1 = DayHoursField(label="火曜日", help_text="例：10:00〜12:00、13:00〜16:00")
    day2 = DayHoursField(label="水曜日", help_text="例：第2・第4 10:00〜12:00")
    day3 = DayHoursField(label="木曜日")
    day4 = DayHoursField(label="金曜日")
    day5 = DayHoursField(label="土曜日")
    day6 = DayHoursField(label="日曜日")
    exceptions = ExceptionsField(label="例外", help_text=EXCEPTION_EXAMPLE)

    def weekly(self) -> tuple[Hours, ...]:
        """The hours of all weekdays, as the rule and the verb take them."""
        return _weekly(self)


class GuideForm(HoursForm):
    """相談窓口の案内: what one needs to go there, and when it is open."""

    form_key = "agencies.window_guide"
    sections: ClassVar[tuple[forms.Section, ...]] = (
        forms.Section("行く前に知りたいこと", ("phone", "place", "way", "bring", "map_url")),
        forms.Section("だれでも開けるページ", ("is_public", "plain")),
        *HoursForm.sections,
    )
    phone = forms.PhoneField(label="電話", required=False)
    place = forms.LineField(label="場所", required=False, limit=200, help_text="例：区役所2階 4番窓口")
    way = forms.NarrativeField(
        label="行き方",
        required=False,
        rows=3,
        limit=600,
        help_text="1行に1つずつ。地図が開けない人にも分かるように。例：駅の東口を出て、右へ2分",
    )
    is_public = forms.CheckField(label="公開ページの「相談先をさがす」に出す")
    plain = forms.LineField(
        label="やさしい日本語の紹介",
        required=False,
        limit=120,
        help_text="例：おかねの こまりごとを はなす ところ",
    )
    bring = forms.LineField(
        label="持ち物", required=False, limit=200, help_text="例：なくてもかまいません。あれば、届いた書類"
    )
    map_url = forms.LineField(
        label="地図のアドレス",
        required=False,
        limit=300,
        help_text="自治体のページや地図のアドレス（https:// から）",
    )

    def clean_map_url(self) -> str:
        """Only an address of the web, so that the link leads nowhere else."""
        address: str = self.cleaned_data["map_url"]
        if address and not address.startswith("https://"):
            raise ValidationError("「https://」で始まるアドレスを入力してください。", code="shape")
        return address


class OnCallForm(forms.Form):
    """時間外の連絡先: always, or in the hours of each weekday, also past midnight."""

    form_key = "agencies.on_call"
    sections = (
        forms.Section("連絡先", ("agency", "area", "contact", "from_on")),
        forms.Section("つながる時間", ("always", *(f"day{day.value}" for day in Weekday))),
    )
    agency = forms.AgencyField(label="受ける機関")
    area = OptionalSelect(label="圏域", empty="全域")
    contact = forms.LineField(
        label="連絡先",
        limit=200,
        help_text="例：夜間・休日の緊急連絡 0123-45-6789。だれにつながるかも書くと親切です。",
    )
    from_on = forms.WarekiDateField(label="いつから")
    always = forms.CheckField(label="いつでもつながる（24時間）")
    day0 = DayHoursField(
        label="月曜日",
        over_midnight=True,
        help_text="例：17:15〜8:30（次の朝まで）。つながらない曜日は空のままにします。",
    )
    day1 = DayHoursField(label="火曜日", over_midnight=True)
    day2 = DayHoursField(label="水曜日", over_midnight=True)
    day3 = DayHoursField(label="木曜日", over_midnight=True)
    day4 = DayHoursField(label="金曜日", over_midnight=True)
    day5 = DayHoursField(label="土曜日", over_midnight=True)
    day6 = DayHoursField(label="日曜日", over_midnight=True)

    def weekly(self) -> tuple[Hours, ...]:
        """The hours of all weekdays, as the rule and the verb take them."""
        return _weekly(self)


class EndOnCallForm(forms.Form):
    """Until when somebody was reached there."""

    end_on = forms.WarekiDateField(label="終わりの日（この日からつながらない）")


def _weekly(form: forms.Form) -> tuple[Hours, ...]:
    return tuple(
        Hours(day.value, span.week, span.opens, span.closes)
        for day in Weekday
        for span in form.cleaned_data[f"day{day.value}"]
    )
