"""HTML as a tree that two ways of writing the same thing share, and the reference macros to compare with."""

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

from django.template import Context, Template
from jinja2 import Environment, PackageLoader, PrefixLoader

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Node:
    tag: str
    attrs: dict[str, Any]
    children: list["Node | str"] = field(default_factory=list)

    def all(self, tag: str) -> list["Node"]:
        found = [self] if self.tag == tag else []
        return found + [node for child in self.children if isinstance(child, Node) for node in child.all(tag)]

    def text(self) -> str:
        parts = [child if isinstance(child, str) else child.text() for child in self.children]
        return " ".join(" ".join(parts).split())

    def shape(self) -> tuple[Any, ...]:
        """The tags alone: what hostile text must never change."""
        return self.tag, sorted(self.attrs), [child.shape() for child in self.children if isinstance(child, Node)]


class _Builder(HTMLParser):
    def __init__(self, ignore: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root", {})
        self.open = [self.root]
        self.ignore = ignore

    def handle_starttag(self, tag, attrs):
        kept = {name: value for name, value in attrs if name not in self.ignore}
        if kept.get("class") is not None:
            kept["class"] = sorted(set(kept["class"].split()))
        node = Node(tag, kept)
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        words = " ".join(data.split())
        if not words:
            return
        siblings = self.open[-1].children
        if siblings and isinstance(siblings[-1], str):
            siblings[-1] += " " + words
        else:
            siblings.append(words)


def parse(html: str, ignore: frozenset[str] = frozenset()) -> Node:
    builder = _Builder(ignore)
    builder.feed(html)
    builder.close()
    assert builder.open == [builder.root], "every tag is closed"
    return builder.root


@cache
def _macros() -> Environment:
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def reference(component: str, macro: str, params: dict[str, Any]) -> str:
    """What govuk-frontend-jinja writes for a component."""
    source = (
        f'{{% from "govuk_frontend_jinja/components/{component}/macro.html" import {macro} %}}{{{{ {macro}(params) }}}}'
    )
    return _macros().from_string(source).render(params=params)


def draw(source: str, **context: Any) -> str:
    """What our tags write."""
    return Template("{% load govuk %}" + source).render(Context(context))


def assert_same(ours: str, theirs: str, ignore: frozenset[str] = frozenset()) -> None:
    assert parse(ours, ignore) == parse(theirs, ignore)
