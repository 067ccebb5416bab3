"""What is the same everywhere. Values from outside come through config.env, and only through it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from config import databases
from config.env import LOOPBACK, current
from config.office import office_of
from norishiro.agencies.accounts import limits

ENV = current()

DEBUG = False
ALLOWED_HOSTS = [*LOOPBACK, "[::1]", *ENV.allowed_hosts]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# Kept by hand, in the order of the storeys, top last. core stands before allauth so that its templates win.
ROOMS = [
    "norishiro.core",
    "norishiro.profiles",
    "norishiro.ledger",
    "norishiro.agencies",
    "norishiro.sharing",
    "norishiro.attachments",
    "norishiro.letterbox",
    "norishiro.handbook",
    "norishiro.people",
    "norishiro.resources",
    "norishiro.outreach",
    "norishiro.emergency",
    "norishiro.opendata",
    "norishiro.surveys",
    "norishiro.consultations",
    "norishiro.cases",
    "norishiro.family",
    "norishiro.surroundings",
    "norishiro.assessment",
    "norishiro.teams",
    "norishiro.training",
    "norishiro.visits",
    "norishiro.carers",
    "norishiro.meetings",
    "norishiro.community",
    "norishiro.food",
    "norishiro.funds",
    "norishiro.helpers",
    "norishiro.publicity",
    "norishiro.corporations",
    "norishiro.neighbours",
    "norishiro.plans",
    "norishiro.matching",
    "norishiro.evacuation",
    "norishiro.exports",
    "norishiro.finding",
    "norishiro.former",
    "norishiro.watching",
    "norishiro.incidents",
    "norishiro.rights",
    "norishiro.casework",
    "norishiro.public_site",
    "norishiro.indicators",
    "norishiro.reports",
    "norishiro.policies",
    "norishiro.questions",
    "norishiro.exchange",
    "norishiro.disposal",
    "norishiro.moving",
]

INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "leaflet",  # its static files alone: the map of the public pages (docs/adr/0060-public-site.md)
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "norishiro.public_site.middleware.kept_pages",
    "norishiro.core.middleware.no_store",
    "norishiro.agencies.middleware.notice_slow",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "norishiro.core.middleware.session_lifetime",
    "norishiro.agencies.middleware.stay_on_device",
    "norishiro.core.middleware.readable_address",
    "norishiro.core.late_posts.LatePosts",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "norishiro.core.middleware.broken_seal",
    "norishiro.agencies.middleware.choose_own_password",
    "norishiro.agencies.middleware.wear_hat",
    "norishiro.agencies.middleware.LedgerMustWrite",
    "allauth.account.middleware.AccountMiddleware",
    "norishiro.core.middleware.device_activity",
    "django_htmx.middleware.HtmxMiddleware",
]

if ENV.tells_metrics:
    MIDDLEWARE.insert(0, "config.metrics.measured")
NORISHIRO_METRICS_FROM = ENV.metrics_from
NORISHIRO_METRICS_TOKEN = ENV.metrics_token

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "norishiro.agencies.context.frame",
            ],
            "builtins": ["norishiro.core.templatetags.norishiro"],
        },
    }
]
FORM_RENDERER = "norishiro.core.forms.renderer.Renderer"

# --- Language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語")]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

# --- Database ----------------------------------------------------------------------------------
DATABASES = {
    "default": databases.settings_for(ENV, role=ENV.database_role),
    # What is open to everybody is read through this one (docs/adr/0060-public-site.md); it never writes.
    "public": databases.settings_for(ENV, role="public"),
}
if ENV.reports_from_standby and ENV.database_role == "app":
    DATABASES["standby"] = databases.standby_settings(ENV)
# Twelve screens ask 136 different questions; a plan takes the server about 180 kB of each connection (docs/adr/0054).
MOST_KEPT_PLANS = 250
# The counters of failed log-ins must be common to all workers and outlive a restart.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "norishiro_cache"},
}

# How long the name of the municipality is kept between looks at its profile.
NORISHIRO_FRAME_SECONDS = 60

# How long a process goes without asking whether anything public has changed, and half as long as it keeps a page it drew; the
# browser keeps that for thirty seconds more, so that a change shows within a minute (docs/adr/0060-public-site.md).
NORISHIRO_PUBLIC_SECONDS = 10
# Languages of the public pages that the town adds, and its boundary as GeoJSON for the map; neither need be there.
NORISHIRO_TONGUES = ENV.home / "tongues"
NORISHIRO_BOUNDARY = ENV.home / "boundary.geojson"
# Pictures of the land behind the map: none unless the town names a server; whoever runs it learns who looks where.
NORISHIRO_MAP_TILES = ENV.map_tiles
NORISHIRO_MAP_CREDIT = ENV.map_credit

# How long the health page repeats what it last found out about the ledger.
NORISHIRO_HEALTH_SECONDS = 5

# The role the pages connect as; migrations name it when they take rights away.
NORISHIRO_APP_ROLE = databases.APP_ROLE

# Where the key lies that signs checkpoints of the ledger, where they go, and who gets a copy by mail.
NORISHIRO_KEYS = ENV.home / "keys"
NORISHIRO_CHECKPOINTS = ENV.checkpoints or (ENV.home / "checkpoints",)
NORISHIRO_CHECKPOINT_MAIL = ENV.checkpoint_mail
# Copies of the whole database: where they go, and the note of how they stand (config/backup).
NORISHIRO_BACKUP = ENV.backup
NORISHIRO_BACKUP_NOTE = ENV.home / "backup.json"
# The name people open the house by, for what is told by mail; empty where it has none outside this machine.
NORISHIRO_ADDRESS = (
    f"{'https' if ENV.https else 'http'}://{ENV.allowed_hosts[0]}" if ENV.allowed_hosts else ""
)
EMAIL_HOST, EMAIL_PORT = ENV.smtp.split(":")
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = (
    ENV.mail_from or f"norishiro@{ENV.allowed_hosts[0] if ENV.allowed_hosts else 'localhost'}"
)

# What the page いまの様子 tells: since when this program runs, how it was told to, where its sizes are noted.
NORISHIRO_BEGAN = datetime.now(UTC)
NORISHIRO_HOME = ENV.home
NORISHIRO_WORKERS, NORISHIRO_THREADS = ENV.workers, ENV.threads
NORISHIRO_IS_EMBEDDED = ENV.is_embedded
NORISHIRO_GROWTH = ENV.home / "growth.jsonl"
NORISHIRO_CERTIFICATE = ENV.certificate
# Where it is noted what pages waited for longer than this.
NORISHIRO_SLOW = ENV.place / "slow.jsonl"
NORISHIRO_SLOW_SECONDS = ENV.slow_seconds

# Where the clock's errands leave word of how they went.
NORISHIRO_ERRANDS = ENV.home / "errands"

# Grounds for sharing that this municipality adds by its own ordinances, in the shape of sharing/grounds.toml.
NORISHIRO_GROUNDS = ENV.home / "grounds.toml" if (ENV.home / "grounds.toml").exists() else None

# The ring of the keys that seal values lies there too, or is a secret mounted elsewhere (ADR 0012).
NORISHIRO_SEALING_KEYS = ENV.sealing_keys

# --- Logging in --------------------------------------------------------------------------------
AUTH_USER_MODEL = "agencies.Staff"
AUTHENTICATION_BACKENDS = ["config.accounts.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login_id",)},
    },
    # The length and the words everybody tries are the town's: norishiro/agencies/data/accounts.toml.
    {
        "NAME": "config.accounts.MinimumLengthValidator",
        "OPTIONS": {
            "min_length": limits().password_least,
            "with_second_proof": limits().password_least_with_second_proof,
        },
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# The office's own log-in beside ours, where the town has named it (docs/adr/0101-the-offices-own-log-in.md).
NORISHIRO_OFFICE = office_of(ENV)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "config.accounts.StaffAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login_id"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_FORMS = {
    "login": "norishiro.core.forms.accounts.LoginForm",
    "change_password": "norishiro.core.forms.accounts.ChangePasswordForm",
    "reauthenticate": "norishiro.core.forms.accounts.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # a whole office often shares one address
    "login_failed": "30/m/ip,5/5m/key,10/15m/key",  # strangers, all together
    "login_failed_known": "5/5m/key,10/15m/key",  # a browser this account knows (config.known_devices)
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.proxy_count

MFA_ADAPTER = "config.accounts.StaffSecondProofAdapter"
MFA_FORMS = {
    "authenticate": "norishiro.core.forms.second_proof.AuthenticateForm",
    "reauthenticate": "norishiro.core.forms.second_proof.ReauthenticateForm",
    "activate_totp": "norishiro.core.forms.second_proof.ActivateForm",
    "add_webauthn": "norishiro.core.forms.second_proof.AddKeyForm",
    "edit_webauthn": "norishiro.core.forms.second_proof.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "のりしろ"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.https and ENV.is_loopback

USERSESSIONS_TRACK_ACTIVITY = True

# --- Sessions: 30 minutes without a touch (15 for those who run the system), 10 hours at most, gone when the browser
# closes. Messages to the reader wait in a sealed cookie: they may name somebody. ------------------------
MESSAGE_STORAGE = "norishiro.core.messages.MessageStorage"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "norishiro.core.sealing.sessions.SealedJSON"
SESSION_IDLE_AGE = 30 * 60
# The row lives a little longer than any log-in, so that the end of one is told and not guessed.
SESSION_COOKIE_AGE = 11 * 60 * 60
SESSION_ADMINISTRATOR_AGE = 15 * 60
SESSION_ABSOLUTE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Before the name of every cookie: by it the browser itself refuses one that was set without https, from a neighbour's host, or for
# a part of the addresses alone. Without https no browser would keep such a one.
NORISHIRO_COOKIES = "__Host-" if ENV.https else ""
SESSION_COOKIE_NAME = f"{NORISHIRO_COOKIES}norishiro_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENV.https
CSRF_COOKIE_NAME = f"{NORISHIRO_COOKIES}norishiro_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ENV.https
CSRF_FAILURE_VIEW = "norishiro.core.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ENV.allowed_hosts]

# --- What the browser is told ------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        # The QR code for an authenticator app is drawn in place; a map may have a server of pictures.
        "img-src": [SELF, "data:", *ENV.map_origins],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- Static files ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT: Path | None = ENV.place / "static"

# --- Uploads are bounded before anybody reads them ----------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 3
FILE_UPLOAD_HANDLERS = ["norishiro.core.files.InMemory"]  # never on the disk, never above its own limit
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

# --- Logs: where and what kind, never whom -------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "quiet": {
            "()": "config.logs.QuietJsonFormatter"
            if ENV.log_format == "json"
            else "config.logs.QuietFormatter"
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # An address that does not exist may hold whatever somebody typed; the access log counts it without.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.db.backends": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "norishiro": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
