"""This room's ledger verbs."""

from norishiro.ledger.events import declare

ASKED = declare("moving.asked", "すべてのデータの書き出しを求めた")
AGREED = declare("moving.agreed", "すべてのデータの書き出しを承認した")
REFUSED = declare("moving.refused", "すべてのデータの書き出しを承認しなかった")
WITHDRAWN = declare("moving.withdrawn", "すべてのデータの書き出しをやめた")
FIRST_DRAWN = declare("moving.first_drawn", "すべてのデータの合言葉の前の半分を受け取った")
SECOND_DRAWN = declare("moving.second_drawn", "すべてのデータの合言葉の後の半分を受け取った")
OPENED = declare("moving.opened", "【要確認】すべてのデータの書き出しを始めた（壁をこえて読む）")
MADE = declare("moving.made", "【要確認】すべてのデータを書き出した")
