"""This room's ledger verbs."""

from norishiro.ledger.events import declare

NOTICE_NOTED = declare("notice.noted", "気づきを書きとめた")
CONSULTATION_RECEIVED = declare("consultation.received", "相談を受け付けた")
CONSULTATION_CHANGED = declare("consultation.changed", "相談受付票を直した")
CONSULTATION_SCREENED = declare("consultation.screened", "相談をどうするか決めた")
CONSULTATION_OUTSIDE_DECIDED = declare("consultation.outside_decided", "担当の外の困りごとをどうするか決めた")
CONSULTATION_SHARED = declare("consultation.shared", "相談を同じ窓口の機関と共有した")
CONSULTATION_ENTRIES_OPENED = declare("consultation.entries_opened", "一度の来所で、いくつかの受付を開いた")
WORRY_TOLD = declare("worry.told", "心配ごとを伝えた")
WORRY_TAKEN = declare("worry.taken", "心配ごとを受け取った")
WORRY_ANSWERED = declare("worry.answered", "心配ごとを伝えた人に返事をした")
SHEET_WRITTEN = declare("sheet.written", "本人といっしょにつなぐシートを書いた")
SHEET_SENT = declare("sheet.sent", "つなぐシートを送った")
SHEET_TAKEN = declare("sheet.taken", "つなぐシートを受け取った")
SHEET_ANSWERED = declare("sheet.answered", "つなぐシートに返事をした")
SHEET_REPORTED = declare("sheet.reported", "つなぎの結果を返した")
SHEET_WITHDRAWN = declare("sheet.withdrawn", "つなぐシートを取り下げた")
REQUEST_APPLIED = declare("request.applied", "多機関協働を申し込んだ")
REQUEST_TAKEN = declare("request.taken", "多機関協働の申込の担当になった")
REQUEST_ANSWERED = declare("request.answered", "多機関協働の要否を答えた")
REQUEST_WITHDRAWN = declare("request.withdrawn", "多機関協働の申込を取り下げた")
