"""The keys of sealed values, seen from outside: made at the first start, checked at every start, `norishiro keys …`.

Decisions: docs/adr/0012-sealing.md. The rooms see only ``norishiro.core.sealing``.
"""

import argparse
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypedDict
from uuid import UUID

import psycopg

from config import custody, hosts, secret, socket_path
from config.databases import connect_arguments, settings_for
from config.env import Environment
from config.refusal import StartRefused
from norishiro.core.sealing import keystore
from norishiro.core.sealing.envelope import Unopened
from norishiro.core.sealing.keystore import KeyStore, Ring

COPIES = "copies.json"
ENOUGH_COPIES = 2
LOW = 5  # one fifth of the book left: time for another page

# What a copy of a database looks like from outside.
DUMPS = ("*.dump", "*.sql", "*.sql.gz", "*.backup", "backup_manifest", "base.tar*", "PG_VERSION")

Connection = psycopg.Connection[Any]


class Copy(TypedDict):
    """One copy of the keys, as it was when it was made."""

    folder: str
    made_on: str
    grown: int
    emptied: int


def store_of(env: Environment) -> KeyStore:
    folder = env.home / "keys"
    return KeyStore(ring=env.sealing_keys or folder / keystore.RING, book=folder)


def ensure(env: Environment) -> None:
    """Make the keys where nothing was ever sealed; with sealed data and no keys, refuse to start."""
    store = store_of(env)
    if store.ring.exists():
        return
    with psycopg.connect(**connect_arguments(settings_for(env, role="owner")), autocommit=True) as owner:
        if _key_rows(owner):
            raise StartRefused(
                f"封をしてある記録があるのに、その鍵が見つかりません（{store.ring}）。"
                "保管している控えから、鍵のフォルダーを戻してください。新しい鍵は作りません。"
                "docs/ja/運用の手引き の「鍵の守り方」に、手順があります。"
            )
    try:
        keystore.make(store, now=datetime.now(UTC))
    except Unopened as fault:
        raise StartRefused(str(fault)) from None


# --- what the doctor asks --------------------------------------------------------------------------


def faults(env: Environment, owner: Connection) -> Iterator[str]:
    """What forbids the start."""
    store = store_of(env)
    used = _key_rows(owner)
    if not store.ring.exists() and not used:
        return
    try:
        ring = keystore.load(store)
    except Unopened as fault:
        yield str(fault)
        return
    yield from _faults_of_book(store, ring)
    yield from _faults_of_use(ring, used)
    if socket_path.data_directory(env.home) in (*store.ring.parents, *store.book.parents):
        yield (
            "鍵が、データベースのフォルダーの中に置かれています。データベースの写しといっしょに持ち出されるので、"
            "NORISHIRO_SEALING_KEYS に別の場所を書いてください。"
        )


def worries(env: Environment, owner: Connection) -> Iterator[str]:
    """What does not forbid the start, but should be put right soon."""
    store = store_of(env)
    used = _key_rows(owner)
    if not used or not store.ring.exists():
        return
    try:
        ring = keystore.load(store)
    except Unopened:
        return
    copies = _copies(store)
    if (ring.slots - max(used) - 1) * LOW < ring.slots:
        yield "鍵の帳面の残りが少なくなりました。`norishiro keys make` でページを足し、控えを作り直してください。"
    yield from _worries_of_copies(ring, copies)
    for copy in copies:
        if _lies_beside_dump(Path(copy["folder"])):
            yield (
                f"鍵の控え（{copy['folder']}）が、データベースの写しと同じ場所にあります。"
                "いっしょに盗まれると、封をした値も読まれます。別の場所に移してください。"
            )


def unknown_numbers(owner: Connection, questions: Sequence[str]) -> Iterator[str]:
    """Values sealed with a key this database does not know: from another installation, or forged."""
    known = set(_key_rows(owner))
    owner.execute("SET norishiro.maintenance = 'on'")
    for question in questions:
        found = {int.from_bytes(bytes(row[0])) for row in owner.execute(question.encode()).fetchall()}
        if found - known:
            yield (
                f"知らない鍵で封をされた値があります（{len(found - known)}種類）。"
                "別のデータベースの行がまざっていないか、確かめてください。"
            )


def _faults_of_book(store: KeyStore, ring: Ring) -> Iterator[str]:
    for page in keystore.missing(store, ring):
        yield f"鍵の帳面のページ {page} がないか、途中で切れています。保管している控えから戻してください。"
    for page in sorted(store.book.glob("page-*.keys")):
        if keystore.is_open_to_others(page):
            yield f"鍵 {page} を、ほかの利用者も読めるようになっています。`chmod 600 {page}` で閉じてください。"


