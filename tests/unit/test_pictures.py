"""Picture files of every kind, and photographs made here: the digit, and nothing but the digit."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

import netcore
from netcore.data import draw

HEIGHT, WIDTH = 240, 320
FIVE = [
    np.array(
        [
            [0.75, 0.0],
            [0.2, 0.0],
            [0.15, 0.45],
            [0.5, 0.38],
            [0.8, 0.55],
            [0.75, 0.85],
            [0.4, 1.0],
            [0.1, 0.9],
        ]
    )
]


@pytest.fixture(scope="module")
def wide() -> netcore.Network:
    return netcore.load("wide")


def ink(pen: float = 9, size: float = 110, corner: tuple[float, float] = (100, 60)) -> np.ndarray:
    """(240, 320), 0.0–1.0: how much ink is where."""
    return draw([stroke * size + corner for stroke in FIVE], pen, WIDTH)[:HEIGHT] / 255


def on_paper(pen: float = 9, strength: float = 0.8) -> np.ndarray:
    """(240, 320), 0–255: a five in dark ink on grained paper."""
    grain = np.random.default_rng(1).normal(0, 3, (HEIGHT, WIDTH))
    return 225 * (1 - strength * ink(pen)) + grain


def file_of(picture: np.ndarray, form: str = "PNG", **options: object) -> io.BytesIO:
    file = io.BytesIO()
    Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(file, form, **options)
    return file


def digits_in(file: io.BytesIO, network: netcore.Network) -> list[int]:
    return netcore.read(network, netcore.read_picture(file)).digits


def shadow() -> np.ndarray:
    return on_paper() * np.linspace(0.35, 1, WIDTH)


def edge_of_a_shadow() -> np.ndarray:
    rows, columns = np.indices((HEIGHT, WIDTH))
    return on_paper() * np.where(columns + rows / 3 > 190, 0.5, 1)


def arm(blur: float = 2) -> np.ndarray:
    """(240, 320), 0.5–1.0: the light beside an arm that holds the camera."""
    shadow = Image.new("L", (WIDTH, HEIGHT), 255)
    ImageDraw.Draw(shadow).line((280, 290, 215, 70), 128, 50)
    return np.asarray(shadow.filter(ImageFilter.GaussianBlur(blur))) / 255


def lines(*, squared: bool) -> np.ndarray:
    sheet = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(sheet)
    for y in range(-20, HEIGHT + 20, 27):
        pen.line((0, y, WIDTH, y + 9), 150, 2)
    for x in range(-20, WIDTH + 20, 27) if squared else ():
        pen.line((x, 0, x - 7, HEIGHT), 150, 2)
    return on_paper() * np.asarray(sheet) / 255


def scanner() -> np.ndarray:
    scan = on_paper()
    scan[:14] = scan[:, -9:] = 25
    return scan


def table() -> np.ndarray:
    wood = 105 + 8 * np.sin(np.arange(HEIGHT) / 3)[:, None] + np.zeros(WIDTH)
    wood[40:, 60:] = on_paper()[40:, 60:]
    return wood


def specks() -> np.ndarray:
    dusty = on_paper()
    dusty[np.random.default_rng(2).random(dusty.shape) < 0.004] = 30
    return dusty


def chalk() -> np.ndarray:
    random = np.random.default_rng(3)
    return 55 + random.normal(0, 4, (HEIGHT, WIDTH)) + 150 * ink(11) * random.uniform(0.5, 1, (HEIGHT, WIDTH))


def crop() -> np.ndarray:
    """A square of a printed puzzle as a camera sees it, 40 × 40, with pieces of its frame."""
    square = on_paper(12)[45:185, 70:210]
    square[:10] = square[:, :6] = 40
    return np.asarray(
        Image.fromarray(square.clip(0, 255).astype(np.uint8)).resize((40, 40), Image.Resampling.BOX)
    )


PHOTOGRAPHS = {
    "paper": on_paper(),
    "hair line": on_paper(2),
    "shadow": shadow(),
    "edge of a shadow": edge_of_a_shadow(),
    "shadow of an arm": on_paper() * arm(),
    "ruled": lines(squared=False),
    "squared": lines(squared=True),
    "scanner": scanner(),
    "table": table(),
    "specks": specks(),
    "pencil": on_paper(4, 0.25),
    "chalk": chalk(),
    "crop": crop(),
}


@pytest.mark.parametrize("photograph", PHOTOGRAPHS.values(), ids=PHOTOGRAPHS)
def test_photographs_are_read(photograph, wide) -> None:
    assert digits_in(file_of(photograph), wide) == [5]
    assert digits_in(file_of(photograph, "JPEG", quality=80), wide) == [5]


@pytest.mark.parametrize("name", ["ruled", "scanner", "table", "specks"])
def test_of_a_photograph_nothing_but_the_ink_is_left(name) -> None:
    picture = netcore.read_picture(file_of(PHOTOGRAPHS[name]))
    assert picture.shape == (HEIGHT, WIDTH)
    assert not picture[ink(30) == 0].any()


@pytest.mark.parametrize(
    "light", [np.linspace(0.5, 1, WIDTH), arm(), arm(12)], ids=["uneven", "arm", "soft arm"]
)
def test_a_photograph_of_nothing_is_empty(light) -> None:
    grain = np.random.default_rng(1).normal(0, 3, (HEIGHT, WIDTH))
    assert not netcore.read_picture(file_of(225 * light + grain)).any()


def test_a_row_of_digits_is_read_from_left_to_right(wide) -> None:
    row = sum(ink(6, 50, (x, 90)) for x in (20, 100, 180, 260))
    assert digits_in(file_of(on_paper(strength=0) * (1 - 0.8 * row)), wide) == [5, 5, 5, 5]


def test_ink_as_bright_as_its_ground_is_read_in_a_photograph(wide) -> None:
    ground, colour = np.array((40, 200, 30)), np.array((150, 125, 150))
    grain = np.random.default_rng(4).normal(0, 3, (HEIGHT, WIDTH, 3))
    photograph = ground + ink()[..., None] * (colour - ground) + grain
    assert digits_in(file_of(photograph, "JPEG", quality=70), wide) == [5]


def test_a_clean_drawing_stays_as_it_is() -> None:
    drawn = np.rint(ink() * 255).astype(np.uint8)
    for picture in (drawn, 255 - drawn):
        np.testing.assert_array_equal(netcore.read_picture(file_of(picture)), drawn)


def test_any_colour_counts_also_as_bright_as_its_ground(wide) -> None:
    for ground, colour in (((0, 128, 0), (250, 1, 0)), ((90, 90, 200), (250, 250, 240))):
        picture = np.array(ground) + ink()[..., None] * (np.array(colour) - ground)
        assert digits_in(file_of(picture), wide) == [5]


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_more_than_eight_bits(bits, form, wide) -> None:
    file = io.BytesIO()
    Image.fromarray(np.rint((1 - ink()) * (2**bits - 1)).astype(np.uint16)).save(file, form)
    assert digits_in(file, wide) == [5]


@pytest.mark.parametrize("white", [1, 255, 65535])
def test_numbers_with_a_point(white, wide) -> None:
    numbers = (1 - ink()).astype(np.float32) * white
    numbers[0, 0] = np.nan
    file = io.BytesIO()
    Image.fromarray(numbers).save(file, "TIFF")
    assert digits_in(file, wide) == [5]


@pytest.mark.parametrize(("mode", "form"), [("CMYK", "JPEG"), ("LA", "PNG"), ("P", "GIF"), ("1", "TIFF")])
def test_every_way_to_keep_colours(mode, form, wide) -> None:
    file = io.BytesIO()
    Image.fromarray(np.rint((1 - ink()) * 255).astype(np.uint8)).convert(mode).save(file, form)
    assert digits_in(file, wide) == [5]


def test_a_picture_on_its_side_is_turned(wide) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the first row is the right side
    assert digits_in(file_of(np.rot90(on_paper()), "JPEG", exif=exif), wide) == [5]


def test_of_several_pictures_the_first_is_read(wide) -> None:
    file = io.BytesIO()
    first, second = (
        Image.fromarray(np.rint(p).astype(np.uint8)) for p in (255 - 255 * ink(), 255 * np.ones((9, 9)))
    )
    first.save(file, "TIFF", save_all=True, append_images=[second])
    assert digits_in(file, wide) == [5]


def test_a_large_photograph_becomes_smaller_while_it_is_decoded(wide) -> None:
    large = np.asarray(Image.fromarray(on_paper().clip(0, 255).astype(np.uint8)).resize((4000, 3000)))
    file = file_of(large, "JPEG")
    assert max(netcore.read_picture(file).shape) <= 1000
    assert digits_in(file, wide) == [5]


def test_heic_is_named(tmp_path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes(b"\0\0\0\x18ftypheic" + bytes(40))
    with pytest.raises(netcore.PictureError, match=r"HEIC.*pillow-heif|not a picture"):
        netcore.read_picture(Path(path))


def test_opencv_waits_for_a_picture() -> None:
    code = "import sys, netcore; assert 'cv2' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
