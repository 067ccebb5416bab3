"""What a breakdown may not tell: whoever subtracts, and knows the rule, still does not know a small number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from norishiro.reports.rules import SMALL, hidden_in, is_small

NAMES = "ABCD"
NUMBERS = st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.integers(0, 60), min_size=1)


def published(parts: dict[str, int], told: frozenset[str] = frozenset()) -> tuple[object, ...]:
    """What stands on paper: the sum or that it is hidden, every part or that it is, and what was told elsewhere."""
    whole = sum(parts.values())
    hidden, whole_hidden = hidden_in(parts, whole=whole, told=told)
    few = is_small(whole)
    said = tuple(None if key in hidden else number for key, number in parts.items())
    elsewhere = tuple(parts[key] for key in sorted(told))
    return (few, None if whole_hidden else whole, said, elsewhere)


def worlds(size: int, most: int) -> Iterator[dict[str, int]]:
    for numbers in product(range(most + 1), repeat=size):
        yield dict(zip(NAMES[:size], numbers, strict=True))


def known_small(size: int, most: int, told: frozenset[str] = frozenset()) -> tuple[int, int]:
    """Of all worlds up to ``most``: how many papers hide a part, and how many of them leave only one small number possible."""
    by_paper: defaultdict[tuple[object, ...], list[dict[str, int]]] = defaultdict(list)
    for parts in worlds(size, most):
        # Of larger sums not every world is here.
        if sum(parts.values()) <= most or len(told) == size - 1:
            by_paper[published(parts, told)].append(parts)
    hiding = [(paper, found) for paper, found in by_paper.items() if None in paper[2]]  # type: ignore[operator]
    known = 0
    for _paper, found in hiding:
        for key in NAMES[:size]:
            possible = {parts[key] for parts in found}
            known += len(possible) == 1 and is_small(min(possible)) and key not in told
    return len(hiding), known


def test_nobody_who_subtracts_in_any_small_world_knows_a_small_number():
    assert [known_small(size, most)[1] for size, most in ((1, 30), (2, 30), (3, 24), (4, 17))] == [0, 0, 0, 0]
    assert known_small(3, 24)[0] > 200


def test_nor_with_what_another_summary_told():
    for told in ("A", "B", "AB"):
        assert known_small(3, 18, frozenset(told))[1] == 0


def test_without_complements_the_same_worlds_would_tell():
    """The check can fail: hiding only the small ones tells them."""
    alone = {
        parts["A"] + parts["B"] - parts["B"]
        for parts in worlds(2, 9)
        if is_small(parts["A"]) and not is_small(parts["B"])
    }
    assert alone == {1, 2, 3, 4}


@given(NUMBERS)
def test_what_is_hidden_together_could_be_no_small_number(parts):
    whole = sum(parts.values())
    hidden, whole_hidden = hidden_in(parts, whole=whole)
    small = {key for key, number in parts.items() if is_small(number)}
    assert small <= hidden
    if whole_hidden:
        assert is_small(whole)
        return
    left = whole - sum(number for key, number in parts.items() if key not in hidden)
    enough = len(hidden) >= 2 and left - len(hidden) + 1 >= SMALL
    assert bool(hidden) is bool(small)
    assert not hidden or enough or hidden == set(parts)
    assert len(hidden - small) <= 1 or hidden == set(parts)


@given(NUMBERS, st.sets(st.sampled_from("ABCDEFGHIJ")))
def test_what_was_hidden_before_stays_hidden(parts, kept):
    hidden, _whole_hidden = hidden_in(parts, whole=sum(parts.values()), kept=kept)
    assert kept & set(parts) <= hidden


def test_nothing_small_hides_nothing_and_a_small_sum_hides_all():
    assert hidden_in({"A": 0, "B": 5, "C": 30}, whole=35) == (frozenset(), False)
    assert hidden_in({"A": 1, "B": 0, "C": 3}, whole=4) == (frozenset("ABC"), True)
    assert hidden_in({"A": 30, "B": 3, "C": 9}, whole=42) == (frozenset("BC"), False)
    assert hidden_in({"A": 20, "B": 3}, whole=23, told={"A"}) == (frozenset("AB"), True)
    assert hidden_in({"A": 20, "B": 30}, whole=50, whole_hidden=True) == (frozenset("AB"), True)
