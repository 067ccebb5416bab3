"""白波家 among colleagues: a relation built and a team formed, handed over for a leave and handed back, and an adviser whose
period nears its end."""

from __future__ import annotations

from norishiro.cases.models import Case
from norishiro.casework.demo.stage import Stage
from norishiro.casework.operations.takeovers import Handed, hand_over
from norishiro.sharing.choices import Ground
from norishiro.teams import operations as teams
from norishiro.teams.choices import Part


def work_together(stage: Stage, case: Case) -> None:
    """Two takeovers of the past, the second not confirmed yet; a team whose relation was built first; two people beside the lead."""
    lead, colleague, field = stage.actor("korei"), stage.actor("kozue"), stage.actor("csw")
    away, back = stage.ago(50), stage.ago(44)
    teams.start_building(
        lead, case=case, words="電話には出るが、家には入れない。", basis=Ground.OWN, today=stage.ago(90),
        duties=[teams.Duty(1, "季節のたよりを持って訪ねる", stage.ago(80), lead.staff_id, lead.agency_id)],
    )  # fmt: skip
    teams.form_team(
        lead, case=case, noted_on=stage.ago(62), words="玄関で、お茶を出してくれた。", basis=Ground.OWN, today=stage.ago(60),
        duties=[
            teams.Duty(1, "受診と薬のことを聞く", stage.ahead(20), lead.staff_id, lead.agency_id),
            teams.Duty(2, "受診の日に同行する", stage.ahead(25), colleague.staff_id, colleague.agency_id),
        ],
    )  # fmt: skip
    first = hand_over(
        lead, giver_id=lead.staff_id, from_on=away, today=away, note="一週間の研修のあいだ、お願いします（見本）。",
        handed=[Handed(case.id, colleague.staff_id, "お父さんは午前なら話せます。息子さんへの電話は夕方に。", away, "受診の付き添い")],
    )  # fmt: skip
    teams.confirm_takeovers(colleague, takeovers=first, today=away)
    hand_over(
        colleague, giver_id=colleague.staff_id, from_on=back, overlap_until=stage.ago(30), today=back,
        handed=[Handed(case.id, lead.staff_id, "受診の付き添いは一度できました。次は薬の飲み方を先生に聞いてください。")],
    )  # fmt: skip
    teams.join_team(
        lead, case=case, staff_id=field.staff_id, agency_id=field.agency_id, part=Part.ADVISER,
        what="台所の片付けと、買い物の練習", from_on=stage.ago(82), until_on=stage.ahead(9), visits=12,
    )  # fmt: skip
