"""One settings module. What differs between machines comes from the environment (environment.py, README)."""

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from . import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environment.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = environment.flag("DEBUG", False)
DEMO = environment.flag("DEMO", False)  # people to become with one click, a mailbox page: never in production
SECRET_KEY = environment.text("SECRET_KEY", example="$(openssl rand -base64 48)")
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
SITE_URL = environment.site("SITE_URL")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]", site=SITE_URL)
SECURE = SITE_URL.startswith("https://")
BEHIND_PROXY = environment.flag("BEHIND_PROXY", False)
if SECURE and not BEHIND_PROXY:  # or each page would send whoever asks for it back to itself
    raise ImproperlyConfigured(
        "SITE_URL begins with https://, and this server does not end TLS itself: set BEHIND_PROXY=on, and have the "
        "proxy in front of it set X-Forwarded-Proto and X-Forwarded-For."
    )

INSTALLED_APPS = [
    "mkbroute.access",
    "mkbroute.organisations",
    "mkbroute.mail",
    "mkbroute.documents",
    "mkbroute.exports",
    "mkbroute.design",
    "routes",
    "matching",
    "agreements",
    "surveys",
    "mkbroute.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
]

MIDDLEWARE = [
    "mkbroute.health.health_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mkbroute.organisations.hosts.host_middleware",
    "mkbroute.access.middleware.ActorMiddleware",
    "mkbroute.organisations.second_factor.second_factor_middleware",
    "mkbroute.organisations.same_hat.same_hat_middleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]

ROOT_URLCONF = "mkbroute.urls"
WSGI_APPLICATION = "mkbroute.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "mkbroute.organisations.context.portal",
            ],
            "builtins": ["mkbroute.design.templatetags.design", "routes.templatetags.route_help"],
        },
    }
]
FORM_RENDERER = "mkbroute.design.renderer.Renderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# -- data ---------------------------------------------------------------------------------------------------------

# Persistent connections with a health check: performance.md measured 0.67 x throughput without, and failing
# requests after a database restart without the check.
DATABASES = {
    "default": {
        **environment.database("DATABASE_URL"),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # safe behind PgBouncer in transaction mode
        "OPTIONS": {"options": "-c lock_timeout=10s -c statement_timeout=60s", "connect_timeout": 5},
    }
}
REDIS_URL = environment.url("REDIS_URL", schemes=("redis", "rediss"), example="redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "mkbroute.cache.RedisOrMemoryCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},  # a frozen cache must not freeze the pages
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # revocable, and no log-out when Redis is gone
SESSION_COOKIE_AGE = 14 * 24 * 3600

