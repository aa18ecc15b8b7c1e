"""How an answer is said: in the same words on the page, while the pen moves, and in a terminal."""

from netcore.language import N_, _
from netcore.reading import Answer, Reading

SENTENCES = {
    "nothing": N_("Draw a digit, 0 to 9, in the black square, and watch it being read while you draw."),
    "blot": N_("That is a blot, not a digit: a digit is drawn with a line."),
    "no digit": N_("That is none of the ten digits to me."),
    "digit": N_("This is {first}. I am {percent} sure."),
    "unsure": N_("I am not sure: {first} or {second}?"),
    "digits": N_("I read {digits}; the neurons show the {shown}."),
    "and": N_("{before} and {last}"),
    "stray": N_("A stray mark was left out."),
    "strays": N_("{count} stray marks were left out."),
    "guess": N_("{digit} ({percent})"),
}
OFF_PAGE = {
    "nothing": N_("Nothing is drawn."),
    "digits": N_("I read {digits}. I am {percent} sure."),
}
"""Said instead where there is no square to draw in, and there are no neurons to look at."""


def spoken() -> dict[str, str]:
    """SENTENCES in the language of whoever reads them."""
    return {kind: _(words) for kind, words in SENTENCES.items()}


def sentence(reading: Reading, *, on_page: bool = True) -> str:
    """The answer as a sentence, and another one where marks were put aside.

    Args:
        reading: what was read.
        on_page: whether it is said beside the canvas and the network.
    """
    words = spoken() if on_page else {kind: _(words) for kind, words in (SENTENCES | OFF_PAGE).items()}
    answer = _answer(reading, words)
    if not reading.strays:
        return answer
    count = len(reading.strays)
    return f"{answer} {words['stray' if count == 1 else 'strays'].format(count=count)}"


def _answer(reading: Reading, words: dict[str, str]) -> str:
    if not reading.parts:
        return words["nothing"]
    if reading.kind == "digits":
        *before, last = map(str, reading.digits)
        return words["digits"].format(
            digits=words["and"].format(before=", ".join(before), last=last),
            shown=reading.digits[reading.shown],
            percent=percent(reading.confidence),
        )
    part = reading.parts[0]
    if part.is_blot:
        return words["blot"]
    if reading.kind == "unsure":
        second = guess(part.answer, part.answer.guesses[1])
        return words["unsure"].format(first=guess(part.answer), second=second)
    return words[reading.kind].format(first=a_digit(part.digit), percent=percent(part.confidence))


def truth_sentence(truth: int | None, reading: Reading) -> str:
    """What a picture really shows, and whether it was read so; "" where that isn't known."""
    if truth is None or not reading.parts:
        return ""
    meant = _("Somebody wrote it as {digit}.")
    if reading.kind == "digit":
        is_right = reading.digits == [truth]
        meant = (
            _("Right: somebody wrote it as {digit}.")
            if is_right
            else _("Wrong: somebody wrote it as {digit}.")
        )
    return meant.format(digit=a_digit(truth))


def guess(answer: Answer, digit: int | None = None) -> str:
    """A digit and how likely it is: "a 7 (97 %)"; without a digit, the likeliest, or none."""
    if digit is None:
        if answer.kind == "no digit":
            return _("no digit")
        digit = answer.digit
    likely = percent(float(answer.confidences[digit]))
    return _(SENTENCES["guess"]).format(digit=a_digit(digit), percent=likely)


def a_digit(digit: int) -> str:
    """The digit with its article."""
    return (_("an {digit}") if digit == 8 else _("a {digit}")).format(digit=digit)


def percent(part: float) -> str:
    """0–1 in whole percent, a half rounded up, never none or all; it doesn't break over two lines."""
    if part > 0.99:
        return _("over\u00a099\u00a0%")
    if part < 0.01:
        return _("under\u00a01\u00a0%")
    return f"{int(100 * part + 0.5)}\u00a0%"
