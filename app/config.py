"""Settings: read from the environment, kept in one folder, refused when unsafe for the public."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SHORTEST_SECRET = 32
"""Characters: a secret key below this can be guessed."""


class UnsafeSetting(RuntimeError):
    """The application must not be opened to the public with these settings; the message names each of them."""


def settings(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return every setting of the application; makes the instance folder and its secret at the first run.

    Raises UnsafeSetting in production when a setting would endanger people.
    """
    instance = Path(environ.get("PORTEVOIX_INSTANCE", ROOT / "instance")).resolve()
    instance.mkdir(parents=True, exist_ok=True)
    production = environ.get("PORTEVOIX_ENV", "development") == "production"
    config: dict[str, Any] = {
        "PRODUCTION": production,
        "DEMO": environ.get("PORTEVOIX_DEMO", "") == "1",
        "INSTANCE": instance,
        "UPLOADS": instance / "uploads",
        "KEYS": environ.get("PORTEVOIX_KEYS", str(instance / "keys")).split(":"),
        "MIGRATIONS": str(ROOT / "migrations"),
        "SECRET_KEY": environ.get("SECRET_KEY") or _kept_secret(instance / "secret.key"),
        "SQLALCHEMY_DATABASE_URI": _database(environ.get("DATABASE_URL", ""), instance),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True, "hide_parameters": True},
        "SITE_URL": environ.get("SITE_URL", f"http://127.0.0.1:{environ.get('PORT', '5000')}"),
        "SMTP_URL": environ.get("SMTP_URL", ""),
        "MAIL_FROM": environ.get("MAIL_FROM", "Porte-voix <ne-pas-repondre@porte-voix.example>"),
        "SMS_FOLDER": instance / "sms",
        "SMS_GATEWAY": environ.get("SMS_GATEWAY", "file"),
        "JOBS_URL": environ.get("JOBS_URL", ""),
        "RATELIMIT_STORAGE_URI": environ.get("RATELIMIT_URL", "memory://"),
        "PROXIES": int(environ.get("PROXIES", "0")),
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "SESSION_COOKIE_NAME": "porte_voix",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": production,
        "PERMANENT_SESSION_LIFETIME": 14 * 24 * 3600,
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "fr",
        "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
    }
    if production:
        _refuse_unsafe(config, environ)
    return config


def _database(url: str, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'porte-voix.db'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _kept_secret(path: Path) -> str:
    """Read the instance's secret, drawing one at the first run; two processes starting at once agree on one."""
    if not path.exists():
        drawn = path.with_suffix(f".{secrets.token_hex(4)}")
        drawn.touch(mode=0o600)
        drawn.write_text(secrets.token_hex(32))
        try:
            os.link(drawn, path)
        except FileExistsError:
            pass
        finally:
            drawn.unlink()
    return path.read_text().strip()


def _refuse_unsafe(config: Mapping[str, Any], environ: Mapping[str, str]) -> None:
    faults = []
    if not environ.get("SECRET_KEY"):
        faults.append("SECRET_KEY is not set (draw one: python -c 'import secrets; print(secrets.token_hex(32))')")
    elif len(config["SECRET_KEY"]) < SHORTEST_SECRET:
        faults.append(f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters")
    if config["DEMO"]:
        faults.append("PORTEVOIX_DEMO=1 lets anyone sign in as anyone")
    if environ.get("FLASK_DEBUG", "0") not in ("", "0"):
        faults.append("FLASK_DEBUG shows the code to visitors")
    if not config["SITE_URL"].startswith("https://"):
        faults.append("SITE_URL must be the https:// address that people type")
    if not config["SMTP_URL"]:
        faults.append("SMTP_URL is not set: no e-mail could leave")
    if faults:
        raise UnsafeSetting("Porte-voix refuses to start in production:\n- " + "\n- ".join(faults))
