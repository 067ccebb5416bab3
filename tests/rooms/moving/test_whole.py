"""Everything leaves and can be read by anybody's means: counts, references, seals, sums; and nothing is left out unsaid."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import psycopg
import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from config import embedded, env
from norishiro.core.operation import announce
from norishiro.core.sealing import columns
from norishiro.ledger.models import Entry
from norishiro.moving import dictionary, locking, making, operations, reading, saying
from norishiro.moving.models import Departure
from norishiro.people.models import Person

REASON = "次のシステムへ移るため、委託先（契約 令和8年第123号）に渡す。"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FORMULA, APOSTROPHE = "=1+1|cmd", "'はじめから付いていた"


@pytest.fixture(scope="module")
def town(demo_town):
    """The demo town as the command at the machine meets it."""
    return demo_town("toshima", role="owner", anew=True)


@pytest.fixture(scope="module")
def left(town, tmp_path_factory):
    """Everything of the demo town, opened by whoever has all three papers; and what was written along the way."""
    folder = tmp_path_factory.mktemp("moving")
    asker, head = town.actor("bunsho"), town.actor("kacho")
    _told_badly(town)
    operations.withdraw_departure(asker, departure=Departure.objects.get())
    asked = operations.ask_departure(asker, reason=REASON, today=timezone.localdate())
    operations.decide_departure(head, departure=asked, agree=True, words="契約を確かめた", now=timezone.now())
    _asked, first = operations.draw_first(asker, departure=asked, now=timezone.now())
    _asked, second, withheld = operations.draw_second(head, departure=asked, now=timezone.now())
    said = StringIO()
    call_command("export_all", "--to", str(folder), stdout=said)
    there, counts = _counted(town)
    made = folder / "norishiro-all-2"
    whole, sealed = folder / "whole", folder / "sealed"
    _opened(made, whole, phrase=f"{first}-{second}", archive=saying.ARCHIVE, key=saying.KEY)
    _opened(whole, sealed, phrase=withheld, archive=saying.SEALED_ARCHIVE, key=saying.SEALED_KEY)
    return {
        "made": made, "whole": whole, "sealed": sealed, "first": first, "second": second, "withheld": withheld, "said": said.getvalue(), "there": there, "counts": counts,
        "departure": Departure.objects.get(pk=asked.pk),
    }  # fmt: skip


def _told_badly(town) -> None:
    """Somebody whose name a spreadsheet would compute, and somebody whose home is withheld."""
    csw = town.actor("csw")
    with transaction.atomic():
        announce(csw)
        first, second = Person.objects.filter(merged_into=None, died_on=None)[:2]
        Person.objects.filter(pk=first.pk).update(contact_wish=FORMULA)
        Person.objects.filter(pk=second.pk).update(contact_wish=APOSTROPHE)


def _opened(at: Path, to: Path, *, phrase: str, archive: str, key: str) -> None:
    identity = locking.open_lock((at / key).read_bytes(), phrase)
    plain = to.with_suffix(".zip")
    with (at / f"{archive}.age").open("rb") as locked, plain.open("wb") as file:
        pyrage.decrypt_io(locked, file, [identity])
    with ZipFile(plain) as zipped:
        zipped.extractall(to)


@contextmanager
def beyond_the_walls(town):
    """Who sees every row without our own door: the server's superuser, or the owner where there is none."""
    environment = env.current()
    arguments = (
        embedded.superuser_arguments(environment.home, database=town.database)
        if environment.is_embedded
        else {**connections["default"].get_connection_params()}
    )
    with psycopg.connect(
        **{name: value for name, value in arguments.items() if name != "cursor_factory"}
    ) as connection:
        connection.execute("SET norishiro.maintenance = 'on'")
        yield connection


def _counted(town) -> tuple[set[str], dict[str, int]]:
    """Every table the database has, and how many rows stand in each."""
    with beyond_the_walls(town) as connection:
        there = {
            name
            for (name,) in connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
        }
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in there}
    return there, counts


def lines_of(folder: Path, table: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "jsonl" / f"{table}.jsonl").read_text().splitlines()]