def _faults_of_use(ring: Ring, used: dict[int, str]) -> Iterator[str]:
    names = sorted(set(used.values()) - {one.name for one in ring.masters})
    if names:
        yield (
            f"鍵束に、使われている鍵（{'、'.join(names)}）がありません。"
            "保管している控えから、鍵のフォルダーを戻してください。"
        )
    if used and max(used) >= ring.slots:
        yield "鍵の帳面が、データベースより古いものです。新しい控えから、鍵のフォルダーを戻してください。"


def _worries_of_copies(ring: Ring, copies: Sequence[Copy]) -> Iterator[str]:
    whole = [copy for copy in copies if copy["grown"] == ring.grown]
    if len(whole) < ENOUGH_COPIES:
        yield (
            f"鍵の控えが{len(whole)}部しかありません。鍵をなくすと、封をした値は二度と読めません。"
            f"`norishiro keys copy 控えを入れるフォルダー` を、別々の媒体に{ENOUGH_COPIES}回行ってください。"
        )
    if any(copy["emptied"] != ring.emptied for copy in copies):
        yield (
            "廃棄したはずの鍵が、前の控えに残っています。`norishiro keys copy` で控えを作り直し、"
            "前の控えは捨ててください。"
        )


def _lies_beside_dump(folder: Path) -> bool:
    places = [folder, folder.parent]
    return any(any(place.glob(name)) for place in places if place.is_dir() for name in DUMPS)


def _key_rows(owner: Connection) -> dict[int, str]:
    """The keys that are in use, with the master that wraps each; none before the first migration."""
    if owner.execute("SELECT to_regclass('public.core_sealingkey')").fetchone() == (None,):
        return {}
    rows = owner.execute("SELECT number, master FROM core_sealingkey").fetchall()
    return {int(number): str(master) for number, master in rows}


# --- copies ----------------------------------------------------------------------------------------


