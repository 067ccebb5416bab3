"""Where the test suite keeps its state. Imported by the test settings before anything reads the environment."""

import os
import tempfile
from pathlib import Path

# A suffix given from outside keeps the server's data between runs: quicker, for one person's own use.
IS_KEPT = "NORISHIRO_TEST_SUFFIX" in os.environ

SUFFIX = os.environ.setdefault("NORISHIRO_TEST_SUFFIX", str(os.getpid()))
HOME = Path(tempfile.gettempdir()) / f"norishiro-test-{os.geteuid()}-{SUFFIX}"
# A database of the program as people start it, laid once for all tests that start it.
LAID = Path(tempfile.gettempdir()) / f"norishiro-laid-{os.geteuid()}-{SUFFIX}"

# The suite must not depend on what the person who runs it has set for real use.
for name in (
    *("NORISHIRO_SETTINGS", "NORISHIRO_LOG_FORMAT", "DATABASE_URL_FILE"),
    *("NORISHIRO_SECRET_KEY", "NORISHIRO_HTTPS", "NORISHIRO_ALLOWED_HOSTS", "NORISHIRO_PROXY_COUNT"),
    *(
        "NORISHIRO_SEALING_KEYS",
        "NORISHIRO_CHECKPOINTS",
        "NORISHIRO_CHECKPOINT_MAIL",
        "NORISHIRO_BACKUP",
        "NORISHIRO_BACKUP_MAIL",
        "NORISHIRO_CERTIFICATE",
        "NORISHIRO_METRICS_FROM",
        "NORISHIRO_METRICS_TOKEN",
        "NORISHIRO_SLOW_SECONDS",
        "NORISHIRO_SMTP",
        "NORISHIRO_MAIL_FROM",
    ),
    *(
        "NORISHIRO_WORKERS",
        "NORISHIRO_THREADS",
        "DATABASE_APP_URL",
        "DATABASE_PUBLIC_URL",
        "HOST",
        "PORT",
        "PROFILE",
    ),
):
    os.environ.pop(name, None)
os.environ["NORISHIRO_HOME"] = str(HOME)
os.environ["NORISHIRO_DB_ROLE"] = "app"
