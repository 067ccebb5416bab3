"""What is taken away: the tree, and the evaluation of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.ledger.operations import sign
from norishiro.policies import events, papers
from norishiro.policies.queries import Form, Tree

PDF, XLSX = "pdf", "xlsx"


@dataclass(frozen=True)
class Taken:
    """The file as it is handed over."""

    content: bytes
    name: str


@operation
def take_tree(actor: Actor, /, *, tree: Tree, form: str, today: date) -> Taken:
    """Make a plan's tree as PDF or Excel. Records ``policy.tree_taken``. Nothing refuses it: the same stands on the page."""
    sign(actor, events.TREE_TAKEN, changes={"policy": (None, tree.policy.id), "form": (None, form)})
    if form == PDF:
        return Taken(papers.tree_sheet(tree, actor=actor, today=today), "計画の体系.pdf")
    return Taken(papers.tree_book(tree, actor=actor, today=today), "計画の体系.xlsx")


@operation
def take_review(actor: Actor, /, *, found: Form, form: str, today: date) -> Taken:
    """Make the evaluation of a year as PDF or Excel, as it was fixed or as it stands now. Records ``review.taken``. Nothing
    refuses it: the same stands on the page."""
    sign(
        actor, events.REVIEW_TAKEN,
        changes={"standing": (None, found.standing.id), "year": (None, found.year), "form": (None, form)},
    )  # fmt: skip
    if form == PDF:
        return Taken(papers.review_sheet(found, actor=actor, today=today), "施策の評価表.pdf")
    return Taken(papers.review_book(found, actor=actor, today=today), "施策の評価表.xlsx")