def _copies(store: KeyStore) -> list[Copy]:
    """The newest note for each folder."""
    try:
        noted: list[Copy] = json.loads((store.book / COPIES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return list({copy["folder"]: copy for copy in noted}.values())


def copy_to(env: Environment, folder: Path) -> None:
    """Copy book and ring, read the copy back, and note that it was made. Never beside a copy of the database."""
    store = store_of(env)
    ring = keystore.load(store)
    target = KeyStore(ring=folder / keystore.RING, book=folder)
    if _lies_beside_dump(folder):
        raise StartRefused(
            f"{folder} には、データベースの写しがあります。いっしょに盗まれると、封をした値も読まれます。"
            "別の媒体に作ってください。"
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(1, ring.pages + 1):
            _copy_file(store.page(number), target.page(number))
        _copy_file(store.ring, target.ring)
    except OSError:
        raise StartRefused(
            f"{folder} に控えを書けませんでした。書き込める媒体か、空きがあるかを確かめてください。"
        ) from None
    _note_copies(store, [folder])


def _note_copies(store: KeyStore, folders: Sequence[Path]) -> None:
    ring, today = keystore.load(store), f"{datetime.now(UTC):%Y-%m-%d}"
    notes = [Copy(folder=str(one), made_on=today, grown=ring.grown, emptied=ring.emptied) for one in folders]
    kept = [copy for copy in _copies(store) if copy["folder"] not in {note["folder"] for note in notes}]
    (store.book / COPIES).write_text(json.dumps([*kept, *notes], ensure_ascii=False), encoding="utf-8")


def _copy_file(source: Path, target: Path) -> None:
    """Closed to others where the medium knows of others; a memory stick mostly does not."""
    shutil.copyfile(source, target)
    with suppress(PermissionError):
        target.chmod(0o600)
    if source.read_bytes() != target.read_bytes():
        raise OSError("the copy differs")


# --- norishiro keys … ------------------------------------------------------------------------------


def command(env: Environment, words: Sequence[str]) -> int:
    """Play one of the verbs; Django is ready, the connection is the owner's."""
    parser = argparse.ArgumentParser(prog="norishiro keys")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("status", help="鍵のようすを見る")
    verbs.add_parser("make", help="鍵を作る。もうあるときは、帳面にページを足す")
    verbs.add_parser("rotate", help="新しい鍵に替え、封をし直す（動かしたままでよい。止まったら、もう一度）")
    copy = verbs.add_parser("copy", help="鍵の控えを作る")
    copy.add_argument("folder", type=Path)
    three = verbs.add_parser(
        "share", help="鍵の控えを、三人で預かる（どの二人がそろっても開き、一人では開かない）"
    )
    three.add_argument("--to", type=Path, action="append", required=True, help="媒体のフォルダー（3つ書く）")
    gather = verbs.add_parser("open", help="三つに分けた控えの二つから、鍵を取り出す")
    gather.add_argument(
        "--from", dest="media", type=Path, action="append", required=True, help="媒体のフォルダー（2つ書く）"
    )
    gather.add_argument(
        "--into", type=Path, help="取り出す空のフォルダー。書かなければ、開くかどうかを確かめるだけ（練習）"
    )
    secret_key = verbs.add_parser(
        "secret", help="秘密の鍵（ログインや様式の署名）を替える（動かしたままでよい）"
    )
    secret_key.add_argument(
        "--at-once",
        action="store_true",
        help="前の鍵で署名したものを、いますぐ無効にする（全員がログインし直す）",
    )
    destroy = verbs.add_parser("destroy", help="鍵を捨てる。元には戻せない")
    which = destroy.add_mutually_exclusive_group(required=True)
    which.add_argument("--subject", type=UUID, help="この人・このケースの鍵（記録の廃棄）")
    which.add_argument(
        "--retired", action="store_true", help="替える前の古い鍵（前のデータベースの写しは開けなくなる）"
    )
    destroy.add_argument("--reason", required=True, help="捨てる理由。台帳に残る")
    destroy.add_argument("--certain", action="store_true", help="確かめたうえで、ほんとうに捨てる")
    chosen = parser.parse_args(words)
    try:
        return _play(env, chosen)
    except Unopened as fault:
        raise StartRefused(str(fault)) from None


def _play(env: Environment, chosen: argparse.Namespace) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET norishiro.maintenance = 'on'")  # sealed rows stand behind the wall
    if chosen.verb == "status":
        return _status(env)
    if chosen.verb == "make":
        return _make(env)
    if chosen.verb == "rotate":
        return _rotate(env)
    if chosen.verb == "copy":
        copy_to(env, chosen.folder.absolute())
        print(
            f"控えを {chosen.folder} に作りました。媒体を封筒に入れ、日付を書いて、鍵のかかる場所にしまってください。"
        )
        return 0
    if chosen.verb == "share":
        return _share(env, chosen.to)
    if chosen.verb == "open":
        return _open(env, chosen.media, into=chosen.into)
    if chosen.verb == "secret":
        return _secret(env, at_once=chosen.at_once)
    return _destroy(env, chosen)


def _share(env: Environment, folders: Sequence[Path]) -> int:
    for folder in folders:
        if _lies_beside_dump(folder):
            raise StartRefused(
                f"{folder} には、データベースの写しがあります。いっしょに盗まれないよう、別の媒体に作ってください。"
            )
    store = store_of(env)
    custody.share(store, [folder.absolute() for folder in folders], today=f"{datetime.now(UTC):%Y-%m-%d}")
    _note_copies(store, folders)
    print(
        "鍵の控えを、3つの媒体に分けました。封筒に入れ、日付を書いて、別々の人が別々の鍵のかかる場所にしまってください。"
        "どの2つがそろっても開き、1つでは開きません。`norishiro keys open --from 媒体 --from 媒体` で、開くことを確かめられます。"
    )
    return 0


def _open(env: Environment, media: Sequence[Path], *, into: Path | None) -> int:
    contents = custody.opened([folder.absolute() for folder in media])
    if into is not None:
        custody.write_back(contents, into.absolute())
        print(
            f"鍵を {into} に取り出しました。NORISHIRO_HOME の keys に入れ、`norishiro doctor` で確かめてください。"
        )
        return 0
    other = custody.differing(contents, store_of(env)) if store_of(env).ring.exists() else []
    if other:
        print(
            f"△ 2つの媒体で開きましたが、いまの鍵とはちがいます（{'、'.join(other)}）。`norishiro keys share` で、分け直してください。"
        )
        return 1
    print("○ 2つの媒体で、いまの鍵が開きました。")
    return 0


def _secret(env: Environment, *, at_once: bool) -> int:
    from norishiro.ledger import events, operations

    secret.renew(env, at_once=at_once)
    hosts.mark(env)
    operations.sign_system(
        events.KEYS_CHANGED, changes={"secret": ("", "at once" if at_once else "with the one before")}
    )
    print(
        "秘密の鍵を替えました。前の鍵で署名したものは、もう通りません。全員がログインし直します（書きかけは残ります）。"
        if at_once
        else "秘密の鍵を替えました。ログインしている人は、そのまま続けられます。前の鍵は7日たつと無効になります。"
    )
    return 0


def _status(env: Environment) -> int:
    from norishiro.core.models import SealingKey

    store = store_of(env)
    ring = keystore.load(store)
    keys = SealingKey.objects.all()
    print(f"鍵束: {len(ring.masters)}本（いま封をするのは {ring.newest.name}）")
    print(f"帳面: {ring.pages}ページ、{ring.slots}行のうち {keys.count()}行を使用")
    print(f"引退した鍵: {keys.exclude(retired_at=None).count()}")
    for copy in _copies(store):
        print(f"控え: {copy['made_on']} {copy['folder']}")
    return 0


def _make(env: Environment) -> int:
    from norishiro.ledger import events, operations

    store = store_of(env)
    if not store.ring.exists():
        ensure(env)
        print("鍵を作りました。`norishiro keys copy` で、控えを2部作ってください。")
    else:
        keystore.add_page(store)
        print("鍵の帳面にページを足しました。`norishiro keys copy` で、控えを作り直してください。")
    operations.sign_system(events.KEYS_MADE)
    return 0


def _rotate(env: Environment) -> int:
    from norishiro.core.sealing import columns
    from norishiro.ledger import events, operations

    store = store_of(env)
    if columns.is_unfinished(store):
        print("前の続きから始めます。")
    else:
        _room_for_all(store)
        keystore.add_master(store, now=datetime.now(UTC))
    renewed = broken = 0
    for _name, batch in columns.renew_all(store):
        renewed, broken = renewed + batch.renewed, broken + batch.broken
    name = keystore.load(store).newest.name
    operations.sign_system(events.KEYS_CHANGED, changes={"master": ("", name), "values": ("", renewed)})
    print(
        f"鍵を {name} に替え、{renewed}件に封をし直しました。`norishiro keys copy` で、控えを作り直してください。"
    )
    if broken:
        print(f"開けられない値が{broken}件ありました。そのままにしてあります。情報担当に知らせてください。")
    return 1 if broken else 0


def _room_for_all(store: KeyStore) -> None:
    """Every keeper takes one more slot."""
    from norishiro.core.models import SealingKey

    keepers = SealingKey.objects.filter(retired_at=None).count()
    last = SealingKey.objects.order_by("-number").values_list("number", flat=True).first() or 0
    while keystore.load(store).slots - last - 1 < 2 * keepers:
        keystore.add_page(store)


def _forget_retired(store: KeyStore) -> None:
    """Slots, rows and masters that nothing needs. Nobody makes a key meanwhile, so none is overlooked."""
    from django.db import connection, transaction

    from norishiro.core.models import SealingKey
    from norishiro.core.sealing import columns

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE core_sealingkey IN SHARE ROW EXCLUSIVE MODE")
        numbers = columns.retired_numbers()
        SealingKey.objects.filter(number__in=numbers).delete()
        needed = set(SealingKey.objects.values_list("master", flat=True))
        keystore.empty(store, numbers)
        keystore.drop_masters(store, {one.name for one in keystore.load(store).masters} - needed)


def _what_ends(store: KeyStore, numbers: Iterable[int]) -> str:
    """What goes with the retired keys: masters nothing needs any more, and the log-ins sealed with them."""
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from norishiro.core.models import SealingKey
    from norishiro.core.sealing.sessions import master_of

    ring = keystore.load(store)
    needed = {
        ring.newest.name,
        *SealingKey.objects.exclude(number__in=numbers).values_list("master", flat=True),
    }
    gone = [one.name for one in ring.masters if one.name not in needed]
    if not gone:
        return "いま封をしてある値と、ログインしている人は、そのままです。読めなくなるのは、替える前の写しだけです。"
    log_ins = Session.objects.filter(expire_date__gt=timezone.now()).values_list("session_data", flat=True)
    held = sum(master_of(data) in gone for data in log_ins.iterator())
    told = (
        f"その鍵で封をしたログインが{held}件あり、すぐに切れます。その人たちは、もう一度ログインすれば続けられます"
        "（書きかけは残ります）。みんなが帰ったあとに行うと、だれも困りません。"
        if held
        else "その鍵で封をしたログインは、いまありません。"
    )
    return f"替える前の親の鍵（{'、'.join(gone)}）もなくなります。{told}"


def _destroy(env: Environment, chosen: argparse.Namespace) -> int:
    from django.db import transaction

    from norishiro.core.sealing import columns, keepers
    from norishiro.ledger import events, operations

    store = store_of(env)
    numbers = (
        columns.retired_numbers()
        if chosen.retired
        else list(keepers.keys_of(store, chosen.subject).values_list("number", flat=True))
    )
    if not numbers:
        print("捨てる鍵はありません。")
        return 0
    if not chosen.certain:
        print(f"{len(numbers)}本の鍵を捨てます。封をした値は、データベースの写しからも読めなくなります。")
        if chosen.retired:
            print(_what_ends(store, numbers))
        print("元には戻せません。よければ、同じ命令に --certain を付けて、もう一度行ってください。")
        return 1
    subjects = [] if chosen.retired else [chosen.subject]
    with transaction.atomic():
        operations.sign(operations.System(), events.KEYS_DESTROYED, subjects=subjects, reason=chosen.reason)
    if chosen.retired:
        _forget_retired(store)
    else:
        keepers.destroy(chosen.subject)
    print(
        f"{len(numbers)}本の鍵を捨てました。`norishiro keys copy` で控えを作り直し、前の控えを捨ててください。"
    )
    return 0
