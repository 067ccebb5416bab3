"""Where copies go."""

from pathlib import Path

from config.env import Environment
from config.refusal import StartRefused

RECIPIENTS = "backup_recipients"

# The file the screen and the doctor read; it names folders and times and nobody.
STATUS = "backup.json"


def place_of(env: Environment) -> Path:
    """The second place; refused where none is named or it lies inside the data."""
    if env.backup is None:
        raise StartRefused(
            "控えの置き場所が決まっていません。別のディスクか別の機械のフォルダーを用意し、"
            "設定のファイルに NORISHIRO_BACKUP=/mnt/hikae のように書いてください。"
        )
    place = env.backup.absolute()
    if env.home in (place, *place.parents):
        raise StartRefused(
            f"控えの置き場所 {place} が、データを置くフォルダーの中にあります。いっしょに失われるので、別のディスクを書いてください。"
        )
    return place


def recipients_file(env: Environment) -> Path:
    return env.home / RECIPIENTS
