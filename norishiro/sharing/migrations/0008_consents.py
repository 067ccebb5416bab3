"""Consents whole: kinds of agencies, the scope that holds for each agency, and the two functions that keep grants to it.

``gate_narrow_grants`` only ever takes away, so whoever holds one subject of a consent may let the narrower answer win
on all of it. ``gate_follow_kinds`` runs at every change of the agencies: which agencies are "all of a kind" is then
said anew, for the consents that are alive.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from norishiro.agencies.choices import Field
from norishiro.sharing import walls

STATES = [
    ("GIVEN", "同意あり"),
    ("REFUSED", "同意しない"),
    ("WITHDRAWN", "撤回"),
    ("REPLACED", "新しい同意に置き換え"),
    ("NOT_ASKED", "まだ尋ねていない"),
]
GIVERS = [
    ("SELF", "本人"),
    ("LEGAL_REPRESENTATIVE", "法定代理人"),
    ("GUARDIAN", "成年後見人"),
    ("CURATOR", "保佐人"),
    ("ASSISTANT", "補助人"),
]

KEPT_AS_BEFORE = """
SELECT set_config('norishiro.maintenance', 'on', true);
UPDATE sharing_consentrecipient r SET categories = c.categories, until_on = c.until_on
FROM sharing_consent c WHERE c.id = r.consent_id AND c.state <> 'REFUSED';
SELECT set_config('norishiro.maintenance', '', true);
"""

FUNCTIONS = """
-- What one recipient has from one consent becomes what is in "kept" too, and ends on "until" at the latest.
CREATE FUNCTION gate_narrow_grants(source uuid, recipient uuid, kept integer, until timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    one sharing_grant%ROWTYPE;
    narrowed integer := 0;
BEGIN
    FOR one IN
        SELECT * FROM sharing_grant g
        WHERE g.source_id = source AND g.recipient_id = recipient AND g.source_kind = 'CONSENT'
          AND (g.until_at IS NULL OR g.until_at > statement_timestamp())
          AND (pg_trigger_depth() > 0 OR EXISTS (
              SELECT 1 FROM sharing_grant held WHERE held.source_id = source AND gate_holds(held.subject_id)))
    LOOP
        UPDATE sharing_grant SET until_at = greatest(from_at, statement_timestamp()) WHERE id = one.id;
        narrowed := narrowed + 1;
        one.id := gen_random_uuid();
        one.made_at := statement_timestamp();
        one.from_at := greatest(one.from_at, statement_timestamp());
        one.until_at := least(one.until_at, until);
        one.categories := one.categories & kept;
        one.given_by_id := coalesce(gate_staff(), one.given_by_id);
        one.given_by_agency_id := coalesce(gate_agency(), one.given_by_agency_id);
        IF one.categories > 0 AND (one.until_at IS NULL OR one.until_at > one.from_at) THEN
            INSERT INTO sharing_grant SELECT one.*;
        END IF;
    END LOOP;
    RETURN narrowed;
END $$;

-- "All of a kind" follows the agencies: who left the kind loses what came with it, who came in gets it, and beside
-- other answers of the person about the same agency the narrower wins.
CREATE FUNCTION gate_follow_kinds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
    before text := current_setting('norishiro.maintenance', true);
    today date := (statement_timestamp() AT TIME ZONE 'Asia/Tokyo')::date;
    one record;
    other record;
    kept integer;
    ends date;
BEGIN
    PERFORM set_config('norishiro.maintenance', 'on', true);
    FOR one IN
        SELECT r.id, r.consent_id, r.agency_id FROM sharing_consentrecipient r JOIN agencies_agency a ON a.id = r.agency_id
        WHERE r.by_kind <> '' AND r.by_kind <> a.field AND r.categories > 0
    LOOP
        PERFORM gate_narrow_grants(one.consent_id, one.agency_id, 0, NULL);
        UPDATE sharing_consentrecipient SET categories = 0, narrowed_at = statement_timestamp() WHERE id = one.id;
    END LOOP;
    FOR one IN
        SELECT c.id AS consent_id, c.person_id, c.asked_by_id, c.agency_id AS taken_by, c.until_on, k.field, k.categories,
               a.id AS agency_id
        FROM sharing_consent c
        JOIN sharing_consentkind k ON k.consent_id = c.id
        JOIN agencies_agency a ON a.field = k.field AND (a.until_on IS NULL OR a.until_on > today)
        WHERE c.state = 'GIVEN' AND (c.until_on IS NULL OR c.until_on > today)
          AND NOT EXISTS (SELECT 1 FROM sharing_consentrecipient r
                          WHERE r.consent_id = c.id AND r.agency_id = a.id)
        ORDER BY c.made_at
    LOOP
        kept := one.categories;
        ends := one.until_on;
        FOR other IN
            SELECT r.id, r.consent_id, r.categories, r.until_on
            FROM sharing_consentrecipient r JOIN sharing_consent o ON o.id = r.consent_id
            WHERE o.person_id = one.person_id AND o.state = 'GIVEN' AND r.agency_id = one.agency_id
              AND (r.until_on IS NULL OR r.until_on > today)
        LOOP
            kept := kept & other.categories;
            ends := least(ends, other.until_on);
            IF other.categories & one.categories <> other.categories
               OR least(other.until_on, one.until_on) IS DISTINCT FROM other.until_on THEN
                PERFORM gate_narrow_grants(other.consent_id, one.agency_id, one.categories,
                                           one.until_on::timestamp AT TIME ZONE 'Asia/Tokyo');
                UPDATE sharing_consentrecipient
                SET categories = categories & one.categories, until_on = least(until_on, one.until_on),
                    narrowed_by_id = one.consent_id, narrowed_at = statement_timestamp()
                WHERE id = other.id;
            END IF;
        END LOOP;
        INSERT INTO sharing_consentrecipient (id, made_at, consent_id, agency_id, categories, until_on, by_kind)
        VALUES (gen_random_uuid(), statement_timestamp(), one.consent_id, one.agency_id, kept, ends, one.field);
        IF kept > 0 THEN
            INSERT INTO sharing_grant (id, made_at, subject_kind, subject_id, recipient_kind, recipient_id, depth, categories,
                                       ground, source_kind, source_id, from_at, until_at, sealed, given_by_id,
                                       given_by_agency_id)
            SELECT DISTINCT ON (g.subject_id) gen_random_uuid(), statement_timestamp(), g.subject_kind, g.subject_id, 'AGENCY',
                   one.agency_id, g.depth, kept, 'C0', 'CONSENT', one.consent_id, statement_timestamp(),
                   ends::timestamp AT TIME ZONE 'Asia/Tokyo', false, coalesce(gate_staff(), one.asked_by_id),
                   coalesce(gate_agency(), one.taken_by)
            FROM sharing_grant g
            WHERE g.source_id = one.consent_id AND g.source_kind = 'CONSENT' AND NOT g.sealed
              AND (g.until_at IS NULL OR g.until_at > statement_timestamp());
        END IF;
    END LOOP;
    PERFORM set_config('norishiro.maintenance', coalesce(before, ''), true);
    RETURN NULL;
END $$;

CREATE TRIGGER consents_follow_kinds AFTER INSERT OR UPDATE OF field, until_on ON agencies_agency
FOR EACH STATEMENT EXECUTE FUNCTION gate_follow_kinds();
"""

UNDO_FUNCTIONS = """
DROP TRIGGER consents_follow_kinds ON agencies_agency;
DROP FUNCTION gate_follow_kinds();
DROP FUNCTION gate_narrow_grants(uuid, uuid, integer, timestamptz);
"""


def _staff(label):
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
        to=settings.AUTH_USER_MODEL, verbose_name=label,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_organisation"),
        ("sharing", "0007_use_stopped"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            "consent", "state", models.CharField(choices=STATES, max_length=12, verbose_name="状態")
        ),
        migrations.AlterField(
            "consent",
            "giver",
            models.CharField(choices=GIVERS, default="SELF", max_length=24, verbose_name="同意した人"),
        ),
        migrations.AddField(
            "consent",
            "giver_powers",
            models.CharField(
                blank=True, max_length=300, verbose_name="代理権の範囲と、確かめたもの", default=""
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "consent",
            "own_view",
            models.CharField(blank=True, max_length=300, verbose_name="本人の考え", default=""),
            preserve_default=False,
        ),
        migrations.AddField("consent", "ask_again_by", _staff("次に尋ねる人")),
        migrations.AddField(
            "consent",
            "paper_note",
            models.CharField(
                blank=True, max_length=200, verbose_name="紙の同意書の番号・置き場所", default=""
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "consent",
            "replaced_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaces",
                to="sharing.consent",
                verbose_name="置き換えた同意",
            ),
        ),  # fmt: skip
        migrations.AddField(
            "consentrecipient",
            "categories",
            models.PositiveSmallIntegerField(default=0, verbose_name="情報の区分"),
        ),
        migrations.AddField(
            "consentrecipient",
            "until_on",
            models.DateField(blank=True, null=True, verbose_name="期限（この日から無効）"),
        ),
        migrations.AddField(
            "consentrecipient",
            "by_kind",
            models.CharField(
                blank=True, choices=Field.choices, max_length=20, verbose_name="機関の種類", default=""
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "consentrecipient",
            "narrowed_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sharing.consent",
                verbose_name="せばめた答え",
            ),
        ),  # fmt: skip
        migrations.AddField(
            "consentrecipient",
            "narrowed_at",
            models.DateTimeField(blank=True, null=True, verbose_name="せばまった日時"),
        ),
        migrations.CreateModel(
            name="ConsentKind",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="作成日時")),
                (
                    "field",
                    models.CharField(choices=Field.choices, max_length=20, verbose_name="機関の種類"),
                ),
                ("categories", models.PositiveSmallIntegerField(verbose_name="情報の区分")),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kinds",
                        to="sharing.consent",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["consent", "field"], name="consent_kind_once")
                ]
            },
        ),
        migrations.RunSQL(KEPT_AS_BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(
            *walls.inherited("sharing_consentkind", parent="sharing_consent", column="consent_id")
        ),
        migrations.RunSQL(FUNCTIONS, UNDO_FUNCTIONS),
    ]
