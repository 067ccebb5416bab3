"""This room's ledger verbs."""

from norishiro.ledger.events import declare

COHORT_TAKEN = declare("cohort.taken", "実績の表を受け取った")
RESULTS_TABLED = declare("results.tabled", "実績の表を会議に出した")
