"""What the doctor asks about the office's own log-in, where the settings file names one (docs/adr/0101-the-offices-own-log-in.md)."""

import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path

from config.env import Environment
from config.points import Fault, Point, Scene
from norishiro.agencies.accounts import Office

# The clocks of both may be two minutes apart; half of it is a sign that one of them runs alone.
APART_SECONDS = 60


def office_of(env: Environment) -> Office | None:
    """As the pages get it; nothing where it is not wholly named."""
    if not env.has_office:
        return None
    return Office(
        issuer=env.office_issuer, client=env.office_client, secret=env.office_secret, label=env.office_label,
        second_proof=env.office_second_proof, asks_again=env.office_asks_again,
        authorities=str(env.office_authorities or ""),
    )  # fmt: skip


def whole(env: Environment) -> Iterator[Fault]:
    """Half of it is as good as none, and somebody believes it is on."""
    given = {
        "NORISHIRO_OFFICE_ISSUER": env.office_issuer, "NORISHIRO_OFFICE_CLIENT": env.office_client,
        "NORISHIRO_OFFICE_SECRET_FILE": env.office_secret,
    }  # fmt: skip
    missing = [name for name, value in given.items() if not value]
    if missing and len(missing) < len(given):
        yield Fault(
            sentence=f"庁内のログインの設定が足りないので、使っていません。{'・'.join(missing)} を書くか、ほかを消してください。",
            is_fatal=False,
        )


def parts(env: Environment, *, are_there: bool) -> Iterator[Fault]:
    if env.has_office and not are_there:
        yield Fault(
            sentence="庁内のログインに要る部品（Authlib と requests）がありません。"
            "requirements.lock のとおりに入れ直すか、NORISHIRO_OFFICE_ で始まる設定を消してください。"
        )


def line(env: Environment) -> Iterator[Fault]:
    """Over an open line anybody between could answer as the issuer."""
    if env.has_office and not env.office_issuer.startswith("https://") and env.https:
        yield Fault(
            sentence="庁内のログインの番地が https ではありません。NORISHIRO_OFFICE_ISSUER を https:// から書いてください。"
        )


def authorities(file: Path | None) -> Iterator[Fault]:
    if file is None:
        return
    try:
        found = b"BEGIN CERTIFICATE" in file.read_bytes()
    except OSError:
        found = False
    if not found:
        yield Fault(
            sentence=f"庁内のログインの発行元の証明書 {file} が読めません。場所・持ち主・形（PEM）を確かめてください。"
        )


def answers(office: Office | None, *, now: float) -> Iterator[Fault]:
    """Whether it answers, calls itself as it was named, and has our time. Asked only when somebody calls the doctor."""
    if office is None or not _are_there():
        return
    from norishiro.agencies import issuer

    try:
        issuer.discover(office)
        clock = issuer.clock_of(office)
    except (issuer.IssuerAway, issuer.NotProved, OSError) as why:
        yield Fault(
            sentence="庁内のログインの発行元につながらないか、名乗りが設定とちがいます"
            f"（{why}）。番地・証明書・ファイアウォールを確かめてください。職員IDとパスワードでは入れます。",
            is_fatal=False,
        )
        return
    if clock is not None and abs(clock - now) > APART_SECONDS:
        yield Fault(
            sentence=f"庁内のログインの発行元と、時計が{abs(clock - now):.0f}秒ちがいます。120秒より大きくなると入れません。"
            "どちらの機械も、時刻のサーバーと合わせてください。",
            is_fatal=False,
        )


def _are_there() -> bool:
    return all(importlib.util.find_spec(name) for name in ("authlib", "joserfc", "requests"))


def _asked(scene: Scene) -> Iterator[Fault]:
    yield from answers(office_of(scene.env), now=time.time())


POINTS: list[Point] = [
    Point(
        code="office_whole",
        name="庁内のログインの設定が、そろっている",
        on="look",
        ask=lambda at: whole(at.env),
    ),
    Point(
        code="office_parts",
        name="庁内のログインに要る部品がある",
        on="start",
        ask=lambda at: parts(at.env, are_there=_are_there()),
    ),
    Point(
        code="office_line",
        name="庁内のログインの番地が https である",
        on="start",
        ask=lambda at: line(at.env),
    ),
    Point(
        code="office_authorities",
        name="庁内のログインの発行元の証明書が読める",
        on="start",
        ask=lambda at: authorities(at.env.office_authorities),
    ),
    Point(
        code="office_answers",
        name="庁内のログインの発行元が答え、時計が合っている",
        on="look",
        ask=_asked,
    ),
]
