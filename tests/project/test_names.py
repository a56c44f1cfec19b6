"""The source uses one name for one thing: words that were replaced do not return as names."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.structure import OURS, ROOT

REPLACED = {
    "agenda": "schedule",
    "answer": "response",
    "caller": "api client",
    "came": "received",
    "desk": "context",
    "flight": "refresh",
    "hiding": "redaction",
    "land": "finish",
    "lease": "cached token",
    "ledger": "results",
    "lookout": "search deadline",
    "mutation": "invalid request",
    "offline": "block network",
    "patience": "timeout",
    "placing": "place order",
    "procedure": "engine",
    "rehearsal": "playback",
    "road": "in flight",
    "scout": "probe",
    "seam": "protocol",
    "situation": "context",
    "slim": "struct",
    "stage": "context",
    "streak": "window",
    "tape": "vcr config",
    "told": "reported",
    "trip": "request state",
    "variation": "other value",
    "vault": "redactor",
    "wire": "transport",
}
"""Words that have no other meaning in this source, each with the word in use."""
EXCUSED = {
    "NoAnswer": "public",
    "came": "public, an attribute of `Drift`",
    "rate_told": "a check; lists of accepted findings have its name",
}
"""Names that stay, with the reason."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def replaced_words(name: str) -> set[str]:
    """Return the replaced words in a name, in the singular."""
    words = {word.lower() for word in _WORD.findall(name)}
    return {word for word in REPLACED if words & {word, f"{word}s", f"{word}d", f"{word}ed"}}


def names(path: Path, tree: ast.Module) -> Iterator[str]:
    """Yield the name of a module, and all names that it defines."""
    yield path.stem
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr
            case ast.alias(asname=str() as name):
                yield name


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("_told_until", {"told"}),
        ("RawAnswers", {"answer"}),
        ("wired", {"wire"}),
        ("striped", set()),
    ],
)
def test_words_in_names_are_found(name: str, words: set[str]) -> None:
    """A word counts in any case and number, but not as a part of another word."""
    assert replaced_words(name) == words


def test_no_name_has_a_replaced_word() -> None:
    """A module, class, function, parameter, variable or attribute has none of the words."""
    found = {
        f"{path.relative_to(ROOT)}: {name}, write {', '.join(REPLACED[word] for word in words)}"
        for path, tree in OURS.items()
        for name in names(path, tree)
        if name not in EXCUSED and (words := replaced_words(name))
    }
    assert not found, "\n".join(sorted(found))


def test_excused_names_exist() -> None:
    """An excuse that no name needs any more must be deleted."""
    used = {name for path, tree in OURS.items() for name in names(path, tree)}
    assert not EXCUSED.keys() - used
