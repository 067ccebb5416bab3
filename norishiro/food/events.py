"""This room's ledger verbs."""

from norishiro.ledger.events import declare

FOOD_RECEIVED = declare("food.received", "食品・日用品を受け取った")
LOT_CHANGED = declare("lot.changed", "受け取りの量や期限を直した")
HANDED_OUT = declare("food.handed_out", "食品・日用品を渡した")
DISCARDED = declare("food.discarded", "食品・日用品を廃棄した")
HANDOUT_UNDONE = declare("handout.undone", "渡した・廃棄した記録を取り消した")
DAY_ADDED = declare("food_day.added", "配布日・フードドライブの日を登録した")
DAY_CHANGED = declare("food_day.changed", "配布日・フードドライブの日を直した")
DAY_CALLED_OFF = declare("food_day.called_off", "配布日・フードドライブをとりやめた")
YEAR_TAKEN = declare("food.year_taken", "食支援の年度のまとめを受け取った")
DAY_ROLE_TAKEN = declare("food_day.role_taken", "配布日・フードドライブの役割を残した")
DAY_TOLD = declare("food_day.told", "配布日・フードドライブに来た数を残した")
FOOD_CALLED_FOR = declare("food.called_for", "食品の寄贈を呼びかけた")
CALL_CLOSED = declare("food_call.closed", "食品の呼びかけに区切りをつけた")
