"""What we hand out as HSDS is valid by the schemas of its own specification, field by field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from norishiro.opendata.handing_out import mark_words
from norishiro.opendata.hsds import Entry, page_of
from tests import rows
from tests.rooms.opendata.hsds_entries import ONE, entries

SCHEMAS = rows.ROOT.parent / "shared" / "hsds" / "schema"

pytestmark = pytest.mark.skipif(
    not SCHEMAS.exists(), reason="HSDS のスキーマ（../shared/hsds/schema）が手元にないので、比べません。"
)


def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    read = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in Path(SCHEMAS).glob("*.json")}
    known = [
        (name, Resource.from_contents(one, default_specification=DRAFT202012))
        for name, one in read.items()
        if name != "openapi.json"
    ]
    return Draft202012Validator(
        read[name],
        registry=Registry().with_resources(known),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )


@given(st.lists(entries, max_size=3))
@settings(max_examples=60)
def test_every_service_is_valid_with_all_it_holds(found: list[Entry]) -> None:
    validator = _validator("service.json")
    contents = page_of([ONE, *found], words=mark_words())["contents"]
    assert [error.message for one in contents for error in validator.iter_errors(one)] == []


def test_the_check_would_notice() -> None:
    (service,) = page_of([ONE], words=mark_words())["contents"]
    del service["service_at_locations"][0]["location"]["addresses"][0]["city"]
    service["status"] = "open"
    assert len(list(_validator("service.json").iter_errors(service))) == 2


def test_what_we_hand_out_names_no_field_the_specification_has_not() -> None:
    """The schemas allow any further field; we use none."""
    (service,) = page_of([ONE], words=mark_words())["contents"]
    assert _unknown(service, "service.json") == []


def _unknown(one: dict[str, Any], name: str) -> list[str]:
    properties = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))["properties"]
    found = [f"{name}: {key}" for key in one if key not in properties]
    for key, value in one.items():
        inner = properties.get(key, {})
        target = inner.get("$ref") or inner.get("items", {}).get("$ref")
        parts = value if isinstance(value, list) else [value]
        found += [
            line for part in parts if target and isinstance(part, dict) for line in _unknown(part, target)
        ]
    return found
