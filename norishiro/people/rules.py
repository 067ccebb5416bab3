"""What must hold of people and households before anything is written."""

from __future__ import annotations

from datetime import date

from norishiro.core.verdict import Verdict, when


def may_join_household(*, already: bool, from_on: date, today: date, died_on: date | None) -> Verdict:
    """May this person be entered as a member from that day? A person may belong to several households at once.

    根拠: 社会福祉法第106条の4第2項第5号（世帯の複雑化・複合化した課題を対象とする）
    """
    return (
        when(already, "person", "この人は、もうこの世帯に入っています。")
        & when(from_on > today, "from_on", "世帯に入った日が先の日付です。今日までの日にしてください。")
        & when(
            died_on is not None and died_on < from_on,
            "from_on",
            "亡くなった日より後の日付です。日付を確かめてください。",
        )
    )


def may_leave_household(*, from_on: date, until_on: date, today: date, ended: bool) -> Verdict:
    """May the membership end on that day?

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return (
        when(ended, "until_on", "この人は、もうこの世帯を離れています。")
        & when(until_on <= from_on, "until_on", "世帯を離れた日は、入った日より後にしてください。")
        & when(until_on > today, "until_on", "世帯を離れた日が先の日付です。今日までの日にしてください。")
    )


def may_relate(*, same: bool, already: bool) -> Verdict:
    """May these two people be related so?

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(same, "other", "間柄は、別の人どうしで選んでください。") & when(
        already, "kind", "同じ間柄がもう登録されています。"
    )


def may_end_relation(*, from_on: date | None, until_on: date, ended: bool) -> Verdict:
    """May the relation end on that day?

    根拠: 社会福祉法第106条の4第2項第5号
    """
    return when(ended, "until_on", "この間柄は、もう終わりの日が記録されています。") & when(
        from_on is not None and until_on <= from_on, "until_on", "終わりの日は、始まりより後にしてください。"
    )


def may_take_back(*, protected: bool) -> Verdict:
    """May people whom a file registered be taken back? Never where data of anybody of them is withheld: who may end that,
    must go on seeing them.

    根拠: 住民基本台帳事務処理要領第5-10、個人情報の保護に関する法律第65条
    """
    return when(
        protected, "protected", "支援措置・秘匿のある人がいます。その人と世帯は、取り消さずに残してください。"
    )


def may_change_person(
    *, birth_earliest: date | None, birth_latest: date | None, died_on: date | None, today: date
) -> Verdict:
    """Are the dates of this person possible?

    根拠: 個人情報の保護に関する法律第65条（正確性の確保）
    """
    return (
        when(
            birth_earliest is not None and birth_earliest > today,
            "birth",
            "生年月日が先の日付です。今日までの日にしてください。",
        )
        & when(died_on is not None and died_on > today, "died_on", "亡くなった日が先の日付です。")
        & when(
            died_on is not None and birth_latest is not None and died_on < birth_latest,
            "died_on",
            "亡くなった日が、生まれた日より前になっています。日付を確かめてください。",
        )
    )


def may_protect(
    *, already: bool, nothing: bool, against_oneself: bool, renew_by: date | None, from_on: date, today: date
) -> Verdict:
    """May these data of the person be withheld from now on? Never refused for want of proof: in doubt it is hidden.

    根拠: 住民基本台帳事務処理要領第5-10、個人情報の保護に関する法律第66条
    """
    return (
        when(already, "kind", "同じ種類がもう登録されています。「更新する」で期限と根拠を改めてください。")
        & when(nothing, "fields", "伏せるものを一つ以上選んでください。")
        & when(against_oneself, "against", "本人とは別の人を選んでください。")
        & when(from_on > today, "from_on", "始まりが先の日付です。登録するとすぐに伏せます。")
        & when(
            renew_by is not None and renew_by <= today,
            "renew_by",
            "更新の期限は、明日か、それより後の日にしてください。",
        )
    )


def may_write_datum(*, withheld: bool, field: str, label: str) -> Verdict:
    """May an ordinary column take this datum? Not while the same datum of the person is withheld.

    根拠: 個人情報の保護に関する法律第66条
    """
    return when(
        withheld,
        field,
        f"この人の{label}は非開示です。新しく分かったことは「非開示の情報を足す」から入れてください。",
    )


