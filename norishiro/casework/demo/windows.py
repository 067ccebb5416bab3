"""What a resident needs to go to each window of the demo town: all invented, and for every window, so that nobody is
led to a page without a telephone."""

from __future__ import annotations

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

from norishiro.agencies import operations
from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Window, live_on
from norishiro.agencies.rules import Exceptional, Hours

GUIDES = Path(__file__).parent / "data" / "windows.toml"


def guide_windows(actor: Actor, *, since: date, today: date) -> None:
    """Write down hours, telephone, place, the way there and what to bring, and make all windows public."""
    told = tomllib.loads(GUIDES.read_text(encoding="utf-8"))
    for number, window in enumerate(
        Window.objects.filter(live_on(today)).prefetch_related("operators__agency")
    ):
        hours = told["hours"][number % len(told["hours"])]
        operations.set_window_guide(
            actor, window=window, version=window.version, guide=_guide(window, told, number=number),
            from_on=max(since, window.from_on), weekly=_weekly(hours),
            exceptions=[Exceptional(one) for one in hours["exceptions"]],
        )  # fmt: skip


def _guide(window: Window, told: dict[str, Any], *, number: int) -> dict[str, Any]:
    place = told["places"][number % len(told["places"])]
    fields = told["fields"]
    usual = next(
        (fields[row.agency.field] for row in window.operators.all() if row.agency.field in fields), None
    )
    return {
        "phone": f"03-0000-{1001 + number}", "place": window.place or place["place"], "way": "\n".join(place["way"]),
        "map_url": "", "is_public": True, **(usual or fields["OTHER"]),
    }  # fmt: skip


def _weekly(written: dict[str, Any]) -> list[Hours]:
    spans = [tuple(time.fromisoformat(part.zfill(5)) for part in one.split("-")) for one in written["spans"]]
    return [Hours(day, None, opens, closes) for day in written["days"] for opens, closes in spans]
