"""This room's ledger verbs."""

from norishiro.ledger.events import declare

TIE_ADDED = declare("tie.added", "つながりを書いた")
TEAM_DRAWN = declare("tie.team_drawn", "関わる機関をまとめて図に入れた")
TIE_CHANGED = declare("tie.changed", "つながりの変化を書いた")
TIE_ENDED = declare("tie.ended", "つながりを終えた")
PLACE_ADDED = declare("place.added", "生活圏の場を書いた")
PLACE_CHANGED = declare("place.changed", "生活圏の場を書き改めた")
NINE_STARTED = declare("nine_sheet.started", "9マスシートの新しい版を始めた")
CELL_FILLED = declare("nine_cell.filled", "9マスシートのマスに書いた")
EVENT_ADDED = declare("life_event.added", "年表のできごとを書いた")
EVENT_CHANGED = declare("life_event.changed", "年表のできごとを書き改めた")
GUIDE_READ = declare("guide.read", "書き方の説明を読んだ")
