"""The field set. Input shapes only: nothing is fetched or saved here.

Every message says what happened and what to do next, in Japanese, at the field; what was typed stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from norishiro.core import calendar, files
from norishiro.core.calendar import PartialDate
from norishiro.core.forms.widgets import (
    LEVELS,
    ClockInput,
    ConcernsTable,
    FindInput,
    KnownInput,
    LineInput,
    NarrativeInput,
    PostalInput,
    WarekiInput,
)
from norishiro.core.names import display_check, kana_check
from norishiro.core.text import NARRATIVE_LIMIT, InputProblem, clean_line, clean_text

FILE_FOR_TEXT = "ここには文字を入力してください。ファイルは受け取れません。"

_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_DASHES = re.compile("[‐‑‒–—―−ー－ｰ﹣]")
_PHONE = re.compile(r"0\d{9,10}")
_POSTAL = re.compile(r"(\d{3})-?(\d{4})")
_CLOCK = re.compile(r"(午前|午後|AM|PM)?(\d{1,2})(?::|時)?(\d{2}|半)?分?", re.IGNORECASE)
_AGE_AS_OF = re.compile(r"(?P<age>.+)（(?P<as_of>.+)時点）")

Choices = Sequence[tuple[str, str] | tuple[str, Sequence[tuple[str, str]]]]


def _required(what: str) -> dict[str, str]:
    return {"required": f"{what}が空です。入力してください。"}


def _choose(what: str) -> dict[str, str]:
    return {
        "required": f"{what}が選ばれていません。1つ選んでください。",
        "invalid_choice": "一覧にない値です。一覧から選びなおしてください。",
        "invalid_list": "一覧から選びなおしてください。",
    }


class LineField(forms.CharField):
    """One line of text. Spaces at both ends are taken off; nothing else is changed.

    Refuses control characters, line breaks, and more than ``limit`` characters.
    """

    what = "この欄"
    size = ""

    def __init__(self, *, limit: int = 200, **kwargs: Any) -> None:
        self.limit = limit
        kwargs.setdefault("widget", LineInput(self.hints(), size=self.size))
        kwargs.setdefault("error_messages", _required(kwargs.get("label") or self.what))
        super().__init__(**kwargs)

    def hints(self) -> dict[str, Any]:
        """What the browser should know: keyboards, what it may fill in."""
        return {}

    def to_python(self, value: Any) -> str:
        if value in self.empty_values:
            return ""
        try:
            return self.shape(clean_line(str(value).strip(), limit=self.limit))
        except InputProblem as problem:
            raise ValidationError(str(problem), code="shape") from problem

    def shape(self, text: str) -> str:
        """Bring clean text into its one form, or refuse it with ``InputProblem``."""
        return text


class FindField(LineField):
    """A box to look for somebody within a form (``Form.sought``); the view offers what it finds to another field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", FindInput())
        super().__init__(limit=80, **kwargs)

    def tell(self, words: str) -> None:
        """What to say beside the box."""
        self.widget.said = words