def cells_of(folder: Path, table: str) -> list[dict[str, str]]:
    file = next((folder / "csv").glob(f"{table}-*.csv"))
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_every_table_is_there_with_as_many_rows_as_the_database_has(left):
    manifest = json.loads((left["whole"] / saying.MANIFEST).read_text())
    told = {one["name"]: one["rows"] for one in manifest["tables"]}
    # What the making itself wrote after the reading: the line that it is done.
    counts = {name: left["counts"][name] - (name == "ledger_entry") for name in told}

    assert left["there"] - set(told) - set(manifest["left_out_tables"]) == set()
    assert told == counts
    assert sum(told.values()) > 3000
    assert all(one["reason"] for one in manifest["left_out_tables"].values())


def test_python_alone_reads_all_of_it_into_another_database(left, tmp_path):
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(left["whole"] / "read_back.py"), str(left["whole"]), str(tmp_path / "town.sqlite3")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    told = f"{left['departure'].tables}の表、{left['departure'].rows:,}行を読みこみました。\n"
    assert (done.stdout, done.stderr) == (f"{told}数とつながりは、すべて合っています。\n", "")
    assert done.returncode == 0


def test_what_was_changed_on_the_way_is_noticed(left, tmp_path):
    from norishiro.moving.read_back import read_back

    whole = tmp_path / "whole"
    with ZipFile(left["whole"].with_suffix(".zip")) as zipped:
        zipped.extractall(whole)
    file = next((whole / "csv").glob("people_household-*.csv"))
    lines = file.read_text(encoding="utf-8-sig").split("\n")
    file.write_text("\n".join([lines[0], *lines[2:]]), encoding="utf-8-sig")
    _counts, faults = read_back(whole, tmp_path / "town.sqlite3")

    assert [one for one in faults if one.startswith("people_household: 行の数")]
    assert [one for one in faults if "つながる先のない行" in one]
    assert [one for one in faults if "書きかえられているか" in one]


def test_words_come_back_as_they_were_and_are_no_formulas(left):
    wishes = {one["contact_wish"] for one in lines_of(left["whole"], "people_person")}
    cells = {one["連絡してよい時間・手段"] for one in cells_of(left["whole"], "people_person")}

    assert {FORMULA, APOSTROPHE} <= wishes
    assert {f"'{FORMULA}", f"'{APOSTROPHE}"} <= cells
    starts = {
        cell[0]
        for file in (left["whole"] / "csv").glob("*.csv")
        for row in csv.reader(StringIO(file.read_text(encoding="utf-8-sig")))
        for cell in row
        if cell.startswith(("=", "+", "@", "\t", "\r"))
    }
    assert starts == set()


def test_codes_stand_beside_their_words(left):
    row = cells_of(left["whole"], "people_person")[0]
    told = {(one["表"], one["符号"]): one["ことば"] for one in csv.DictReader(StringIO((left["whole"] / saying.CODES).read_text(encoding="utf-8-sig")))}  # fmt: skip

    assert row["性別（ことば）"] == told["people_person", row["性別"]]


def test_what_is_sealed_stands_in_the_second_file_only(town, left):
    """By the values themselves: what opened in the second file is nowhere in the first."""
    kept = cells_of(left["sealed"], "people_withheldvalue")
    words = [one["封をした値"] for one in kept if len(one["封をした値"]) > 5]
    opened = "".join(file.read_text(encoding="utf-8-sig") for file in (left["whole"] / "csv").glob("*.csv"))
    papers = list(
        csv.DictReader(StringIO((left["sealed"] / "files" / "index.csv").read_text(encoding="utf-8-sig")))
    )

    assert words and papers
    assert [word for word in words if word in opened] == []
    assert {one["sealed"] for one in lines_of(left["whole"], "people_withheldvalue")} == {reading.SEALED}
    assert all(
        (left["sealed"] / one["ファイル"]).stat().st_size == int(one["大きさ（バイト）"]) for one in papers
    )
    assert {(left["sealed"] / one["ファイル"]).suffix for one in papers} <= {".pdf", ".jpg", ".png"}
    assert left["departure"].files == len(papers)
    assert left["departure"].unopened == 0


