"""How the doctor asks: numbered points, each with a short name and one question, whose answers are faults in words.

Any part of the program may add points of its own: a list of ``Point`` joined in ``config.doctor.POINTS``.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from config.env import Environment
from config.refusal import StartRefused

# What must be there before it can be asked: nothing, a server that answers, tables as this program wants them. What never
# forbids the start and takes time is asked only when somebody wants to look.
Occasion = Literal["start", "look", "server", "tables"]
Mark = Literal["○", "△", "×", "－"]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong, and what to do about it, in words; a fatal one forbids the start."""

    sentence: str
    is_fatal: bool = True


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What an installation is asked about: its environment, and the questions that tell which sealing keys are in use."""

    env: Environment
    sealed: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Point:
    """One numbered point of the doctor's list."""

    code: str
    name: str
    on: Occasion
    ask: Callable[[Scene], Iterable[Fault]]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How a point was found; without faults it is well, and one that could not be asked says so."""

    point: Point
    faults: tuple[Fault, ...] = ()
    was_asked: bool = field(default=True)

    @property
    def mark(self) -> Mark:
        if not self.was_asked:
            return "－"
        if not self.faults:
            return "○"
        return "×" if any(fault.is_fatal for fault in self.faults) else "△"


def asked(points: Iterable[Point], scene: Scene) -> list[Answer]:
    return [Answer(point=point, faults=tuple(point.ask(scene))) for point in points]


def unasked(points: Iterable[Point]) -> list[Answer]:
    return [Answer(point=point, was_asked=False) for point in points]


def refuse_faults(found: Iterable[Fault]) -> None:
    """Stop the start when something fatal is among the faults."""
    fatal = [fault.sentence for fault in found if fault.is_fatal]
    if fatal:
        raise StartRefused(*fatal)
