"""This room's ledger verbs."""

from norishiro.ledger.events import declare

QUESTION_SAVED = declare("question.saved", "問いに名前を付けて残した")
QUESTION_CHANGED = declare("question.changed", "残した問いを直した")
QUESTION_DROPPED = declare("question.dropped", "残した問いを消した")
ANSWER_TAKEN = declare("answer.taken", "数えてみた表を受け取った")
SUMMARY_FILE_TAKEN = declare("summary_file.taken", "都道府県などに渡す集計を受け取った")
