"""The page of a room's refusals: every rule asked with everything right, each fact wrong by itself, and all wrong at once.

A room keeps its page beside its tests (``refusals.txt``), for eyes that read no Python: code, words and law, whole.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from norishiro.core.verdict import Verdict


@dataclass(frozen=True)
class Rule:
    """A rule, the facts under which it says yes, and for each fact the values under which it refuses."""

    ask: Callable[..., Verdict]
    well: dict[str, Any]
    wrong: dict[str, tuple[Any, ...]]
    # Values that are just right: the edge on the side of yes.
    edge: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    # Where several facts belong together: what happened, in words, and the facts that are then different.
    scenes: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.ask.__name__


def answered(rule: Rule, facts: dict[str, Any]) -> Verdict:
    """Positional where the rule asks for it, by name otherwise."""
    positional = [
        name
        for name, one in inspect.signature(rule.ask).parameters.items()
        if one.kind is one.POSITIONAL_OR_KEYWORD
    ]
    return rule.ask(
        *(facts[name] for name in positional), **{k: v for k, v in facts.items() if k not in positional}
    )


def in_words(verdict: Verdict) -> str:
    lines = (
        f"    {one.code}: {one.message}" + (f"（{one.law}）" if one.law else "") for one in verdict.reasons
    )
    return "\n".join(lines) or "    はい"


def page(rules: Iterable[Rule]) -> str:
    """What each rule answers, in the order: all right, the edges, each fact wrong, the scenes, all wrong."""
    return "\n".join(_answers(rule) for rule in rules)


def _answers(rule: Rule) -> str:
    parts = [f"{rule.name}\n  すべてよい\n{in_words(answered(rule, rule.well))}"]
    for title, values_by_name in (("のきわ", rule.edge), ("がよくない", rule.wrong)):
        for name, values in values_by_name.items():
            parts += [
                f"  {name} {title}\n{in_words(answered(rule, rule.well | {name: value}))}" for value in values
            ]
    parts += [
        f"  {scene}\n{in_words(answered(rule, rule.well | facts))}" for scene, facts in rule.scenes.items()
    ]
    everything = {name: values[0] for name, values in rule.wrong.items()}
    parts.append(f"  すべてよくない\n{in_words(answered(rule, rule.well | everything))}\n")
    return "\n".join(parts)


def verdicts_of(*modules: ModuleType) -> set[str]:
    """The rules that answer with a verdict. Under `make mutants` each has twins named x_…; they are no rules."""
    return {
        name
        for module in modules
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__
        and not name.startswith("x_")
        and one.__annotations__.get("return") == "Verdict"
    }
