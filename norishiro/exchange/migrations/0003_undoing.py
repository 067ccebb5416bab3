"""What a file brought is taken back by two people. Whether anybody has used it since is asked as the owner: what others wrote
counts too, and only that it is there is answered, to the agency that brought it."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from norishiro.sharing import walls

# Named like this, a column without a foreign key says whose, or of what, a row is.
SOFT = (
    "person_id",
    "household_id",
    "subject_id",
    "other_id",
    "about_id",
    "row_id",
    "target_id",
    "contact_id",
    "record_id",
)
# What looked, what keeps itself in step, what stands in a list until its day comes, and what the file itself wrote: none is use.
# Numbers of a file, memberships and grants are asked one by one below.
APART = (
    "ledger_entry", "ledger_head", "finding_passage", "people_findable", "reports_summarystory", "outreach_segment",
    "exchange_bringing", "exchange_broughtrow", "exchange_brought", "people_membership", "sharing_grant",
)  # fmt: skip
FLAGS = ("people_protection", "people_withheld", "people_withheldvalue", "people_suppressionrow")


def listed(names):
    return "'{" + ",".join(names) + "}'::text[]"


TOUCHED = f"""
CREATE FUNCTION brought_touched(wanted uuid, people uuid[], homes uuid[], contacts uuid[])
RETURNS TABLE (id uuid, why text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
#variable_conflict use_column
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    one record;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM exchange_bringing b WHERE b.id = wanted AND b.agency_id = ANY (gate_agencies())) THEN
        RETURN;
    END IF;
    PERFORM set_config('norishiro.maintenance', 'on', true);
    -- Only what this agency holds is answered for.
    people := ARRAY(SELECT p FROM unnest(people) p WHERE gate_holds(p));
    homes := ARRAY(SELECT DISTINCT m.household_id FROM people_membership m
        WHERE m.household_id = ANY (homes) AND m.person_id = ANY (people));
    contacts := ARRAY(SELECT b.target_id FROM exchange_brought b
        WHERE b.bringing_id = wanted AND b.what = 'CONTACT' AND b.target_id = ANY (contacts));
    FOR one IN
        SELECT c.relname::text AS name, a.attname::text AS col, k.confrelid::regclass::text AS parent
        FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
        WHERE k.contype = 'f' AND k.confrelid IN ('people_person'::regclass, 'people_household'::regclass, 'outreach_contact'::regclass)
          AND c.relnamespace = 'public'::regnamespace AND c.relname <> ALL ({listed(APART)})
          AND c.relname NOT LIKE 'disposal\\_%' AND c.relname NOT LIKE 'watching\\_%'
        UNION
        SELECT c.relname::text, a.attname::text, p.parent
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND a.atttypid = 'uuid'::regtype AND NOT a.attisdropped
        CROSS JOIN (VALUES ('people_person'), ('people_household'), ('outreach_contact')) p (parent)
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = ANY ({listed(SOFT)})
          AND c.relname <> ALL ({listed(APART)}) AND c.relname NOT LIKE 'disposal\\_%' AND c.relname NOT LIKE 'watching\\_%'
          AND NOT EXISTS (
            SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.conkey[1] = a.attnum)
    LOOP
        RETURN QUERY EXECUTE format(
            'SELECT DISTINCT t.%I, %L::text FROM %I t WHERE t.%I = ANY ($1)%s', one.col,
            CASE WHEN one.name = ANY ({listed(FLAGS)}) THEN 'FLAG' ELSE 'RECORD' END, one.name, one.col,
            CASE one.name
                WHEN 'outreach_contact' THEN ' AND t.supersedes_id IS DISTINCT FROM t.id'
                WHEN 'people_pair' THEN ' AND t.state <> ''OPEN'''
                ELSE '' END)
            USING CASE one.parent WHEN 'people_person' THEN people WHEN 'people_household' THEN homes ELSE contacts END;
    END LOOP;
    RETURN QUERY SELECT p.id, 'CHANGED'::text FROM people_person p WHERE p.id = ANY (people) AND p.version > 1;
    RETURN QUERY SELECT h.id, 'HOME'::text FROM people_household h WHERE h.id = ANY (homes) AND h.version > 1;
    RETURN QUERY SELECT g.subject_id, 'SHARED'::text FROM sharing_grant g
        WHERE g.subject_id = ANY (people) AND g.source_id <> wanted;
    RETURN QUERY SELECT r.person_id, 'OTHER'::text FROM exchange_broughtrow r
        WHERE r.person_id = ANY (people) AND r.bringing_id <> wanted AND r.done AND r.after = ''
          AND r.destination IN ('NEW', 'MERGED', 'DECIDE')
          AND EXISTS (SELECT 1 FROM exchange_bringing b WHERE b.id = r.bringing_id AND b.kind = 'PEOPLE');
    RETURN QUERY SELECT m.person_id, 'HOME'::text FROM people_membership m
        WHERE m.person_id = ANY (people) AND (m.until_on IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM exchange_brought b WHERE b.what = 'HOUSEHOLD' AND b.target_id = m.household_id));
    RETURN QUERY SELECT m.household_id, 'HOME'::text FROM people_membership m
        WHERE m.household_id = ANY (homes) AND m.until_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM exchange_broughtrow r WHERE r.person_id = m.person_id AND r.done);
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
END $$;
"""
FUNCTION = "brought_touched(uuid, uuid[], uuid[], uuid[])"


def grants(apps, schema_editor):
    """Who asked and who agreed is not taken away; the public pages' role calls nothing of this."""
    role = schema_editor.quote_name(settings.NORISHIRO_APP_ROLE)
    schema_editor.execute(f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC")
    schema_editor.execute(f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO {role}")
    schema_editor.execute(f"REVOKE DELETE, TRUNCATE ON exchange_undoing FROM {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0016_rights_reviews"),
        ("exchange", "0002_contacts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Undoing",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ASKED", "もう一人を待っている"),
                            ("AGREED", "取り消すと決めた"),
                            ("REFUSED", "取り消さないと決めた"),
                        ],
                        default="ASKED",
                        max_length=8,
                        verbose_name="様子",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="理由")),
                ("asked_on", models.DateField(verbose_name="求めた日")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="決めた日")),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="brought",
            name="brought_once",
        ),
        migrations.AddField(
            model_name="brought",
            name="ended_on",
            field=models.DateField(blank=True, null=True, verbose_name="取り消した日"),
        ),
        migrations.AddField(
            model_name="broughtrow",
            name="after",
            field=models.CharField(
                blank=True,
                choices=[("", "そのまま"), ("BACK", "取り消した"), ("LEFT", "残した")],
                default="",
                max_length=8,
                verbose_name="取り消しの結果",
            ),
        ),
        migrations.AlterField(
            model_name="bringing",
            name="state",
            field=models.CharField(
                choices=[
                    ("READ", "確かめているところ"),
                    ("TAKING", "取り込みの途中"),
                    ("TAKEN", "取り込んだ"),
                    ("DROPPED", "やめた"),
                    ("UNDOING", "取り消しの途中"),
                    ("UNDONE", "取り消した"),
                ],
                default="READ",
                max_length=8,
                verbose_name="様子",
            ),
        ),
        migrations.AddIndex(
            model_name="brought",
            index=models.Index(fields=["target_id"], name="exchange_br_target__d9fd27_idx"),
        ),
        migrations.AddConstraint(
            model_name="brought",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("agency", "what", "number"),
                name="brought_once",
            ),
        ),
        migrations.AddField(
            model_name="undoing",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="求めた職員",
            ),
        ),
        migrations.AddField(
            model_name="undoing",
            name="bringing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undoings",
                to="exchange.bringing",
                verbose_name="取り込み",
            ),
        ),
        migrations.AddField(
            model_name="undoing",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="確かめた職員",
            ),
        ),
        migrations.AddConstraint(
            model_name="undoing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "REFUSED"), _negated=True),
                fields=("bringing",),
                name="undoing_one_open",
                violation_error_message="もう取り消しが求められています。",
            ),
        ),
        migrations.AddConstraint(
            model_name="undoing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="undoing_two_people",
                violation_error_message="求めた人とは別の人が確かめてください。",
            ),
        ),
        migrations.AddIndex(
            model_name="broughtrow",
            index=models.Index(fields=["bringing", "order", "line_no"], name="brought_in_order"),
        ),
        migrations.RunSQL(
            *walls.inherited("exchange_undoing", parent="exchange_bringing", column="bringing_id")
        ),
        migrations.RunSQL(TOUCHED, f"DROP FUNCTION {FUNCTION}"),
        migrations.RunPython(grants, migrations.RunPython.noop),
    ]
