"""Bytes to typed rows: time and memory, beside the stock output, pydantic and msgspec."""

import gc
import json
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import attrs
import msgspec
from cloud_marketplace import models
from cloud_marketplace_api.fields import fields_of
from cloud_marketplace_api.model import Model
from pydantic import TypeAdapter

from bench import ours, rivals, samples, stock

ROWS, ROUNDS = 1_000, 9
PATHS = {"Order": "/orders/{id}", "Subscription": "/subscriptions/{id}"}
HANDFUL = {
    "Order": ("id", "status", "creationDate", "total.amount", "products.0.quantity"),
    "Subscription": ("id", "status", "renewalDate", "totalPrice.amount", "products.0.quantity"),
}
Read = Callable[[bytes], list[Any]]


@dataclass(frozen=True)
class Contender:
    """One way to read a page.

    Attributes:
        name: As it is printed.
        read: Bytes to typed rows.
        fields: Attribute names of each class, to read everything.
        snake: Whether attributes have Python's names.
    """

    name: str
    read: Read
    fields: dict[type, tuple[str, ...]]
    snake: bool


def everything(fields: dict[type, tuple[str, ...]]) -> Callable[[Any], None]:
    """Make the function that reads every field of a row and of what is in it."""

    def walk(value: Any) -> None:
        names = fields.get(type(value))
        if names is not None:
            for name in names:
                walk(getattr(value, name))
        elif type(value) is list:
            for inner in value:
                walk(inner)

    return walk


def handful(name: str, *, snake: bool) -> Callable[[Any], None]:
    """Make the function that reads five fields, two of them inside other objects."""
    paths = [path.split(".") for path in HANDFUL[name]]
    if snake:
        paths = [
            ["".join(f"_{c.lower()}" if c.isupper() else c for c in s) for s in path]
            for path in paths
        ]

    def read(row: Any) -> None:
        for path in paths:
            value = row
            for step in path:
                value = value[0] if step == "0" else getattr(value, step)

    return read


@contextmanager
def contenders(name: str) -> Iterator[list[Contender]]:
    """All ways to read pages of one model."""
    mine = {
        found: tuple(field.name for field in fields_of(found).values())
        for key in models.__all__
        if issubclass(found := getattr(models, key), Model)
    }
    pydantic_family, structs = rivals.pydantic_models(), rivals.msgspec_structs()
    adapter: Any = TypeAdapter(dict[str, list[pydantic_family.of(name)] | Any])  # made at run time
    rows = TypeAdapter(list[pydantic_family.of(name)])  # as above
    del adapter
    struct_page = msgspec.defstruct("P", [("data", list[structs.of(name)])])  # as above
    decode = msgspec.json.Decoder(struct_page).decode
    with stock.models() as plain:
        model = getattr(plain, name)
        theirs = {
            found: tuple(a.name for a in attrs.fields(found) if a.name != "additional_properties")
            for found in vars(plain).values()
            if isinstance(found, type) and attrs.has(found)
        }
        yield [
            Contender(
                "stock output",
                lambda data: [model.from_dict(row) for row in json.loads(data)["data"]],
                theirs,
                snake=True,
            ),
            Contender("ours", partial(ours.rows, name), mine, snake=True),
            Contender(
                "ours, deviating",
                lambda data: ours.rows(name, ours.deviating(data)),
                mine,
                snake=True,
            ),
            Contender(
                "ours, growing",
                lambda data: ours.rows(name, ours.growing(data)),
                mine,
                snake=True,
            ),
            Contender("pydantic v2", _pydantic(rows), pydantic_family.fields, snake=False),
            Contender(
                "msgspec structs", lambda data: decode(data).data, structs.fields, snake=False
            ),
        ]


def _pydantic(rows: Any) -> Read:
    """The rows alone: the page around them would cost pydantic a little more."""

    def read(data: bytes) -> list[Any]:
        found: list[Any] = rows.validate_json(data[data.index(b"[") : data.rindex(b"]") + 1])
        return found

    return read


def timed(
    actions: dict[str, Callable[[], object]],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Median times in milliseconds, by turns, so that all meet the same machine.

    Args:
        actions: What to do, by name.
        rounds: How often.
        clock: Time of the processor by default, which other programs disturb the least.
    """
    times: dict[str, list[float]] = {name: [] for name in actions}
    gc.collect()
    gc.freeze()  # objects that exist already are not measured
    for _ in range(rounds):
        for name, action in actions.items():
            gc.collect()
            start = clock()
            kept = action()
            times[name].append((clock() - start) * 1000)
            del kept
    gc.unfreeze()
    return {name: statistics.median(found) for name, found in times.items()}


def kilobytes(action: Callable[[], object]) -> float:
    """Memory that the result of an action holds."""
    action()  # what is kept for ever exists already
    gc.collect()
    tracemalloc.start()
    kept = action()
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return size / 1024


def looked_at(read: Read, data: bytes, look: Callable[[Any], None] | None) -> list[Any]:
    """Read a page and look at its rows."""
    rows = read(data)
    if look is not None:
        for row in rows:
            look(row)
    return rows


def reading() -> None:
    """Print the tables."""
    for name, path in PATHS.items():
        data = samples.page(path, ROWS)
        with contenders(name) as known:
            print(f"\n{ROWS} of {name}, {len(data) / 1e6:.1f} MB; x: times faster than stock")
            heads = ("untouched", "five fields", "everything")
            print(" " * 16 + "".join(f"{head:>19}" for head in heads) + f"{'KiB, the same':>28}")
            table(name, data, known)


def table(name: str, data: bytes, known: list[Contender]) -> None:
    """Print a line for each contender."""
    actions: dict[str, Callable[[], object]] = {}
    for one in known:
        looks = (None, handful(name, snake=one.snake), everything(one.fields))
        for number, look in enumerate(looks):
            actions[f"{one.name}{number}"] = partial(looked_at, one.read, data, look)
    times = timed(actions)
    sizes = {key: kilobytes(action) for key, action in actions.items()}
    for one in known:
        print(f"{one.name:16}", end="")
        for state in "012":
            spent = times[one.name + state]
            print(f"{spent:9.1f} ms x{times['stock output' + state] / spent:5.2f}", end="")
        for state in "012":
            size = sizes[one.name + state]
            less = f"{size / sizes['stock output' + state] - 1:+.0%}"
            print(f"{size:8.0f} {less:>5}", end="")
        print()
