"""Six shapes of an エコマップ, drawn once and kept as they were looked at (tests/golden/ecomap).

``python -m tests.rooms.surroundings.shapes`` draws them anew after the drawing was changed on purpose.
"""

from __future__ import annotations

from pathlib import Path

from norishiro.surroundings.drawing.ecomap import Inside, Line, Outside, Picture, draw

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "ecomap"

NAMES = {"PERSON": "となりの部屋の人", "AGENCY": "くらし・しごと相談支援センター", "PLACE": "木曜サロン"}
KINDS, STRENGTHS = ("PERSON", "AGENCY", "PLACE"), ("STRONG", "NORMAL", "WEAK", "CUT")
DIRECTIONS = ("NONE", "INWARD", "OUTWARD", "BOTH")


def picture(members: int, around: int, *, linked: bool = False) -> Picture:
    """So many members, so many around them, every kind of line in turn."""
    return Picture(
        key="ecomap", title="エコマップ 令和8年11月20日", words="世帯と、まわりのつながり。", household="架空家",
        inside=[Inside(f"m{at}", f"架空 {at}", f"/people/{at}/" if linked else "") for at in range(members)],
        outside=[Outside(f"o{at}", KINDS[at % 3], f"{NAMES[KINDS[at % 3]]}{at}") for at in range(around)],
        lines=[
            Line(
                f"m{at % members}" if members and at % 3 else "", f"o{at}", STRENGTHS[at % 4], at % 5 == 1,
                DIRECTIONS[at % 4], f"つながり{at}", f"/ties/{at}/" if linked else "", at % 7 == 6,
            )
            for at in range(around)
        ],
    )  # fmt: skip


def several_ties_to_one() -> Picture:
    """Three members, and the household itself, each with a tie of its own to one school."""
    lines = [
        Line(inside, "school", strength, strained, "BOTH", f"学校とのつながり{number}")
        for number, (inside, strength, strained) in enumerate(
            [("m0", "STRONG", False), ("m1", "WEAK", True), ("m2", "CUT", False), ("", "NORMAL", False)]
        )
    ]
    return Picture(
        "ecomap", "エコマップ", "一つの学校へ、四本のつながり。", "架空家",
        [Inside(f"m{at}", f"架空 {at}") for at in range(3)], [Outside("school", "AGENCY", "みほん第一小学校")], lines,
    )  # fmt: skip


SHAPES = {
    "nobody-around": picture(1, 0),
    "alone-with-three": picture(1, 3),
    "couple-with-nine": picture(2, 9, linked=True),
    "four-ties-to-one": several_ties_to_one(),
    "fourteen-with-fourteen": picture(14, 14),
    "five-with-thirty": picture(5, 30),
}


def main() -> None:
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for name, shape in SHAPES.items():
        (GOLDEN / f"{name}.svg").write_text(draw(shape) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
