"""Pairs of records that may be one person, found in the whole town at once, with Splink over DuckDB (ADR 0030).

Splink weighs every agreement by how often it comes about by chance (learned from the records) and how often it holds
for one and the same person (set here, because no town has enough known pairs to learn from). This file needs the extra
``duplicates`` and is imported by the command alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import duckdb
import pyarrow as pa
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule

from norishiro.core import names
from norishiro.core.calendar import PartialDate
from norishiro.core.withheld import fold
from norishiro.people.finding import number_key

THRESHOLD = 0.9
# Years by which an era mistaken for another moves a birth: 大正/昭和, 昭和/平成, 平成/令和, 明治/大正 and the skips.
ERA_STEPS = "14, 30, 44, 58, 63, 77, 93"
SEED = 20261121
# How many second records there are for each person, about; only the order of magnitude matters.
EXPECTED = 0.1


@dataclass(frozen=True)
class Row:
    """One record as typed. What is withheld is empty."""

    id: str
    name: str
    kana: str
    alias: str
    birth: str
    phone: str
    address: str
    sex: str


@dataclass(frozen=True)
class Found:
    """Two records, and how probable it is that they are one person."""

    first: str
    second: str
    probability: float


def pairs_among(rows: Iterable[Row], *, threshold: float = THRESHOLD) -> list[Found]:
    """The likely pairs among these records, the likeliest first."""
    table = pa.Table.from_pylist([_keys(row) for row in rows])
    if table.num_rows < 2:
        return []
    connection = duckdb.connect()
    api = DuckDBAPI(connection)
    linker = Linker(api.register(table), _settings(table.num_rows), log_level=logging.ERROR)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=SEED)
    found = linker.inference.predict(threshold_match_probability=threshold)
    answer = connection.sql(
        f"SELECT unique_id_l, unique_id_r, match_probability FROM {found.physical_name} ORDER BY 3 DESC, 1, 2"
    ).fetchall()
    connection.close()
    return [Found(min(pair[:2]), max(pair[:2]), pair[2]) for pair in answer]


@lru_cache(maxsize=100_000)
def _name_key(text: str) -> str:
    return names.name_key(text)


@lru_cache(maxsize=100_000)
def _kana_key(text: str) -> str:
    return names.kana_key(text)


def _keys(row: Row) -> dict[str, Any]:
    """The columns compared: everything folded; nothing where nothing is known."""
    family, given = _parts(row.name or row.alias, _name_key)
    family_kana, given_kana = _parts(row.kana, _kana_key)
    born = PartialDate.from_code(row.birth).exact_day() if row.birth else None
    day = born.isoformat() if born else None
    return {
        "unique_id": row.id,
        "name": (family + given if family and given else _name_key(row.name or row.alias)) or None,
        "kana": (family_kana + given_kana if family_kana and given_kana else _kana_key(row.kana)) or None,
        "family": family,
        "given": given,
        "family_kana": family_kana,
        "given_kana": given_kana,
        "sounds": _in_single_bytes(family_kana, given_kana),
        "born": day,
        "year": int(day[:4]) if day else None,
        "month_day": day[5:] if day else None,
        "phone": number_key(row.phone) or None,
        "home": fold(row.address) or None,
        "sex": row.sex if row.sex in ("MALE", "FEMALE") else None,
    }


def _in_single_bytes(*parts: str | None) -> str | None:
    """The reading with one byte a letter: DuckDB counts edits in bytes, of which a kana has three."""
    text = "".join(part for part in parts if part)
    return "".join(chr(33 + (ord(char) - 0x30A1) % 94) for char in text) or None


def _parts(text: str, key: Any) -> tuple[str | None, str | None]:
    parts = text.split()
    return (key(parts[0]) or None, key(parts[1]) or None) if len(parts) == 2 else (None, None)


def _level(sql: str, *, says: str, m: float, u: float | None = None) -> Any:
    """``u`` only where it is too rare by chance to be learned from a sample."""
    made = levels.CustomLevel(sql, label_for_charts=says).configure(m_probability=m)
    return made if u is None else made.configure(u_probability=u, fix_u_probability=True)


def _both(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


SAME_GIVEN = "(given_l = given_r OR given_kana_l = given_kana_r)"
SAME_FAMILY = "(family_l = family_r OR family_kana_l = family_kana_r)"
TURNED = "(family_l = given_r AND given_l = family_r OR family_kana_l = given_kana_r AND given_kana_l = family_kana_r)"
NEAR = "damerau_levenshtein(sounds_l, sounds_r) <= 2"
# たろちゃん, タロー: what somebody is called begins as the name does.
CALLED = (
    f"({SAME_FAMILY} AND (left(given_kana_l, 2) = left(given_kana_r, 2)"
    " OR left(given_kana_l, 2) = left(given_r, 2) OR left(given_l, 2) = left(given_kana_r, 2)))"
)


def _settings(records: int) -> Any:
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=min(0.5, 2 * EXPECTED / records),
        retain_matching_columns=False,
        comparisons=[_by_name(), _by_birth(), _by_contact(), _by_sex()],
        blocking_rules_to_generate_predictions=[
            block_on("born"),
            block_on("phone"),
            block_on("kana"),
            block_on("name"),
            block_on("home", "family"),
            block_on("home", "given"),
            block_on("month_day", "given_kana"),
            block_on("month_day", "family_kana"),
            CustomRule("l.family = r.given AND l.given = r.family"),
            CustomRule("l.family_kana = r.given_kana AND l.given_kana = r.family_kana"),
        ],
    )


def _by_name() -> Any:
    """A family shares surname, home and telephone, and twins the birth as well: another given name weighs most of all."""
    return comparisons.CustomComparison(
        [
            levels.CustomLevel("name_l IS NULL OR name_r IS NULL").configure(is_null_level=True),
            _level("name_l = name_r OR kana_l = kana_r", says="同じ", m=0.72),
            _level(TURNED, says="姓と名が逆", m=0.06, u=0.00001),
            _level(NEAR, says="一字ちがい", m=0.08),
            _level(CALLED, says="呼び名", m=0.06, u=0.0005),
            _level(SAME_GIVEN, says="名が同じ", m=0.07),
            _level(SAME_FAMILY, says="姓が同じ", m=0.000001),
            levels.ElseLevel().configure(m_probability=0.009999),
        ],
        output_column_name="who",
    )


def _by_birth() -> Any:
    return comparisons.CustomComparison(
        [
            levels.CustomLevel(_both("born")).configure(is_null_level=True),
            _level("born_l = born_r", says="同じ", m=0.88),
            _level(
                f"month_day_l = month_day_r AND abs(year_l - year_r) IN ({ERA_STEPS})",
                says="元号ちがい",
                m=0.08,
            ),
            _level("damerau_levenshtein(born_l, born_r) <= 1", says="一字ちがい", m=0.03),
            levels.ElseLevel().configure(m_probability=0.01),
        ],
        output_column_name="birth",
    )


def _by_contact() -> Any:
    """Telephone and home together: who shares the one mostly shares the other, so they do not count twice."""
    return comparisons.CustomComparison(
        [
            levels.CustomLevel(f"({_both('phone')}) AND ({_both('home')})").configure(is_null_level=True),
            _level("phone_l = phone_r AND home_l = home_r", says="電話と住所が同じ", m=0.45, u=0.00001),
            _level("phone_l = phone_r", says="電話が同じ", m=0.2, u=0.00001),
            _level("home_l = home_r", says="住所が同じ", m=0.25, u=0.00002),
            levels.ElseLevel().configure(m_probability=0.1),
        ],
        output_column_name="contact",
    )


def _by_sex() -> Any:
    return comparisons.CustomComparison(
        [
            levels.CustomLevel(_both("sex")).configure(is_null_level=True),
            _level("sex_l = sex_r", says="同じ", m=0.98),
            levels.ElseLevel().configure(m_probability=0.02),
        ],
        output_column_name="gender",
    )
