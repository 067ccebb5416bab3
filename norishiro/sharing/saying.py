"""What was agreed, in words: for the page of consents, and for the paper that the person takes home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from norishiro.core.calendar import wareki
from norishiro.sharing import rules
from norishiro.sharing.choices import CATEGORY_LABELS, Category, ConsentState

if TYPE_CHECKING:
    from norishiro.sharing.models import Consent, ConsentRecipient

SOON_DAYS = 30


@dataclass(frozen=True)
class Reach:
    """One agency of a consent, and what holds for it now."""

    name: str
    labels: list[str]
    until_on: date | None
    by_kind: str
    words: str = ""

    @property
    def is_closed(self) -> bool:
        return not self.labels


@dataclass(frozen=True)
class Line:
    """One answer of the person on the page."""

    consent: Consent
    labels: list[str]
    reaches: list[Reach]
    kinds: list[str]
    is_over: bool
    is_soon_over: bool

    @property
    def is_live(self) -> bool:
        return self.consent.state == ConsentState.GIVEN and not self.is_over

    @property
    def narrowed(self) -> list[Reach]:
        return [one for one in self.reaches if one.words]


def labels(categories: int) -> list[str]:
    return [label for category, label in CATEGORY_LABELS.items() if categories & category]


def line_of(consent: Consent, *, today: date) -> Line:
    given = consent.state == ConsentState.GIVEN
    days = (consent.until_on - today).days if consent.until_on else None
    return Line(
        consent=consent, labels=labels(consent.categories),
        reaches=[_reach(one, of=consent) for one in consent.recipients.all()],
        kinds=[f"{one.get_field_display()}の窓口すべて" for one in consent.kinds.all()],
        is_over=given and days is not None and days <= 0,
        is_soon_over=given and rules.is_soon_over(until_on=consent.until_on, today=today, days=SOON_DAYS),
    )  # fmt: skip


def _reach(row: ConsentRecipient, *, of: Consent) -> Reach:
    return Reach(
        name=row.agency.name, labels=labels(row.categories), until_on=row.until_on,
        by_kind=row.get_by_kind_display() if row.by_kind else "", words=_narrowing(row, of=of),
    )  # fmt: skip


def _narrowing(row: ConsentRecipient, *, of: Consent) -> str:
    """Which answer narrowed what, in one sentence; empty where nothing was narrowed."""
    if row.narrowed_at is None:
        return ""
    lost = labels(of.categories & ~row.categories)
    what = f"「{'」「'.join(lost)}」は渡しません" if lost else "渡す情報は同じです"
    until = f"。期限は{wareki(row.until_on)}です" if row.until_on and row.until_on != of.until_on else ""
    by = row.narrowed_by
    if by is None:
        return f"機関の種類が変わったため、{what}{until}。"
    answer = "断り" if by.state == ConsentState.REFUSED else "同意"
    return f"{wareki(by.asked_on)}の{answer}のほうがせまいため、{what}{until}。"


def named(consent: Consent) -> str:
    """One consent, short, to choose it from a list."""
    names = [one.agency.name for one in consent.recipients.all()]
    shown = "・".join(names[:3]) + (f" ほか{len(names) - 3}" if len(names) > 3 else "")
    until = f"・{wareki(consent.until_on)}から見られない" if consent.until_on else ""
    return f"{wareki(consent.asked_on)}の同意（{shown}{until}）"


def renewal(former: Consent) -> dict[str, Any]:
    """What a consent asked for anew begins with: everything of the old one but its dates."""
    by_name = [one for one in former.recipients.all() if not one.by_kind]
    return {
        "categories": [str(int(one)) for one in CATEGORY_LABELS if former.categories & one],
        "recipients": [str(one.agency_id) for one in by_name],
        "kinds": [one.field for one in former.kinds.all()],
        "purpose": former.purpose,
        "method": former.method,
        "giver": former.giver,
        "giver_name": former.giver_name,
        "giver_powers": former.giver_powers,
        "replaced": [str(former.id)],
    }


# --- the paper -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paper:
    """A form to fill in, or the copy of what was agreed. Dates and names are the only words that carry no ruby."""

    agency: str
    name: str = ""
    is_copy: bool = False
    applies: bool = False
    ticked: int = 0
    recipients: tuple[str, ...] = ()
    purpose: str = ""
    until: str = ""
    asked: str = ""
    taker: str = ""
    giver: str = ""
    file_name: str = "同意書.pdf"

    def has(self, category: Category) -> bool:
        return bool(self.ticked & category)

    @property
    def boxes(self) -> list[tuple[str, bool]]:
        """The six kinds by name, and whether each is ticked."""
        return [(category.name or "", self.has(category)) for category in CATEGORY_LABELS]


def blank_paper(*, agency: str, name: str = "") -> Paper:
    return Paper(agency=agency, name=name)


def copy_of(consent: Consent, *, name: str) -> Paper:
    """What the person takes home: this consent as it really holds, agency by agency."""
    by_name = [one for one in consent.recipients.all() if one.categories and not one.by_kind]
    kinds = [f"{one.get_field_display()}の窓口すべて" for one in consent.kinds.all()]
    return Paper(
        agency=consent.agency.name, name=name, is_copy=True, applies=consent.case_id is not None, ticked=consent.categories,
        recipients=(*(_with_limits(one, of=consent) for one in by_name), *kinds), purpose=consent.purpose,
        until=wareki(consent.until_on) if consent.until_on else "", asked=wareki(consent.asked_on),
        taker=consent.asked_by.name, giver=consent.giver_name, file_name="同意書（控え）.pdf",
    )  # fmt: skip


def _with_limits(row: ConsentRecipient, *, of: Consent) -> str:
    if row.categories == of.categories:
        return row.agency.name
    return f"{row.agency.name}（{'、'.join(labels(row.categories))}だけ）"
