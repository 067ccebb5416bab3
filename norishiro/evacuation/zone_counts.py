"""What the kept numbers of plans by zone mean, for whoever is judged by them."""

from __future__ import annotations

from norishiro.opendata.datasets import datasets

VERSION = "1"
DEFINITION = (
    "個別避難計画のある人を、いちばん新しい区域の図と町名の表で、区域の内と外に分けた数。年度のうちで最後に残した日の数。"
    "二つに分けない指標では、分からない人も入れた合計"
)


def hazards() -> dict[str, str]:
    """The kinds of hazard by their codes, and the numbers that say no kind."""
    return {**datasets().hazard_names, "": "種類の記入なし"}
