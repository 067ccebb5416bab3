"""A yearly survey of a demo town: some answered by QR, one on paper, one says nothing changed, the others have not answered."""

from __future__ import annotations

from norishiro.casework.demo.stage import Stage
from norishiro.surveys import operations as surveys
from norishiro.surveys import slot
from norishiro.surveys.choices import AnswerWay
from norishiro.surveys.comparing import standing
from norishiro.surveys.models import Round

GREETING = "いつも、居場所を開いてくださり、ありがとうございます（見本）。変わったところだけ、書き直してお送りください。"


def ask_places(stage: Stage, *, by: str) -> Round:
    """One round, due in three weeks."""
    keeper = stage.actor(by)
    opened = surveys.open_round(
        keeper, title="居場所・資源の調査（見本）", year=stage.today.year, due_on=stage.ahead(21), greeting=GREETING,
        return_to="見本の福祉課 地域づくり係", today=stage.today,
    )  # fmt: skip
    invited = list(
        opened.invitations.select_related("place").prefetch_related("place__opening", "place__traits")
    )
    surveys.assign_visits(
        keeper, round_=opened, staff_id=keeper.staff_id, go_by=stage.ahead(14), invitation_ids=[one.id for one in invited[4:7]],
        today=stage.today,
    )  # fmt: skip
    slot.post(
        invitation_id=invited[0].id,
        said={},
        unchanged=True,
        stopped=False,
        told_by="",
        note="",
        today=stage.today,
    )
    slot.post(
        invitation_id=invited[1].id, said=standing(invited[1].place) | {"welcome": "CONDITIONAL", "conditions": "はじめは見学から"},
        unchanged=False, stopped=False, told_by="世話人の方", note="来年から会場が変わるかもしれません（見本）", today=stage.today,
    )  # fmt: skip
    typed = surveys.type_answer(
        keeper, invitation=invited[2], way=AnswerWay.PAPER, answered_on=stage.ago(1),
        said=standing(invited[2].place) | {"booking": "前の日までに電話"}, told_by="世話人の方", today=stage.today,
    )  # fmt: skip
    surveys.accept_answer(keeper, answer=typed, today=stage.today)
    return opened
