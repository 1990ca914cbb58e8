"""A PostgreSQL server of our own for one test session, started from the binaries found on the machine."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg

DATABASE = "porte_voix"
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}
"""Nothing here must survive a power cut."""
SWEEPING = 100
"""Tests after which the room of the deleted rows is given back: dead rows slow every later search."""


def binaries() -> Path | None:
    """Find the folder of initdb and pg_ctl: in the PATH, or where Debian keeps the newest version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


class Server:
    """A throw-away cluster reached by a Unix socket in its own folder."""

    def __init__(self, folder_of_binaries: Path) -> None:
        self._binaries = folder_of_binaries
        self._folder = Path(tempfile.mkdtemp(prefix="pv-pg-", dir="/tmp"))
        self._owner = _unprivileged()
        self._door: psycopg.Connection[tuple[str]] | None = None
        self._remains, self._emptied = b"", 0
        if self._owner:
            os.chown(self._folder, self._owner.pw_uid, self._owner.pw_gid)

    def start(self) -> None:
        """Make the cluster, start it, and create one empty database."""
        data = str(self._folder / "data")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = " ".join(f"-c {name}={value!r}" for name, value in SETTINGS.items())
        self._run(
            "pg_ctl",
            "-D",
            data,
            "-o",
            f"-k {self._folder} {options}",
            "-l",
            f"{self._folder}/log",
            "-w",
            "-t",
            "120",
            "start",
        )
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")

    def stop(self) -> None:
        """Stop the server and remove every trace of it."""
        if self._door is not None:
            self._door.close()
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, database: str = DATABASE) -> str:
        """Return the address of a database of this server, as the product's settings write it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._folder}"

    def create(self, database: str) -> str:
        """Make another empty database and return its address."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {database}")
        return self.url(database)

    def empty(self) -> None:
        """Delete every row, whatever forbids it, and start the numbering again; now and then give the room back."""
        door = self._opened()
        undoing = [row[0] for row in door.execute(self._remains, prepare=True)]
        if undoing:
            door.execute("; ".join(undoing))
            self._emptied += 1
            if self._emptied % SWEEPING == 0:
                door.execute("VACUUM")

    def _opened(self) -> psycopg.Connection[tuple[str]]:
        """Keep one connection: each new one reads the description of every table again."""
        if self._door is None:
            self._door = psycopg.connect(self._address(DATABASE), autocommit=True)
            self._door.execute("SET session_replication_role = replica; SET lock_timeout = '60s'")
            asked = [sql[0] for sql in self._door.execute(ASK_EACH_TABLE)]
            self._remains = " UNION ALL ".join([*asked, ASK_THE_NUMBERS]).encode()
        return self._door

    def _address(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        owner = self._owner
        identity: dict[str, Any] = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
        subprocess.run(
            [str(self._binaries / program), *arguments],
            check=True,
            cwd="/tmp",
            stdout=subprocess.DEVNULL,
            timeout=180,
            **identity,
        )


ASK_EACH_TABLE = """
SELECT format('SELECT %L AS undoing WHERE EXISTS (SELECT FROM public.%I)', 'DELETE FROM public.' || quote_ident(tablename), tablename)
FROM pg_tables WHERE schemaname = 'public'
"""
ASK_THE_NUMBERS = """
SELECT format('SELECT setval(%L, %s, false)', quote_ident(schemaname) || '.' || quote_ident(sequencename), start_value)
FROM pg_sequences WHERE last_value IS NOT NULL
"""
"""Both answer with the statements that undo what a test left."""


def _unprivileged() -> pwd.struct_passwd | None:
    """Return somebody to run as when we are root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]
