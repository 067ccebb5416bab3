"""When a consultation, a つなぐシート or a request may move on. Pure: facts in, a verdict with every reason out."""

from __future__ import annotations

from datetime import date

from norishiro.core.calendar import add_business_days
from norishiro.core.verdict import Verdict, when

CONSENT_LAW = "個人情報の保護に関する法律第69条第2項第1号"
CONFERENCE_LAW = "社会福祉法第106条の6"
ALL_CONCERNS = "GENERAL"


def is_outside(*, agency_field: str, concern_fields: frozenset[str]) -> bool:
    """Does the concern lie outside the window's own field? A window for everything has no outside.

    根拠: 社会福祉法第106条の4第2項第1号（属性を問わない相談の受け止め）。分野の割り当ては推定 (P)
    """
    return bool(concern_fields) and agency_field != ALL_CONCERNS and agency_field not in concern_fields


def due_after(*, sent_on: date, answer_days: int) -> date:
    """The last day for an answer, counted in business days.

    根拠: 各自治体の設定（回答までの日数）。営業日で数えるのは推定 (P)
    """
    return add_business_days(sent_on, answer_days)


def may_note(*, text: str, noticed_on: date, today: date) -> Verdict:
    """A notice needs its one line.

    根拠: 地域の居場所での気づきの記録（墨田区 地域福祉プラットフォーム）
    """
    return when(not text.strip(), "text", "気づいたことを一行で書いてください。") & when(
        noticed_on > today, "noticed_on", "気づいた日が先の日付です。今日までの日にしてください。"
    )


def may_tell(
    *,
    seen: str,
    place: str,
    receiver_known: bool,
    named: bool,
    told: bool,
    urgent: bool,
    bound_to_secrecy: bool,
) -> Verdict:
    """Anybody appointed may hand in a worry; a name goes along when the person knows, when it is urgent, or from who is
    bound to secrecy by law.

    根拠: 個人情報の保護に関する法律第27条第1項、民生委員法第15条、つなぐシート（狛江市。任意様式・直接相談も可）
    """
    return (
        when(not seen.strip(), "seen", "見たこと・聞いたことを書いてください。一行でもかまいません。")
        & when(not place.strip(), "place", "どこでのことかを書いてください。例：2丁目の公園")
        & when(
            not receiver_known, "receiver_agency", "届け先の窓口が選ばれていません。一覧から選んでください。"
        )
        & when(
            named and not (told or urgent or bound_to_secrecy),
            "who",
            "お名前を書けるのは、本人に話してあるときか、きょうのうちに動いてほしいときです。"
            "お名前を消して、場所やようすだけで伝えてください。",
            law="個人情報の保護に関する法律第27条第1項",
        )
    )


def may_take_worry(*, mine: bool, taken: bool) -> Verdict:
    """The window it was handed to takes it, once.

    根拠: つなぎの状態遷移（推定 P）
    """
    return when(not mine, "mine", "届け先の窓口の人だけが受け取れます。") & when(
        taken, "taken", "この心配ごとは、もう受け取られています。"
    )


def may_answer_worry(*, mine: bool, answered: bool, words: str) -> Verdict:
    """Whoever handed it in is told what may be told; the words are the window's.

    根拠: つなぎの状態遷移（推定 P）。伝えた人を返事のないままにしない
    """
    return (
        when(not mine, "mine", "届け先の窓口の人だけが返事をできます。")
        & when(answered, "answered", "この心配ごとには、もう返事をしています。")
        & when(
            not words.strip(), "answer", "伝えてくれた人への返事を書いてください。ひとことでかまいません。"
        )
    )


