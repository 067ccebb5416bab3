"""How large a town may be asked for. The smallest serves the tests, the twentieth the nightly ones, the city the measurements."""

from __future__ import annotations

from dataclasses import dataclass

YEARS = 10
# Staff sign in as machi001 and on; the first two of each agency carry no cases.
LOGIN = "machi"


@dataclass(frozen=True)
class Size:
    """``residents`` are only the numbers of the areas; everything else is rows. People come two to a case, nearly."""

    label: str
    residents: int
    areas: int
    agencies: int
    staff: int
    cases: int
    contacts: int
    places: int


SIZES: dict[str, Size] = {
    "small": Size("小さな町", residents=2_000, areas=2, agencies=6, staff=24, cases=60, contacts=1_200, places=30),
    "twentieth": Size(
        "二十分の一の町", residents=20_000, areas=4, agencies=10, staff=50, cases=5_000, contacts=100_000, places=500
    ),
    "city": Size(
        "市", residents=400_000, areas=20, agencies=40, staff=500, cases=100_000, contacts=2_000_000, places=10_000
    ),
}  # fmt: skip
