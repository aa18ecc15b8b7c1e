"""Rooms of classes: who gets in, who may do what, and how they end."""

import re
import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from netcore.classroom import database as tables
from netcore.classroom import limits
from netcore.classroom.codes import CODE_LENGTH, LETTERS
from netcore.classroom.database import UNREACHABLE, VERSION, Database, attempts
from netcore.classroom.names import COLOURS, MOST_SEATS, name_of, spoken_of
from netcore.classroom.rooms import (
    ALL,
    HOURS,
    ask,
    delete_room,
    forget_what_ended,
    is_teacher,
    join,
    look_up,
    open_room,
    pause,
    place_of,
)
from netcore.classroom.wall import send
from netcore.errors import ClassroomError
from netcore.language import speaking


class Clock:
    """A server's clock, which a test sets."""

    def __init__(self) -> None:
        self.time = 1_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def address(tmp_path):
    return f"sqlite:///{tmp_path}/rooms.db"


@pytest.fixture
def database(address, clock):
    return Database(address, clock)


def test_a_room_is_joined_with_its_code_however_that_is_typed(database) -> None:
    opened = open_room(database, "teacher")
    typed = f" {opened.code[:3].lower()}-{opened.code[3:].lower()} "
    seats = [join(database, code, "pupil") for code in (opened.code, typed)]
    assert [place_of(database, opened.code, seat) for seat in seats] == [0, 1]
    room = look_up(database, opened.code)
    assert room and (room.pupils, room.asked, room.is_paused) == (2, ALL, False)


def test_codes_hold_nothing_that_is_taken_for_something_else(database) -> None:
    assert not set("01IO5S8BZ2LAEU") & set(LETTERS) - {"B", "2"}
    codes = {open_room(database, str(number)).code for number in range(30)}
    assert len(codes) == 30 and all(len(code) == CODE_LENGTH for code in codes)


def test_only_the_teacher_s_key_moderates(database) -> None:
    opened, other = open_room(database, "teacher"), open_room(database, "another")
    seat = join(database, opened.code, "pupil")
    for key in ("", seat, other.key, opened.code, opened.key + "x"):
        assert not is_teacher(database, opened.code, key)
        for doing in (
            lambda key: ask(database, opened.code, key, 3),
            lambda key: pause(database, opened.code, key, is_paused=True),
            lambda key: delete_room(database, opened.code, key),
        ):
            with pytest.raises(ClassroomError, match="teacher"):
                doing(key)
    before = look_up(database, opened.code)
    assert before and (before.asked, before.is_paused) == (ALL, False)
    ask(database, opened.code, opened.key, 3)
    pause(database, opened.code, opened.key, is_paused=True)
    after = look_up(database, opened.code)
    assert after and (after.asked, after.is_paused) == (3, True) and after.revision > before.revision


def test_no_key_is_kept_as_it_is(database, tmp_path) -> None:
    opened = open_room(database, "teacher")
    seat = join(database, opened.code, "somebody's address")
    database.close()
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert opened.code.encode() in kept
    for secret in (opened.key, seat, "somebody's address"):
        assert secret.encode() not in kept


def test_a_room_deletes_itself_after_a_day(database, clock, tmp_path) -> None:
    opened = open_room(database, "teacher")
    seat = join(database, opened.code, "pupil")
    clock.time += HOURS * 3600 - 1
    assert look_up(database, opened.code)
    clock.time += 1
    assert not is_teacher(database, opened.code, opened.key)
    assert place_of(database, opened.code, seat) is None
    with pytest.raises(ClassroomError, match="no room"):
        join(database, opened.code, "pupil")
    assert look_up(database, opened.code) is None
    database.close()
    with sqlite3.connect(tmp_path / "rooms.db") as file:
        for table in ("rooms", "seats", "drawings", "networks"):
            assert file.execute(f"SELECT count(*) FROM netcore_{table}").fetchone() == (0,)


def test_what_ended_is_forgotten_though_nobody_comes(database, clock, tmp_path) -> None:
    for number in range(2):
        opened = open_room(database, "teacher")
        join(database, opened.code, "pupil")
        clock.time += number * HOURS * 3600 // 2
    with pytest.raises(ClassroomError, match="no room"):
        join(database, "BCDFGH", "one")
    clock.time += HOURS * 3600 // 2
    forget_what_ended(database)
    database.close()
    with sqlite3.connect(tmp_path / "rooms.db") as file:
        for table in ("rooms", "seats", "attempts"):
            assert file.execute(f"SELECT count(*) FROM netcore_{table}").fetchone() == (0,)


def test_who_tried_is_another_number_in_each_database(tmp_path) -> None:
    marks = set()
    for name in ("one", "other"):
        database = Database(f"sqlite:///{tmp_path}/{name}.db")
        for _time in range(2):
            open_room(database, "203.0.113.7")
        assert Database(f"sqlite:///{tmp_path}/{name}.db").salt == database.salt
        with database.reading() as connection:
            found = set(connection.execute(select(attempts.c.client)).scalars())
        assert len(found) == 1
        marks |= found
    assert len(marks) == 2


def test_wrong_codes_are_counted_for_each_client_and_for_all(database, clock, monkeypatch) -> None:
    monkeypatch.setitem(limits.MOST, limits.WRONG, (10, 30))
    opened = open_room(database, "teacher")
    own, all_together = limits.MOST[limits.WRONG]
    for _number in range(own):
        with pytest.raises(ClassroomError, match="no room"):
            join(database, "BCDFGH", "one")
    with pytest.raises(ClassroomError, match="too often"):
        join(database, opened.code, "one")
    join(database, opened.code, "another")
    for number in range(all_together - own):
        with pytest.raises(ClassroomError, match="no room"):
            join(database, "BCDFGH", f"client {number}")
    with pytest.raises(ClassroomError, match="too often"):
        join(database, opened.code, "a third")
    clock.time += limits.WINDOW
    join(database, opened.code, "one")


