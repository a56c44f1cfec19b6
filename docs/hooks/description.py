"""MkDocs hook: the description as pages, and links from marks of facts to the register.

`reference/api.md` and `reference/schemas.md` hold a comment each, which this hook replaces by what
`spec/openapi.yaml` says when the site is built. Operations and schemas have their own names as
anchors: `#orders.create`, `#Order`.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import jinja2
from marketplace_contracts.description.operations import Operation
from marketplace_contracts.description.spec import Spec, load
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

HERE = Path(__file__).parent
MARKER = re.compile(r"^<!-- (operations|schemas) -->$", re.MULTILINE)
FENCE = re.compile(r"^(```.*?^```)", re.MULTILINE | re.DOTALL)
NUMBER = re.compile(r"\b[A-H]\d+(?:\.\d+)?\b")
MARK = re.compile(rf"`[^`\n]*`|\bfacts\s+{NUMBER.pattern}(?:(?:,| and| to)\s+{NUMBER.pattern})*")
REGISTER = "facts.md"
FACT = re.compile(r"^\| ([A-H][\d.]+) \|", re.MULTILINE)
SECTION = re.compile(r"^(#+ ([A-H]\d*)\. .*)$", re.MULTILINE)

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
CELL = re.compile(r"<td\b")
TAG = re.compile(r"<[^>]+>")

EFFECTS = {
    "token": "issues a token",
    "read": "changes nothing",
    "write": "changes something",
    "order": "commits money",
}
WORDS = {"string": "text", "integer": "integer", "number": "number", "boolean": "true or false"}
LIMITS = {
    "minimum": "at least",
    "maximum": "at most",
    "minLength": "characters, at least",
    "maxLength": "characters, at most",
    "minItems": "elements, at least",
    "maxItems": "elements, at most",
}
SHOWN = {"x-effect", "x-replayable", "x-pagination", "x-sort", "x-evidence", "x-usual"}
INTERNAL = {"x-model", "x-enum-varnames"}
"""Extensions that only name things in generated code."""


@dataclass(frozen=True, slots=True)
class Row:
    """A property in the table of a schema."""

    name: str
    kind: str
    required: str
    text: str


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - given by MkDocs
    """Put the description into its pages, and link each mark of a fact."""
    if page.file.src_uri == REGISTER:
        return SECTION.sub(r"\1 {#\2}", FACT.sub(r'| <a id="\1"></a>\1 |', markdown))
    register = posixpath.relpath(REGISTER, posixpath.dirname(page.file.src_uri))
    linked = "".join(
        part if part.startswith("```") else MARK.sub(lambda m: _linked(m[0], register), part)
        for part in FENCE.split(markdown)
    )
    return MARKER.sub(lambda found: _rendered(found[1]), linked)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - given by MkDocs
    """Name the column in each cell of a wide table: on a phone its rows are shown as lists."""
    return TABLE.sub(lambda found: _labelled(found[0]), html)


def _labelled(table: str) -> str:
    names = [TAG.sub("", name) for name in HEADING.findall(table)]
    if len(names) < 3:
        return table
    following = cycle(names)
    return CELL.sub(lambda _: f'<td data-label="{next(following)}"', table)


def _linked(text: str, register: str) -> str:
    """Return a mark with its numbers as links; a code span stays as it is."""
    return text if text.startswith("`") else NUMBER.sub(rf"[\g<0>]({register}#\g<0>)", text)


@cache
def _spec() -> Spec:
    return load(HERE.parents[1] / "spec/openapi.yaml")


def _rendered(name: str) -> str:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - it writes Markdown
    )
    spec = _spec()
    environment.filters |= {
        "kind": kind,
        "cell": cell,
        "title": title,
        "prose": prose,
        "evidence": evidence,
        "follow": follow,
        "example": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
        "rows": lambda node: list(rows(node)),
        "extensions": extensions,
        "about": _about,
        "at_pointer": lambda pointer: spec.follow(pointer)[0],
        "lines": lines,
    }
    template = environment.get_template(f"{name}.md.jinja")
    return template.render(
        spec=spec,
        document=spec.document,
        components=spec.document["components"],
        effects=EFFECTS,
        nodes={one.id: spec.follow(one.pointer)[0] for one in spec.operations.values()},
    )


def lines(operation: Operation) -> str:
    """Return the lines of an operation in the file: from its method to the next operation."""
    spec = _spec()
    first = spec.line(operation.pointer)
    starts = [spec.line(f"#/paths/{_escaped(path)}") for path in spec.document["paths"]]
    starts += [spec.line(one.pointer) for one in spec.operations.values()]
    later = [line for line in (*starts, spec.line("#/components")) if line > first]
    return f"{first} to {min(later) - 1}" if later else f"from {first}"


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def follow(node: Any) -> Any:
    """Return what a node refers to, or the node itself."""
    return _spec().follow(node["$ref"])[0] if isinstance(node, dict) and "$ref" in node else node


def kind(node: Mapping[str, Any]) -> str:
    """Return what values a schema admits, in words, with links to named schemas."""
    said = _kind(node)
    limits = [f"{words} {node[key]}" for key, words in LIMITS.items() if key in node]
    if pattern := node.get("pattern"):
        limits.append(f"pattern {code(pattern)}")
    if "default" in node:
        limits.append(f"default {code(node['default'])}")
    said = ", ".join([said, *limits])
    return f"{said}, or null" if node.get("nullable") and None not in node.get("enum", ()) else said


def _kind(node: Mapping[str, Any]) -> str:
    if name := _name(node):
        return "null" if name == "NoValue" else f"[{name}](schemas.md#{name})"
    if "$ref" in node:
        return kind(follow(node))
    for key, word in (("anyOf", " or "), ("oneOf", " or "), ("allOf", " with ")):
        if key in node:
            return word.join(kind(one) for one in node[key])
    if "enum" in node:
        return "one of " + ", ".join(code(word) for word in node["enum"])
    return _plain_kind(node)


def _plain_kind(node: Mapping[str, Any]) -> str:
    """Return the kind of a schema that is no combination of others."""
    if node.get("type") == "array":
        return f"array of {kind(node.get('items', {}))}"
    if node.get("type") == "object" or "properties" in node:
        others = node.get("additionalProperties")
        return f"object of {kind(others)}" if others and isinstance(others, dict) else "object"
    word = WORDS.get(node.get("type", ""), "any JSON")
    return f"{word} ({node['format']})" if "format" in node else word


def _name(node: Mapping[str, Any]) -> str:
    """Return the name of the schema that a node refers to; empty for a part of one."""
    room, _, name = str(node.get("$ref", "")).rpartition("/")
    return name if room == "#/components/schemas" else ""


def rows(node: Mapping[str, Any], above: str = "") -> Iterator[Row]:
    """Yield the properties of a schema, those of `allOf` and of unnamed objects in it included."""
    properties, required, usual = _folded(node)
    for name, inner in properties.items():
        always = "yes" if name in required else "as a rule" if name in usual else ""
        yield Row(f"{above}{name}", kind(inner), always, _about(inner))
        items = inner.get("items", {})
        yield from rows(inner, f"{above}{name}.") if "properties" in inner else ()
        yield from rows(items, f"{above}{name}[].") if "properties" in items else ()


def _folded(node: Mapping[str, Any]) -> tuple[dict[str, Any], set[str], set[str]]:
    """Return properties, required and usual names of a schema with all its parts."""
    properties: dict[str, Any] = {}
    required, usual = set(node.get("required", ())), set(node.get("x-usual", ()))
    for part in node.get("allOf", ()):
        inner, more, rule = _folded(follow(part))
        properties |= inner
        required |= more
        usual |= rule
    return properties | node.get("properties", {}), required, usual


def _about(node: Mapping[str, Any]) -> str:
    """Return what is said about a property or a parameter."""
    said = [node.get("description", "")]
    said += ["Only in responses."] * bool(node.get("readOnly"))
    said += ["Only in requests."] * bool(node.get("writeOnly"))
    said += [f"{name}: {value}." for name, value in extensions(node)]
    if "x-evidence" in node:
        said.append(f"*{evidence(node['x-evidence'])}*")
    return prose(" ".join(each for each in said if each))


def extensions(node: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the extensions of a node that have no words of their own, as code."""
    names = [name for name in node if str(name).startswith("x-") and name not in SHOWN | INTERNAL]
    return [(code(name), _plain(node[name])) for name in names]


def _plain(value: Any) -> str:
    """Return a value of an extension as words: `field` id, `order` descending."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(inner) for inner in value)
    return code(value)


def code(value: object) -> str:
    """Return a value as a code span."""
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"


def evidence(text: str) -> str:
    """Return evidence with a link for each fact."""
    return NUMBER.sub(rf"[\g<0>](../{REGISTER}#\g<0>)", text)


def prose(text: str) -> str:
    """Return a text in which the id of an operation is a link to it."""
    known = _spec().operations
    return re.sub(
        r"`([a-z_]+\.[a-z_]+)`",
        lambda found: f"[{found[0]}](api.md#{found[1]})" if found[1] in known else found[0],
        text,
    )


def cell(text: str) -> str:
    """Return a text for a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def title(text: str) -> str:
    """Return a text for the title of a link, where straight quotes would end it."""
    return re.sub(
        '"([^"]*)"', "\N{LEFT DOUBLE QUOTATION MARK}\\1\N{RIGHT DOUBLE QUOTATION MARK}", text
    )
