"""What may happen at which meeting, on which ground. Pure: values in, a Verdict with every reason out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from norishiro.core.verdict import Verdict, when
from norishiro.meetings.rules.names import anonymous_text

SUPPORT, LAYERED = "SUPPORT", "LAYERED"
CONFERENCE, CONSENT, PURPOSE = "J6", "C0", "P69-0"
WAITING_STATES = frozenset({"WAITING", "CARRIED"})
LIVE_SITTINGS = frozenset({"CALLED", "OPEN"})

LAW_106_6 = "社会福祉法第106条の6第1項"
LAW_ASK = "社会福祉法第106条の6第3項"
LAW_SECRECY = "社会福祉法第106条の6第5項"
GUIDELINE = "重層的支援体制整備事業実施要綱"

# Which partner fields a national concern calls for. The table proposes; staff decide.
FIELDS_FOR_CONCERN: dict[str, tuple[str, ...]] = {
    "HEALTH": ("MEDICAL", "DISABILITY"),
    "HOUSING": ("HOUSING",),
    "INCOME": ("POVERTY",),
    "RENT": ("POVERTY", "HOUSING"),
    "TAX": ("POVERTY",),
    "DEBT": ("POVERTY", "JUSTICE"),
    "JOB_SEEKING": ("WORK",),
    "WORK_TROUBLE": ("WORK",),
    "COMMUNITY": ("RESIDENT", "CIVIL"),
    "FAMILY": ("GENERAL",),
    "CHILDCARE": ("CHILD",),
    "CARE": ("ELDERLY",),
    "HIKIKOMORI": ("CHILD", "WORK"),
    "VIOLENCE": ("JUSTICE", "CHILD"),
    "FOOD": ("POVERTY", "CIVIL"),
}


@dataclass(frozen=True)
class BodyFact:
    """A 会議体 as the rules see it."""

    kind: str
    ground: str
    anonymous: bool
    in_force: bool
    procedure_on: date | None = None
    has_convener: bool = False
    only_unconsented: bool = False


def serves_as_support(body: BodyFact) -> bool:
    """Is this body the 支援会議 of the municipality? A care conference only where the town placed it there.

    根拠: 社会福祉法第106条の6第1項（ほかの法の会議は、それだけでは支援会議にならない）
    """
    return body.kind in (SUPPORT, "BOTH") or (body.kind == "CARE" and body.ground == CONFERENCE)


def basis_of(*, kind: str, body: BodyFact) -> str:
    """The one legal basis of an item: 支援会議 → J6, 重層的支援会議 → C0; a trial without names needs neither.

    根拠: 社会福祉法第106条の6第1項、重層的支援体制整備事業実施要綱、個人情報の保護に関する法律第69条第1項
    """
    if kind == LAYERED:
        return CONSENT
    return CONFERENCE if serves_as_support(body) else PURPOSE


def may_put_on_list(
    *, kind: str, body: BodyFact, hidden: bool, reason: str, members: int, consented: int,
    convener_consented: bool, waiting_already: bool, names_found: Collection[str], today: date,
) -> Verdict:  # fmt: skip
    """May this case wait for a sitting of this body, as this kind? 支援会議 needs no consent, 重層的支援会議 does.

    ``members``/``consented``: people of the case the actor sees, and those with a live consent; ``names_found``: names of
    the household that stand in a text that hides names.
    根拠: 社会福祉法第106条の6第1項・第2項、重層的支援体制整備事業実施要綱（本人の同意）
    """
    return (
        when(not body.in_force, "body", "この会議体は、いまは開かれていません。別の会議体を選んでください。")
        & _kind_fits(kind=kind, body=body, hidden=hidden)
        & when(
            not reason.strip(),
            "reason",
            "付議の理由を書いてください。なぜ話し合いたいかが、構成員に伝わります。",
        )
        & when(
            waiting_already,
            "kind",
            "このケースは、同じ会議体に同じ扱いでもう出ています。会議の画面で続けてください。",
        )
        & _consent_reaches(
            kind=kind, members=members, consented=consented, convener_consented=convener_consented
        )
        & when(
            kind == SUPPORT and body.only_unconsented and not hidden and 0 < members == consented,
            "kind",
            "この支援会議は、同意のないケースだけを扱う決まりです。全員の同意があるので、重層的支援会議に出してください。",
            law=GUIDELINE,
        )
        & when(
            kind == SUPPORT
            and not hidden
            and not body.anonymous
            and serves_as_support(body)
            and (body.procedure_on is None or body.procedure_on > today),
            "body",
            "この会議体は、名前を出して共有する手続きの日が登録されていません。名前を伏せて出すか、"
            "会議体の画面で手続きの日を登録してもらってください。",
            law=LAW_106_6,
        )
        & anonymous_text(names_found=names_found)
    )


def _kind_fits(*, kind: str, body: BodyFact, hidden: bool) -> Verdict:
    if body.anonymous:
        return when(
            kind == LAYERED, "kind", "この会議は名前を伏せて行います。同意のある扱いでは出せません。"
        ) & when(
            not hidden,
            "anonymous_label",
            "この会議では名前を伏せます。匿名での呼び方を書いてください（例：事例A）。",
        )
    return when(
        kind == SUPPORT and not serves_as_support(body),
        "kind",
        "この会議体は支援会議ではないため、同意のないケースを出せません。支援会議を選んでください。",
        law=LAW_106_6,
    ) & when(
        kind == LAYERED and body.kind not in (LAYERED, "BOTH"),
        "kind",
        "この会議体は重層的支援会議ではありません。重層的支援会議を選んでください。",
        law=GUIDELINE,
    )


def _consent_reaches(*, kind: str, members: int, consented: int, convener_consented: bool) -> Verdict:
    if kind != LAYERED:
        return when(False, "", "")
    return when(
        consented == 0,
        "kind",
        "本人の同意が登録されていません。先に同意を受け取るか、同意のいらない支援会議に出してください。"
        if members
        else "このケースには、同意を受けられる対象者がまだいません。",
        law=GUIDELINE,
    ) & when(
        consented > 0 and not convener_consented,
        "kind",
        "同意した本人が、この会議を招集する機関に情報を渡すことを認めていません。提供先を確かめてください。",
        law=GUIDELINE,
    )


def may_convene(*, conveners: Collection[object], agencies: Collection[object], has_role: bool) -> Verdict:
    """Who may call this body? The agencies the town named; where it named none, whoever holds the role.

    根拠: 社会福祉法第106条の6第1項（支援会議は市町村が組織する）、重層的支援体制整備事業実施要綱（招集は多機関協働事業者）
    """
    return when(
        not has_role, "role", "会議を招集する役割がありません。事務局か、所属の推進員に頼んでください。"
    ) & when(
        bool(conveners) and not set(conveners) & set(agencies),
        "convener",
        "この会議を招集するのは、別の機関です。「開催を要請する」から頼めます。",
        law=LAW_106_6,
    )


def may_call(
    *, held_on: date | None, today: date, items: int, topics: str, sits_without_cases: bool, invited: int,
    in_force: bool,
) -> Verdict:  # fmt: skip
    """Is the call complete: a day to come, somebody invited, a case or (where the body allows it) a topic?

    根拠: 社会福祉法第106条の6第6項（運営は会議が定める）
    """
    return (
        when(not in_force, "body", "この会議体は、その日には置かれていません。")
        & when(
            held_on is not None and held_on < today,
            "held_on",
            "開催日が過ぎています。今日からあとの日を選んでください。",
        )
        & when(invited == 0, "agencies", "案内する機関を一つ以上選んでください。")
        & when(
            items == 0 and not sits_without_cases,
            "items",
            "話し合う事例が選ばれていません。付議待ちから一つ以上選んでください。",
        )
        & when(
            items == 0 and sits_without_cases and not topics.strip(),
            "topics",
            "事例のない回です。何を話し合うかを書いてください。",
        )
    )


def ground_of_sitting(*, body_ground: str, needs_consent: bool, bases: Sequence[str]) -> str:
    """The one legal basis a sitting is kept under: of its items; without items, of its body.

    根拠: 社会福祉法第106条の6第1項、生活困窮者自立支援法第9条、児童福祉法第25条の2、介護保険法第115条の48
    """
    if bases:
        return CONFERENCE if CONFERENCE in bases else bases[0]
    return body_ground or (CONSENT if needs_consent else "")


def may_move(*, status: str, held_on: date, today: date, seat_ends: Iterable[date]) -> Verdict:
    """May a sitting be moved to another day? Not once it has begun, nor beyond the days its members may look.

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(status != "CALLED", "held_on", "もう始まったか終わった会議の日は変えられません。")
        & when(held_on < today, "held_on", "開催日が過ぎています。今日からあとの日を選んでください。")
        & when(
            any(end <= held_on for end in seat_ends),
            "held_on",
            "新しい開催日より前に、資料を見られる期限が切れる構成員がいます。先に席を外すか、早い日を選んでください。",
        )
    )


