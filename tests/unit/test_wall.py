"""What a class drew: each drawing once, in its room, whole, and there after anything that may happen."""

import io
import os
import signal
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest

import netcore
from netcore.classroom import wall as walls
from netcore.classroom.database import Database, drawings
from netcore.classroom.export import as_ndjson, as_npz
from netcore.classroom.learning import (
    KEPT_BACK_EVERY,
    MOST_LEARNED,
    Group,
    Learned,
    judge,
    keep_network,
    keep_pupils_back,
    network_in,
    read_all,
    to_learn_from,
)
from netcore.classroom.rooms import (
    HOURS,
    Opened,
    delete_room,
    forget_what_ended,
    join,
    look_up,
    open_room,
    pause,
)
from netcore.classroom.wall import Drawn, Wall, empty, put_aside, send
from netcore.data import read_drawings
from netcore.data.drawings import Points
from netcore.errors import ClassroomError
from tests.strokes import placed

PEN = 20
ROOT = Path(__file__).resolve().parents[2]


def strokes_of(digit: int, number: int = 0) -> list[Points]:
    """A digit as nobody else draws it."""
    return [np.array(stroke) for stroke in placed(digit, 150 + number / 8, 70, 50)]


@pytest.fixture
def address(tmp_path):
    return f"sqlite:///{tmp_path}/rooms.db"


@pytest.fixture
def database(address):
    return Database(address)


@pytest.fixture
def room(database):
    return open_room(database, "teacher")


def drawings_in(database: Database, room: Opened) -> list[Drawn]:
    found = look_up(database, room.code)
    return Wall(database).drawings(found.number) if found else []


def test_what_was_sent_is_on_the_wall_as_it_was_drawn(database, room) -> None:
    seat = join(database, room.code, "pupil")
    number = send(database, room.code, seat, 7, strokes_of(7), PEN)
    (drawn,) = drawings_in(database, room)
    assert (drawn.number, drawn.place, drawn.digit, drawn.is_aside) == (number, 0, 7, False)
    assert np.allclose(drawn.strokes[0], strokes_of(7)[0], atol=0.01)
    assert read_all(netcore.load("classic"), [drawn]) == [7]


