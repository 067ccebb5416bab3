"""What one table cannot know by itself: codes that must exist, trees, years, and the law's two meetings."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from norishiro.profiles.choices import BodyKind, ConsentRule, Programme
from norishiro.profiles.schema.national import CONCERNS, LEGAL_GROUNDS
from norishiro.profiles.schema.parts import NOT_A_SOURCE, Dated, Entry, Ref
from norishiro.profiles.schema.profile import Profile

CODED_TABLES = (
    "sources",
    "agencies",
    "windows",
    "services",
    "area_layers",
    "areas",
    "roles",
    "bases",
    "meeting_bodies",
    "documents",
    "intake_form.concerns",
    "intake_form.extra_questions",
    "flow.steps",
    "flow.screening",
)
TREES = ("agencies", "windows", "areas", "meeting_bodies")
SHOWN_CODES = 12


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a profile, told to the person who wrote it."""

    path: str
    reason: str
    allowed: str


def faults(profile: Profile) -> list[Fault]:
    """Every fault of an otherwise well-shaped profile, in the order of the file."""
    found = [fault for check in CHECKS for fault in check(profile)]
    return sorted(found, key=lambda fault: fault.path)


def _table(profile: Profile, name: str) -> Sequence[Any]:
    value: Any = profile
    for part in name.split("."):
        value = getattr(value, part)
    return tuple(value)


def _pieces(piece: BaseModel, path: str = "") -> Iterator[tuple[str, BaseModel]]:
    yield path, piece
    for name in type(piece).model_fields:
        value = getattr(piece, name)
        inner = f"{path}.{name}" if path else name
        if isinstance(value, BaseModel):
            yield from _pieces(value, inner)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from _pieces(item, f"{inner}[{index}]")


def _mark_in(annotation: Any) -> Ref | None:
    for argument in (*getattr(annotation, "__metadata__", ()), *get_args(annotation)):
        mark = argument if isinstance(argument, Ref) else _mark_in(argument)
        if mark:
            return mark
    return None


def _ref_of(field: FieldInfo) -> Ref | None:
    direct = next((mark for mark in field.metadata if isinstance(mark, Ref)), None)
    return direct or _mark_in(field.annotation)


def _known_codes(profile: Profile) -> dict[str, list[str]]:
    known = {name: [row.code for row in _table(profile, name)] for name in CODED_TABLES}
    return known | {"national.concerns": list(CONCERNS), "national.legal_grounds": list(LEGAL_GROUNDS)}


def _shown(codes: Sequence[str]) -> str:
    rest = f" ほか{len(codes) - SHOWN_CODES}件" if len(codes) > SHOWN_CODES else ""
    return "・".join(codes[:SHOWN_CODES]) + rest if codes else "（まだ1つも定義されていません）"


def unknown_references(profile: Profile) -> Iterator[Fault]:
    known = _known_codes(profile)
    for path, piece in _pieces(profile):
        for name, field in type(piece).model_fields.items():
            ref = _ref_of(field)
            value = getattr(piece, name)
            if ref is None or value is None:
                continue
            for where, code in _codes_with_paths(f"{path}.{name}", value):
                if code not in known[ref.table]:
                    reason = f"「{code}」という{ref.noun}は定義されていません"
                    yield Fault(where, reason, _shown(known[ref.table]))


