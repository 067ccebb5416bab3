"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PAGE_WRITTEN = declare("page.written", "手引きのページを書いた")
PAGE_REVISED = declare("page.revised", "手引きのページを直した")
PAGE_WITHDRAWN = declare("page.withdrawn", "手引きのページを終わりにした")
PAGE_READ = declare("page.read", "手引きのページを読んだ")
SCHEME_LISTED = declare("scheme.listed", "制度を台帳に載せた")
SCHEME_CHANGED = declare("scheme.changed", "制度の台帳を直した")
STUDY_OPENED = declare("study.opened", "検討課題を登録した")
EVIDENCE_ADDED = declare("evidence.added", "検討課題の根拠を残した")
STUDY_DECIDED = declare("study.decided", "検討課題の結論を残した")