def may_receive(
    *,
    received_on: date,
    today: date,
    summary: str,
    urgent: bool = False,
    urgency_reason: str = "",
    notice_used: bool = False,
    sheet_open: bool = True,
    worry_open: bool = True,
) -> Verdict:
    """Any window may receive any matter; only the day and the words must stand, and an urgency needs its reason.

    根拠: 社会福祉法第106条の4第2項第1号。緊急度に理由を求めるのは推定 (P)
    """
    return (
        when(received_on > today, "received_on", "受付日が先の日付です。今日までの日にしてください。")
        & when(not summary.strip(), "summary", "相談の内容を書いてください。一行でもかまいません。")
        & _urgency_has_reason(urgent=urgent, urgency_reason=urgency_reason)
        & when(
            notice_used, "notice_used", "この気づきは、もう相談になっています。相談の一覧で確かめてください。"
        )
        & when(
            not sheet_open,
            "sheet",
            "相談として受け付けられるのは、あなたの機関が引き受けて、まだ受け付けていないシートです。",
        )
        & when(
            not worry_open,
            "worry",
            "相談として受け付けられるのは、あなたの機関に届いて、まだ相談になっていない心配ごとです。",
        )
    )


def _urgency_has_reason(*, urgent: bool, urgency_reason: str) -> Verdict:
    return when(
        urgent and not urgency_reason.strip(),
        "urgency_reason",
        "緊急度を選んだときは、そう考えた理由を書いてください。",
    )


def may_change(*, mine: bool, received_on: date, today: date, urgent: bool, urgency_reason: str) -> Verdict:
    """The window that received it corrects it; an urgency needs its reason.

    根拠: 相談受付・申込票（国標準型）。緊急度に理由を求めるのは推定 (P)
    """
    return (
        when(not mine, "mine", "この相談を受け付けた機関だけが直せます。受け付けた機関に頼んでください。")
        & when(received_on > today, "received_on", "受付日が先の日付です。今日までの日にしてください。")
        & _urgency_has_reason(urgent=urgent, urgency_reason=urgency_reason)
    )


def may_decide_outside(*, mine: bool, answered: int) -> Verdict:
    """The window that received it says what becomes of what lies outside its field; the program proposes nothing.

    根拠: 社会福祉法第106条の4第2項第1号、相談受付・申込票（八王子市。担当の外の困りごとに気づくために使う）
    """
    return when(not mine, "mine", "この相談を受け付けた機関だけが決められます。") & when(
        answered == 0, "answers", "まだ何も選ばれていません。決められるものだけでかまいません。"
    )


def may_share(*, mine: bool, shared: bool, readers: int) -> Verdict:
    """A received consultation is opened to the agencies of the same counter only where the person consented to it.

    根拠: 個人情報の保護に関する法律第69条第2項第1号
    """
    return (
        when(not mine, "mine", "この相談を受け付けた機関だけが共有できます。")
        & when(shared, "shared", "この相談は、もう本人の同意の範囲で共有しています。")
        & when(
            not shared and readers == 0,
            "consent",
            "「氏名・住所などの属性」と「生活歴・困りごと」を渡してよい、という本人の同意がまだありません。"
            "先に同意を受け取ってください。",
            law=CONSENT_LAW,
        )
    )


def may_open_entries(*, mine: bool, chosen: int, already: tuple[str, ...]) -> Verdict:
    """One visit opens entries at several functions of the counter, each once.

    根拠: 社会福祉法第106条の4第2項第1号、つなぎの状態遷移（推定 P）
    """
    return (
        when(not mine, "mine", "この相談を受け付けた機関だけが、ほかの受付を開けます。")
        & when(chosen == 0, "receivers", "受付を開く先を一つ以上選んでください。")
        & when(
            bool(already),
            "receivers",
            f"{'、'.join(already)}には、もう受付が開いていて返事を待っています。",
        )
    )


