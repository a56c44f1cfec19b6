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
    RUNTIME,
    TEMPLATES,
    TESTS,
    modules,
)

Function = ast.FunctionDef | ast.AsyncFunctionDef

TEMPLATE_LINES = 450
"""What the templates may have together."""

READING_LINES = 550
"""What is written by hand to read responses and to notice how they deviate, templates included."""

READING: dict[Path, set[str]] = {
    RUNTIME / "reading.py": set(),
    RUNTIME / "fields.py": set(),
    RUNTIME / "dates.py": set(),
    CLIENT / "_decoding/read_response.py": set(),
    CLIENT / "_decoding/deviations.py": set(),
    RUNTIME / "model.py": {
        *("to_dict", "dump", "_extra", "PLAIN"),  # to write
        *("__eq__", "__hash__", "__repr__", "__rich_repr__", "_part", "_shown", "_Shown", "show"),
        *("__attrs_attrs__", "_AttrsFields", "_attrs_fields"),
    },
    RUNTIME / "types.py": {"SecretText", "dump_text", "is_known", "__repr__", "__str__"},
    CLIENT / "_decoding/json_codec.py": {"MAX_DIGITS", "is_bounded", "plain", "encode", "_extra"},
}
"""The modules that read responses, and the names in them that are there for something else.

A name that is not listed counts. The imports of a module that does both do not.
"""

READING_TEMPLATES = {"model.py.jinja": "class {{", "fields.jinja": "{% macro text("}
"""The templates of what models are read with, and where that begins: to the end of the macro."""


def functions(tree: ast.Module) -> Iterator[Function]:
    """Yield every function and method of a module."""
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def body_lines(function: Function) -> int:
    """Count the lines of a function's body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0


def code_lines(path: Path, others: set[str]) -> int:
    """Count the lines of code: without docstrings, comments, blanks and the parts of other names.

    If there are other names, imports and `__all__` do not count either.
    """
    text = path.read_text("utf-8")
    left_out = {
        number
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.stmt) and (is_prose(node) or (others and is_other(node, others)))
        for first in (node, *getattr(node, "decorator_list", ()))
        for number in range(first.lineno, (node.end_lineno or 0) + 1)
    }
    return sum(
        line.strip() != "" and not line.lstrip().startswith("#")
        for number, line in enumerate(text.splitlines(), 1)
        if number not in left_out
    )


def is_prose(node: ast.stmt) -> bool:
    """Tell whether a statement is a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_other(node: ast.stmt, others: set[str]) -> bool:
    """Tell whether a statement imports, lists what is public, or defines one of the names."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {getattr(target, "id", "") for target in targets} <= {*others, "__all__"}
    is_import = isinstance(node, ast.Import | ast.ImportFrom)
    return is_import or getattr(node, "name", None) in others


def template_lines(name: str, start: str) -> int:
    """Count the lines of a template from a text on, to the end of its macro or of all."""
    text = (TEMPLATES / name).read_text("utf-8")
    part = text[text.index(start) :].partition("{%- endmacro %}")[0]
    return sum(line.strip() != "" for line in part.splitlines())


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


def test_reading_is_small() -> None:
    """The code that reads responses stays below its budget; each part of it is there."""
    lines = {path.name: code_lines(path, others) for path, others in READING.items()}
    lines |= {name: template_lines(name, start) for name, start in READING_TEMPLATES.items()}
    assert sum(lines.values()) <= READING_LINES, lines
    for path, others in READING.items():
        text = path.read_text("utf-8")
        assert [name for name in others if not re.search(rf"\b{name}\b", text)] == [], path


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
