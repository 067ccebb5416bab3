"""This room's ledger verbs."""

from norishiro.ledger.events import declare

PLAN_DRAFTED = declare("plan.drafted", "プランの案を作った")
PLAN_CHANGED = declare("plan.changed", "プランの案を直した")
PLAN_SUBMITTED = declare("plan.submitted", "プランの案を渡した")
PLAN_RETURNED = declare("plan.returned", "プランの案を差し戻した")
PLAN_APPROPRIATE = declare("plan.appropriate", "会議でプランを適切と確認した")
PLAN_DECIDED = declare("plan.decided", "プランを決定した")
PLAN_ACKNOWLEDGED = declare("plan.acknowledged", "プランの受領を確認した")
PLAN_REVISED = declare("plan.revised", "プランの新しい版を始めた")
PLAN_ENDED = declare("plan.ended", "プランを終えた")
AGENCY_PLAN_RECORDED = declare("agency_plan.recorded", "個別の計画を記録した")
AGENCY_PLAN_CHECKED = declare("agency_plan.checked", "個別の計画の進み具合を確かめた")
MONITORING_SCHEDULED = declare("monitoring.scheduled", "モニタリングの予定をつくった")
MONITORING_RECORDED = declare("monitoring.recorded", "モニタリングを記録した")
CASE_EVALUATED = declare("case.evaluated", "評価を記録した")
CLOSURE_WRITTEN = declare("closure.written", "終結・中断の記録を書いた")
WATCH_RECORDED = declare("watch.recorded", "経過観察を記録した")