def test_rows_of_the_conference_and_of_the_protected_carry_their_mark(left, drawn):
    protected = {
        one["person_id"] for one in lines_of(left["whole"], "people_protection") if one["ended_on"] is None
    }
    people = {one["id"]: one["_handling"] for one in lines_of(left["whole"], "people_person")}

    beside = {
        one["person_id"] for one in lines_of(left["whole"], "people_withheld") if one["until_on"] is None
    } - {None}

    assert protected
    assert {one for one, mark in people.items() if mark} == protected | beside
    gated = {
        table.name: next(one.name for one in table.columns if "J6" in dict(one.codes))
        for table in drawn
        if any("J6" in dict(one.codes) for one in table.columns)
    }
    rows = [
        (one[column] == "J6", "支援会議" in (one["_handling"] or ""))
        for table, column in gated.items()
        for one in lines_of(left["whole"], table)
    ]
    assert {(True, True), (False, False)} == set(rows)
    # A detail has no ground of its own: it is what the record it belongs to is.
    of = {one["id"]: one["_handling"] for one in lines_of(left["whole"], "consultations_consultation")}
    concerns = lines_of(left["whole"], "consultations_concern")
    assert concerns and all(one["_handling"] == of[one["consultation_id"]] for one in concerns)


def test_no_secret_of_a_log_in_leaves(left):
    staff = lines_of(left["whole"], "agencies_staff")[0]
    names = {file.stem for file in (left["whole"] / "jsonl").iterdir()}

    assert "login_id" in staff and "password" not in staff
    assert {"mfa_authenticator", "django_session", "core_sealingkey"} & names == set()
    departure = lines_of(left["whole"], "moving_departure")[0]
    assert {"first_half", "locked_key", "locked_key_sealed"} & set(departure) == set()


def test_nobody_opens_it_alone(left):
    made = left["made"]
    for phrase in (left["first"], left["second"], left["withheld"], f"{left['second']}-{left['first']}"):
        with pytest.raises(pyrage.DecryptError):
            locking.open_lock((made / saying.KEY).read_bytes(), phrase)
    with pytest.raises(pyrage.DecryptError):
        locking.open_lock(
            (left["whole"] / saying.SEALED_KEY).read_bytes(), f"{left['first']}-{left['second']}"
        )
    assert sorted(file.name for file in made.iterdir()) == sorted(
        [f"{saying.ARCHIVE}.age", saying.KEY, saying.README, saying.BOOK, saying.SUMS]
    )
    assert {oct(file.stat().st_mode)[-3:] for file in made.iterdir()} == {"600"}
    kept = Departure.objects.values_list("first_half", flat=True).get(pk=left["departure"].pk)
    assert kept is None


def test_the_ledger_tells_of_the_opening_before_the_reading(left):
    whole = lines_of(left["whole"], "ledger_entry")
    verbs = [one["verb"] for one in sorted(whole, key=lambda one: one["seq"])][-4:]
    last = Entry.objects.filter(verb="moving.made").order_by("seq").first()

    assert verbs == ["moving.agreed", "moving.first_drawn", "moving.second_drawn", "moving.opened"]
    assert last.seq == max(one["seq"] for one in whole) + 1
    assert json.loads(last.detail)["changes"]["mark"][1] == left["departure"].fingerprint
    assert left["departure"].state == "MADE"
    assert f"{left['departure'].rows:,}行" in left["said"]


