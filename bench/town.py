"""A town of a given size, laid by SQL as the owner: many agencies, households of three, contacts, grants that are true.

Every row is derived from its number, so the same size always gives the same town. The shape: 40 agencies share the
cases evenly; a second agency takes part in each case under 支援会議 (J6); one contact in five is written by it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
from django.contrib.auth.hashers import make_password

from bench.shape import AGENCIES, CONTACTS_PER_CASE, DAYS, LOGIN, PASSWORD, STAFF_PER_AGENCY, row_id
from norishiro.agencies.models import Agency, Appointment, Role, Staff

PEOPLE = """
INSERT INTO people_person (id, made_at, version, changed_at, name, kana, alias, name_key, kana_key, alias_key, sex, birth,
                           birth_earliest, birth_latest, postal_code, address, phone, contact_wish, keep_from_family,
                           language, first_known_by_id)
SELECT md5('person' || n)::uuid, now(), 1, now(), '架空 住民' || n, 'かくう じゅうみん', '', '架空住民' || n,
       'かくうじゆうみん' || n, '', 'UNKNOWN', '', date '1940-01-01' + (n %% 25000)::int, date '1940-01-01' + (n %% 25000)::int,
       '', '見本町' || n %% 50 || '丁目', '', '', false, '', md5('agency' || (n / 3) %% {agencies})::uuid
FROM generate_series(0, {cases} * 3 - 1) n;

INSERT INTO people_household (id, made_at, version, changed_at, label, address, first_known_by_id)
SELECT md5('household' || n)::uuid, now(), 1, now(), '架空' || n || '家', '', md5('agency' || n %% {agencies})::uuid
FROM generate_series(0, {cases} - 1) n;

INSERT INTO people_membership (id, made_at, household_id, person_id, relation, living_together, from_on, end_reason,
                               recorded_by_id)
SELECT md5('membership' || n)::uuid, now(), md5('household' || n / 3)::uuid, md5('person' || n)::uuid,
       (ARRAY['HEAD', 'PARENT', 'CHILD'])[n %% 3 + 1], true, '2020-04-01', '', md5('staff0')::uuid
FROM generate_series(0, {cases} * 3 - 1) n;
"""

CASES = """
INSERT INTO cases_case (id, made_at, version, changed_at, number, household_id, title, operator_id, lead_agency_id,
                        lead_staff_id, lead_side, status, flow_step, period_no, opened_on, last_moved_on,
                        next_review_on)
SELECT md5('case' || n)::uuid, now(), 1, now(), 'B-' || n, md5('household' || n)::uuid, '架空' || n || '家',
       md5('agency' || n %% {agencies})::uuid, md5('agency' || n %% {agencies})::uuid,
       md5('staff' || n %% ({agencies} * 12))::uuid, 'COUNCIL',
       (ARRAY['COORDINATING', 'CONFERENCE', 'CONSENTED', 'SUPPORTED', 'CLOSED'])[n %% 5 + 1], '', 1,
       current_date - 400, current_date - (n %% 200), current_date + (n %% 60)
FROM generate_series(0, {cases} - 1) n;

INSERT INTO cases_casemember (id, made_at, case_id, person_id, from_on)
SELECT md5('casemember' || n)::uuid, now(), md5('case' || n / 3)::uuid, md5('person' || n)::uuid, current_date - 400
FROM generate_series(0, {cases} * 3 - 1) n;

INSERT INTO cases_issue (id, made_at, subject_id, basis, agency_id, categories, case_id, scope, title, detail, strength,
                         source, certainty, found_on, status, staff_id)
SELECT md5('issue' || n)::uuid, now(), md5('case' || n / 2)::uuid, 'OWN', md5('agency' || (n / 2) %% {agencies})::uuid, 1,
       md5('case' || n / 2)::uuid, 'HOUSEHOLD', '課題' || n, '', '', '家族', 'HEARD', current_date - 300, 'OPEN',
       md5('staff0')::uuid
FROM generate_series(0, {cases} * 2 - 1) n;

INSERT INTO cases_role (id, made_at, version, changed_at, subject_id, basis, agency_id, categories, case_id, bearer_id,
                        bearer_staff_id, what, programme, from_on, next_on, next_what, progress, status)
