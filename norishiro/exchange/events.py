"""This room's ledger verbs."""

from norishiro.ledger.events import declare

FILE_READ = declare("exchange.read", "これまでの記録のファイルを読んだ")
LAYOUT_SET = declare("exchange.laid_out", "取り込むファイルの列の読み方を決めた")
ROWS_SETTLED = declare("exchange.settled", "取り込む行をだれのことか決めた")
ROWS_TAKEN = declare("exchange.taken", "これまでの記録の行を取り込んだ")
BRINGING_DROPPED = declare("exchange.dropped", "これまでの記録の取り込みをやめた")
UNDOING_ASKED = declare("exchange.undo_asked", "取り込みの取り消しを求めた")
UNDOING_AGREED = declare("exchange.undo_agreed", "取り込みの取り消しに同意した")
UNDOING_REFUSED = declare("exchange.undo_refused", "取り込みの取り消しをしないと決めた")
ROWS_UNDONE = declare("exchange.undone", "取り込んだ行を取り消した")
OFFICES_TAKEN = declare("exchange.offices_taken", "機関・職員・居場所の一覧を取り込んだ")
CELLS_FORGOTTEN = declare("exchange.cells_forgotten", "取り込みに残したもとの欄を消した")
