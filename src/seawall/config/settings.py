"""All settings, from the environment. Every name that starts with SEAWALL_ is explained in docs/how-to/run-a-server.md."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from pathlib import Path

from django.utils.csp import CSP

from seawall.config import env
from seawall.config.databases import by_address

ROOT = Path(__file__).resolve().parents[3]
SEAWALL_DEMO = env.flag("SEAWALL_DEMO")
DATA = env.path("SEAWALL_DATA", ROOT / "var" / ("demo" if SEAWALL_DEMO else "school"))
SEAWALL_KEY_FILE = env.path("SEAWALL_KEY_FILE", DATA / "server.key")
HTTPS = env.flag("SEAWALL_HTTPS", default=False)
"""Whether browsers reach this server by HTTPS. Off only on the machine itself: `serve` insists on it elsewhere (starting)."""


def _secret_key() -> str:
    """Derive Django's own key from the server key, so that there is one file to keep. Before set-up: a passing one."""
    if not SEAWALL_KEY_FILE.exists():
        return secrets.token_hex(32)
    return hashlib.blake2b(SEAWALL_KEY_FILE.read_bytes().strip(), person=b"seawall.django", digest_size=32).hexdigest()


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = env.words("SEAWALL_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [
    f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and not host.startswith("[") and host != "*"
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "seawall.govuk",
    "seawall.journal",
    "seawall.vault",
    "seawall.schools",
    "seawall.rota",
    "seawall.notices",
    "seawall.roll",
    "seawall.guidance",
    "seawall.reports",
    "seawall.questionbox",
    "seawall.links",
    "seawall.mailbox",
    "seawall.letterbox",
    "seawall.cases",
    "seawall.watch",
    "seawall.series",
    "seawall.referrals",
    "seawall.takedowns",
    "seawall.evidence",
    "seawall.support",
    "seawall.decisions",
    "seawall.post",
    "seawall.letters",
    "seawall.briefings",
    "seawall.retention",
    "seawall.web.shared",
    "seawall.web.public",
    "seawall.web.staff",
    "seawall.web.office",
    "seawall.worker",
    "seawall.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "seawall.web.shared.middleware.NothingKept",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "seawall.web.shared.middleware.SchoolOfRequest",
    "seawall.web.shared.middleware.NoFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "seawall.web.shared.languages.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "seawall.web.shared.middleware.RingOfRequest",
    "seawall.web.shared.middleware.RefusalPages",
]

ROOT_URLCONF = "seawall.config.urls"
WSGI_APPLICATION = "seawall.config.wsgi.application"
FORM_RENDERER = "seawall.govuk.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "django.template.context_processors.csp",
                "seawall.web.shared.context.of_request",
            ],
            "builtins": ["seawall.govuk.templatetags.govuk", "django.templatetags.i18n", "django.templatetags.static"],
        },
    },
]

