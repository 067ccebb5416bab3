"""困窮の事業: when a line may be written, and when its kind and state may be shown to others."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when

LAW = "生活困窮者自立支援法第3条、個人情報の保護に関する法律第69条"


def may_note_service(
    *, mine: bool, shown: bool, consented: bool, started_on: date | None, ended_on: date | None, ended: bool,
    today: date,
) -> Verdict:  # fmt: skip
    """Kind and state are shown to the agencies of the person's consent only where there is one.

    根拠: 生活困窮者自立支援法第3条、個人情報の保護に関する法律第69条
    """
    return (
        when(not mine, "mine", "書けるのは、この事業を書いた機関の人です。")
        & when(
            shown and not consented,
            "shown",
            "本人の同意がまだないので、ほかの機関には見せられません。同意を受け取るか、「自分の機関だけ」を選んでください。",
            law=LAW,
        )
        & when(
            started_on is not None and started_on > today, "started_on", "始まりの日が、まだ来ていません。"
        )
        & when(
            started_on is not None and ended_on is not None and ended_on < started_on,
            "ended_on",
            "終わりの日は、始まりの日からあとの日にしてください。",
        )
        & when(ended and ended_on is None, "ended_on", "終わったときは、終わりの日を入れてください。")
        & when(
            not ended and ended_on is not None,
            "state",
            "終わりの日があるときは、状態で「終わった」を選んでください。",
        )
    )
