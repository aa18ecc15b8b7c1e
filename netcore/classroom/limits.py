"""How often what can be tried may be tried, counted in the database: many servers count together."""

import hashlib

from sqlalchemy import Connection, delete, func, select

from netcore.classroom.database import Database, attempts
from netcore.errors import ClassroomError
from netcore.language import N_, _

WINDOW = 300
"""Seconds for which a try counts."""
WRONG, OPENED = "wrong code", "opened"
MOST = {WRONG: (40, 1_000), OPENED: (20, 200)}
"""Tries within WINDOW: of one client, behind which a whole class may be, and of all together.

Of 24^6 codes, who tries from 25 addresses day and night meets one of 100 rooms once in a week.
"""
TOO_MANY = N_("That was tried too often. Wait five minutes, and look closely at the code.")


def refuse_too_many(database: Database, kind: str, client: str) -> None:
    """Refuse who tried too often, or anybody while all together do: what they try isn't even looked at.

    Args:
        database: the rooms.
        kind: WRONG or OPENED.
        client: where the try comes from, such as an address.

    Raises:
        ClassroomError: it is so.
    """
    since = attempts.c.at > database.now() - WINDOW
    tries = select(func.count()).select_from(attempts).where(since, attempts.c.kind == kind)
    with database.reading() as connection:
        own = connection.execute(tries.where(attempts.c.client == _marked(database, client))).scalar_one()
        everybody = connection.execute(tries).scalar_one()
    if own >= MOST[kind][0] or everybody >= MOST[kind][1]:
        raise ClassroomError(_(TOO_MANY))


def note(database: Database, connection: Connection, kind: str, client: str) -> None:
    """Count a try; those that don't count any more are forgotten."""
    forget_old_tries(database, connection)
    values = {"kind": kind, "client": _marked(database, client), "at": int(database.now())}
    connection.execute(attempts.insert().values(**values))


def forget_old_tries(database: Database, connection: Connection) -> None:
    """Forget those that don't count any more."""
    connection.execute(delete(attempts).where(attempts.c.at <= int(database.now()) - WINDOW))


def _marked(database: Database, client: str) -> str:
    """The same for the same client; who they are isn't kept, nor found by trying all addresses elsewhere."""
    return hashlib.sha256(f"{database.salt} {client}".encode()).hexdigest()