class KnownField(LineField):
    """One line of text; the view offers what is known already (``form.fields[name].offer(names)``)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", KnownInput())
        super().__init__(**kwargs)

    def offer(self, known: Sequence[str]) -> None:
        self.widget.known = list(known)


class NarrativeField(forms.CharField):
    """Prose, kept exactly as written. Refuses more than 50,000 characters and unprintable ones. ``need`` says beside the
    label when a field that may be empty must be filled all the same (the rule that asks for it refuses)."""

    wide = True

    def __init__(self, *, rows: int = 6, limit: int = NARRATIVE_LIMIT, need: str = "", **kwargs: Any) -> None:
        self.limit, self.need = limit, need
        kwargs.setdefault("widget", NarrativeInput(rows=rows))
        kwargs.setdefault("error_messages", _required(kwargs.get("label") or "この欄"))
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = "" if value in self.empty_values else str(value)
        try:
            return clean_text(text, limit=self.limit) if text.strip() else ""
        except InputProblem as problem:
            raise ValidationError(str(problem), code="shape") from problem


class NameField(LineField):
    """A person's name as it is written. 異体字 and 外字 are kept (外字 with a remark); the space between 姓 and 名
    becomes one wide space. Refuses invisible and broken characters."""

    what = "氏名"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("limit", 100)
        kwargs.setdefault(
            "help_text", "姓と名のあいだに空白を入れてください。分かるところまででかまいません。"
        )
        super().__init__(**kwargs)

    def shape(self, text: str) -> str:
        for problem in display_check(text):
            if problem.refused:
                raise InputProblem(problem.message)
        return re.sub(r"[ \u3000]+", "\u3000", text)

    def remark(self, value: Any) -> str:
        problems = display_check(value) if isinstance(value, str) else ()
        return "".join(problem.message for problem in problems if not problem.refused)


class KanaField(LineField):
    """A reading. Half-width kana and カタカナ are taken, and kept as ひらがな throughout, so that search and
    order need one writing only. Refuses kanji, letters and digits, and names the first of them."""

    what = "ふりがな"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("limit", 100)
        kwargs.setdefault("help_text", "ひらがなで入力してください。カタカナはひらがなに直して登録します。")
        super().__init__(**kwargs)

    def shape(self, text: str) -> str:
        return hiragana(text)


def hiragana(text: str) -> str:
    """Half-width and full-width kana as ひらがな with single spaces; refuses everything else, naming the first."""
    folded = unicodedata.normalize("NFKC", text).translate(_KATAKANA_TO_HIRAGANA)
    folded = re.sub(r"\s+", " ", _DASHES.sub("ー", folded)).strip()
    for problem in kana_check(folded):
        raise InputProblem(problem.message)
    return folded


class PhoneField(LineField):
    """A Japanese telephone number. Full-width digits are made half-width; hyphens stay where they were typed."""

    what = "電話番号"
    size = "m"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("limit", 20)
        kwargs.setdefault("help_text", "例：0123-45-6789。市外局番から入力してください。")
        super().__init__(**kwargs)

    def hints(self) -> dict[str, Any]:
        return {"inputmode": "tel"}

    def shape(self, text: str) -> str:
        plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
        plain = re.sub(r"[()]", "-", re.sub(r"\s+", "-", plain))
        plain = re.sub(r"-+", "-", plain).strip("-")
        if not _PHONE.fullmatch(plain.replace("-", "")):
            raise InputProblem(
                "電話番号の桁が合いません。市外局番から10桁か11桁で入力してください（例：0123-45-6789）。"
            )
        return plain


class PostalCodeField(LineField):
    """A postal code, kept as ``123-4567``. Its address can be written into the empty field ``fills``."""

    what = "郵便番号"

    def __init__(self, *, fills: str = "address", **kwargs: Any) -> None:
        kwargs.setdefault("limit", 12)
        kwargs.setdefault("widget", PostalInput(fills=fills))
        kwargs.setdefault("help_text", "例：123-4567。7桁を入れると、空の住所欄に町名まで入ります。")
        super().__init__(**kwargs)

    def shape(self, text: str) -> str:
        plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).replace("〒", "").replace(" ", "")
        found = _POSTAL.fullmatch(plain)
        if not found:
            raise InputProblem(
                "郵便番号は7桁の数字で入力してください（例：123-4567）。分からないときは空のままでかまいません。"
            )
        return f"{found[1]}-{found[2]}"


class AddressField(LineField):
    """An address as it is said or written; kept as typed."""

    what = "住所"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("limit", 300)
        kwargs.setdefault("help_text", "分かるところまででかまいません。例：みなと町1丁目2-3 みなと荘101")
        super().__init__(**kwargs)


class _DateTextField(forms.Field):
    """A date typed as it stands on paper. ``today`` is handed in by the form."""

    what = "日付"

    def __init__(self, *, must_be_past: bool = False, **kwargs: Any) -> None:
        self.must_be_past = must_be_past
        self.today: date | None = None
        kwargs.setdefault("error_messages", _required(kwargs.get("label") or self.what))
        super().__init__(**kwargs)

    def _today(self) -> date:
        return self.today or timezone.localdate()

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, (date, PartialDate)):
            return value
        try:
            return self.read(clean_line(str(value).strip(), limit=60))
        except InputProblem as problem:
            raise ValidationError(str(problem), code="shape") from problem

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) or "") != bool(data) or (
            self.prepare_value(initial) or ""
        ) != (data or "")


class WarekiDateField(_DateTextField):
    """A whole day, typed as 令和8年4月1日, R8.4.1 or 2026/4/1. Answers a ``date``."""

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        kwargs.setdefault("widget", WarekiInput())
        kwargs.setdefault("help_text", "例：令和8年4月1日、R8.4.1、2026/4/1")
        super().__init__(**kwargs)

    def read(self, text: str) -> date:
        return calendar.parse_day(text, today=self._today(), must_be_past=self.must_be_past)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise ValidationError(
                f"{calendar.wareki(self.earliest)}より前の日付は選べません。日付をお確かめください。"
            )
        if value and self.latest and value > self.latest:
            raise ValidationError(
                f"{calendar.wareki(self.latest)}より後の日付は選べません。日付をお確かめください。"
            )

    def prepare_value(self, value: Any) -> Any:
        return calendar.wareki(value) if isinstance(value, date) else value


class BirthField(_DateTextField):
    """A birth, known as far as it is known: 昭和20年4月1日, 昭和20年, 80歳くらい, 不明. Answers a ``PartialDate``."""

    what = "生年月日"

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", WarekiInput(picker=False))
        kwargs.setdefault(
            "help_text",
            "分かるところまででかまいません。例：昭和20年4月1日、S20.4.1、昭和20年5月、昭和20年頃、80歳くらい、不明",
        )
        super().__init__(must_be_past=True, **kwargs)

    def read(self, text: str) -> PartialDate:
        said = _AGE_AS_OF.fullmatch(text)
        if said:
            as_of = calendar.parse_day(said["as_of"], today=self._today())
            return calendar.parse_date(said["age"], today=as_of, must_be_past=True)
        return calendar.parse_date(text, today=self._today(), must_be_past=True)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return value.label()
        return calendar.wareki(value) if isinstance(value, date) else value


class TimeField(forms.Field):
    """A time of day in quarters of an hour: 9:30, 0930, 9時半, 午後1時. Answers a ``time``."""

    def __init__(self, *, step: int = 15, **kwargs: Any) -> None:
        self.step = step
        kwargs.setdefault("widget", ClockInput())
        kwargs.setdefault("help_text", f"例：9:30、13:00（{step}分きざみ）")
        kwargs.setdefault("error_messages", _required(kwargs.get("label") or "時刻"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or not str(value).strip():
            return None
        if isinstance(value, time):
            return value
        plain = unicodedata.normalize("NFKC", str(value)).replace(" ", "").replace(".", ":")
        found = _CLOCK.fullmatch(plain)
        if not found:
            raise ValidationError(
                "時刻として読めませんでした。「9:30」のように入力してください。", code="shape"
            )
        hour, minute = int(found[2]), 30 if found[3] == "半" else int(found[3] or 0)
        if (found[1] or "").upper() in ("午後", "PM") and hour < 12:
            hour += 12
        if hour > 23 or minute > 59:
            raise ValidationError("0:00から23:59までの時刻を入力してください。", code="range")
        if minute % self.step:
            raise ValidationError(
                f"{self.step}分きざみで入力してください（例：{hour}:{minute // self.step * self.step:02d}）。",
                code="step",
            )
        return time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour}:{value.minute:02d}" if isinstance(value, time) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")


class ChoiceField(forms.ChoiceField):
    """One of a few, as large radio buttons. ``row=True`` lets short words stand side by side."""

    def __init__(self, *, choices: Any = (), row: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.RadioSelect({"class": "n-options--row"} if row else None))
        kwargs.setdefault("error_messages", _choose(kwargs.get("label") or "この欄"))
        super().__init__(choices=choices, **kwargs)

    def offer(self, choices: Choices) -> None:
        self.choices = list(choices)


class SelectField(forms.ChoiceField):
    """One of many, as a list that opens; begins with ``blank``, 選んでください."""

    blank = "選んでください"

    def __init__(self, *, choices: Any = (), **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Select)
        kwargs.setdefault("error_messages", _choose(kwargs.get("label") or "この欄"))
        super().__init__(choices=[("", self.blank), *choices], **kwargs)

    def offer(self, choices: Choices, *, blank: str | None = None) -> None:
        """What the view offers; ``blank`` are other words for none of them, empty where one must be taken."""
        words = self.blank if blank is None else blank
        self.choices = [*([("", words)] if words else []), *choices]


class AgencyField(SelectField):
    """An agency out of the choices the view hands in (``form.fields[name].offer(choices)``)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "機関")
        super().__init__(**kwargs)


