"""What can be written from outside. Few fields; the words beside them are for people in a hurry with a telephone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from norishiro.core import files, forms
from norishiro.letterbox.choices import LANGUAGES, About, Hurry
from norishiro.neighbours.addresses import read_address
from norishiro.neighbours.districts import District

TRAP = "homepage"
TOO_LARGE = (
    "写真が大きすぎます（10 MB まで）。カメラの設定で小さくして撮りなおすか、写真なしで送ってください。"
)
NOT_A_PHOTO = "写真（JPEG か PNG）ではないようです。選びなおすか、写真なしで送ってください。"
HEIC = (
    "この写真の形式（HEIC）は読めません。画面の写真（スクリーンショット）を撮って選ぶか、写真なしで送ってください。"
    "iPhone では「設定」→「カメラ」→「フォーマット」→「互換性優先」にすると、次から送れます。"
)
BROKEN = "写真が途中で切れているか、こわれています。選びなおすか、写真なしで送ってください。"
FINE = "写真が細かすぎます。カメラの設定で小さくして撮りなおすか、写真なしで送ってください。"
IN_WORDS = {
    files.TOO_LARGE: TOO_LARGE, files.WRONG_KIND: NOT_A_PHOTO, files.BROKEN: BROKEN, files.TOO_MANY_PIXELS: FINE,
    files.ACTIVE_PDF: NOT_A_PHOTO,
}  # fmt: skip
# ISO/IEC 23008-12 (HEIF): the brands telephones write.
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}


class PhotoField(forms.ScanField):
    """A photograph: JPEG or PNG, painted anew, so that no place where it was taken goes with it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=django_forms.FileInput({"class": "n-input", "accept": "image/jpeg,image/png"}), **kwargs
        )

    def to_python(self, data: Any) -> Any:
        if data and getattr(data, "size", 0) and _is_heif(data):
            raise ValidationError(HEIC, code="file")
        try:
            cleaned = super().to_python(data)
        except ValidationError as refused:
            raise ValidationError(
                [IN_WORDS.get(words, NOT_A_PHOTO) for words in refused.messages]
            ) from refused
        if cleaned is not None and cleaned.kind == files.PDF:
            raise ValidationError(NOT_A_PHOTO, code="file")
        return cleaned


def _is_heif(upload: Any) -> bool:
    head = upload.read(12)
    upload.seek(0)
    return head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS


class StrangersForm(forms.Form):
    """A form for nobody in particular. What is withheld is not compared: the answer would tell a stranger that a guess
    was right. What was typed goes back to who typed it, and to nobody else."""

    def _cover_withheld(self) -> None:
        """Nothing is looked up."""