def may_table(*, item_status: str, same_body: bool, sitting_status: str) -> Verdict:
    """May a waiting case be put on the agenda of this sitting?

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(
            item_status not in WAITING_STATES,
            "item",
            "この議題は、もう別の回に載っているか、終わっています。",
        )
        & when(not same_body, "item", "別の会議体に出された議題です。")
        & when(sitting_status not in LIVE_SITTINGS, "sitting", "この回は、もう終わっています。")
    )


def may_designate(
    *, item_status: str, seated: bool, appointed: bool, added_for_item: bool, adviser: bool, may_add: bool,
    until_on: date | None, held_on: date | None, needs_consent: bool, agency_consented: bool,
) -> Verdict:  # fmt: skip
    """May this person be designated as member for this item?

    根拠: 社会福祉法第106条の6第1項（構成員）、重層的支援体制整備事業実施要綱（同意の範囲）
    """
    return (
        when(item_status != "TABLED", "staff", "構成員を指定できるのは、議題に載っているあいだだけです。")
        & when(seated, "staff", "この人は、もうこの議題の構成員です。")
        & when(
            not appointed,
            "staff",
            "この人は、いまその機関に所属していません。機関と人を選びなおしてください。",
        )
        & when(
            (added_for_item or adviser) and until_on is None,
            "until_on",
            "この事例のために加える人・助言者には、いつまで見られるかを入れてください。",
        )
        & when(
            added_for_item and not may_add,
            "added_for_item",
            "この会議体は、事例ごとに構成員を加えない決まりです。",
        )
        & when(
            until_on is not None and held_on is not None and until_on <= held_on,
            "until_on",
            "見られる期限は、開催日より後の日にしてください。",
        )
        & when(
            needs_consent and not agency_consented,
            "staff",
            "本人の同意の提供先に、この機関が入っていません。同意を受け取り直すまで、この議題には加われません。",
            law=GUIDELINE,
        )
    )


def may_open(*, status: str, held_on: date, today: date) -> Verdict:
    """May the sitting begin?

    根拠: 社会福祉法第106条の6第6項
    """
    return when(status != "CALLED", "status", "この会議は、もう始まったか終わっています。") & when(
        held_on > today, "held_on", "開催日がまだ来ていません。早めて開くときは、先に開催日を変えてください。"
    )


def may_write(*, item_status: str, sitting_status: str, opened: bool, own: bool) -> Verdict:
    """May this actor write into the minutes of the item? Only who has the papers open.

    根拠: 社会福祉法第106条の6第5項（守秘を確かめた構成員だけが加わる）
    """
    return (
        when(item_status not in {"TABLED"}, "item", "この議題は終わっています。議事はもう足せません。")
        & when(
            sitting_status not in LIVE_SITTINGS,
            "item",
            "この議題は、まだ会議に載っていないか、会議が終わっています。",
        )
        & when(
            not (opened or own),
            "oath",
            "守秘の確認（誓約）がまだです。先に誓約してください。",
            law=LAW_SECRECY,
        )
    )


def may_decide(
    *, bearer: bool, due_on: date | None, today: date, staff_fits: bool, sitting_status: str,
    needs_consent: bool, bearer_consented: bool, sees_case: bool,
) -> Verdict:  # fmt: skip
    """A decision names an agency and a day, and becomes its role. Without both it is only an opinion.

    根拠: 社会福祉法第106条の6第2項（支援体制の検討）、重層的支援体制整備事業実施要綱（役割分担）
    """
    return (
        when(
            not bearer,
            "bearer",
            "どの機関が担うかを選んでください。機関のない決定は、だれの仕事にもなりません。",
        )
        & when(due_on is None, "due_on", "いつまでに、を入れてください。")
        & when(
            due_on is not None and due_on < today,
            "due_on",
            "期日が過ぎています。今日からあとの日を選んでください。",
        )
        & when(
            not staff_fits,
            "staff",
            "その人は、選んだ機関に所属していません。機関と人を選びなおしてください。",
        )
        & when(
            sitting_status != "OPEN",
            "text",
            "決定は、会議を始めてから書きます。先に「会議を始める」を押してください。",
        )
        & when(
            needs_consent and not bearer_consented,
            "bearer",
            "本人の同意の提供先に、この機関が入っていません。先に同意を受け取ってください。",
            law=GUIDELINE,
        )
        & when(
            not sees_case,
            "text",
            "助言者など、ケースを見られない人は決定を書けません。事務局に頼んでください。",
        )
    )


def may_end_item(*, status: str, sitting_status: str) -> Verdict:
    """May the talk on this item end (and with it everybody's sight of its papers)?

    根拠: 社会福祉法第106条の6第5項
    """
    return when(status != "TABLED", "item", "この議題は、もう終わっています。") & when(
        sitting_status != "OPEN",
        "sitting",
        "会議がまだ始まっていません。先に「会議を始める」を押してください。",
    )


def may_close(*, status: str, unfinished: int, items: int, topics: str) -> Verdict:
    """May the sitting end? Every item has an ending, and a sitting without cases says what was talked about.

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(status != "OPEN", "status", "始まっていない会議は終えられません。")
        & when(
            unfinished > 0,
            "items",
            f"終わっていない議題が{unfinished}件あります。「この議題を終える」か「次回へ」を押してください。",
        )
        & when(
            items == 0 and not topics.strip(), "topics", "事例のない回です。話し合ったことを書いてください。"
        )
    )