def _codes_with_paths(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    else:
        yield from ((f"{path}[{index}]", code) for index, code in enumerate(value))


def duplicate_codes(profile: Profile) -> Iterator[Fault]:
    for name in CODED_TABLES:
        seen: set[str] = set()
        for index, row in enumerate(_table(profile, name)):
            if row.code in seen:
                yield Fault(
                    f"{name}[{index}].code",
                    f"コード「{row.code}」が二度使われています",
                    "ほかと重ならないコード",
                )
            seen.add(row.code)


def broken_trees(profile: Profile) -> Iterator[Fault]:
    for name in TREES:
        rows = _table(profile, name)
        parents = {row.code: row.parent for row in rows}
        for index, row in enumerate(rows):
            if _returns_to(row.code, parents):
                reason = f"「{row.code}」の親をたどると自分に戻ります"
                yield Fault(f"{name}[{index}].parent", reason, "自分より上のコード")


def _returns_to(code: str, parents: dict[str, str | None]) -> bool:
    walked: set[str] = set()
    above = parents.get(code)
    while above is not None and above not in walked:
        if above == code:
            return True
        walked.add(above)
        above = parents.get(above)
    return False


def area_layers(profile: Profile) -> Iterator[Fault]:
    levels = {layer.code: layer.level for layer in profile.area_layers}
    layers = {area.code: area.layer for area in profile.areas}
    for index, area in enumerate(profile.areas):
        above = levels.get(layers.get(area.parent or "", ""))
        own = levels.get(area.layer)
        if above is not None and own is not None and above >= own:
            yield Fault(
                f"areas[{index}].parent",
                "親の圏域が、同じか下の層にあります",
                "上の層（level の小さい層）の圏域",
            )
    counts = Counter(area.layer for area in profile.areas if area.holds_on(profile.municipality.as_of))
    for index, layer in enumerate(profile.area_layers):
        if layer.count is not None and counts[layer.code] not in (0, layer.count):
            reason = f"この層は{layer.count}か所と書かれていますが、圏域は{counts[layer.code]}件です"
            yield Fault(
                f"area_layers[{index}].count", reason, "圏域の件数と同じ数（1件も書かなければ検査しません）"
            )


def programme_years(profile: Profile) -> Iterator[Fault]:
    seen: set[tuple[str, int]] = set()
    for index, row in enumerate(profile.programmes):
        if not row.operators:
            yield Fault(
                f"programmes[{index}].operators",
                "実施する機関が1つも書かれていません",
                "機関のコードを1つ以上",
            )
        for year in row.fiscal_years:
            if (row.programme, year) in seen:
                reason = f"{row.programme.label}の{year}年度が二度書かれています"
                yield Fault(f"programmes[{index}].fiscal_years", reason, "事業ごとに1年度1回")
            seen.add((row.programme, year))
    for year in profile.municipality.fiscal_years:
        for programme in Programme:
            if (programme, year) not in seen:
                reason = f"{programme.label}の{year}年度がありません"
                yield Fault("programmes", reason, "municipality.fiscal_years の年度すべてに5事業")


def programme_groups(profile: Profile) -> Iterator[Fault]:
    counts = Counter(row.programme for row in profile.programme_groups)
    for programme in Programme:
        if counts[programme] != 1:
            reason = f"{programme.label}の区分が{counts[programme]}回書かれています"
            yield Fault("programme_groups", reason, "5事業それぞれに1回")


def evidence(profile: Profile) -> Iterator[Fault]:
    allowed = [source.code for source in profile.sources] + list(NOT_A_SOURCE)
    for path, piece in _pieces(profile):
        if not isinstance(piece, Entry):
            continue
        for code in piece.evidence:
            if code not in allowed:
                yield Fault(f"{path}.evidence", f"「{code}」という出典は書かれていません", "・".join(allowed))
        for key in piece.guessed:
            if key not in type(piece).model_fields:
                keys = "・".join(type(piece).model_fields)
                yield Fault(f"{path}.guessed", f"「{key}」というキーはここにありません", keys)


def the_two_meetings(profile: Profile) -> Iterator[Fault]:
    """支援会議 stands on article 106-6 and needs no consent; 重層的支援会議 needs consent.

    根拠: 社会福祉法第106条の6、重層的支援体制整備事業の実施要綱
    """
    for index, body in enumerate(profile.meeting_bodies):
        path = f"meeting_bodies[{index}]"
        if body.kind in (BodyKind.SUPPORT, BodyKind.BOTH) and body.legal_ground != "J6":
            yield Fault(
                f"{path}.legal_ground", "支援会議の根拠が書かれていません", "J6（社会福祉法第106条の6）"
            )
        if body.kind == BodyKind.SUPPORT and body.consent == ConsentRule.REQUIRED:
            yield Fault(
                f"{path}.consent", "支援会議は本人の同意を条件にできません", "NONE_NEEDED・BOTH_SEPARATE"
            )
        if body.kind == BodyKind.LAYERED and body.consent not in (
            ConsentRule.REQUIRED,
            ConsentRule.UNSTATED,
        ):
            yield Fault(f"{path}.consent", "重層的支援会議には本人の同意が要ります", "REQUIRED")


def town_twice(profile: Profile) -> Iterator[Fault]:
    """At one time a town lies in one area of a layer; redrawn areas may name it again later."""
    for index, area in enumerate(profile.areas):
        for earlier in profile.areas[:index]:
            if earlier.layer != area.layer or not _overlap(earlier, area):
                continue
            for town in sorted(set(earlier.towns) & set(area.towns)):
                reason = f"「{town}」が同じ層の「{earlier.code}」にも入っています"
                yield Fault(f"areas[{index}].towns", reason, "1つの層では1つの町は1つの圏域")


def _overlap(one: Dated, other: Dated) -> bool:
    return _begins_before_end_of(one, other) and _begins_before_end_of(other, one)


def _begins_before_end_of(one: Dated, other: Dated) -> bool:
    return one.valid_from is None or other.valid_until is None or one.valid_from < other.valid_until


Check = Callable[[Profile], Iterator[Fault]]
CHECKS: tuple[Check, ...] = (
    unknown_references,
    duplicate_codes,
    broken_trees,
    area_layers,
    programme_years,
    programme_groups,
    evidence,
    the_two_meetings,
    town_twice,
)