class LetterForm(StrangersForm):
    """What both forms share."""

    homepage = forms.LineField(
        label="ここには何も書かないでください",
        required=False,
        limit=200,
        widget=django_forms.TextInput(
            {"class": "n-input", "autocomplete": "off", "tabindex": "-1", "aria-hidden": "true"}
        ),
    )

    def __init__(self, *args: Any, worries: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["worries"].choices = [(one, one) for one in worries]

    def clean_homepage(self) -> str:
        if self.cleaned_data.get(TRAP):
            raise ValidationError(
                "見えない欄に文字が入っていたので、まだ送っていません。この欄を空にして、もう一度送ってください。"
            )
        return ""


class SheetForm(LetterForm):
    """つなぐシート: written together with the person."""

    words = forms.NarrativeField(
        label="気になっていること", rows=4, limit=3000, help_text="ひとことでもかまいません。"
    )
    worries = forms.ChoicesField(
        label="あてはまるもの", required=False, row=True, error_messages={"invalid_choice": "選択肢から選んでください。"}
    )  # fmt: skip
    who = forms.LineField(label="本人の名前・よび名", required=False, limit=120)
    reply_to = forms.LineField(
        label="本人の連絡先・住んでいるところ",
        required=False,
        limit=200,
        help_text="窓口から連絡してよいとき。例：080-0000-0000 夕方、2丁目の団地",
    )
    hurry = forms.ChoiceField(label="どれくらい急ぎますか", choices=Hurry.choices)
    language = forms.SelectField(label="本人の話すことば", required=False, choices=LANGUAGES)
    photo = PhotoField(
        label="写真",
        required=False,
        help_text="1枚、10 MB まで。撮影した場所などの情報は、自動で取りのぞきます。人の顔は写さないでください。",
    )
    consent = forms.CheckField(
        label="本人が、よいと言いました",
        required=True,
        error_messages={"required": "本人の同意の印がないと送れません。"},
    )


class ConsultForm(LetterForm):
    """相談: by anybody, about themselves or somebody else."""

    words = forms.NarrativeField(
        label="困っていること", rows=4, limit=3000, help_text="ひとことでもかまいません。"
    )
    worries = forms.ChoicesField(
        label="あてはまるもの", required=False, row=True, error_messages={"invalid_choice": "選択肢から選んでください。"}
    )  # fmt: skip
    about = forms.ChoiceField(label="だれのことですか", choices=About.choices)
    who = forms.LineField(label="名前・よび名", required=False, limit=120, help_text="書かなくても送れます。")
    reply_to = forms.LineField(
        label="連絡先",
        required=False,
        limit=200,
        help_text="書かなくても、返事はこのサイトで見られます。",
    )
    hurry = forms.ChoiceField(label="どれくらい急ぎますか", choices=Hurry.choices)
    language = forms.SelectField(label="話したいことば", required=False, choices=LANGUAGES)
    photo = PhotoField(
        label="写真",
        required=False,
        help_text="1枚、10 MB まで。撮影した場所などの情報は、自動で取りのぞきます。",
    )
    consent = forms.CheckField(
        label="読みました。送ります",
        required=True,
        error_messages={"required": "文を読んで、印を付けてください。"},
    )


class PlainConsultForm(ConsultForm):
    """The same in やさしい日本語, in かな with spaces, for who does not read kanji."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name, (label, hint) in PLAIN.items():
            fields[name].label, fields[name].help_text = label, hint
        fields["about"].choices = [(code, PLAIN_ABOUT[code]) for code in About.values]
        fields["hurry"].choices = [(code, PLAIN_HURRY[code]) for code in Hurry.values]


PLAIN = {
    "words": ("こまっている こと", "すこしだけ かいても いいです。"),
    "worries": ("おなじものを えらぶ（えらばなくても いいです）", ""),
    "about": ("だれの ことですか", ""),
    "who": ("なまえ（かかなくても いいです）", ""),
    "reply_to": ("でんわ など（かかなくても いいです）", "へんじは この ページで みられます。"),
    "hurry": ("いそぎますか", ""),
    "language": ("はなしたい ことば", ""),
    "photo": ("しゃしん（なくても いいです）", ""),
    "consent": ("よみました。おくります", ""),
}
PLAIN_ABOUT = {"SELF": "わたしの こと", "FAMILY": "かぞくの こと", "NEIGHBOUR": "しっている ひとの こと"}
PLAIN_HURRY = {"TODAY": "きょう", "DAYS": "2にちか 3にちの あいだ", "WATCH": "いそがない"}


class ChoosingForm(StrangersForm):
    """Districts out of those there are; the page draws them in its own words."""

    areas = forms.ChoicesField(label="地区")

    def __init__(self, *args: Any, districts: Sequence[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["areas"].offer([(one.code, one.name) for one in districts])


class LettersForm(ChoosingForm):
    """An address for the letters of districts, and nothing else of anybody."""

    address = forms.LineField(label="メールアドレス", limit=320)
    # Drawn out of sight: machines fill it in, people never see it.
    trap = forms.LineField(label="ここには何も書かないでください", required=False, limit=200)

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix(TRAP if field_name == "trap" else field_name)

    def clean_address(self) -> str:
        found = read_address(self.cleaned_data["address"])
        if found is None:
            raise ValidationError("メールアドレスの形になっていません。", code="invalid")
        return found

    def clean_trap(self) -> str:
        if self.cleaned_data["trap"]:
            raise ValidationError("見えない欄に文字が入っていたので、まだ送っていません。")
        return ""


class AskForm(StrangersForm):
    """The number and the word from the receipt."""

    number = forms.LineField(
        label="受付番号（12けた）",
        limit=40,
        widget=django_forms.TextInput({"class": "n-input", "inputmode": "numeric", "autocomplete": "off"}),
    )
    secret = forms.LineField(
        label="合言葉（8けた）",
        limit=40,
        widget=django_forms.TextInput({"class": "n-input", "inputmode": "numeric", "autocomplete": "off"}),
    )
