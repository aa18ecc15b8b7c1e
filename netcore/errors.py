"""What can go wrong with things that people bring: each message is one sentence to show them."""


class NetcoreError(Exception):
    """Something a person brought can't be used; the message says what is wrong and what to do."""


class WeightsError(NetcoreError):
    """A weights file is missing, damaged or not a network."""


class PictureError(NetcoreError):
    """A picture has the wrong shape, is too large or is none."""


class DataError(NetcoreError):
    """A data set is missing or is not what it should be."""


class ConfigError(NetcoreError, ValueError):
    """The settings of a training can't be."""


class ClassroomError(NetcoreError):
    """A room can't be opened, entered or written to."""
