"""朝凪家: three people of one household who answered each in their own way when they were asked for consent."""

from __future__ import annotations

from datetime import date
from typing import Any

from norishiro.agencies.choices import Field
from norishiro.casework.demo.stage import Stage
from norishiro.people.models import Person
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Category, ConsentGiver, ConsentMethod
from norishiro.sharing.models import Consent

COMING = (
    "あなたの相談を進めるために、書いてある機関と、選んだ情報だけを共有します。\n"
    "断っても、相談は続きます。いつでもやめられます。だれが見たかを、いつでも聞けます。"
)
FEW = int(Category.ATTRIBUTES | Category.ECONOMY)


def tell_answers(stage: Stage) -> None:
    """The mother agreed twice, and not to the same; the son's yes soon ends; the daughter took hers back and says no."""
    home = stage.family("asanagi", by="csw", on=stage.ago(70))
    mother, son, daughter = (home.people[key] for key in "abc")
    _agreed(
        stage, mother, on=stage.ago(60), to=("JIRITSU", "KENKO"), until=stage.ahead(300), kinds=[Field.ELDERLY.value],
        purpose="暮らしと介護の相談を、いっしょに進めるため",
    )  # fmt: skip
    _agreed(
        stage, mother, on=stage.ago(20), to=("JIRITSU",), until=stage.ahead(120), categories=FEW,
        purpose="家計の相談だけを進めるため",
    )  # fmt: skip
    _agreed(
        stage, son, on=stage.ago(55), to=("JIRITSU",), until=stage.ahead(15), purpose="仕事さがしを手伝うため"
    )
    taken_back = _agreed(
        stage, daughter, on=stage.ago(55), to=("JIRITSU", "KENKO"), until=None, purpose="体調の相談を進めるため",
        limited={stage.agency("JIRITSU"): FEW},
    )  # fmt: skip
    csw = stage.actor("csw")
    sharing.keep_wording(
        stage.actor("jimukyoku"), version="見本の改正", text=COMING, decided_on=stage.ago(5), from_on=stage.ahead(30),
        today=stage.today,
    )  # fmt: skip
    sharing.withdraw_consent(csw, consent=taken_back, words="「やっぱり、家の外に話が出るのはいやです」")
    sharing.note_refusal(
        csw, person=daughter, case_id=None, asked_on=stage.ago(6), reason="「もう少し、考える時間がほしい」と言われた。",
        ask_again_on=stage.ahead(8), ask_again_by_id=csw.staff_id, today=stage.ago(6),
    )  # fmt: skip


def _agreed(
    stage: Stage, person: Person, *, on: date, to: tuple[str, ...], until: date | None, purpose: str,
    categories: int = ALL_CATEGORIES, **given: Any,
) -> Consent:  # fmt: skip
    """Said aloud, with somebody beside."""
    return sharing.take_consent(
        stage.actor("csw"), person=person, case_id=None, recipient_ids=[stage.agency(code) for code in to],
        categories=categories, asked_on=on, until_on=until, method=ConsentMethod.ORAL, witness="見本の民生委員",
        giver=ConsentGiver.SELF, giver_name="", wording_version="1", purpose=purpose, today=on, **given,
    )  # fmt: skip
