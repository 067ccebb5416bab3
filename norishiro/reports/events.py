"""This room's ledger verbs."""

from norishiro.ledger.events import declare

REPORT_TAKEN = declare("report.taken", "日報・月報・年報・活動報告を受け取った")
MONTH_CLOSED = declare("month.closed", "月報を締めた")
