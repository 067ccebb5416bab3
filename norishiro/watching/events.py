"""This room's ledger verbs."""

from norishiro.ledger.events import declare

REPORT_GIVEN = declare("look_report.given", "だれが見たかを本人に知らせた")
HOLD_PROPOSED = declare("look_hold.proposed", "見たことを知らせない決まりを起案した")
HOLD_APPROVED = declare("look_hold.approved", "見たことを知らせない決まりを承認した")
HOLD_RECHECKED = declare("look_hold.rechecked", "見たことを知らせない決まりを見直した")
FLAGS_SOUGHT = declare("look_flags.sought", "関わりのない閲覧を調べた")
FLAG_JUDGED = declare("look_flag.judged", "閲覧を確かめた")
FLAG_ANSWERED = declare("look_flag.answered", "閲覧のわけを書いた")
HOME_TOLD = declare("staff_home.told", "点検のための住まいを書いた")
WIDENING_ASKED = declare("look_widening.asked", "見る人数を増やすことを頼んだ")
WIDENING_ANSWERED = declare("look_widening.answered", "見る人数を増やす頼みに答えた")
