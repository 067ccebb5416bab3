"""Letters from outside: a つなぐシート opened and waiting for its answer, one still sealed, and somebody asking for advice."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta

from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Field
from norishiro.agencies.models import Agency, live_on
from norishiro.casework.demo.stage import Stage, blank_page
from norishiro.core.files import CleanFile
from norishiro.letterbox import operations, slot
from norishiro.letterbox.choices import EntranceKind, Hurry, LetterKind, PassGround
from norishiro.letterbox.contents import Content, wordings
from norishiro.letterbox.models import Entrance, Letter

THANKS = "いつも気づいて、つないでくださって、ありがとうございます。"


def tell_letters(stage: Stage) -> None:
    """The window of 多機関協働 appoints, and hears from outside."""
    chief = stage.actor("suishin")
    liaison = _entrance(stage, chief, EntranceKind.LIAISON, "架空地区センター", "架空 れん")
    _entrance(stage, chief, EntranceKind.OFFICE, "道路の係")
    _entrance(stage, chief, EntranceKind.PLACE, "架空図書館の掲示板")
    anybody = _entrance(stage, chief, EntranceKind.GENERAL, "ホームページ・広報")
    first = _post(
        stage, liaison, days_ago=2, photo=blank_page(),
        content=Content(
            words="「音がうるさい」と何度も電話がある方。測っても音は出ていません。夜ねむれないそうです。",
            worries=("近所のこと", "からだ・こころ"), who="2丁目のかた", reply_to="午後なら電話できる",
        ),
    )  # fmt: skip
    operations.take_letter(chief, letter=first, now=_moment(stage, days_ago=1))
    _post(
        stage, liaison, days_ago=0,
        content=Content(words="となりへ枝がのびた家のかた。ひとりぐらしで、切れずに困っています。"),
    )  # fmt: skip
    _post(
        stage, anybody, days_ago=1,
        content=Content(words="日本語の手紙が読めません。学校のことです。", about="SELF", language="やさしい日本語"),
    )  # fmt: skip
    third = _post(
        stage, anybody, days_ago=4,
        content=Content(words="家賃の更新料が払えません。電話で、住まいの窓口に話してよいと言いました。", about="SELF"),
    )  # fmt: skip
    read = operations.take_letter(chief, letter=third, now=_moment(stage, days_ago=3))
    housing = Agency.objects.filter(live_on(stage.today), field=Field.HOUSING).order_by("code").first()
    operations.pass_on_letter(
        chief, letter=read, receiver_agency_id=housing.id if housing else stage.actor("jiritsu").agency_id,
        ground=PassGround.WISH, words="電話で、渡してよいと本人から聞いた", now=_moment(stage, days_ago=3),
    )  # fmt: skip
    operations.thank_holder(chief, entrance=liaison, words=THANKS, today=stage.today)


def _entrance(stage: Stage, chief: Actor, kind: EntranceKind, facility: str, holder: str = "") -> Entrance:
    return operations.appoint(
        chief, kind=kind, facility=facility, holder=holder, receiver_agency_id=chief.agency_id,
        from_on=stage.today - timedelta(days=200), today=stage.today - timedelta(days=200),
    )  # fmt: skip


def _post(
    stage: Stage, entrance: Entrance, *, content: Content, days_ago: int, photo: CleanFile | None = None
) -> Letter:
    """As from outside; in the one transaction of the demo the window's own wall lets it in."""
    kind = "SHEET" if entrance.letter_kind == LetterKind.SHEET else "CONSULT"
    receipt = slot.post(
        entrance=entrance, content=content, consented=True, wording=wordings()[kind], hurry=Hurry.WATCH, photo=photo,
        slip=uuid.uuid4(), address="127.0.0.1", now=_moment(stage, days_ago=days_ago),
    )  # fmt: skip
    return Letter.objects.get(number=receipt.number)


def _moment(stage: Stage, *, days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(stage.today - timedelta(days=days_ago), time(10, 20)))
