"""The line around those who live together: it takes in every member and nobody else."""

from __future__ import annotations

from collections import defaultdict

from norishiro.family.drawing.scene import Box, Point

MARGIN, STRIP, MEETING = 7.0, 7.0, 30.0


def around(
    members: list[str], rows: dict[int, list[str]], boxes: dict[str, Box], *, inset: float
) -> list[list[Point]]:
    """Closed ways around the members: neighbours in one box, the boxes joined between the rows where there is room."""
    runs = _runs(set(members), rows, boxes, MARGIN - inset)
    return _traced([box for _level, box in runs] + _joints(runs, rows, boxes))


def _runs(
    members: set[str], rows: dict[int, list[str]], boxes: dict[str, Box], margin: float
) -> list[tuple[int, Box]]:
    found: list[tuple[int, Box]] = []
    for level, row in rows.items():
        run: list[str] = []
        for key in [*row, ""]:
            if key in members:
                run.append(key)
            elif run:
                found.append((level, _hull([boxes[one] for one in run], margin)))
                run = []
    return found


def _hull(boxes: list[Box], margin: float) -> Box:
    return Box(
        min(one.left for one in boxes) - margin, min(one.top for one in boxes) - margin,
        max(one.right for one in boxes) + margin, max(one.bottom for one in boxes) + margin,
    )  # fmt: skip


def _joints(runs: list[tuple[int, Box]], rows: dict[int, list[str]], boxes: dict[str, Box]) -> list[Box]:
    """The strips that join the runs, the nearest first; runs that are two rows apart stay apart."""
    pairs = sorted(
        (abs(one[0] - other[0]), _distance(one[1], other[1]), at, at + 1 + more)
        for at, one in enumerate(runs) for more, other in enumerate(runs[at + 1 :])
        if abs(one[0] - other[0]) <= 1
    )  # fmt: skip
    group = list(range(len(runs)))
    joints: list[Box] = []
    for _rows, _far, one, other in pairs:
        if group[one] == group[other]:
            continue
        joints += _joint(runs[one], runs[other], rows, boxes)
        group = [group[one] if each == group[other] else each for each in group]
    return joints


def _distance(one: Box, other: Box) -> float:
    return max(one.left - other.right, other.left - one.right, 0.0)


def _joint(
    one: tuple[int, Box], other: tuple[int, Box], rows: dict[int, list[str]], boxes: dict[str, Box]
) -> list[Box]:
    (level, upper), (lower_level, lower) = sorted((one, other), key=lambda run: run[0])
    if level == lower_level:
        below = max(boxes[key].bottom for key in rows[level]) + MARGIN
        left, right = sorted((upper, lower), key=lambda box: box.left)
        x1, x2 = left.right - 2 * STRIP, right.left + 2 * STRIP
        return [
            Box(x1, left.bottom - 1, x1 + 2 * STRIP, below + STRIP), Box(x1, below, x2, below + STRIP),
            Box(x2 - 2 * STRIP, right.bottom - 1, x2, below + STRIP),
        ]  # fmt: skip
    x1, x2 = max(upper.left, lower.left), min(upper.right, lower.right)
    if x2 - x1 >= MEETING:
        return [Box(x1, upper.bottom - 1, x2, lower.top + 1)]
    a, b = _side(upper, lower), _side(lower, upper)
    y = lower.top - STRIP
    return [
        Box(a - STRIP, upper.bottom - 1, a + STRIP, y + STRIP), Box(min(a, b) - STRIP, y - STRIP, max(a, b) + STRIP, y),
        Box(b - STRIP, y - STRIP, b + STRIP, lower.top + 1),
    ]  # fmt: skip


def _side(box: Box, other: Box) -> float:
    """Where the strip leaves this box on its way to the other."""
    return box.right - 2 * STRIP if other.left > box.left else box.left + 2 * STRIP


def _traced(rects: list[Box]) -> list[list[Point]]:
    """The edge of all rectangles together, as closed ways without points on a straight line."""
    xs = sorted({x for one in rects for x in (one.left, one.right)})
    ys = sorted({y for one in rects for y in (one.top, one.bottom)})
    inside = {
        (i, j)
        for i in range(len(xs) - 1) for j in range(len(ys) - 1)
        if any(r.left <= xs[i] < r.right and r.top <= ys[j] < r.bottom for r in rects)
    }  # fmt: skip
    ways: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in sorted(inside):
        for hidden, start, end in (
            ((i, j - 1), (i, j), (i + 1, j)), ((i + 1, j), (i + 1, j), (i + 1, j + 1)),
            ((i, j + 1), (i + 1, j + 1), (i, j + 1)), ((i - 1, j), (i, j + 1), (i, j)),
        ):  # fmt: skip
            if hidden not in inside:
                ways[start].append(end)
    return [[(xs[i], ys[j]) for i, j in loop] for loop in _loops(ways)]


def _loops(ways: dict[tuple[int, int], list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    loops = []
    while any(ways.values()):
        start = min(key for key, ends in ways.items() if ends)
        loop, here = [start], ways[start].pop()
        while here != start:
            loop.append(here)
            here = ways[here].pop()
        loops.append(
            [
                point for at, point in enumerate(loop)
                if not _straight(loop[at - 1], point, loop[(at + 1) % len(loop)])
            ]
        )  # fmt: skip
    return loops


def _straight(one: tuple[int, int], two: tuple[int, int], three: tuple[int, int]) -> bool:
    return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]
