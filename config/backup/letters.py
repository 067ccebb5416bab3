"""Word by mail when copies are late or wrong: once when it begins, once a day while it lasts, once when it is over."""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage

from config.backup import status, watching
from config.env import Environment

AGAIN = timedelta(days=1)


def tell(env: Environment, *, now: datetime) -> None:
    """Nothing of the records is in it. A relay that does not answer is tried again in the next round."""
    if not env.backup_mail:
        return
    found = list(watching.troubles(env, now=now, running=True))
    told = status.read(env).get("told") or {}
    if not is_due(found, told=told, now=now):
        return
    if _send(env, found):
        status.note(env, {"told": {"at": now.isoformat(), "faults": found}})


def is_due(found: Sequence[str], *, told: status.Status, now: datetime) -> bool:
    if list(found) != list(told.get("faults", [])):
        return True
    return bool(found) and now - datetime.fromisoformat(told["at"]) >= AGAIN


def _send(env: Environment, found: Sequence[str]) -> bool:
    letter = EmailMessage()
    letter["Subject"] = (
        "のりしろの控えに、直すところがあります" if found else "のりしろの控えは、もとに戻りました"
    )
    letter["From"] = env.mail_from or "norishiro@localhost"
    letter["To"] = ", ".join(env.backup_mail)
    words = [f"・{one}" for one in found] or ["控えは、とれています。"]
    letter.set_content("\n".join([*words, "", "個人の情報は入っていません。"]))
    host, _, port = env.smtp.rpartition(":")
    try:
        with smtplib.SMTP(host, int(port), timeout=10) as relay:
            relay.send_message(letter)
    except (OSError, smtplib.SMTPException):
        return False
    return True
