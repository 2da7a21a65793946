"""Jinja for what a clause, a phrase or a condition may do: print facts, choose and repeat, and nothing else.

A clause file may come from anywhere. Python stays out of reach: no attribute of an object but the harmless methods of a
text, no filter that is not in a list. So do endless loops and texts that fill the memory: every rendering may spend
`BUDGET` and no more, and no text or list may be longer than `LONGEST`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from types import MethodType
from typing import Any, Final, cast

import jinja2
from jinja2 import nodes
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext, TemplateReference, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from billwright.marks import FORBIDDEN

LONGEST: Final = 50_000
"""The longest text or list that an expression may make or use; a whole clause has under 10,000 characters."""
BUDGET: Final = 10_000_000
"""What one rendering may spend: about a unit for each character that it writes, 20 for each turn of a loop."""
_TURN: Final = 20
_LARGEST: Final = 256
"""The largest whole number that a multiplication may make, in bits."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FILTERS: Final = _words(
    "abs capitalize count d default dictsort e escape first float int items join last length list lower map max min"
    " reject rejectattr replace reverse select selectattr sort string title trim truncate unique upper wordcount"
)
_OF_TEXTS: Final = _words("capitalize e escape lower replace string title trim truncate upper wordcount")
_METHODS: Final = _words(
    "capitalize endswith isdigit lower lstrip removeprefix removesuffix rstrip startswith strip title upper"
)
_JOINED, _EACH, _SPENT = "joined text", "each turn", "spent"
"""Filters that only `_Bounds` calls: no template can write a name with a blank in it."""


_Plain = str | int | float | jinja2.Undefined
"""What can be printed as it is; of an undefined name the printing says what is wrong."""


class UnknownName(jinja2.UndefinedError):
    """A fact that the profile has not; `known`: what it has at that place."""

    def __init__(self, known: Mapping[str, Any], name: str, message: str | None) -> None:
        super().__init__(f"“{name}” is not known there" if known else message)
        self.known, self.name = tuple(known), name