def may_confirm(*, status: str) -> Verdict:
    """May the minutes be confirmed?

    根拠: 社会福祉法第106条の6第6項
    """
    return when(status != "CLOSED", "status", "議事録を確定できるのは、会議が終わってからです。")


def may_cancel(*, status: str, reason: str) -> Verdict:
    """May a sitting be called off?

    根拠: 社会福祉法第106条の6第6項
    """
    return when(status != "CALLED", "status", "もう始まったか終わった会議は、中止にできません。") & when(
        not reason.strip(), "reason", "中止の理由を書いてください。"
    )


def may_ask_to_convene(
    *, body: BodyFact, own_body: bool, reason: str, proposed: int, open_already: bool
) -> Verdict:
    """May this agency ask the convener to hold a meeting on the case?

    根拠: 社会福祉法第106条の6第1項・第3項
    """
    return (
        when(not body.in_force, "body", "この会議体は、いまは開かれていません。")
        & when(
            not body.has_convener, "body", "招集する機関が決まっていない会議体です。直接、招集してください。"
        )
        & when(own_body, "body", "この会議は、あなたの機関が招集できます。要請はいりません。")
        & when(not serves_as_support(body), "body", "要請できるのは支援会議です。", law=LAW_106_6)
        & when(not reason.strip(), "reason", "開いてほしい理由を書いてください。")
        & when(proposed == 0, "agencies", "呼んでほしい機関を一つ以上選んでください。")
        & when(open_already, "body", "同じケースの要請が、もう回答を待っています。")
    )