class ChoicesField(forms.MultipleChoiceField):
    """Any number out of a few, as large check boxes."""

    def __init__(self, *, choices: Any = (), row: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.CheckboxSelectMultiple({"class": "n-options--row"} if row else None)
        )
        label = kwargs.get("label") or "この欄"
        messages = {**_choose(label), "required": f"{label}が選ばれていません。1つ以上選んでください。"}
        kwargs.setdefault("error_messages", messages)
        super().__init__(choices=choices, **kwargs)

    def offer(self, choices: Choices) -> None:
        self.choices = list(choices)


class CheckField(forms.BooleanField):
    """One box to tick. Not required unless said so."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        label = kwargs.get("label") or "この欄"
        kwargs.setdefault("error_messages", {"required": f"「{label}」に印を付けてください。"})
        super().__init__(**kwargs)


class WholeNumberField(forms.IntegerField):
    """A whole number; full-width digits are taken."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", LineInput({"inputmode": "numeric"}, size="s"))
        kwargs.setdefault(
            "error_messages",
            {**_required(kwargs.get("label") or "この欄"), "invalid": "数字で入力してください（例：3）。"},
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(
            unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value
        )


class QuantityField(forms.DecimalField):
    """How much there is of something, to one decimal; full-width digits are taken. Answers a ``Decimal``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", LineInput({"inputmode": "decimal"}, size="s"))
        kwargs.setdefault("max_digits", 8)
        kwargs.setdefault("decimal_places", 1)
        told = "数字で入力してください（例：12、2.5）。小数は第1位までです。"
        kwargs.setdefault(
            "error_messages",
            {
                **_required(kwargs.get("label") or "この欄"),
                "invalid": told, "max_decimal_places": told, "max_digits": told, "max_whole_digits": told,
            },
        )  # fmt: skip
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(
            unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value
        )


class ConcernsField(forms.Field):
    """困りごと: each of a list of codes is なし, ○ or ◎. Answers ``{code: "SOME" | "MOST"}`` without the なし.

    A second ◎ is taken, with a remark: one worst concern is the custom, not a law.
    """

    wide = True

    def __init__(self, *, choices: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        kwargs.setdefault("widget", ConcernsTable())
        kwargs.setdefault(
            "error_messages",
            {
                "required": "あてはまるものに○、いちばん困っていることに◎を付けてください。",
                "level": "○か◎か「なし」を選んでください。",
            },
        )
        super().__init__(**kwargs)
        self.choices = choices

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        return self._choices

    @choices.setter
    def choices(self, choices: Sequence[tuple[str, str]]) -> None:
        self._choices = list(choices)
        self.widget.choices = self._choices

    def __deepcopy__(self, memo: dict[int, Any]) -> ConcernsField:
        copied: ConcernsField = super().__deepcopy__(memo)
        copied.choices = self._choices
        return copied

    def to_python(self, value: Any) -> dict[str, str]:
        given = value if isinstance(value, Mapping) else {}
        known = {level for level, _mark, _words in LEVELS}
        if any(level not in known for level in given.values()):
            raise ValidationError(self.error_messages["level"], code="level")
        return {code: level for code, level in given.items() if level}

    def remark(self, value: Any) -> str:
        marks = list(value.values()).count("MOST") if isinstance(value, Mapping) else 0
        return f"◎が{marks}つあります。◎は、いちばん困っていること1つが目安です。" if marks > 1 else ""


class ScanField(forms.FileField):
    """A scanned page: PDF, JPEG or PNG, told by its content and cleaned (``core.files``). Answers a ``CleanFile``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput({"class": "n-input", "accept": ".pdf,.jpg,.jpeg,.png"}))
        kwargs.setdefault(
            "help_text", "PDF・JPEG・PNG、10 MB まで。写真に付いている撮影場所などは、自動で取りのぞきます。"
        )
        what = kwargs.get("label") or "ファイル"
        kwargs.setdefault(
            "error_messages",
            {
                "required": f"{what}が選ばれていません。読み取ったファイルを選んでください。",
                "invalid": f"{what}を受け取れませんでした。もう一度選んでください。",
                "missing": f"{what}が選ばれていません。読み取ったファイルを選んでください。",
                "empty": "選ばれたファイルは空です。もう一度読み取ってから、選びなおしてください。",
            },
        )
        super().__init__(**kwargs)

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        if upload is None:
            return None
        try:
            if upload.size > files.LIMIT:
                raise files.FileRefused(files.TOO_LARGE)
            return files.clean(upload.read(), name=upload.name or "")
        except files.FileRefused as refused:
            raise ValidationError(str(refused), code="file") from None


__all__ = [
    "FILE_FOR_TEXT",
    "AddressField",
    "AgencyField",
    "BirthField",
    "CheckField",
    "ChoiceField",
    "ChoicesField",
    "ConcernsField",
    "FindField",
    "KanaField",
    "KnownField",
    "LineField",
    "NameField",
    "NarrativeField",
    "PhoneField",
    "PostalCodeField",
    "QuantityField",
    "ScanField",
    "SelectField",
    "TimeField",
    "WarekiDateField",
    "WholeNumberField",
    "hiragana",
]
