"""A new operation reaches client, checks and report without a line written by hand.

A copy of the description gets a list with a tag of its own, a detail, a write, an operation of an
existing tag, and a property. The client is generated from it into a folder, and everything else
that follows runs in processes of its own, for which that folder is the generated package.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from marketplace_contracts.codegen import generate
from support.descriptions.new_operations import extended
from support.specs import ROOT, make_root
from support.type_checking import complaints

NEW = ("shelves.list", "shelves.get", "shelves.create", "shelves.delete", "orders.history")
PARTS = "sequences,client,examples,coverage"
TYPED = """\
import datetime
from cloud_marketplace_api.api import AsyncResources, Resources
from cloud_marketplace_api.models import Colour, PlanSummary
from cloud_marketplace_api.types import Unset

def use(mp: Resources, plan: PlanSummary) -> datetime.datetime:
    colours: list[Colour] = [row.colour for row in mp.shelves.list(colour=Colour.RED, limit=3)]
    steps: list[str] = mp.orders.history("7").steps
    life: int | Unset = plan.shelf_life
    print(colours, steps, life)
    return mp.shelves.get("SH-000001").made

async def wait(mp: AsyncResources) -> str:
    async for row in mp.shelves.list():
        print(row.made)
    return (await mp.shelves.create({"id": "SH-000001", "name": "Oak"})).name

def wrong(mp: Resources) -> None:
    mp.shelves.list(color="red")
    mp.shelves.create("Oak")
    mp.plans.list().data[0].shelf_lives
"""


def new_description() -> dict[str, Any]:
    """Return the description with the new operations and a new property of plans."""
    document = extended()
    made = document["paths"]["/shelves"]["post"]["responses"]
    document["paths"]["/shelves"]["post"]["responses"] = {"201": made.pop("200"), **made}
    document["paths"]["/shelves"]["get"]["parameters"] += [
        {"name": "isThick", "in": "query", "schema": {"type": "boolean"}},
        {"name": "width", "in": "query", "schema": {"type": "number"}},
    ]
    life = {"type": "integer", "description": "Days that the plan is on the shelf."}
    document["components"]["schemas"]["PlanSummary"]["properties"]["shelfLife"] = life
    return document


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the client of the new description was generated over the present one."""
    made = make_root(tmp_path_factory.mktemp("new"), new_description())
    shutil.copytree(ROOT / "generated", made / "generated")
    names = {change.name: change.was for change in generate(made, force=True).changes}
    assert {"api.shelves.Shelves.list", "models.plan.Plan.shelf_life"} <= names.keys()
    assert set(names.values()) == {None}, "nothing else may change"
    return made


def run(root: Path, *arguments: str, way: str = "-m") -> str:
    """Run a module, or a program, with the new client; return what it prints."""
    path = os.pathsep.join([str(root / "generated"), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, way, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_both_clients_have_the_operations(root: Path) -> None:
    """Methods and their twins exist with equal parameters, page, and read what is new as typed."""
    found = json.loads(run(root, "support.descriptions.new_operations_client", "spec/openapi.yaml"))
    assert len(set(found["ids"])) == len(found["ids"]) > 20
    assert found["calls"] >= 3
    assert found["first"] == found["ids"][:7]
    assert found["async ids"] == found["ids"]
    assert found["red"] == ["red"]
    assert found["shelf"] == ["Shelf", found["ids"][0], "datetime"]
    assert found["async shelf"] == found["ids"][0]
    assert found["made"] == ["Shelf", "SH-000007", "Oak"]
    assert found["deleted"] is None
    assert found["history"] == [True]
    assert found["plan"] == [9, True, {}]
    twins = {name: text.replace("AsyncPage", "Page") for name, text in found["async"].items()}
    assert twins == found["sync"]


def test_the_new_methods_are_typed(root: Path) -> None:
    """A caller of the new operations passes mypy --strict, and mistakes are noticed."""
    (root / "caller.py").write_text(TYPED)
    cache = f"--cache-dir={root / 'mypy'}"
    found = complaints(root, cache, "caller.py", roots=[str(root / "generated")])
    wrong = TYPED.splitlines().index("def wrong(mp: Resources) -> None:") + 1
    assert [line for name, line in found if name == "caller.py"] == [
        wrong + 1,
        wrong + 2,
        wrong + 3,
    ]


def test_the_check_covers_the_operations(root: Path) -> None:
    """Each has a row in the report: sequences, both clients and schemathesis, without a finding."""
    only = [f"--only={name}" for name in NEW]
    options = ("--spec=spec/openapi.yaml", f"--phases={PARTS}", "--examples=5", "--processes=1")
    said = run(root, "marketplace_contracts", "check", *only, *options)
    assert ", 0 findings" in said
    lines = [line.split() for line in said.splitlines() if line.strip()]
    heads = next(line for line in lines if line[:2] == ["status", "body"])
    rows = {line[0]: dict(zip(heads, line[1:], strict=True)) for line in lines if "." in line[0]}
    for name in NEW:
        for column in ("status", "body", "headers", "errors", "client", "auth", "fuzz"):
            assert rows[name][column] == "✓", f"{name} {column}"
    for column in ("paging", "sort", "filter", "detail", "repeat"):
        assert rows["shelves.list"][column] == "✓", column


def test_the_command_line_has_the_operations(root: Path) -> None:
    """Each operation is a verb of the program, with its parameters as options."""
    program = "import sys; from cloud_marketplace.cli import main; sys.exit(main())"
    said = {name: run(root, program, *name.split("."), "--help", way="-c") for name in NEW}
    assert {"--colour", "--is-thick", "--width"} <= set(said["shelves.list"].split())
    assert all(name.split(".")[1] in text for name, text in said.items())


def test_the_generated_package_is_current(root: Path) -> None:
    """`generate --check` agrees, and the table of operations has the new ones."""
    assert "current" in run(root, "marketplace_contracts", "generate", "--check")