def may_answer_convening(*, status: str, agree: bool, answer: str, held_on: date | None) -> Verdict:
    """Is the answer complete: a day when agreed, a reason when not?

    根拠: 社会福祉法第106条の6第1項
    """
    return (
        when(status != "ASKED", "status", "この要請には、もう回答しています。")
        & when(agree and held_on is None, "held_on", "開催日を入れてください。")
        & when(
            not agree and not answer.strip(),
            "answer",
            "開かない理由を書いてください。要請した機関に伝わります。",
        )
    )


def may_change_route(
    *, kind: str, status: str, to: str, consented: int, body_fits: bool, reason: str
) -> Verdict:
    """May the case go on by the other route? What was written under the first basis stays there.

    根拠: 社会福祉法第106条の6、重層的支援体制整備事業実施要綱（同意のあるケースは重層的支援会議で扱う）
    """
    return (
        when(kind == to, "kind", "もうその扱いになっています。")
        & when(
            status not in WAITING_STATES | {"DONE"},
            "status",
            "会議に載っているあいだは、扱いを変えられません。",
        )
        & when(not body_fits, "body", "選んだ会議体では、この扱いができません。")
        & when(
            to == LAYERED and consented == 0,
            "kind",
            "本人の同意がまだ登録されていません。先に同意を受け取ってください。",
            law=GUIDELINE,
        )
        & when(not reason.strip(), "reason", "新しい扱いで出す理由を書いてください。前の記録は写りません。")
    )