def test_it_is_made_once(left, tmp_path):
    with pytest.raises(CommandError, match="もう終わっています"):
        call_command("export_all", "--to", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_the_door_opens_for_no_other_request(town, left):
    for request in (left["departure"].id, "00000000-0000-0000-0000-000000000000"):
        with (
            pytest.raises(DatabaseError, match="no request stands behind this"),
            transaction.atomic(),
            connections["default"].cursor() as cursor,
        ):
            cursor.execute("SELECT moving_open(%s)", [request])


def test_what_breaks_off_leaves_nothing_and_is_begun_anew(town, left, tmp_path, monkeypatch):
    asker, head = town.actor("bunsho"), town.actor("kacho")
    asked = operations.ask_departure(asker, reason=REASON, today=timezone.localdate())
    operations.decide_departure(head, departure=asked, agree=True, words="", now=timezone.now())
    operations.draw_first(asker, departure=asked, now=timezone.now())
    operations.draw_second(head, departure=asked, now=timezone.now())
    real = reading.json_of

    def torn(table, **given):
        if table.name == "people_person":
            raise ConnectionError("線が抜けた")
        return real(table, **given)

    with monkeypatch.context() as patch, pytest.raises(ConnectionError):
        patch.setattr(reading, "json_of", torn)
        operations.make_departure(now=timezone.localtime(), into=tmp_path)
    assert list(tmp_path.iterdir()) == []
    made = operations.make_departure(now=timezone.localtime(), into=tmp_path)
    assert (made.state, [one.name for one in tmp_path.iterdir()]) == ("MADE", ["norishiro-all-3"])


def test_a_folder_that_is_there_is_not_written_over(town, tmp_path):
    draft = tmp_path / "there"
    draft.write_text("もとからあるもの")
    with pytest.raises(CommandError, match="もう"):
        call_command("export_all", "--dictionary", "--to", str(draft))
    assert draft.read_text() == "もとからあるもの"


# --- the dictionary ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn():
    return dictionary.tables(on=NOW.date(), changes=[])


def test_every_table_and_every_column_has_a_word(drawn):
    assert [one.name for one in drawn if not one.label or one.label.isascii()] == []
    assert [f"{table.name}.{one.name}" for table in drawn for one in table.columns if not one.label or one.label.isascii()] == []  # fmt: skip
    assert [one.name for one in drawn if len(set(reading.headings(one))) != len(reading.headings(one))] == []
    assert [f"{table.name}.{one.name}" for table in drawn for one in table.columns if one.kind == "JSON" and not one.label] == []  # fmt: skip


def test_every_reference_leads_to_a_table_that_leaves(drawn):
    there = {f"{table.name}.{one.name}" for table in drawn for one in table.columns}
    assert {one.refers for table in drawn for one in table.columns if one.refers} - there == set()


def test_every_sealed_column_is_opened_or_left_out_with_its_reason(drawn):
    declared = {one.name for one in columns.all_columns()}
    opened = {f"{table.name}.{one.name}" for table in drawn for one in table.sealed}
    left_out = {
        name
        for name in declared
        if name in dictionary.left_out_columns() or name.partition(".")[0] in dictionary.left_out_tables()
    }
    assert declared - opened - left_out == set()
    assert opened - declared == set()


def test_what_leads_somewhere_without_being_held_fast_arrives_there(left, drawn):
    """In the demo town nothing was disposed of but one; so nearly every such number is a row of the table it names."""
    soft = [(table.name, one) for table in drawn for one in table.columns if one.leads]
    ids = {
        name: {one["id"] for one in lines_of(left["whole"], name)}
        for name in {one.leads.partition(".")[0] for _table, one in soft}
    }
    lost, found = 0, 0
    for table, one in soft:
        for row in lines_of(left["whole"], table):
            if row[one.name]:
                arrived = row[one.name] in ids[one.leads.partition(".")[0]]
                found, lost = found + arrived, lost + (not arrived)
    assert found > 500
    assert lost <= found // 50, (found, lost)


def test_no_name_of_the_lists_is_forgotten(drawn):
    """A name in our own lists that no table has any more would hide that the next one has no word."""
    there = {f"{table.name}.{one.name}" for table in drawn for one in table.columns}
    models_columns = there | set(dictionary.left_out_columns())
    assert set(dictionary._toml("labels.toml")["columns"]) - there == set()
    assert set(dictionary.sealed_columns()) - models_columns == set()


def test_the_lock_of_a_key_opens_with_the_library_and_no_other_phrase():
    lock = locking.new_lock("ABCD-EFGH-JKMN-PQRS-TUVW-XYZ2")
    assert str(locking.open_lock(lock.locked_key, "ABCD-EFGH-JKMN-PQRS-TUVW-XYZ2").to_public()) == lock.public
    with pytest.raises(pyrage.DecryptError):
        locking.open_lock(lock.locked_key, "ABCD-EFGH-JKMN-PQRS-TUVW-XYZ3")
    with pytest.raises(pyrage.DecryptError):
        locking.open_lock(
            lock.locked_key[:-1] + bytes([lock.locked_key[-1] ^ 1]), "ABCD-EFGH-JKMN-PQRS-TUVW-XYZ2"
        )
    assert making.ENDINGS[0][1] == "pdf"