def test_what_one_server_counts_another_knows(address, clock) -> None:
    servers = [Database(address, clock) for _server in range(2)]
    opened = open_room(servers[0], "teacher")
    for number in range(limits.MOST[limits.WRONG][0]):
        with pytest.raises(ClassroomError, match="no room"):
            join(servers[number % 2], "BCDFGH", "one")
    for server in servers:
        with pytest.raises(ClassroomError, match="too often"):
            join(server, opened.code, "one")


def test_nobody_opens_rooms_without_end(database) -> None:
    for _number in range(limits.MOST[limits.OPENED][0]):
        open_room(database, "one")
    with pytest.raises(ClassroomError, match="too often"):
        open_room(database, "one")


def test_a_full_room_gives_away_the_place_of_who_sent_nothing_and_no_other(database) -> None:
    opened = open_room(database, "teacher")
    seats: list[str] = []

    def come() -> None:
        seats.append(join(database, opened.code, "class"))

    threads = [threading.Thread(target=come) for _pupil in range(MOST_SEATS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seats.sort(key=lambda seat: place_of(database, opened.code, seat) or 0)
    assert [place_of(database, opened.code, seat) for seat in seats] == list(range(MOST_SEATS))
    for place, seat in enumerate(seats):
        if place not in (3, 5):
            send(database, opened.code, seat, 1, [np.array([[140.0, 40.0], [120.0, 230.0]])], 20)
    with database.writing() as connection:
        connection.execute(tables.seats.update().values(is_kept_back=True))
    late = [join(database, opened.code, "class")]
    send(database, opened.code, late[0], 1, [np.array([[140.0, 40.0], [120.0, 230.0]])], 20)
    late.append(join(database, opened.code, "class"))
    assert [place_of(database, opened.code, seat) for seat in late] == [3, 5]
    for place, seat in enumerate(seats):
        assert place_of(database, opened.code, seat) == (None if place in (3, 5) else place)
    with database.reading() as connection:
        undecided = select(tables.seats.c.place).where(tables.seats.c.is_kept_back.is_(None))
        assert set(connection.execute(undecided).scalars()) == {3, 5}
    send(database, opened.code, late[1], 1, [np.array([[140.0, 40.0], [120.0, 230.0]])], 20)
    with pytest.raises(ClassroomError, match="full"):
        join(database, opened.code, "class")


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_two_pupils_of_a_room_are_called_the_same(language) -> None:
    with speaking(language):
        for names in (list(map(name_of, range(MOST_SEATS))), list(map(spoken_of, range(MOST_SEATS)))):
            assert len(set(names)) == MOST_SEATS
            assert all(len(name.split()) in (2, 3) for name in names)
    assert len({colour.code for colour in COLOURS}) == len(COLOURS)


def test_a_started_server_has_every_room_again(address, clock) -> None:
    before = Database(address, clock)
    opened = open_room(before, "teacher")
    before.close()
    assert is_teacher(Database(address, clock), opened.code, opened.key)


@pytest.mark.parametrize(("version", "word"), [(VERSION + 1, "newer"), (VERSION - 1, "older")])
def test_a_file_of_another_version_is_refused_with_a_sentence(address, tmp_path, version, word) -> None:
    Database(address).close()
    with sqlite3.connect(tmp_path / "rooms.db") as file:
        file.execute("UPDATE netcore_version SET version = ?", (version,))
    with pytest.raises(ClassroomError, match=word):
        Database(address)


def test_what_is_no_database_is_refused_with_a_sentence(tmp_path) -> None:
    Path(tmp_path / "rooms.db").write_bytes(b"no database, but long enough to be one" * 100)
    for address in (f"sqlite:///{tmp_path}/rooms.db", "sqlite:////proc/none/rooms.db"):
        with pytest.raises(ClassroomError, match="can't be reached"):
            Database(address)
    for address, word in (("nonsense", "NETCORE_DATABASE"), ("mysql://here/rooms", "PostgreSQL")):
        with pytest.raises(ClassroomError, match=word):
            Database(address)


def test_a_database_that_went_away_is_a_sentence(database, tmp_path) -> None:
    opened = open_room(database, "teacher")
    database.close()
    for file in tmp_path.iterdir():
        file.unlink()
    (tmp_path / "rooms.db").mkdir()
    with pytest.raises(ClassroomError) as refusal:
        look_up(database, opened.code)
    assert str(refusal.value) == UNREACHABLE


def test_nobody_waits_for_postgresql_without_end(monkeypatch) -> None:
    psycopg = pytest.importorskip("psycopg")
    given: dict[str, str] = {}

    def refuse(*_where, **how):
        given.update(how)
        raise psycopg.OperationalError

    monkeypatch.setattr(psycopg, "connect", refuse)
    with pytest.raises(ClassroomError) as refusal:
        Database("postgresql://netcore@127.0.0.1/none")
    assert str(refusal.value) == UNREACHABLE
    assert 0 < int(given["connect_timeout"]) <= 20 and 0 < int(given["tcp_user_timeout"]) <= 30_000
    for limit in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
        assert re.search(rf"-c {limit}=[1-3]0s", given["options"])


def test_without_a_word_rooms_are_in_the_person_s_data_folder(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETCORE_DATABASE", raising=False)
    open_room(Database(), "teacher")
    (file,) = tmp_path.rglob("rooms.db")
    assert file.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("NETCORE_DATABASE", f"sqlite:///{tmp_path}/elsewhere/mine.db")
    open_room(Database(), "teacher")
    assert (tmp_path / "elsewhere" / "mine.db").is_file()
