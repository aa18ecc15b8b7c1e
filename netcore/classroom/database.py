"""Where rooms are kept: the tables, and the database that holds them, SQLite's or PostgreSQL's.

What is committed is on the disk: a process that is killed loses nothing that it had acknowledged.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from netcore.errors import ClassroomError
from netcore.language import N_, _

VERSION = 2
"""Of the tables; another netcore may have others."""
PATIENCE = 10
"""Seconds that a writer waits for another one."""
POSTGRESQL = {
    "connect_timeout": PATIENCE,
    "tcp_user_timeout": 20_000,  # milliseconds
    "options": f"-c lock_timeout={PATIENCE}s -c statement_timeout=20s "
    "-c idle_in_transaction_session_timeout=30s",
}
"""How long PostgreSQL, and the line to it, may take: as libpq has it, and the server."""
UNREACHABLE = N_("The classes' rooms can't be reached just now; what was sent before is kept. Try again.")

# Numbers of rooms and drawings are never given twice, so what is known of one is true of no other.
_NUMBER = BigInteger().with_variant(Integer, "sqlite")
_TABLES = MetaData()
_about = Table(
    "netcore_version",
    _TABLES,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("salt", String(64), nullable=False),
)
rooms = Table(
    "netcore_rooms",
    _TABLES,
    Column("number", _NUMBER, primary_key=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("key_hash", String(64), nullable=False),
    Column("ends", BigInteger, nullable=False, index=True),  # seconds since 1970, UTC
    Column("asked", Integer, nullable=False),  # the digit that is asked for, or ALL
    Column("is_paused", Boolean, nullable=False),
    Column("revision", BigInteger, nullable=False),  # grows with every change
    sqlite_autoincrement=True,
)
seats = Table(
    "netcore_seats",
    _TABLES,
    Column("room", _NUMBER, ForeignKey(rooms.c.number), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),  # from 0
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("is_kept_back", Boolean),  # nothing learns from this pupil; NULL while that isn't decided
)
drawings = Table(
    "netcore_drawings",
    _TABLES,
    Column("number", _NUMBER, primary_key=True),
    Column("room", _NUMBER, ForeignKey(rooms.c.number), nullable=False),
    Column("place", Integer, nullable=False),  # of the seat
    Column("mark", String(64), nullable=False),  # the same for what is sent again
    Column("digit", Integer, nullable=False),
    Column("line", LargeBinary, nullable=False),  # of a drawings file, packed
    Column("pixels", LargeBinary, nullable=False),  # 784 bytes
    Column("is_aside", Boolean, nullable=False),
    Column("is_learned", Boolean, nullable=False),
    UniqueConstraint("room", "place", "mark"),
    sqlite_autoincrement=True,
)
networks = Table(
    "netcore_networks",
    _TABLES,
    Column("room", _NUMBER, ForeignKey(rooms.c.number), primary_key=True, autoincrement=False),
    Column("start", String(100), nullable=False),  # the name of the one that it went on from
    Column("content", LargeBinary, nullable=False),  # a weights file
    Column("revision", BigInteger, nullable=False),  # of the room, when it was made
)
attempts = Table(
    "netcore_attempts",
    _TABLES,
    Column("number", _NUMBER, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("client", String(64), nullable=False),
    Column("at", BigInteger, nullable=False, index=True),  # seconds since 1970, UTC
)


class Database:
    """The rooms of all classes.

    Attributes:
        now: seconds since 1970, UTC, by this server's clock.
        salt: random, and the same for all servers.
    """

    def __init__(self, address: str | None = None, now: Callable[[], float] = time.time) -> None:
        """Open it, and make the tables where there are none.

        Args:
            address: of a database, as SQLAlchemy writes it: `sqlite:///…` or `postgresql://…`; None for
                the one that the environment variable NETCORE_DATABASE names or, without it, a file of
                SQLite's in this person's data folder.
            now: the clock.

        Raises:
            ClassroomError: it can't be opened, or another version of netcore made its tables.
        """
        self.now = now
        with _sentences():
            self._engine = _engine_of(_url_of(address or os.environ.get("NETCORE_DATABASE") or _own_file()))
            with self._engine.begin() as connection:
                self.salt = _set_up(connection)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all that is written in it is on the disk after it, or nothing.

        Raises:
            ClassroomError: the database can't be reached, or is busy for too long.
        """
        with _sentences(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """What is read in it is of one moment, and holds up nobody who writes.

        Raises:
            ClassroomError: the database can't be reached.
        """
        with _sentences(), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":  # where each question is of its own moment otherwise
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection.execution_options(reads=True)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()


def _own_file() -> str:
    """The address of the file in this person's data folder, for whom alone it is."""
    folder = user_data_path("netcore", appauthor=False)
    file = folder / "rooms.db"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        words = _("No rooms can be kept in {folder}: {reason}. Name another place: NETCORE_DATABASE.")
        raise ClassroomError(words.format(folder=folder, reason=error.strerror)) from error
    return f"sqlite:///{file}"


def _url_of(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        words = _("NETCORE_DATABASE is no address of a database, such as postgresql://user@host/name.")
        raise ClassroomError(words) from error
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _engine_of(url: URL) -> Engine:
    try:
        if url.get_backend_name() != "sqlite":
            # Whoever asks waits for seconds at most, whatever happens there or on the way.
            given = POSTGRESQL if url.get_backend_name() == "postgresql" else {}
            return create_engine(url, pool_pre_ping=True, pool_timeout=PATIENCE, connect_args=given)
        if url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": PATIENCE})
    except (ImportError, ArgumentError) as error:
        words = _("netcore can't speak to that database: `pip install netcore[postgres]` for PostgreSQL.")
        raise ClassroomError(words) from error

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin below
        for setting in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer waits for its turn at once: one that has read before would be refused.
        reads = connection.get_execution_options().get("reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def _set_up(connection: Connection) -> str:
    """Make the tables, unless they are there; servers that start at once wait for each other.

    Returns:
        The salt.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(784161610)"))
    if not inspect(connection).has_table(_about.name):
        _TABLES.create_all(connection)
        connection.execute(_about.insert().values(version=VERSION, salt=secrets.token_hex(32)))
    version = connection.execute(select(_about.c.version)).scalar()
    if version != VERSION:
        newer = _(
            "The classes' rooms were kept by a newer netcore: update this one, or name another database."
        )
        older = _(
            "The classes' rooms were kept by an older netcore: name another database: NETCORE_DATABASE."
        )
        raise ClassroomError(newer if version and version > VERSION else older)
    return str(connection.execute(select(_about.c.salt)).scalar_one())


@contextmanager
def _sentences() -> Iterator[None]:
    """Whatever goes wrong with a database means the same to a person."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise ClassroomError(_(UNREACHABLE)) from error