DATABASES = {"default": by_address(env.text("DATABASE_URL") or f"sqlite:///{DATA / 'seawall.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- signing in ------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "schools.Person"
AUTHENTICATION_BACKENDS = ["seawall.web.shared.signing_in.ByAddress"]
PASSWORD_HASHERS = ["seawall.web.shared.passwords.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "seawall.web.shared.breached.Common"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "seawall.web.shared.breached.Breached"},
    {"NAME": "seawall.web.shared.breached.OwnName"},
]
SEAWALL_BREACHED = env.path("SEAWALL_BREACHED", Path("/")) if env.text("SEAWALL_BREACHED") else None
"""A file of breached passwords (SHA-1, sorted, as Have I Been Pwned gives it away); none: Django's 20,000 commonest."""
SEAWALL_OIDC = {
    "issuer": env.text("SEAWALL_OIDC_ISSUER"),
    "client_id": env.text("SEAWALL_OIDC_CLIENT_ID"),
    "secret_file": str(env.path("SEAWALL_OIDC_SECRET_FILE", Path())) if env.text("SEAWALL_OIDC_SECRET_FILE") else "",
    "name": env.text("SEAWALL_OIDC_NAME", "your school account"),
}
"""The school's own sign-in (OpenID Connect), one for a server; off while issuer, client or file is missing (web.shared.oidc)."""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "seawall.web.shared.signing_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "seawall.web.shared.sign_in_forms.SignInForm",
    "reauthenticate": "seawall.web.shared.sign_in_forms.AgainForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Wrong passwords are counted by person, never by internet address: a school has one address for all (web.shared.known_browser).
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "8/5m/key", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.flag("SEAWALL_BEHIND_PROXY"))
MFA_ADAPTER = "seawall.web.shared.signing_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "seawall.web.shared.sign_in_forms.CodeForm",
    "authenticate_webauthn": "seawall.web.shared.sign_in_forms.UsePasskeyForm",
    "reauthenticate": "seawall.web.shared.sign_in_forms.CodeAgainForm",
    "reauthenticate_webauthn": "seawall.web.shared.sign_in_forms.PasskeyAgainForm",
    "activate_totp": "seawall.web.shared.sign_in_forms.SetUpAppForm",
    "add_webauthn": "seawall.web.shared.sign_in_forms.AddPasskeyForm",
    "edit_webauthn": "seawall.web.shared.sign_in_forms.NamePasskeyForm",
    "login_webauthn": "seawall.web.shared.sign_in_forms.PasskeySignInForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
MFA_TOTP_TOLERANCE = (
    1  # a phone's clock may be half a minute off; each code still counts once (web.shared.sign_in_forms)
)
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Seawall"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# --- cookies, headers --------------------------------------------------------------------------------------------------------
_PREFIX = "__Host-" if HTTPS else ""
SESSION_ENGINE = "seawall.web.shared.sessions"
SESSION_COOKIE_NAME = f"{_PREFIX}session"
SESSION_COOKIE_AGE = 4 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_PREFIX}form"
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "seawall.web.shared.errors.form_too_old"
SEAWALL_VISIT_COOKIE = f"{_PREFIX}visit"
SEAWALL_LANGUAGE_COOKIE = f"{_PREFIX}in"
SEAWALL_RING_COOKIE = f"{_PREFIX}ring"
SEAWALL_KNOWN_COOKIE = f"{_PREFIX}known"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("SEAWALL_BEHIND_PROXY") else None
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = (
    1  # at the one address that takes a file (web.shared.one_file); the handler refuses it elsewhere
)
FILE_UPLOAD_HANDLERS = ["seawall.web.shared.middleware.RefuseFiles"]

# --- words, times, files -----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [
    ("en-gb", "English"),
    ("cy", "Cymraeg"),
    ("pl", "Polski"),
    ("ro", "Română"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("ur", "اردو"),
]
"""Those with a catalogue under src/seawall/locale, for the public pages; the desks are in English."""
LOCALE_PATHS = [ROOT / "src" / "seawall" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("SEAWALL_TIME_ZONE", "Europe/London")
STATIC_URL = "/static/"
STATIC_ROOT = env.path("SEAWALL_STATIC", ROOT / "var" / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.memory.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if env.flag("SEAWALL_PLAIN_STATIC")
        else "seawall.web.shared.static.Storage"
    },
}
WHITENOISE_USE_FINDERS = env.flag("SEAWALL_PLAIN_STATIC")
_MAIL = env.mailer("SEAWALL_MAIL_URL")
MAILERS: dict[str, dict[str, object]] = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
if _MAIL:
    MAILERS["default"] = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": _MAIL}
elif SEAWALL_DEMO:
    MAILERS["default"] = {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(DATA / "mail")},
    }
SEAWALL_MAIL = bool(_MAIL) or SEAWALL_DEMO
"""Whether notices go out by e-mail; without it the desk shows that they do not. The demonstration puts mails into a folder."""
SEAWALL_SITE = env.text("SEAWALL_SITE").rstrip("/")
"""Where the public pages are, as https://..., for the link in mails; not needed where each school has a host of its own."""
DEFAULT_FROM_EMAIL = env.text("SEAWALL_MAIL_FROM", "seawall@localhost")

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_content": {"()": "seawall.kit.logs.NoContent"}},
    "formatters": {
        "quiet": {"()": "seawall.kit.logs.QuietFormatter", "format": "{asctime} {levelname} {message}", "style": "{"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet", "filters": ["no_content"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "seawall": {"level": "INFO", "propagate": True},
    },
}
