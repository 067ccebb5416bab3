"""This room's ledger verbs."""

from norishiro.ledger.events import declare

TOLD = declare("incident.told", "【要確認】漏えい等のおそれを知らせた")
WRITTEN = declare("incident.written", "漏えい等の報告の案を書いた")
SPAN_ADDED = declare("incident.span_added", "漏えい等の範囲を調べた")
AFFECTED_TOLD = declare("incident.affected_told", "漏えい等を本人に知らせた")
REPORTED_FIRST = declare("incident.reported_first", "漏えい等の速報をした")
REPORTED_FINAL = declare("incident.reported_final", "漏えい等の確報をした")
SETTLED_WITHOUT = declare("incident.settled_without", "漏えい等の報告をしないで終えた")