STORAGES = {
    "default": {
        "BACKEND": "mkbroute.documents.files.ContentStorage",
        "OPTIONS": {"location": VAR_DIR / "documents", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Whoever collects them need not be who serves them; FILE_UPLOAD_PERMISSIONS is for documents.
        "OPTIONS": {"file_permissions_mode": 0o644},
    },
}
STATIC_URL = "static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

# -- language -----------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# -- people -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "mkbroute.organisations.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
# Everyone comes in by one door: an address, and the code that is mailed to it. Who is new gets an account on the way,
# so the door answers the same to all (organisations.forms.account). A password may be added, and a passkey.
ACCOUNT_ADAPTER = "mkbroute.organisations.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "mkbroute.organisations.forms.account.LoginForm",
    "confirm_login_code": "mkbroute.organisations.forms.account.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "mkbroute.organisations.forms.account.ConfirmEmailForm",
    "confirm_password_reset_code": "mkbroute.organisations.forms.account.ConfirmPasswordResetForm",
    "add_email": "mkbroute.organisations.forms.account.AddEmailForm",
    "change_password": "mkbroute.organisations.forms.account.ChangePasswordForm",
    "set_password": "mkbroute.organisations.forms.account.SetPasswordForm",
    "reset_password": "mkbroute.organisations.forms.account.ResetPasswordForm",
    "reset_password_from_key": "mkbroute.organisations.forms.account.ResetPasswordKeyForm",
    "reauthenticate": "mkbroute.organisations.forms.account.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds; mail may take a while
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True  # one address each
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True  # SESSION_COOKIE_AGE
# Digits, because a phone then shows its number keys; eight, because three guesses at six would be too many a day.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_ADAPTER = "mkbroute.organisations.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "mkbroute.organisations.forms.account.AuthenticateForm",
    "reauthenticate": "mkbroute.organisations.forms.account.ReauthenticateCodeForm",
    "activate_totp": "mkbroute.organisations.forms.account.ActivateTOTPForm",
    "add_webauthn": "mkbroute.organisations.forms.account.AddWebAuthnForm",
    "edit_webauthn": "mkbroute.organisations.forms.account.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Mkb-route"
MFA_TOTP_TOLERANCE = 1  # steps of half a minute that a phone's clock may be off
# Coordinators and the programme team see other people's data: a password or mailbox alone is not enough.
SECOND_FACTOR_REQUIRED = environment.flag("SECOND_FACTOR_REQUIRED", True)

# -- mail ---------------------------------------------------------------------------------------------------------

globals().update(environment.mail_server("SMTP_URL"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "Mkb-route in het hbo <geen-antwoord@mkb-route.example.nl>")

# -- work in the background -----------------------------------------------------------------------------------------

# Celery only says "look": what must happen is a row. These settings keep even the saying from being lost.
CELERY = {
    "broker_url": REDIS_URL,
    "task_ignore_result": True,
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "worker_prefetch_multiplier": 1,
    "worker_max_tasks_per_child": 500,
    "task_time_limit": 300,
    "task_soft_time_limit": 270,
    "task_default_queue": "default",
    "broker_connection_retry_on_startup": True,
    "broker_transport_options": {
        "max_retries": 0,  # who wakes a worker does not wait six seconds for a broker that is down: a sweep comes
        "visibility_timeout": 3_900,  # more than twice the longest that a task may take
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,
        "socket_connect_timeout": 3,
    },
    "timezone": TIME_ZONE,
    "beat_schedule": {
        "funnels": {"task": "routes.keep_funnels", "schedule": 24 * 3600.0},
        "log-ins": {"task": "organisations.forget_unconfirmed", "schedule": 24 * 3600.0},
        "drafts": {"task": "routes.forget_drafts", "schedule": 24 * 3600.0},
        "mail": {"task": "mail.deliver", "schedule": 60.0},
        "exports": {"task": "exports.sweep", "schedule": 60.0},
        "seal": {"task": "agreements.sweep", "schedule": 60.0},
        "dispatches": {"task": "agreements.sweep_dispatches", "schedule": 60.0},
        "endings": {"task": "agreements.sweep_endings", "schedule": 60.0},
        "introductions": {"task": "matching.introductions", "schedule": 60.0},
        "nudges": {"task": "matching.nudge", "schedule": crontab(hour="8", minute="30")},
        "reminders": {"task": "agreements.remind", "schedule": crontab(hour="8", minute="0")},
        "alerts": {"task": "agreements.tell_daily", "schedule": crontab(hour="7", minute="30")},
        "talks": {"task": "agreements.remind_of_talks", "schedule": 3600.0},
        "seal-key": {"task": "documents.check_seal_key", "schedule": 3600.0},
        "seal-warning": {"task": "agreements.warn_of_seal", "schedule": 24 * 3600.0},
        "stamps": {"task": "documents.stamp", "schedule": 300.0},
        "retention": {"task": "documents.remove_what_is_due", "schedule": crontab(hour="3", minute="15")},
        "places-still-open": {"task": "matching.ask_still_open", "schedule": crontab(hour="9", minute="0")},
        "saved-searches": {"task": "matching.tell_searchers", "schedule": crontab(hour="7", minute="0")},
        "forget-searches": {"task": "matching.forget_searches", "schedule": 24 * 3600.0},
        "letters": {"task": "routes.sweep_letters", "schedule": 60.0},
        "rounds": {"task": "matching.sweep_rounds", "schedule": 60.0},
        "round-answers": {"task": "matching.remind", "schedule": crontab(hour="8", minute="15")},
        "waves": {"task": "surveys.sweep", "schedule": 60.0},
        "results": {"task": "surveys.compute", "schedule": 300.0},
        "open-answers": {"task": "surveys.open_answers", "schedule": 300.0},
        "themes": {"task": "surveys.count_themes", "schedule": 300.0},
        "forget-words": {"task": "surveys.forget_words", "schedule": crontab(hour="3", minute="45")},
        "wave-reminders": {"task": "surveys.remind", "schedule": crontab(hour="9", minute="30")},
        "wave-thanks": {"task": "surveys.thank", "schedule": crontab(hour="6", minute="30")},
        "indicators": {"task": "routes.count_indicators", "schedule": crontab(hour="2", minute="30")},
    },
    "beat_schedule_filename": str(VAR_DIR / "celerybeat-schedule"),
}

# -- the seal -----------------------------------------------------------------------------------------------------

SEAL_KEY_FILE = environment.text("SEAL_KEY_FILE", str(VAR_DIR / "seal.p12"))
SEAL_KEY_PASSWORD = environment.text("SEAL_KEY_PASSWORD", "")
# A module of yours, "package.module.function": answers a signer of pyHanko, for a key in hardware or elsewhere.
SEAL_SIGNER = environment.text("SEAL_SIGNER", "")
SEAL_ROOTS_FILE = environment.text("SEAL_ROOTS_FILE", "")  # PEM: the roots above the seal and the time stamps
TIMESTAMP_URL = environment.url("TIMESTAMP_URL", "", schemes=("http", "https"), example="https://tsa.example.nl")

# -- safety -------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "img-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "mkbroute.logs.Formatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.choice("LOG_LEVEL", "INFO", LOG_LEVELS)},
    # seven lines per document, and one per font
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint.progress", "fontTools")},
}
