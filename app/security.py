"""Who is there and what they may open: sign-in, declared access, headers, limits on attempts.

The only place that knows of flask_login and flask_limiter. Every route declares its access once; one that does not
is closed to everybody.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from flask import session as cookie
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import CSRFProtect

from app import clock
from app.steps.actor import Actor

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; media-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

V = TypeVar("V", bound=Callable[..., Any])
login_manager = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)


class Account(Protocol):
    """What this module needs of a person."""

    id: int
    session_version: int


@dataclass(frozen=True)
class Access:
    """Who may open a route: everybody, anyone signed in, holders of one of these roles, or the demonstration."""

    level: str
    roles: frozenset[str] = frozenset()
    expired: Callable[[], Any] | None = None
    """The page that gives back what was typed to somebody whose session has ended."""


class SignedIn(UserMixin):  # type: ignore[misc]
    """The person behind the session; a new `session_version` closes every session they had."""

    def __init__(self, person: Account) -> None:
        self.person = person

    def get_id(self) -> str:
        """Return what the session cookie keeps."""
        return f"{self.person.id}.{self.person.session_version}"


def public(view: V) -> V:
    """Declare a route open to everybody."""
    return _declare(view, Access("public"))


def signed_in(view: V) -> V:
    """Declare a route open to anyone who has signed in; what they may do there is asked of policies."""
    return _declare(view, Access("signed_in"))


def signed_in_or(expired: Callable[[], Any]) -> Callable[[V], V]:
    """Declare a route as `signed_in`; what is posted after the session has ended gets the page `expired()`.

    That page must give back what was typed and show nothing else of anybody. For the same reason the view checks the
    token itself, by its form: a token that has expired must not cost a text either.
    """

    def declare(view: V) -> V:
        csrf.exempt(view)
        return _declare(view, Access("signed_in", expired=expired))

    return declare


def holders_of(*roles: str) -> Callable[[V], V]:
    """Declare a route open to people who hold one of these roles somewhere; where is asked of policies."""
    return lambda view: _declare(view, Access("roles", frozenset(roles)))


def demonstration(view: V) -> V:
    """Declare a route that exists only in demonstration mode."""
    return _declare(view, Access("demonstration"))


def declared_access(view: Callable[..., Any]) -> Access | None:
    """Return what a view function declared, or None."""
    return getattr(view, "access", None)


def current_person() -> Any:
    """Return the person who is signed in, or None."""
    return current_user.person if current_user.is_authenticated else None


def current_actor() -> Actor:
    """Return who acts in this request: the person signed in and, when a helper acts, the resident.

    Raises 401 when nobody is signed in.
    """
    person = current_person()
    if person is None:
        abort(401)
    return Actor(person.id, helped_id())


def reading_actor() -> Actor | None:
    """Return who reads a public page, or None for a visitor."""
    return current_actor() if current_person() else None


@dataclass(frozen=True)
class Helping:
    """The resident for whom the person signed in acts, or acted until the half hour was over."""

    person_id: int
    name: str
    entry_id: int
    until: datetime

    @property
    def is_over(self) -> bool:
        """Say whether the half hour has passed: nothing may be done for the resident any more."""
        return self.until <= clock.now()


def helping() -> Helping | None:
    """Return the help under way, or over but not yet put down; None when one acts for oneself.

    A help that was stopped is over wherever a copy of the cookie may be.
    """
    kept = cookie.get("helping")
    if kept and _was_stopped(int(kept["entry_id"])):
        cookie.pop("helping")
        return None
    return Helping(**(kept | {"until": datetime.fromisoformat(kept["until"])})) if kept else None


def _was_stopped(entry_id: int) -> bool:
    """Ask once a request whether the help of the cookie was stopped."""
    if g.get("stopped_help", (None,))[0] != entry_id:
        g.stopped_help = (entry_id, current_app.extensions["help_was_stopped"](entry_id))
    return bool(g.stopped_help[1])


def helped_id() -> int | None:
    """Return the id of the resident for whom the person signed in acts now, or None."""
    now = helping()
    return now.person_id if now and not now.is_over else None


def start_helping(now: Helping) -> None:
    """Act for a resident from the next request on; the name is shown in the banner."""
    cookie["helping"] = asdict(now) | {"until": now.until.isoformat()}


def stop_helping() -> int | None:
    """Act for oneself again; return the id of the assisted entry that ends."""
    helping = cookie.pop("helping", None)
    return helping and int(helping["entry_id"])


def sign_in(person: Account) -> None:
    """Open a session in a fresh cookie, so that one planted before sign-in is worth nothing."""
    language = cookie.get("lang")
    cookie.clear()
    cookie.permanent = True
    cookie["nonce"] = secrets.token_hex(8)
    if language:
        cookie["lang"] = language
    login_user(SignedIn(person))


def sign_out() -> None:
    """Close the session."""
    logout_user()
    cookie.clear()


@dataclass(frozen=True)
class People:
    """What accounts tell of people: who has an id, whether they hold one of some roles, whether a help was stopped."""

    load: Callable[[int], Any]
    holds_role: Callable[[Any, frozenset[str]], bool]
    help_was_stopped: Callable[[int], bool]


def init_app(app: Flask, people: People) -> None:
    """Attach sign-in, access control, CSRF, limits and headers; accounts say what is known of people."""
    app.extensions["help_was_stopped"] = people.help_was_stopped
    login_manager.init_app(app)
    login_manager.login_view = "accounts.sign_in"
    login_manager.login_message = None
    csrf.init_app(app)
    limiter.init_app(app)

    @login_manager.user_loader  # type: ignore[untyped-decorator]
    def load(session_id: str) -> SignedIn | None:
        person_id, _, version = session_id.partition(".")
        person = people.load(int(person_id))
        return SignedIn(person) if person and str(person.session_version) == version else None

    @app.before_request
    def check_access() -> Response | None:
        if request.endpoint is None:
            return None
        access = _access_of(app, request.endpoint)
        if access is None:
            current_app.logger.error("route without access declaration: %s", request.endpoint)
            abort(403)
        return _refuse(access, people.holds_role)

    app.after_request(_with_headers)


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["PRODUCTION"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store" if g.get("_login_user") else "no-cache")
    return response


def _declare(view: V, access: Access) -> V:
    if declared_access(view) is not None:
        raise RuntimeError(f"{view.__name__} declares its access twice")
    view.access = access  # type: ignore[attr-defined]
    return view


def _access_of(app: Flask, endpoint: str) -> Access | None:
    if endpoint == "static":
        return Access("public")
    return declared_access(app.view_functions[endpoint])


def _refuse(access: Access, holds_role: Callable[[Any, frozenset[str]], bool]) -> Response | None:
    if access.level == "public":
        return None
    if access.level == "demonstration":
        return None if current_app.config["DEMO"] else abort(404)
    person = current_person()
    if person is None and "X-Kept" in request.headers:
        return Response(status=401)
    if person is None and access.expired and request.method == "POST":
        return access.expired()  # type: ignore[no-any-return]
    if person is None:
        return login_manager.unauthorized()  # type: ignore[no-any-return]
    if access.level == "roles" and not holds_role(person, access.roles):
        abort(403)
    return None
