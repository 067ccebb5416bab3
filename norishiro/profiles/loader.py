"""Reads a profile and refuses a wrong one in words its author can act on."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from django.db.models import TextChoices
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from norishiro.profiles import choices
from norishiro.profiles.checks import Fault, faults
from norishiro.profiles.schema.profile import Profile

PRESETS = Path(__file__).with_name("presets")
CLOSED_LISTS: tuple[type[TextChoices], ...] = tuple(
    value
    for value in vars(choices).values()
    if isinstance(value, type) and issubclass(value, TextChoices) and value is not TextChoices
)
TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
WRONG_KIND = {
    "string_type": ("文字ではありません", '"…" で囲んだ文字'),
    "int_type": ("整数ではありません", "整数（例 3）"),
    "bool_type": ("はい・いいえではありません", "true または false"),
    "date_type": ("日付ではありません", "2023-04-01 の形（引用符で囲まない）"),
    "tuple_type": ("並びではありません", "[ … ] の並び"),
    "model_type": ("表ではありません", "{ キー = 値 } または [見出し] の表"),
    "missing": ("必ず書く項目が書かれていません", "この項目の値"),
    "string_too_short": ("空です", "1文字以上"),
    "too_short": ("1つも書かれていません", "1つ以上"),
}
CODE_SHAPE = "大文字の英字・数字・下線（例 KOSEI_KA）"


class ProfileError(ValueError):
    """The profile is refused. Its text has one line per fault: file, key path, reason, what is allowed."""

    def __init__(self, name: str, found: Sequence[Fault]) -> None:
        self.name = name
        self.faults = tuple(found)
        super().__init__("\n".join(self.lines))

    @property
    def lines(self) -> list[str]:
        return [
            f"{self.name}: {fault.path}: {fault.reason}（書けるもの: {fault.allowed}）"
            for fault in self.faults
        ]


def preset_names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in PRESETS.glob("*.toml")))


def load_preset(name: str) -> Profile:
    """One of the profiles delivered with norishiro. Refuses an unknown name."""
    if name not in preset_names():
        raise ProfileError(name, [Fault("（名前）", "この名前の見本はありません", "・".join(preset_names()))])
    return load_file(PRESETS / f"{name}.toml")


def load_file(path: Path) -> Profile:
    """A profile from a file. Refuses a missing or unreadable file as a fault of the profile."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ProfileError(
            path.name, [Fault("（全体）", "文字コードが読めません", "UTF-8 で保存したファイル")]
        ) from None
    except OSError:
        raise ProfileError(
            path.name, [Fault("（全体）", "ファイルを開けません", "読むことのできるファイル")]
        ) from None
    return read_profile(text, name=path.name)


def read_profile(text: str, *, name: str) -> Profile:
    """The profile written in this TOML. Refuses with every fault at once (ProfileError)."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(name, [_unreadable(str(error))]) from None
    try:
        profile = Profile.model_validate(raw)
    except ValidationError as error:
        raise ProfileError(name, [_in_words(one) for one in error.errors()]) from None
    found = faults(profile)
    if found:
        raise ProfileError(name, found)
    return profile


def _unreadable(message: str) -> Fault:
    place = TOML_PLACE.search(message)
    where = f"（{place[1]}行目の{place[2]}文字目）" if place else "（ファイルの終わり）"
    return Fault(where, "TOML として読めません", "かっこや引用符の閉じ忘れ、同じキーの重なりがない書き方")


def _in_words(error: ErrorDetails) -> Fault:
    reason, allowed = _reason(error)
    return Fault(_path(error["loc"]), reason, allowed)


def _path(loc: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return text.removeprefix(".")


def _reason(error: ErrorDetails) -> tuple[str, str]:
    kind = error["type"]
    context = error.get("ctx", {})
    if kind == "profile":
        return str(context["reason"]), str(context["allowed"])
    if kind in ("enum", "literal_error"):
        return f"「{error['input']}」は選べません", _choices(str(context["expected"]))
    if kind == "extra_forbidden":
        return "このキーは知りません", "・".join(_keys_at(error["loc"][:-1]))
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"{error['input']}は範囲の外です", _bound(context)
    if kind == "string_pattern_mismatch":
        return f"「{error['input']}」はコードの形ではありません", CODE_SHAPE
    return WRONG_KIND.get(kind, ("書き方が合いません", "README の表にある形"))


def _bound(context: dict[str, Any]) -> str:
    return f"{context['ge']}以上" if "ge" in context else f"{context['le']}以下"


def _choices(expected: str) -> str:
    codes = re.findall(r"[\w]+", expected.replace(" or ", " "))
    for closed in CLOSED_LISTS:
        if closed.values == codes:
            return "・".join(f"{code}（{label}）" for code, label in closed.choices)
    return "・".join(codes)


def _keys_at(loc: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = Profile
    for part in loc:
        if isinstance(part, str):
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            model = _model_in(fields[part].annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
