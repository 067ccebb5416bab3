"""The answer of a rule: yes, or no with every reason at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why something may not happen now, in the user's words, and the law it rests on."""

    code: str
    message: str
    law: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a rule answers. Without reasons it is a yes."""

    reasons: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.reasons

    def __and__(self, other: Verdict) -> Verdict:
        return Verdict(self.reasons + other.reasons)

    def or_refuse(self) -> None:
        """Stop with every reason when the answer is no."""
        if self.reasons:
            raise Refused(self)


YES = Verdict()


def no(code: str, message: str, *, law: str = "") -> Verdict:
    """A refusal with one reason; join several with ``&``."""
    return Verdict((Reason(code, message, law),))


def when(condition: bool, code: str, message: str, *, law: str = "") -> Verdict:
    """A refusal if ``condition`` holds, else a yes."""
    return no(code, message, law=law) if condition else YES


class Refused(Exception):
    """An operation that was asked for although its rule says no."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(" ".join(reason.message for reason in verdict.reasons))