class _Template(jinja2.Template):
    """A template whose rendering begins with a full budget."""

    def new_context(
        self,
        vars: dict[str, Any] | None = None,  # noqa: A002 - Jinja's name
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> jinja2.runtime.Context:
        """Jinja's hook; a shared context is that of a file which another one includes."""
        if not shared:
            cast("Sandbox", self.environment).left = BUDGET
        return super().new_context(vars, shared, locals)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without a way out: sandboxed, bounded, and strict about names that nobody has defined."""

    template_class = _Template
    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, *, finalize: Callable[[Any], Any] | None = None, **options: Any) -> None:
        self.left = BUDGET
        self.own: frozenset[object] = frozenset()
        self._finalize = finalize or (lambda value: value)
        super().__init__(undefined=jinja2.StrictUndefined, finalize=self._printed, **options)
        self.globals = {"range": self._range, "dict": dict}
        found = self.filters
        self.filters = {}
        self.allow({name: found[name] for name in _FILTERS})
        self.filters.update({_JOINED: self._joined, _EACH: _each, _SPENT: _spent})

    def allow(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Lets templates call these filters, each at the cost of what it is given and makes."""
        for name, made in filters.items():
            self.filters[name] = self._bounded(name, made)

    def trust(self, words: Iterable[object]) -> None:
        """Lets templates call the program's own words without asking each time whether they are safe."""
        self.own = frozenset(word for word in words if isinstance(word, MethodType))

    def spend(self, amount: int) -> None:
        """Takes from the budget. Raises SecurityError when nothing is left."""
        self.left -= amount
        if self.left < 0:
            raise SecurityError("the clause repeats or writes more than any clause needs")

    def measured(self, value: Any, room: int = LONGEST) -> int:
        """How long a text, or a list with all that is in it, is. Raises SecurityError beyond `room`."""
        if isinstance(value, str):
            size = len(value)
        elif isinstance(value, list | tuple):
            size = len(value)
            for item in value if size <= room else ():
                size += self.measured(item, room - size)
        else:
            return 0
        if size > room:
            raise SecurityError("a text or a list is longer than any clause needs")
        return size

    def _bounded(self, name: str, made: Callable[..., Any]) -> Callable[..., Any]:
        own = bool(getattr(made, "jinja_pass_arg", None))  # Jinja passes a first value of its own

        @functools.wraps(made)
        def bounded(*values: Any, **named: Any) -> Any:
            given = [*values[own:], *named.values()]
            if not given:
                return made(*values, **named)
            value = given[0]
            self.spend(_TURN + sum(self.measured(each) for each in given))
            if name in _OF_TEXTS and not isinstance(value, _Plain):
                raise jinja2.TemplateRuntimeError(f"“{name}” changes texts, and this is none")
            if name == "replace" and len(given) > 2:
                old, new = str(given[1]), str(given[2])
                text = str(value)
                self._fits(len(text) + (text.count(old) if old else len(text) + 1) * max(0, len(new) - len(old)))
            if name in {"join", "listing"} and not isinstance(value, str):
                value = list(value)
                values = (*values[:own], value, *values[own + 1 :])
                joint = str(given[1]) if len(given) > 1 else ""
                self._fits(self.measured(value) + len(value) * len(joint))
            result = made(*values, **named)
            self.spend(self.measured(result))
            return result

        return bounded

    def _fits(self, size: int) -> None:
        if size > LONGEST:
            raise SecurityError("a text or a list is longer than any clause needs")
        self.spend(size)

    def _printed(self, value: Any) -> Any:
        value = self._finalize(value)
        if isinstance(value, str):
            self.spend(len(value))
        return value

    def _range(self, *bounds: int) -> range:
        made = range(*bounds)
        if len(made) > LONGEST:
            raise SecurityError("a text or a list is longer than any clause needs")
        return made

    def _joined(self, pieces: list[Any]) -> str:
        for piece in pieces:
            if not isinstance(piece, _Plain):
                raise jinja2.TemplateRuntimeError("the sign ~ joins only texts and numbers")
        self._fits(sum(len(piece) for piece in pieces if isinstance(piece, str)))
        return markup_join(pieces)

    # -- Jinja's hooks ------------------------------------------------------------------------------------------------

    def compile(
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> Any:
        """Compiles a template with its bounds built in."""
        tree = self.parse(source, name, filename) if isinstance(source, str) else source
        tree = _Bounds(name, filename).visit(tree)
        tree.set_environment(self)
        return super().compile(tree, name, filename, raw, defer_init)  # type: ignore[call-overload]

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuses what would fill the memory."""
        lists = (str, list, tuple)
        if operator == "**" or (operator == "%" and isinstance(left, str)):
            raise SecurityError(f"the sign {operator} may not be used like this in a clause")
        if operator == "*" and isinstance(left, lists) and isinstance(right, int):
            self._fits(len(left) * max(0, right))
        elif operator == "*" and isinstance(right, lists) and isinstance(left, int):
            self._fits(len(right) * max(0, left))
        elif operator == "*" and isinstance(left, int) and isinstance(right, int):
            if left.bit_length() + right.bit_length() > _LARGEST:
                raise SecurityError("a number is larger than any clause needs")
        elif operator == "+" and isinstance(left, lists) and isinstance(right, lists):
            self._fits(len(left) + len(right))
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of a text some methods, of a loop and of an imported file what they name; of all else nothing."""
        if isinstance(obj, str):
            return attr in _METHODS
        return isinstance(obj, LoopContext | TemplateModule | TemplateReference) and super().is_safe_attribute(
            obj, attr, value
        )

    def wrap_str_format(self, value: Any) -> None:
        """No text formats others: its blanks could ask for a gigabyte of blanks."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Facts are mappings: a key, and nothing else of them."""
        if isinstance(obj, Mapping):
            if attribute in obj:
                return obj[attribute]
            unknown = cast("type[jinja2.UndefinedError]", functools.partial(UnknownName, obj, attribute))
            return self.undefined(name=attribute, exc=unknown)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An item of a list or text, a key of a mapping; never by this way an attribute."""
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        try:
            return obj[argument]
        except (TypeError, LookupError):
            return self.undefined(obj=obj, name=argument)

    def call(self, context: Any, called: Any, /, *values: Any, **named: Any) -> Any:
        """A call, at the cost of what it is given."""
        if isinstance(called, MethodType) and called in self.own:
            self.spend(_TURN)
            for own in _JINJA_S:
                named.pop(own, None)
            return called(*values, **named)
        owner = getattr(called, "__self__", None)
        self.spend(_TURN + (len(owner) if isinstance(owner, str) else 0))
        return super().call(context, called, *values, **named)


_JINJA_S: Final = ("_loop_vars", "_block_vars")
"""What Jinja passes to every call inside a loop or a block, for its own use."""


@jinja2.pass_environment
def _each(environment: Sandbox, values: Any) -> Any:
    """What a loop goes through, paid for."""
    if isinstance(values, jinja2.Undefined) or not hasattr(values, "__iter__"):
        return values
    values = values if hasattr(values, "__len__") else list(values)
    environment.spend(len(values))
    return values


@jinja2.pass_context
def _spent(context: jinja2.runtime.Context, amount: int) -> str:
    """Pays for a turn of a loop or a call of a macro with its fixed words; by its context not worked out beforehand."""
    cast("Sandbox", context.environment).spend(amount)
    return ""


class _Bounds(NodeTransformer):
    """Puts the bounds into a template's syntax tree."""

    def __init__(self, name: str | None, filename: str | None) -> None:
        self.name, self.filename = name, filename

    def _refuse(self, message: str, node: nodes.Node) -> None:
        raise jinja2.TemplateSyntaxError(message, node.lineno, self.name, self.filename)

    def _paid(self, node: Any) -> Any:
        self.generic_visit(node)
        words = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        price = nodes.Const(_TURN + words, lineno=node.lineno)
        paid = nodes.Filter(price, _SPENT, [], [], None, None, lineno=node.lineno)
        node.body.insert(0, nodes.ExprStmt(paid, lineno=node.lineno))
        return node

    visit_Template = visit_Macro = visit_CallBlock = visit_Block = _paid  # noqa: N815 - Jinja's names

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's name
        """A loop pays for each turn."""
        if node.recursive:
            self._refuse("a loop may not call itself", node)
        self._paid(node)
        node.iter = nodes.Filter(node.iter, _EACH, [], [], None, None, lineno=node.lineno)
        return node

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:  # noqa: N802 - Jinja's name
        """``{% autoescape %}`` would let a clause write what is no text."""
        self._refuse("a clause cannot change how its words are written", node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja's name
        """``~`` measures what it joins."""
        self.generic_visit(node)
        pieces = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(pieces, _JOINED, [], [], None, None, lineno=node.lineno)

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802 - Jinja's name
        """A text in a tag holds no control characters and none of our own marks."""
        if isinstance(node.value, str) and FORBIDDEN.search(node.value):
            self._refuse("a text in the tag holds a character that cannot be printed", node)
        return node
