"""The enumeration `CheckedParameterResult`."""

from ..types import OpenEnum


class CheckedParameterResult(OpenEnum):
    """Whether the parameter passed."""

    SUCCESS = "success"
    ERROR = "error"
