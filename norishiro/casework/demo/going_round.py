"""Visits of the demo town: a household where two go, one who has not come out, one who goes alone; and a door whose address
is withheld."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from norishiro.cases.models import Case
from norishiro.casework.demo.stage import Stage
from norishiro.people.models import Person
from norishiro.visits import operations as visits
from norishiro.visits.operations import Minded, Planned


def go_round(stage: Stage, case: Case, *, by: str) -> None:
    """月見野家: noted and gone to by the same worker, mostly with the 民生委員."""
    actor, known = stage.actor(by), stage.ago(30)
    visits.note_safety(
        actor, case=case, today=known,
        minded=Minded(
            kinds=("PAIR", "ANGER"), words="疲れている日は、戸を強く閉めて大きな声を出されることがある。", teller="民生委員と自分で見た",
            heard_on=known, is_told=False, told_words="まだ会えていないころで、伝えると訪問を断たれるおそれがあった", review_on=stage.ahead(5),
        ),
    )  # fmt: skip
    visits.keep_way_in(
        actor, case=case, entry="呼び鈴は鳴らない。縁側のほうから声をかける", avoid="夕方6時からあとは孫が帰るので避ける",
        is_sender_hidden=True,
    )  # fmt: skip
    me = (actor.staff_id,)
    for on, at, purpose, company, alone_because in (
        (stage.today, time(9), "朝の声かけ", "民生委員", ""),
        (stage.today, time(14), "冊子を見ながら話す", "民生委員", ""),
        (
            stage.ahead(1),
            time(10),
            "玄関先で様子を聞く",
            "",
            "民生委員さんの都合がつかない。玄関先だけで戻る",
        ),
    ):
        planned = Planned(
            day=on, from_at=at, purpose=purpose, goer_ids=me, company=company, alone_because=alone_because
        )
        visit = visits.plan_visit(actor, case=case, today=stage.today, planned=planned)
        if at == time(9):
            begun = timezone.make_aware(datetime.combine(on, at))
            end = timezone.make_aware(datetime.combine(on, time(9, 30)))
            visits.enter_visit(actor, visit=visit, expected_at=end, today=on, now=begun)


def visit_hidden_home(stage: Stage, person: Person, *, by: str) -> None:
    """A visit to somebody whose address is withheld: the round says whom to ask, and nothing more."""
    actor = stage.actor(by)
    planned = Planned(
        day=stage.today, from_at=time(11), purpose="保育園の手続きの相談", goer_ids=(actor.staff_id,)
    )
    visits.plan_visit(actor, person=person, planned=planned, today=stage.today)