SELECT md5('caserole' || n)::uuid, now(), 1, now(), md5('case' || n / 2)::uuid, 'J6',
       md5('agency' || (n / 2) %% {agencies})::uuid, 1, md5('case' || n / 2)::uuid,
       md5('agency' || ((n / 2) + (n %% 2) * 7) %% {agencies})::uuid, NULL, '役割' || n, 'MULTI_AGENCY', current_date - 200,
       current_date + (n %% 90) - 30, '', '', 'PROMISED'
FROM generate_series(0, {cases} * 2 - 1) n;
"""

GRANTS = """
INSERT INTO sharing_grant (id, made_at, subject_kind, subject_id, recipient_kind, recipient_id, depth, categories, ground,
                           source_kind, source_id, from_at, sealed, given_by_id, given_by_agency_id)
SELECT md5('grant' || kind || n)::uuid, now(), kind,
       CASE kind WHEN 'CASE' THEN md5('case' || n)::uuid ELSE md5('person' || n)::uuid END, 'AGENCY',
       md5('agency' || (CASE kind WHEN 'CASE' THEN n ELSE n / 3 END) %% {agencies})::uuid, 3, 63, 'OWN', 'OWN_WORK',
       md5('case' || n)::uuid, now() - interval '400 days', false, md5('staff0')::uuid, md5('agency0')::uuid
FROM (SELECT 'CASE' AS kind, n FROM generate_series(0, {cases} - 1) n
      UNION ALL SELECT 'PERSON', n FROM generate_series(0, {cases} * 3 - 1) n) AS wanted;

INSERT INTO sharing_grant (id, made_at, subject_kind, subject_id, recipient_kind, recipient_id, depth, categories, ground,
                           source_kind, source_id, from_at, sealed, given_by_id, given_by_agency_id)
SELECT md5('team' || who || c || kind)::uuid, now(), kind, subject, 'AGENCY',
       md5('agency' || (c + who * 7) %% {agencies})::uuid, 3, 63, 'J6', 'TEAM', md5('caserole' || c * 2 + who)::uuid,
       now() - interval '200 days', false, md5('staff0')::uuid, md5('agency0')::uuid
FROM generate_series(0, {cases} - 1) c
CROSS JOIN generate_series(0, 1) who
CROSS JOIN LATERAL (VALUES ('CASE', md5('case' || c)::uuid), ('PERSON', md5('person' || c * 3)::uuid)) AS s(kind, subject);
"""

CONTACTS = """
INSERT INTO outreach_contact (id, made_at, subject_id, basis, agency_id, categories, person_id, household_id, case_id,
                              happened_on, method, met, place, with_whom, legal_basis, body, impression, next_on, next_what,
                              programme, sub_programme, kind, staff_id)
SELECT md5('contact' || n)::uuid, now(), md5('person' || c * 3)::uuid, CASE WHEN n %% 5 = 0 THEN 'J6' ELSE 'OWN' END,
       md5('agency' || (c + CASE WHEN n %% 5 = 0 THEN 7 ELSE 0 END) %% {agencies})::uuid, 32, md5('person' || c * 3)::uuid,
       md5('household' || c)::uuid, md5('case' || c)::uuid, current_date - (n %% {days})::int, 'VISIT',
       (ARRAY['MET', 'ABSENT', 'POSTED'])[n %% 3 + 1], '', '', '', {body}, '',
       CASE WHEN n %% 25 = 0 THEN current_date + (n %% 14)::int END, '', 'OUTREACH', '', 'INDIVIDUAL',
       md5('staff' || c %% ({agencies} * 12))::uuid
