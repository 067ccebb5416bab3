"""Tables that are the same everywhere, read once from ../national.toml."""

import tomllib
from pathlib import Path

from norishiro.profiles.schema.forms import (
    Concern,
    Consent,
    ContactTag,
    InformationCategory,
    IntakeForm,
    NineCells,
    PartnerField,
    ScreeningGuide,
)

TABLES = tomllib.loads((Path(__file__).parent.parent / "national.toml").read_text(encoding="utf-8"))

CONCERNS: dict[str, str] = {row["code"]: row["label"] for row in TABLES["concerns"]}
LEGAL_GROUNDS: dict[str, str] = {row["code"]: row["label"] for row in TABLES["legal_grounds"]}
PARTNER_FIELDS = tuple(PartnerField(**row) for row in TABLES["partner_fields"])
INFORMATION_CATEGORIES = tuple(InformationCategory(**row) for row in TABLES["information_categories"])
SCREENING = tuple(ScreeningGuide(**row) for row in TABLES["screening"])

CONSENT_TEXT = (
    "相談支援に必要な範囲で、関係機関と次の情報を共有することについて説明を受け、同意します。"
    "同意はいつでも取り消せます。"
)


def national_intake_form() -> IntakeForm:
    concerns = tuple(Concern(code=code, label=label, national=code) for code, label in CONCERNS.items())
    return IntakeForm(code="NATIONAL", version="1", concerns=concerns, evidence=("既定",))


def default_consent() -> Consent:
    return Consent(version="1", text=CONSENT_TEXT, categories=INFORMATION_CATEGORIES, evidence=("既定",))


def default_contact_tags() -> tuple[ContactTag, ...]:
    return tuple(ContactTag(**row, evidence=("既定",), guessed=("label",)) for row in TABLES["contact_tags"])


def default_nine_cells() -> NineCells:
    return NineCells(
        headings=tuple(row["label"] for row in TABLES["nine_cells"]),
        evidence=("既定",),
        guessed=("headings",),
    )
