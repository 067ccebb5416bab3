"""Open data of a demo town: a list of shelters that was taken, and one of facilities that waits to be looked at."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from norishiro.casework.demo.stage import Stage
from norishiro.opendata import operations as opendata

DATA = Path(__file__).parent / "data"
SOURCE = "見本のまちのオープンデータ"


def tell_open_data(stage: Stage, *, by: str) -> None:
    """The shelters first; then the facilities, with a row to choose, some to repair and some that are held back."""
    keeper = stage.actor(by)
    shelters = opendata.read_file(
        keeper, content=(DATA / "open_shelters.csv").read_bytes(), file_name="避難場所一覧（見本）.csv", dataset="", source=SOURCE,
        licence="CC_BY", as_of=stage.ago(200), mark_public=False, today=stage.today,
    )  # fmt: skip
    opendata.take_intake(keeper, intake=shelters, now=timezone.now())
    opendata.read_file(
        keeper, content=(DATA / "open_facilities.csv").read_bytes(), file_name="公共施設一覧（見本）.csv", dataset="", source=SOURCE,
        licence="CC_BY", as_of=stage.ago(30), mark_public=True, today=stage.today,
    )  # fmt: skip
