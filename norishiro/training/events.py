"""This room's ledger verbs."""

from norishiro.ledger.events import declare

COURSE_ADDED = declare("course.added", "研修を登録した")
SESSION_HELD = declare("session.held", "研修の回を登録した")
ATTENDANCE_NOTED = declare("attendance.noted", "研修の出席を付けた")
ATTENDANCE_REMOVED = declare("attendance.removed", "まちがえて付けた研修の出席を消した")
LECTURE_ADDED = declare("lecture.added", "講義の話題を残した")
MATERIAL_ADDED = declare("material.added", "研修の資料を残した")
QUESTION_ADDED = declare("question.added", "研修で出た質問を残した")
QUESTION_REPLIED = declare("question.replied", "研修で出た質問に答えた")
