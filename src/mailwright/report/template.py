"""The Jinja2 environment of reports: escaping by default, a missing value is an error, numbers as filters."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mailwright.report import numbers
from mailwright.report.theme import COLOURS

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


def render(name: str, *, package: str = "mailwright.report", **values: Any) -> Markup:
    """Return a template with its values, ready to stand in a page.

    Args:
        name: a file in the folder ``templates`` of ``package``.
        package: whose template it is; blocks come into one of yours as values.
        values: what the template names; strings are escaped, ``Markup`` is not.

    Raises:
        jinja2.TemplateNotFound: there is no such file.
        jinja2.UndefinedError: the template names a value that is not given.
    """
    from markupsafe import Markup

    return Markup(environment(package).get_template(name).render(values))


@lru_cache
def environment(package: str = "mailwright.report") -> Environment:
    """Return the environment for a package's templates; the functions of ``numbers`` are filters in it."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("count", "counted", "share", "number", "size", "duration"):
        made.filters[name] = getattr(numbers, name)
    made.globals["colours"] = COLOURS
    return made