FROM (SELECT n, n %% {cases} AS c FROM generate_series(0, {cases} * {contacts} - 1) n) AS numbered;
"""


# What a record says: three sentences of twenty or so each, in no step with agencies or days, and a thing seldom seen.
OPENINGS = (
    "玄関先で少し話した。", "留守だった。手紙を投函した。", "電話に出た。声は明るい。", "近所の方から様子を聞いた。", "玄関先で長男に会う。",
    "本人は布団に入ったまま返事だけした。", "郵便受けに督促状が三通あった。", "妹と一緒に台所を片づけた。", "夜中に大きな声がすると連絡があった。",
    "窓は閉まり、新聞がたまっている。", "庭で洗濯物を干していた。",
)  # fmt: skip
MIDDLES = (
    "食事は一日一回という。", "仕事を探す話は出なかった。", "母の通院に付き添っている。", "家賃の支払いが遅れている。", "犬の世話を楽しみにしている。",
    "本人の希望で、次は午後に来る。", "医療機関には行きたくないと話す。", "パンと牛乳を買って届けた。", "ゲームの話で表情がゆるんだ。",
    "学校から連絡が来ている。", "障害年金の書類を一緒に見た。", "介護保険の更新が近い。", "ごみは少し減った。",
)  # fmt: skip
ENDINGS = (
    "測定用の記録", "次の訪問を約束した。記録", "見守りを続ける。記録", "課内で共有した。記録", "次回は社協と同行する。記録", "急がず待つ。記録", "様子を見る。記録",
)  # fmt: skip
SELDOM_EVERY = 20_011
SELDOM = "黄色い三輪車が倒れていた。"

# The words are laid at once and not one by one as the trigger would: the same rows, in minutes instead of an hour.
WORDS = """
INSERT INTO finding_passage (record_id, source, subject_id, day, text)
SELECT id, 'CONTACT', subject_id, happened_on, finding_fold(concat_ws(E'\\x1f', body, impression, with_whom, place, next_what))
FROM outreach_contact;

CREATE INDEX finding_pairs_of_text ON finding_passage USING gin (finding_pairs(text));

ALTER INDEX finding_pairs_of_text ALTER COLUMN 1 SET STATISTICS 1000;

ALTER TABLE outreach_contact ENABLE TRIGGER finding_note;
"""
WITHOUT_WORDS = """
ALTER TABLE outreach_contact DISABLE TRIGGER finding_note;

DROP INDEX finding_pairs_of_text;
"""


def body() -> str:
    """SQL for the words of the n-th contact."""

    def one_of(sentences: tuple[str, ...], step: int) -> str:
        listed = ", ".join(f"'{one}'" for one in sentences)
        return f"(ARRAY[{listed}])[1 + (n / {step} + n * 7) %% {len(sentences)}]"

    seldom = f"CASE WHEN n %% {SELDOM_EVERY} = 0 THEN '{SELDOM}' ELSE '' END"
    return " || ".join((one_of(OPENINGS, 3), seldom, one_of(MIDDLES, 11), one_of(ENDINGS, 5), "n"))


def frame() -> None:
    """The agencies, their staff and appointments, through the models. One of them is known: LOGIN, PASSWORD."""
    since = date(2020, 4, 1)
    role = Role.objects.create(
        id=row_id("role"),
        code="bench-role",
        label="測定用の推進員",
        kind="COORDINATOR",
        appointment_kind="ORDER",
    )
    Agency.objects.bulk_create(
        Agency(
            id=row_id(f"agency{n}"),
            code=f"bench-{n}",
            name=f"測定機関{n}",
            field="GENERAL",
            body="COUNCIL",
            from_on=since,
        )
        for n in range(AGENCIES)
    )
    password = make_password(PASSWORD)
    Staff.objects.bulk_create(
        Staff(id=row_id(f"staff{n}"), login_id=f"{LOGIN}{n or ''}", name=f"測定 職員{n}", password=password)
        for n in range(AGENCIES * STAFF_PER_AGENCY)
    )
    Appointment.objects.bulk_create(
        Appointment(
            id=row_id(f"appointment{n}"), staff_id=row_id(f"staff{n}"), agency_id=row_id(f"agency{n % AGENCIES}"), role=role,
            kind="ORDER", from_on=since,
        )
        for n in range(AGENCIES * STAFF_PER_AGENCY)
    )  # fmt: skip


def fill(
    connection: psycopg.Connection[Any], *, cases: int, contacts: int = CONTACTS_PER_CASE, days: int = DAYS
) -> None:
    """Lay the town in a migrated database that has its frame: its contacts lie in the ``days`` until today. ``connection`` is
    the owner's."""
    connection.execute("SET norishiro.maintenance = 'on'")
    for part in (PEOPLE, CASES, GRANTS, WITHOUT_WORDS, CONTACTS, WORDS):
        text = part.format(cases=cases, agencies=AGENCIES, contacts=contacts, days=days, body=body())
        for statement in text.split(";\n"):
            if statement.strip():
                connection.execute(statement.replace("%%", "%"))
        connection.commit()
    connection.execute("RESET norishiro.maintenance")
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")