def may_screen(
    *,
    mine: bool,
    in_case: bool,
    ends: bool,
    waiting: int,
    reason: str,
    goal: str = "",
    worker_named: bool = False,
) -> Verdict:
    """A person decides, with a reason; nothing ends while somebody still owes an answer, and a goal has its worker.

    根拠: 社会福祉法第106条の4第2項第1号・第5号。4類型は考える目安（八王子市）
    """
    return (
        when(not mine, "mine", "この相談を受け付けた機関だけが判断できます。")
        & when(in_case, "in_case", "この相談はもうケースになっています。続きはケースの画面に書いてください。")
        & when(
            ends and waiting > 0,
            "waiting",
            f"返事を待っているものが{waiting}件あります。返事が来るか、取り下げるまでは終えられません。",
        )
        & when(not reason.strip(), "reason", "そう判断した理由を書いてください。")
        & when(
            bool(goal.strip()) and not worker_named,
            "next_staff",
            "はじめの接触のめあてを書いたときは、次に関わる人も選んでください。",
        )
    )


def may_send(
    *, consented: bool, shows_name: bool, to_self: bool, receiver_live: bool, worry: str, on_the_spot: bool,
    receiver_named: bool, receiver_belongs: bool,
) -> Verdict:  # fmt: skip
    """May the sheet go out? Only on the person's live consent that names the receiver.

    根拠: 個人情報の保護に関する法律第69条第2項第1号、つなぐシート（狛江市）
    """
    return (
        when(
            not consented,
            "consent",
            "この機関へ渡してよいという本人の同意がまだありません。先に同意を受け取ってください。",
            law=CONSENT_LAW,
        )
        & when(
            consented and not shows_name,
            "consent_name",
            "同意に「氏名・住所などの属性」が入っていないため、だれのことかを伝えられません。同意を受け直してください。",
            law=CONSENT_LAW,
        )
        & when(to_self, "receiver_agency", "自分の機関には送れません。つなぎたい先の機関を選んでください。")
        & when(
            not receiver_live, "receiver_agency", "この機関は今は使われていません。別の機関を選んでください。"
        )
        & when(not worry.strip(), "worry", "気になること・つなぎたいことを書いてください。")
        & when(
            on_the_spot and not receiver_named,
            "receiver",
            "その場で引き継いだときは、受けてくれた人を選んでください。",
        )
        & when(receiver_named and not receiver_belongs, "receiver", "送り先の機関の人を選んでください。")
    )


def may_write_sheet(*, agreed: bool) -> Verdict:
    """Who noticed somebody writes the sheet together with the person, or not at all.

    根拠: 個人情報の保護に関する法律第69条第2項第1号、つなぐシート（狛江市）
    """
    return when(
        not agreed,
        "agreed",
        "本人の「伝えてよい」がないと送れません。まだ聞けていないときは、名前を出さずに、電話で相談窓口に話してください。",
        law=CONSENT_LAW,
    )


def may_take(*, mine: bool, sent: bool) -> Verdict:
    """Only the receiving agency takes the sheet, once.

    根拠: つなぎの状態遷移（推定 P）
    """
    return when(not mine, "mine", "送り先の機関の人だけが受け取れます。") & when(
        not sent, "status", "このシートは、もう受け取られているか、取り下げられています。"
    )


def may_answer_sheet(*, mine: bool, waiting: bool, words: str) -> Verdict:
    """Whatever the answer is, it is given in words.

    根拠: つなぎの状態遷移（推定 P）。返事のないまま終えない
    """
    return (
        when(not mine, "mine", "送り先の機関の人だけが返事をできます。")
        & when(not waiting, "status", "このシートには、もう返事をしているか、取り下げられています。")
        & when(not words.strip(), "words", "返事の内容を書いてください。引き受けるときも、ひとこと添えます。")
    )


def may_report(
    *, mine: bool, accepted: bool, words: str, first_contact_on: date | None, today: date
) -> Verdict:
    """Who accepted tells the sender what became of it.

    根拠: つなぎの状態遷移（推定 P）
    """
    return (
        when(not mine, "mine", "引き受けた機関の人だけが結果を返せます。")
        & when(not accepted, "status", "結果を返せるのは、引き受けたシートだけです。")
        & when(not words.strip(), "result", "どうなったかを書いてください。")
        & when(
            first_contact_on is not None and first_contact_on > today,
            "first_contact_on",
            "最初に接触した日が先の日付です。今日までの日にしてください。",
        )
    )


