"""Whether code that uses a public name still works after the name changed."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

_WORD = re.compile(r"\w+")
_BODY = re.compile(r"\bbody: ([^,)]+)")


def is_breaking(was: str | None, now: str | None) -> bool:
    """Return whether code that was written for the old signature may fail with the new one.

    Args:
        was: Signature or type before; None if there was none.
        now: Signature or type now; None if there is none any more.
    """
    if was is None or now is None:
        return now is None
    if not (was.startswith("(") and now.startswith("(")):
        return True
    old, new = _function(was), _function(now)
    if ast.unparse(old.returns or ast.Constant(None)) != ast.unparse(
        new.returns or ast.Constant(None)
    ):
        return True
    return not _takes_all_calls_of(new.args, old.args)


def sent_models(names: Mapping[str, str]) -> set[str]:
    """Return the classes of all models that callers build, since they are part of a body.

    Args:
        names: The signatures of a package by their names.
    """
    parts: dict[str, set[str]] = {}
    for name, text in names.items():
        if name.startswith("models.") and text.startswith(":"):
            parts.setdefault(name.split(".")[-2], set()).update(_WORD.findall(text))
    found: set[str] = set()
    waiting = {
        word
        for name, text in names.items()
        if name.startswith("api.")
        for body in _BODY.findall(text)
        for word in _WORD.findall(body)
    }
    while waiting:
        found |= waiting
        waiting = {part for name in waiting for part in parts.get(name, ())} - found
    return found


def _function(signature: str) -> ast.FunctionDef:
    (found,) = ast.parse(f"def name{signature}: ...").body
    assert isinstance(found, ast.FunctionDef)
    return found


def _takes_all_calls_of(new: ast.arguments, old: ast.arguments) -> bool:
    places = [argument.arg for argument in old.args]
    if [argument.arg for argument in new.args][: len(places)] != places:
        return False
    had, has = _parameters(old), _parameters(new)
    return (
        had.keys() <= has.keys()
        and all(has[name][0] >= types for name, (types, _) in had.items())
        and all(
            is_optional or (name in had and not had[name][1])
            for name, (_, is_optional) in has.items()
        )
    )


def _parameters(arguments: ast.arguments) -> dict[str, tuple[set[str], bool]]:
    """Return the types of each parameter, and whether it may be left out."""
    first_optional = len(arguments.args) - len(arguments.defaults)
    found = {
        argument.arg: (_types(argument), index >= first_optional)
        for index, argument in enumerate(arguments.args)
    }
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        found[argument.arg] = (_types(argument), default is not None)
    return found


def _types(argument: ast.arg) -> set[str]:
    if argument.annotation is None:
        return set()
    return set(ast.unparse(argument.annotation).split(" | "))