def person_may_sit(*, body_allows: bool, basis: str, consented: bool) -> Verdict:
    """May the person come to the table? Only where the body allows it, with consent.

    根拠: 重層的支援体制整備事業実施要綱（本人の参加）
    """
    return (
        when(not body_allows, "person", "この会議体は、本人が出席しない決まりです。")
        & when(basis != CONSENT, "person", "本人が出席できるのは、同意のある議題だけです。", law=GUIDELINE)
        & when(not consented, "person", "この方の同意が登録されていません。", law=GUIDELINE)
    )


def fields_for(concerns: Iterable[str]) -> dict[str, str]:
    """Partner fields that the household's concerns call for, each with the concern that called for it.

    根拠: 社会福祉法第106条の4第2項第5号（支援関係機関の連携）
    """
    found: dict[str, str] = {}
    for concern in concerns:
        for field in FIELDS_FOR_CONCERN.get(concern, ()):
            found.setdefault(field, concern)
    return found


def who_acts(*, status: str, convener: str, preparer: str, unanswered: int) -> Mapping[str, str]:
    """The steps of a sitting and who must take each: the notice by the convener, the papers by the preparer.

    根拠: 社会福祉法第106条の6第6項（役割は会議の定めによる）
    """
    return {
        "案内": convener,
        "資料の準備": preparer or convener,
        "返事": f"案内した機関（返事待ち {unanswered}）" if unanswered else "すべての機関から返事があります",
        "開会・進行": convener,
        "議事録の確定": preparer or convener if status != "CONFIRMED" else "済み",
    }


def may_change(*, status: str, opened: bool, own: bool, reason: str) -> Verdict:
    """May the text of an item be rewritten?

    根拠: 社会福祉法第106条の6第5項
    """
    return (
        when(status in {"DONE", "WITHDRAWN"}, "reason", "終わった議題・取り下げた議題は書きかえられません。")
        & when(not reason.strip(), "reason", "付議の理由を空にはできません。")
        & when(
            not (opened or own),
            "reason",
            "書きかえられるのは、付議した機関と、守秘を確かめた構成員です。",
            law=LAW_SECRECY,
        )
    )


def may_withdraw(*, status: str, own: bool, reason: str) -> Verdict:
    """May a waiting case be taken off the list?

    根拠: 社会福祉法第106条の6第6項
    """
    return (
        when(
            status not in WAITING_STATES,
            "reason",
            "議題に載っているか、もう終わっているため、取り下げられません。",
        )
        & when(not own, "reason", "取り下げられるのは、付議した機関と招集する機関です。")
        & when(not reason.strip(), "reason", "取り下げる理由を書いてください。")
    )


def may_add_passage(
    *, involved: bool, status: str, named: int, same_body: bool, passed_on: date, today: date, reason: str
) -> Verdict:
    """May it be written down that an item came from another body, or was handed on to one? It opens nothing there.

    根拠: 社会福祉法第106条の6第1項・第5項（会議ごとの根拠と守秘は、ほかの会議に引き継がれない）
    """
    return (
        when(not involved, "item", "書けるのは、この議題を出した機関・構成員・会議を進める機関です。")
        & when(status == "WITHDRAWN", "item", "取り下げた付議には書けません。")
        & when(
            named != 1, "body", "会議体を選ぶか、登録のない会議の名前を書くか、どちらか一つにしてください。"
        )
        & when(same_body, "body", "この議題の会議体と同じです。相手の会議を選んでください。")
        & when(passed_on > today, "passed_on", "受け渡しをした日を、今日までの日付で入れてください。")
        & when(not reason.strip(), "reason", "なぜ受けたか・渡したかを書いてください。")
    )


def may_read_papers(*, seated: bool, opened: bool, own: bool, oath_needed: bool) -> Verdict:
    """A member reads the papers only after the oath, also where consent has opened the records.

    根拠: 社会福祉法第106条の6第5項、重層的支援体制整備事業実施要綱（守秘の誓約）
    """
    return when(
        seated and oath_needed and not opened and not own,
        "oath",
        "守秘の確認（誓約）がまだです。会議の画面で確認すると、資料が開きます。",
        law=LAW_SECRECY,
    )
