"""The house rules: sizes, folders, docstrings, and which module may import which."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.structure import (
    CLIENT,
    CONTRACTS,
    GENERATED,
    OURS,
    ROOT,
    RULES,
    TEMPLATES,
    TESTS,
    modules,
)

Function = ast.FunctionDef | ast.AsyncFunctionDef

TEMPLATE_LINES = 450
"""What the templates may have together."""


def functions(tree: ast.Module) -> Iterator[Function]:
    """Yield every function and method of a module."""
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(function: Function) -> int:
    """Count the lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0


def sizes() -> dict[str, int]:
    """Measure the body of each of our own functions."""
    return {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}": body_lines(function)
        for path, tree in OURS.items()
        for function in functions(tree)
    }


def imported(tree: ast.Module) -> set[str]:
    """Return the top-level names of what a module imports anywhere in it."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def public(tree: ast.Module) -> Iterator[ast.Module | ast.ClassDef | Function]:
    """Yield the module itself and its public classes, functions and methods."""
    yield tree
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            if node.name.startswith("_"):
                continue
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    member
                    for member in node.body
                    if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef)
                    and not member.name.startswith("_")
                )


def test_functions_are_short() -> None:
    """Function bodies: median at most 8 lines, 95th percentile at most 35, none over 60."""
    found = sizes()
    ordered = sorted(found.values())
    assert statistics.median(ordered) <= 8
    assert ordered[int(len(ordered) * 0.95)] <= 35
    assert [place for place, size in found.items() if size > 60] == []


def test_modules_are_short() -> None:
    """No hand-written module has more than 450 lines, and hardly any more than 300."""
    lines = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in OURS
    }
    assert [name for name, count in lines.items() if count > 450] == []
    long = [name for name, count in lines.items() if count > 300]
    assert len(long) <= len(lines) * 0.05, long


def test_templates_are_small() -> None:
    """The templates of the generator stay below their budget together."""
    assert (
        sum(path.read_text("utf-8").count("\n") for path in TEMPLATES.iterdir()) <= TEMPLATE_LINES
    )


def test_what_is_public_is_documented() -> None:
    """At least 90 % of the public modules, classes, functions and methods have a docstring."""
    nodes = [node for tree in OURS.values() for node in public(tree)]
    documented = [node for node in nodes if ast.get_docstring(node)]
    assert len(documented) >= 0.9 * len(nodes)


def test_every_test_states_its_truth() -> None:
    """Every test has a docstring."""
    suites = modules(TESTS, CONTRACTS / "run/suite")
    mute = [
        f"{path.name}:{function.lineno} {function.name}"
        for path, tree in suites.items()
        for function in functions(tree)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]
    assert mute == []


@pytest.mark.parametrize(
    ("folder", "forbidden"),
    [
        (GENERATED, {"cloud_marketplace", "marketplace_contracts", "httpx"}),
        (CLIENT, {"marketplace_contracts"}),
    ],
)
def test_packages_import_one_way(folder: Path, forbidden: set[str]) -> None:
    """Generated code imports nothing of ours, the client only the generated code."""
    for path, tree in modules(folder).items():
        assert imported(tree) & forbidden == set(), path.name


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_about_modules_holds(rule: str) -> None:
    """Nothing breaks the rule but what `support/structure.py` lists."""
    find, allowed = RULES[rule]
    new = find() - allowed
    assert not new, f"{rule}: {'; '.join(sorted(new))}"


def test_only_the_transport_imports_httpx() -> None:
    """No module of the client outside of `_transport` imports httpx by name."""
    importers = {p.parent.name for p, tree in modules(CLIENT).items() if "httpx" in imported(tree)}
    assert importers == {"_transport"}


def test_the_client_needs_three_libraries() -> None:
    """Beside the standard library, generated code imports attrs and msgspec, the client httpx."""
    third_party = {"attr", "attrs", "msgspec", "cloud_marketplace_api"}
    more = {"httpx", "cloud_marketplace"}
    # Used where it is installed, and done without where it is not.
    optional = {"telemetry.py": {"opentelemetry"}, "dlt.py": {"dlt"}}
    program = {"click", "rich"}  # of the extra `cli`
    standard = sys.stdlib_module_names
    for path, tree in modules(CLIENT, GENERATED).items():
        allowed = third_party | (more if CLIENT in path.parents else set())
        allowed |= program if path.parent.name == "cli" else set()
        assert imported(tree) - standard <= allowed | optional.get(path.name, set()), path.name


def tracked() -> list[Path]:
    """Every file that git tracks or would track."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def test_no_path_of_a_machine_and_no_index() -> None:
    """No text names a package index or a folder of somebody's machine."""
    wanted = re.compile(r"/(wor[k]|roo[t])/|extra-inde[x]-url|find-link[s]|pyp[i]\.")
    for path in tracked():
        text = path.read_text(encoding="utf-8", errors="ignore")
        assert wanted.search(text) is None, path
