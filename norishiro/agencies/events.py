"""This room's ledger verbs."""

from norishiro.ledger.events import declare

SESSION_MOVED = declare("session.moved", "別のブラウザーから使われたログインを止めた")
HAT_CHOSEN = declare("hat.chosen", "所属を選んだ")
AGENCY_ADDED = declare("agency.added", "機関を登録した")
AGENCY_CHANGED = declare("agency.changed", "機関の登録を直した")
BASE_ADDED = declare("base.added", "拠点を登録した")
BASE_CHANGED = declare("base.changed", "拠点の登録を直した")
BASE_HOURS_SET = declare("base.hours_set", "拠点の開所の時間を決めた")
WINDOW_GUIDE_SET = declare("window.guide_set", "相談窓口の案内と受付時間を決めた")
ON_CALL_ADDED = declare("on_call.added", "時間外の連絡先を登録した")
ON_CALL_ENDED = declare("on_call.ended", "時間外の連絡先を終えた")
STAFF_ADDED = declare("staff.added", "職員を登録した")
STAFF_ENDED = declare("staff.ended", "職員を使えなくした")
APPOINTED = declare("appointment.made", "任命した")
APPOINTMENT_ENDED = declare("appointment.ended", "任命を終えた")
TRANSFERRED = declare("appointment.moved", "異動・担当替えをした")
COVER_SET = declare("cover.set", "不在の代わりを決めた")
LOAD_LEVEL_SET = declare("load_level.set", "受け持ちの目安を決めた")
