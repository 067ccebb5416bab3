"""This room's ledger verbs."""

from norishiro.ledger.events import declare

REPORT_TAKEN = declare("report.taken", "日報・月報・年報・活動報告を受け取った")
NATIONAL_TAKEN = declare("report.national_taken", "国様式の実績報告を受け取った")
MONTH_CLOSED = declare("month.closed", "月報を締めた")
COUNTED_DECIDED = declare("report.counted_decided", "二つの事業で数えた記録の、数え方を決めた")
SUMMARY_OPENED = declare("summary.opened", "年度のまとめの下書きを作った")
SUMMARY_WRITTEN = declare("summary.written", "年度のまとめの文を書いた")
STORIES_CHOSEN = declare("summary.stories_chosen", "年度のまとめに載せる話を選んだ")
REVIEW_ASKED = declare("summary.asked", "年度のまとめの確認をたのんだ")
REVIEW_TAKEN_BACK = declare("summary.taken_back", "年度のまとめの確認をたのむのをやめた")
SUMMARY_RETURNED = declare("summary.returned", "年度のまとめを、わけを添えて返した")
SUMMARY_RELEASED = declare("summary.released", "年度のまとめを承認した")
SUMMARY_TAKEN = declare("summary.taken", "年度のまとめを受け取った")
SUMMARY_OFFERED = declare("summary.offered", "年度のまとめを公開のページの下書きにした")
