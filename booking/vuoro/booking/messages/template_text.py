"""The little language of message templates: Jinja's variables, filters and conditions, no more.

Who may write templates may not run programs: of Jinja's syntax only what is listed is accepted, in
its sandbox besides. What a template may name is a fixed list, so a slip of the pen is found when it
is written and not at eight in the morning.
"""

from collections.abc import Collection, Iterator, Mapping

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST = 4000
_ACCEPTED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter,
)  # fmt: skip
_FILTERS = frozenset({"upper", "lower", "capitalize", "trim"})

_jinja = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, keep_trailing_newline=False, autoescape=False
)


class BadTemplate(ValueError):
    """A template that can't be used; each of ``problems`` is a sentence that says where."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def render(source: str, values: Mapping[str, str]) -> str:
    """The words of a template. Raises BadTemplate."""
    try:
        return _jinja.from_string(source).render(values)
    except TemplateError as error:
        raise BadTemplate((str(error.message),)) from None
    except (TypeError, RecursionError) as error:
        raise BadTemplate((f"It can't be filled in ({type(error).__name__}).",)) from None


def problems(source: str, known: Collection[str]) -> tuple[str, ...]:
    """What is wrong with a template, as sentences; ``known`` are the names it may use."""
    if len(source) > LONGEST:
        return (f"The text has {len(source)} characters; {LONGEST} is the most.",)
    try:
        return tuple(dict.fromkeys(_strange(_jinja.parse(source), known)))
    except TemplateSyntaxError as error:
        reason = str(error.message).rstrip(".")
        return (f"Line {error.lineno}: {reason}.",)
    except RecursionError:
        return ("The text has too many conditions inside each other.",)


def _strange(node: nodes.Node, known: Collection[str]) -> Iterator[str]:
    if not isinstance(node, _ACCEPTED):
        what = type(node).__name__.lower()
        yield f"Line {node.lineno}: only names, filters and conditions can be used here, no {what}."
        return
    if isinstance(node, nodes.Name) and node.name not in known:
        names = ", ".join(sorted(known))
        yield f"Line {node.lineno}: there is no {node.name} here. There is {names}."
    if isinstance(node, nodes.Const) and not isinstance(node.value, str):
        yield f"Line {node.lineno}: only texts in quotes can be used here, no {node.value}."
    if isinstance(node, nodes.Filter) and (node.name not in _FILTERS or node.args or node.kwargs):
        names = ", ".join(sorted(_FILTERS))
        yield f"Line {node.lineno}: the filter {node.name} can't be used. There is {names}."
        return
    for child in node.iter_child_nodes():
        yield from _strange(child, known)
