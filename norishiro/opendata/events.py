"""This room's ledger verbs."""

from norishiro.ledger.events import declare

FILE_READ = declare("opendata.read", "オープンデータのファイルを読んだ")
ROWS_CHOSEN = declare("opendata.chosen", "オープンデータの行を選んだ")
INTAKE_TAKEN = declare("opendata.taken", "オープンデータを取り込んだ")
INTAKE_DROPPED = declare("opendata.dropped", "オープンデータの取込みをやめた")