def test_what_is_sent_again_is_there_once_whatever_is_asked_for_by_then(database, room) -> None:
    seats = [join(database, room.code, "pupil") for _pupil in range(2)]
    numbers = [send(database, room.code, seats[0], digit, strokes_of(7), PEN) for digit in (7, 7, 8)]
    assert len(set(numbers)) == 1
    assert send(database, room.code, seats[1], 7, strokes_of(7), PEN) not in numbers
    assert [(one.place, one.digit) for one in drawings_in(database, room)] == [(0, 7), (1, 7)]
    pause(database, room.code, room.key, is_paused=True)
    assert send(database, room.code, seats[0], 7, strokes_of(7), PEN) == numbers[0]  # it had arrived


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [np.array([[140.0, 140.0]])],
        [np.array([[1e6, 1e6], [1e6, 2e5]])],
        [np.random.default_rng(1).uniform(0, 280, (walls.MOST_SENT + 1, 2))],
        [np.array([[x % 280.0, x // 280 * 8.0] for x in range(0, 280 * 36, 140)])],
    ],
    ids=["nothing", "a dot", "beyond the canvas", "too long", "painted full"],
)
def test_what_is_no_digit_is_refused_with_a_sentence(database, room, strokes) -> None:
    seat = join(database, room.code, "pupil")
    with pytest.raises(ClassroomError):
        send(database, room.code, seat, 7, strokes, PEN)
    assert drawings_in(database, room) == []


def test_only_who_is_in_a_room_sends_and_only_into_that(database, room) -> None:
    other = open_room(database, "another")
    seat = join(database, other.code, "pupil")
    for code, key in ((room.code, seat), (room.code, room.key), (room.code, ""), ("BCDFGH", seat)):
        with pytest.raises(ClassroomError):
            send(database, code, key, 7, strokes_of(7), PEN)
    assert drawings_in(database, room) == []


@pytest.mark.parametrize("digit", [True, 3.0, "3", 10, -1, None])
def test_what_stands_for_no_digit_is_never_kept(database, room, digit) -> None:
    seat = join(database, room.code, "pupil")
    with pytest.raises(ValueError, match="no digit"):
        send(database, room.code, seat, digit, strokes_of(7), PEN)
    assert drawings_in(database, room) == []


@pytest.mark.parametrize(
    "broken",
    [
        {"line": b"not packed"},
        {"line": zlib.compress(b'{"word": "True"}')},
        {"line": zlib.compress(b"")},
        {"pixels": b"too few"},
    ],
    ids=["unpacked", "no digit", "empty", "too few pixels"],
)
def test_one_drawing_that_can_t_be_read_takes_no_wall_down(database, room, broken) -> None:
    seat = join(database, room.code, "pupil")
    numbers = [send(database, room.code, seat, digit, strokes_of(digit), PEN) for digit in (1, 7)]
    with database.writing() as connection:
        connection.execute(drawings.update().where(drawings.c.number == numbers[0]).values(**broken))
    wall, there = Wall(database), look_up(database, room.code)
    assert there
    for _time in range(2):
        assert [one.number for one in wall.drawings(there.number)] == numbers[1:]


def test_in_a_pause_nothing_arrives(database, room) -> None:
    seat = join(database, room.code, "pupil")
    pause(database, room.code, room.key, is_paused=True)
    with pytest.raises(ClassroomError, match="pause"):
        send(database, room.code, seat, 7, strokes_of(7), PEN)
    pause(database, room.code, room.key, is_paused=False)
    send(database, room.code, seat, 7, strokes_of(7), PEN)


def test_nobody_fills_a_room_without_end(database, room, monkeypatch) -> None:
    monkeypatch.setattr(walls, "MOST_BY_PUPIL", 3)
    monkeypatch.setattr(walls, "MOST_IN_ROOM", 5)
    seats = [join(database, room.code, "pupil") for _pupil in range(2)]
    for number in range(3):
        send(database, room.code, seats[0], 1, strokes_of(1, number), PEN)
    with pytest.raises(ClassroomError, match="enough"):
        send(database, room.code, seats[0], 1, strokes_of(1, 9), PEN)
    for number in range(2):
        send(database, room.code, seats[1], 1, strokes_of(1, number), PEN)
    with pytest.raises(ClassroomError, match="enough"):
        send(database, room.code, seats[1], 1, strokes_of(1, 9), PEN)


def test_thirty_pupils_at_once_lose_nothing_and_nothing_is_there_twice_or_elsewhere(address) -> None:
    servers = [Database(address) for _server in range(2)]
    rooms = [open_room(servers[0], "teacher") for _room in range(2)]
    sent: dict[int, set[int]] = {0: set(), 1: set()}
    troubles: list[Exception] = []

    def draw(pupil: int) -> None:
        try:
            server, room = servers[pupil % 2], pupil % 3 % 2
            seat = join(server, rooms[room].code, "class")
            for digit in range(5):
                for _time in range(2):  # an answer was lost
                    number = send(server, rooms[room].code, seat, digit, strokes_of(digit, pupil), PEN)
                sent[room].add(number)
        except Exception as error:
            troubles.append(error)

    threads = [threading.Thread(target=draw, args=(pupil,)) for pupil in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not troubles
    for number, room in enumerate(rooms):
        found = drawings_in(servers[0], room)
        assert {one.number for one in found} == sent[number]
        assert len(found) == len(sent[number]) == 5 * sum(pupil % 3 % 2 == number for pupil in range(30))


WRITER = """
import sys
import numpy as np
from netcore.classroom.database import Database
from netcore.classroom.wall import send
database = Database(sys.argv[1])
for number in range(100_000):
    stroke = np.array([[140.0, 40.0], [130.0, 120.0 + number % 100], [120.0, 230.0 + number / 1000]])
    print(send(database, sys.argv[2], sys.argv[3], 1, [stroke], 20), flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_process_that_is_killed_loses_nothing_that_it_had_acknowledged(address, database, room) -> None:
    seat = join(database, room.code, "pupil")
    command = [sys.executable, "-c", WRITER, address, room.code, seat]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        acknowledged = [writer.stdout.readline() for _drawing in range(25)]
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged += writer.stdout.readlines()
    numbers = [int(line) for line in acknowledged if line.endswith("\n")]
    assert len(numbers) >= 25
    database.close()
    assert {one.number for one in drawings_in(Database(address), room)} >= set(numbers)


def test_what_is_put_aside_can_be_brought_back_by_the_teacher_alone(database, room) -> None:
    seat = join(database, room.code, "pupil")
    number = send(database, room.code, seat, 7, strokes_of(7), PEN)
    wall, there = Wall(database), look_up(database, room.code)
    assert there
    for is_aside in (True, False):
        with pytest.raises(ClassroomError, match="teacher"):
            put_aside(database, room.code, seat, number, is_aside=is_aside)
        put_aside(database, room.code, room.key, number, is_aside=is_aside)
        assert [one.is_aside for one in wall.drawings(there.number)] == [is_aside]


def test_an_emptied_room_keeps_its_pupils_and_a_deleted_one_nothing(database, room, tmp_path) -> None:
    seat = join(database, room.code, "pupil")
    send(database, room.code, seat, 7, strokes_of(7), PEN)
    there = look_up(database, room.code)
    wall = Wall(database)
    assert there and len(wall.drawings(there.number)) == 1
    empty(database, room.code, room.key)
    assert wall.drawings(there.number) == []
    send(database, room.code, seat, 7, strokes_of(7), PEN)
    delete_room(database, room.code, room.key)
    assert look_up(database, room.code) is None
    assert wall.drawings(there.number) == []
    database.close()
    for file in tmp_path.iterdir():
        assert room.code.encode() not in file.read_bytes()


def test_a_wall_forgets_the_rooms_that_ended_and_no_other(address) -> None:
    now = [1_000_000.0]
    database = Database(address, lambda: now[0])
    wall, numbers = Wall(database), []
    for _room in range(2):
        room = open_room(database, "teacher")
        send(database, room.code, join(database, room.code, "pupil"), 7, strokes_of(7), PEN)
        there = look_up(database, room.code)
        assert there and len(wall.drawings(there.number, there.revision)) == 1
        numbers.append((there.number, there.revision))
        now[0] += HOURS * 3600 / 2
    forget_what_ended(database)
    wall.forget_what_ended()
    assert [len(wall.drawings(*one)) for one in numbers] == [0, 1]


def test_numbers_of_what_is_gone_are_never_given_again(database, room) -> None:
    seat = join(database, room.code, "pupil")
    number = send(database, room.code, seat, 7, strokes_of(7), PEN)
    empty(database, room.code, room.key)
    assert send(database, room.code, seat, 7, strokes_of(7), PEN) > number


def a_class(database: Database, room: Opened, pupils: int, each: int = 2) -> list[Drawn]:
    for pupil in range(pupils):
        seat = join(database, room.code, "class")
        for number in range(each):
            send(database, room.code, seat, number % 10, strokes_of(number % 10, 9 * pupil + number), PEN)
    return drawings_in(database, room)


@pytest.mark.parametrize(("pupils", "kept_back"), [(1, 0), (2, 1), (3, 1), (4, 1), (8, 2), (13, 3)])
def test_whole_pupils_are_kept_back(database, room, pupils, kept_back) -> None:
    a_class(database, room, pupils)
    keep_pupils_back(database, room.code, room.key)
    drawn = drawings_in(database, room)
    sides = {one.place: one.is_kept_back for one in drawn}
    assert all(one.is_kept_back == sides[one.place] for one in drawn)
    assert sum(bool(side) for side in sides.values()) == kept_back
    assert {one.place for one in to_learn_from(drawn)} == {place for place, side in sides.items() if not side}


def test_who_was_kept_back_stays_so_when_others_come(database, room) -> None:
    a_class(database, room, 5)
    keep_pupils_back(database, room.code, room.key)
    before = {one.place: one.is_kept_back for one in drawings_in(database, room)}
    a_class(database, room, 7)
    keep_pupils_back(database, room.code, room.key)
    after = {one.place: one.is_kept_back for one in drawings_in(database, room)}
    assert before.items() <= after.items()
    assert sum(bool(side) for side in after.values()) == 12 // KEPT_BACK_EVERY


def test_of_very_many_drawings_some_of_each_pupil_are_learned_from() -> None:
    pixels = np.zeros(784, np.float32)
    drawn = [
        Drawn(number, number % 2 if number < 20 else 2, 0, (), pixels, is_kept_back=False)
        for number in range(3 * MOST_LEARNED)
    ]
    chosen = to_learn_from(drawn)
    assert len(chosen) == MOST_LEARNED
    assert [sum(one.place == place for one in chosen) for place in range(3)] == [10, 10, MOST_LEARNED - 20]


def test_what_learned_and_what_did_not_is_counted_apart(database, room) -> None:
    a_class(database, room, 4)
    keep_pupils_back(database, room.code, room.key)
    learned = to_learn_from(drawings_in(database, room))[:-1]
    file = io.BytesIO()
    netcore.save(netcore.load("relu"), file)
    network = Learned("classic", file.getvalue())
    assert network_in(database, look_up(database, room.code).number) is None
    keep_network(database, room.code, room.key, network, [one.number for one in learned])
    there = look_up(database, room.code)
    assert there
    assert network_in(database, there.number) == network
    first = there.network
    put_aside(database, room.code, room.key, learned[0].number)
    judged = judge(netcore.load("classic"), netcore.load("relu"), drawings_in(database, room))
    groups = [sum(one.group is group for one in judged) for group in Group]
    assert groups == [len(learned) - 1, 2, 1]
    assert sum(groups) == len(judged) == 7
    keep_network(database, room.code, room.key, network, [])
    again = look_up(database, room.code)
    assert again and again.network > first > 0
    assert not any(one.is_learned for one in drawings_in(database, room))


def test_of_drawings_that_were_deleted_while_it_learned_no_network_is_kept(database, room) -> None:
    drawn = a_class(database, room, 2)
    there = look_up(database, room.code)
    assert there
    empty(database, room.code, room.key)
    later = a_class(database, room, 1)
    for numbers in ([one.number for one in drawn], [one.number for one in (*drawn, *later)]):
        assert not keep_network(database, room.code, room.key, Learned("classic", b"it"), numbers)
        assert network_in(database, there.number) is None
    assert not any(one.is_learned for one in drawings_in(database, room))
    assert keep_network(database, room.code, room.key, Learned("classic", b"it"), [later[0].number])


def test_what_a_class_takes_home_can_be_read_and_learned_from(database, room) -> None:
    a_class(database, room, 4, each=10)
    keep_pupils_back(database, room.code, room.key)
    drawn = drawings_in(database, room)
    read, complaints = read_drawings(io.BytesIO(as_ndjson(drawn)))
    assert not complaints
    assert [one.digit for one in read] == [one.digit for one in drawn]
    assert len({one.writer for one in read}) == 4 and read[0].writer == "blue fox"
    assert [one.kept_back for one in read] == [one.is_kept_back for one in drawn]
    with np.load(io.BytesIO(as_npz(drawn)), allow_pickle=False) as arrays:
        assert arrays["pictures"].shape == (40, 28, 28) and arrays["pictures"].dtype == np.uint8
        pixels = arrays["pictures"].reshape(40, 784).astype(np.float32) / 255
        assert (netcore.load("wide").classify(pixels) == arrays["labels"]).mean() > 0.9
        assert set(arrays["pupils"]) == set(range(4))


def test_a_wall_asks_again_only_where_something_changed(database, room) -> None:
    seat = join(database, room.code, "pupil")
    wall = Wall(database)

    def look() -> list[Drawn]:
        there = look_up(database, room.code)
        assert there
        return wall.drawings(there.number, there.revision)

    assert look() == []
    number = send(database, room.code, seat, 7, strokes_of(7), PEN)
    (first,) = look()
    assert look()[0] is first
    put_aside(database, room.code, room.key, number)
    assert [one.is_aside for one in look()] == [True]
    keep_pupils_back(database, room.code, room.key)
    empty(database, room.code, room.key)
    assert look() == []
