"""Who told us, kept apart."""

from __future__ import annotations

from norishiro.core.verdict import Verdict, when


def hides_reporter(*, asked: bool | None, violence: bool, is_the_person: bool) -> bool:
    """Is whoever told us to be kept secret? Where nobody said, yes when it is about violence and another one told.

    根拠: 児童虐待防止法第7条、高齢者虐待防止法第8条、障害者虐待防止法第8条
    """
    return asked if asked is not None else violence and not is_the_person


def hides_teller(*, own: bool, became: bool, hidden: bool | None) -> bool:
    """Is whoever handed a worry in kept from its pages too? Yes, once the consultation it became keeps them secret (None: it
    is not open to this actor), except from themselves.

    根拠: 児童虐待防止法第7条、高齢者虐待防止法第8条、障害者虐待防止法第8条
    """
    return became and not own and hidden is not False


def may_keep_reporter_apart(*, named_in_text: bool) -> Verdict:
    """May the consultation be kept so? Not while its own words name who told us.

    根拠: 児童虐待防止法第7条、高齢者虐待防止法第8条、障害者虐待防止法第8条
    """
    return when(
        named_in_text,
        "summary",
        "相談の内容などの文に、伏せる人の名前か電話が入っています。だれからか分からない書き方に直してください。",
    )


def may_look_at_reporter(*, hidden: bool, mine: bool, permitted: bool, purpose: str) -> Verdict:
    """May the one who told us be shown to this actor, once?

    根拠: 児童虐待防止法第7条、高齢者虐待防止法第8条、障害者虐待防止法第8条
    """
    return (
        when(not hidden, "state", "この相談では、だれも伏せていません。")
        & when(not mine, "mine", "開けるのは、受け付けた窓口の人だけです。")
        & when(not permitted, "permission", "「通報した人を開く」の役割の人だけが開けます。")
        & when(len(purpose.strip()) < 5, "purpose", "何のために見るのかを書いてください。台帳に残ります。")
    )