def may_look(
    *, permitted: bool, office: str, in_office: bool, supports_other: bool, active: bool, purpose: str
) -> Verdict:
    """May the withheld data be shown to this actor, for one look?

    根拠: 住民基本台帳事務処理要領第5-10、個人情報の保護に関する法律第67条
    """
    return (
        when(not permitted, "permission", "「非開示の情報を開く」の役割の人だけが開けます。")
        & when(not in_office, "office", f"所管は{office}です。必要なときは、そこへ問い合わせてください。")
        & when(
            supports_other,
            "against",
            "知られてはいけない相手を支援している機関の人には、開けません。ほかの所管の人に頼んでください。",
        )
        & when(not active, "state", "いま伏せているものはありません。")
        & when(len(purpose.strip()) < 5, "purpose", "何のために見るのかを書いてください。台帳に残ります。")
    )


def may_renew(*, active: bool, in_office: bool, renew_by: date, today: date) -> Verdict:
    """May the protection be renewed, here or because the person applied again?

    根拠: 住民基本台帳事務処理要領第5-10
    """
    return (
        when(not active, "state", "もう終わっています。新しく登録してください。")
        & when(not in_office, "office", "更新するのは、所管の機関の人です。")
        & when(renew_by <= today, "renew_by", "更新の期限は、明日か、それより後の日にしてください。")
    )


def may_ask_lifting(
    *, active: bool, in_office: bool, permitted: bool, current: bool, asked: bool, reason: str
) -> Verdict:
    """May this person ask that the protection ends? The first of two.

    根拠: 住民基本台帳事務処理要領第5-10
    """
    return (
        when(not active, "state", "もう終わっています。")
        & when(not in_office, "office", "終えることを求めるのは、所管の機関の人です。")
        & when(not permitted, "permission", "「支援措置を終える」の役割の人だけができます。")
        & when(not current, "version", "開いているあいだに更新されました。いまの内容を確かめてください。")
        & when(asked, "asked", "もう終了が求められています。二人目の確認を待っています。")
        & when(len(reason.strip()) < 5, "reason", "なぜ終えるのかを書いてください。")
    )


def may_lift(
    *, waiting: bool, same_person: bool, in_office: bool, permitted: bool, current: bool, supports_other: bool
) -> Verdict:
    """May the second person end the protection? Only another one, and only what the first one saw.

    根拠: 住民基本台帳事務処理要領第5-10
    """
    return (
        when(not waiting, "state", "この求めは、もう決まったか、途中の更新で無効になりました。")
        & when(same_person, "person", "求めた人とは別の人が確かめてください。")
        & when(not in_office, "office", "確かめるのは、所管の機関の人です。")
        & when(not permitted, "permission", "「支援措置を終える」の役割の人だけができます。")
        & when(
            not current,
            "version",
            "求めたあとに更新（再申出など）がありました。この求めは無効です。必要なら、はじめから求めてください。",
        )
        & when(supports_other, "against", "知られてはいけない相手を支援している機関の人には、できません。")
    )


def may_take_list(
    *, permitted: bool, rows: int, issued_on: date, newest: date | None, today: date
) -> Verdict:
    """May this list be taken in? Never one that is older than, or the same as, what is there.

    根拠: 住民基本台帳事務処理要領第5-10、個人情報の保護に関する法律第65条
    """
    return (
        when(not permitted, "permission", "「支援措置のリストを取り込む」の役割の人だけができます。")
        & when(rows == 0, "file", "読める行がありません。見出しの行と、文字の種類を確かめてください。")
        & when(issued_on > today, "issued_on", "作成日が先の日付です。")
        & when(
            newest is not None and issued_on <= newest,
            "issued_on",
            "これより新しいか、同じ日のリストを、もう取り込んでいます。古いリストは取り込めません。",
        )
    )


def may_settle(*, in_doubt: bool, in_office: bool) -> Verdict:
    """May somebody decide that the person hidden in doubt is the one of the list?

    根拠: 住民基本台帳事務処理要領第5-10
    """
    return when(not in_doubt, "state", "この行は、もう決まっています。") & when(
        not in_office, "office", "決めるのは、リストを取り込んだ機関の人です。"
    )


def list_is_late(*, newest: date | None, every_days: int, today: date) -> bool:
    """Whether the list that was to come has not come; what is hidden stays hidden all the while.

    根拠: 住民基本台帳事務処理要領第5-10
    """
    return newest is not None and (today - newest).days > every_days


def may_add_protected(*, active: bool, text: str) -> Verdict:
    """May one more datum be laid behind the protection?

    根拠: 住民基本台帳事務処理要領第5-10
    """
    return when(not active, "state", "もう終わっています。新しく登録してください。") & when(
        not text.strip(), "text", "伏せるものを書いてください。"
    )
