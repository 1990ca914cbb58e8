"""Settings: made at the first run, refused when they would endanger people."""

import threading
from pathlib import Path

import pytest

from app.config import UnsafeSetting, settings

SAFE = {
    "PORTEVOIX_ENV": "production",
    "SECRET_KEY": "k" * 64,
    "SITE_URL": "https://porte-voix.example",
    "SMTP_URL": "smtp://mail.example",
}


@pytest.fixture
def safe(tmp_path: Path) -> dict[str, str]:
    return {**SAFE, "PORTEVOIX_INSTANCE": str(tmp_path)}


def test_production_starts_with_safe_settings(safe: dict[str, str]) -> None:
    config = settings(safe)

    assert config["PRODUCTION"]
    assert config["SESSION_COOKIE_SECURE"]
    assert not config["DEMO"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "court"}, "SECRET_KEY is shorter"),
        ({"PORTEVOIX_DEMO": "1"}, "PORTEVOIX_DEMO=1"),
        ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        ({"SITE_URL": "http://porte-voix.example"}, "SITE_URL"),
        ({"SITE_URL": ""}, "SITE_URL"),
        ({"SMTP_URL": ""}, "SMTP_URL"),
    ],
)
def test_production_refuses_each_unsafe_setting_and_says_which(
    safe: dict[str, str], change: dict[str, str], said: str
) -> None:
    with pytest.raises(UnsafeSetting) as refused:
        settings(safe | change)

    assert said in str(refused.value)
    assert str(refused.value).count("\n- ") == 1


def test_production_names_every_unsafe_setting_at_once(safe: dict[str, str]) -> None:
    with pytest.raises(UnsafeSetting) as refused:
        settings({**safe, "SECRET_KEY": "", "PORTEVOIX_DEMO": "1", "SMTP_URL": ""})

    assert str(refused.value).count("\n- ") == 3


def test_the_secret_is_drawn_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    environment = {"PORTEVOIX_INSTANCE": str(tmp_path)}

    first, second = settings(environment)["SECRET_KEY"], settings(environment)["SECRET_KEY"]

    assert first == second
    assert len(first) == 64
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    drawn: set[str] = set()
    environment = {"PORTEVOIX_INSTANCE": str(tmp_path)}
    starts = [threading.Thread(target=lambda: drawn.add(settings(environment)["SECRET_KEY"])) for _ in range(8)]

    for start in starts:
        start.start()
    for start in starts:
        start.join()

    assert len(drawn) == 1


@pytest.mark.parametrize("written", ["postgres://u@h/b", "postgresql://u@h/b", "postgresql+psycopg://u@h/b"])
def test_the_usual_addresses_of_postgresql_are_understood(tmp_path: Path, written: str) -> None:
    config = settings({"PORTEVOIX_INSTANCE": str(tmp_path), "DATABASE_URL": written})

    assert config["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u@h/b"
