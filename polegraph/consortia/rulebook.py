"""Rules of programmes as data: one TOML file a programme, each rule a linear form over the members of a consortium."""

from __future__ import annotations

from pathlib import Path

from polegraph.consortia import rule_files
from polegraph.consortia.rule_files import names
from polegraph.consortia.rule_model import AMOUNTS, ASKS, HOME, KEYS, MEMORY, Rule, Rules, Span, Where
from polegraph.errors import not_one_of
from polegraph.i18n import _

__all__ = ["AMOUNTS", "ASKS", "HOME", "KEYS", "MEMORY", "Rule", "Rules", "Span", "Where", "load", "names"]


def load(name: str | Path) -> Rules:
    """Read the rules of a programme, or a user's own in the same form.

    Parameters
    ----------
    name
        One of `names`, or the path of a TOML file.

    Raises
    ------
    PolegraphError
        If there are no such rules, or the file cannot be used: what is wrong, and where.

    Examples
    --------
    >>> rules = load("horizon-ria")
    >>> rules.rules[0].each, rules.rules[0].least
    (('unit', 'country'), 3)
    """
    if isinstance(name, str) and name.strip().casefold() in names():
        return rule_files.shipped(name.strip().casefold())
    path = Path(name)
    if path.suffix.casefold() != ".toml":
        raise not_one_of(_("there are no rules of this name; a file of your own ends in .toml"), str(name), names())
    return rule_files.read(path)