def may_withdraw(*, mine: bool, waiting: bool) -> Verdict:
    """Who sent it may take it back until it is answered.

    根拠: つなぎの状態遷移（推定 P）
    """
    return when(not mine, "mine", "送った機関の人だけが取り下げられます。") & when(
        not waiting, "status", "もう返事が来ているか、取り下げたものです。"
    )


def may_apply(
    *, operator_known: bool, consented: bool, shows_name: bool, no_consent_reason: str, situation: str, tried: str,
    stuck: str, open_already: bool,
) -> Verdict:  # fmt: skip
    """An agency asks with consent, or without it and with the reason why it could not be had.

    根拠: 社会福祉法第106条の4第2項第5号、第106条の6（本人の同意がないとき）
    """
    return (
        when(not operator_known, "operator", "多機関協働の事業者が選ばれていません。一覧から選んでください。")
        & when(
            not consented and not no_consent_reason,
            "no_consent_reason",
            "事業者を挙げた本人の同意がありません。同意を受け取るか、同意がない理由を選んでください。",
            law=CONFERENCE_LAW,
        )
        & when(
            consented and not shows_name and not no_consent_reason,
            "consent_name",
            "同意に「氏名・住所などの属性」が入っていないため、だれのことかを伝えられません。同意を受け直してください。",
            law=CONSENT_LAW,
        )
        & when(not situation.strip(), "situation", "世帯の状況と課題を書いてください。")
        & when(
            not tried.strip(),
            "tried",
            "これまでに取り組んだことを書いてください。まだなら「これから」と書きます。",
        )
        & when(not stuck.strip(), "stuck", "行き詰まっているところを書いてください。")
        & when(
            open_already,
            "open_already",
            "この人のことは、もう申し込んで回答を待っています。申込の一覧で確かめてください。",
        )
    )


def may_take_request(*, mine: bool, waiting: bool) -> Verdict:
    """Somebody of the operator takes the request in hand.

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(not mine, "mine", "申込を受けた事業者の人だけが担当になれます。") & when(
        not waiting, "status", "この申込には、もう回答しているか、取り下げられています。"
    )


def may_answer_request(
    *, mine: bool, waiting: bool, refuses: bool, reason: str, proposal: str, coordinates: bool = False,
    who_does_what: str = "",
) -> Verdict:  # fmt: skip
    """Every request is answered with a reason; a no carries a proposal, coordination alone carries who does what.

    根拠: 多機関協働の要否の回答と提案シート（西東京市）。調整のみで対応するのは八王子市の運用
    """
    return (
        when(not mine, "mine", "申込を受けた事業者の人だけが回答できます。")
        & when(not waiting, "status", "この申込には、もう回答しているか、取り下げられています。")
        & when(not reason.strip(), "reason", "回答の理由を書いてください。")
        & when(
            refuses and not proposal.strip(),
            "proposal",
            "「不要」と答えるときは、代わりにできることの提案を書いてください。",
        )
        & when(
            coordinates and not who_does_what.strip(),
            "who_does_what",
            "「調整のみ」と答えるときは、だれが何をするかを書いてください。",
        )
    )


def may_reapply(*, mine: bool, refused: bool, allowed: bool) -> Verdict:
    """After a no the applicant may try again, with what was tried since.

    根拠: 提案シートと再申込（西東京市）
    """
    return (
        when(not mine, "mine", "申し込んだ機関の人だけが再申込できます。")
        & when(not refused, "status", "再申込は、「不要」または「調整のみ」の回答のあとにできます。")
        & when(not allowed, "allowed", "この自治体の流れでは、再申込の代わりに新しく申し込みます。")
    )


def hides_reporter(*, asked: bool | None, violence: bool, is_the_person: bool) -> bool:
    """Is whoever told us to be kept secret? Where nobody said, yes when it is about violence and another one told.

    根拠: 児童虐待防止法第7条、高齢者虐待防止法第8条、障害者虐待防止法第8条
    """
    return asked if asked is not None else violence and not is_the_person


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
