"""From the argument NETWORK to the network that a command computes on, and the messages about it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from polegraph.cli.messages import detail, say
from polegraph.i18n import _, day, ngettext, number

if TYPE_CHECKING:
    from datetime import date

    from polegraph.cli.options import Audience, Narrow
    from polegraph.network import Network


def read(network: str, narrow: Narrow, audience: Audience) -> Network:
    """Read a network, leave out what the audience may not see, and narrow it.

    Parameters
    ----------
    network
        The argument NETWORK.
    narrow
        What was asked for.
    audience
        The audience of the result.
    """
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    refuse_impossible(narrow)
    part = address.read_part(network, audience=audience, **asdict(narrow))
    if part is None:
        return narrowed(seen_by(audience, address.read(network)), narrow)
    net, hidden = part
    if any(hidden.values()):
        say_hidden(hidden, audience)
    return said(net, narrow)


def narrowed(net: Network, narrow: Narrow) -> Network:
    """Narrow a network, and report what is left of it.

    Parameters
    ----------
    net
        The network.
    narrow
        What was asked for.
    """
    refuse_impossible(narrow)
    return said(net.select(**asdict(narrow)), narrow) if narrow.given() else net


def refuse_impossible(narrow: Narrow) -> None:
    """Refuse years of which the first is the later one, and former members where no pôle is named.

    Parameters
    ----------
    narrow
        What was asked for.
    """
    if narrow.since is not None and narrow.until is not None and narrow.since > narrow.until:
        raise click.UsageError(_("--since is later than --until"))
    if narrow.former and narrow.pole is None:
        raise click.UsageError(_("--former needs --pole: whom did they leave?"))


def said(smaller: Network, narrow: Narrow) -> Network:
    """Describe what is left of a network, and return it.

    Parameters
    ----------
    smaller
        What is left.
    narrow
        What was asked for.
    """
    if not narrow.given():
        return smaller
    if narrow.pole is not None:
        say(_day_of(smaller, narrow))
    say_undated(smaller.undated)
    if not len(smaller.projects):
        say(_("No project is left by what was asked for."))
    organisations = ngettext("{n} organisation", "{n} organisations", len(smaller.organisations))
    projects = ngettext("{n} project", "{n} projects", len(smaller.projects))
    detail(
        _("Chosen: {organisations}, {projects}.").format(
            organisations=organisations.format(n=number(len(smaller.organisations))),
            projects=projects.format(n=number(len(smaller.projects))),
        )
    )
    return smaller


def _day_of(smaller: Network, narrow: Narrow) -> str:
    """Describe how many members were chosen, and of which day: by default the result depends on today."""
    count = len(smaller.focus or ())
    if narrow.former:
        text = ngettext(
            "{n} organisation had left the pôle on {day}.", "{n} organisations had left the pôle on {day}.", count
        )
    else:
        text = ngettext(
            "{n} member of the pôle on {day} (--at DATE takes another day, --former those who have left).",
            "{n} members of the pôle on {day} (--at DATE takes another day, --former those who have left).",
            count,
        )
    return text.format(n=number(count), day=day(smaller.day))


def say_undated(count: int) -> None:
    """Describe how many projects are left out because it is unknown whether they belong to the years asked for.

    Parameters
    ----------
    count
        Their number.
    """
    if count:
        text = ngettext(
            "{n} project has no known year and is left out.", "{n} projects have no known year and are left out.", count
        )
        say(text.format(n=number(count)))


def say_set_aside(count: int) -> None:
    """Describe how many projects count neither before nor after a day, since only their year is known.

    Parameters
    ----------
    count
        Their number.
    """
    if count:
        text = ngettext(
            "{n} project has no start date, and its year does not decide: it is set aside.",
            "{n} projects have no start date, and their year does not decide: they are set aside.",
            count,
        )
        say(text.format(n=number(count)))


def day_or_today(at: date | None) -> date:
    """Return the day on which members are members: the one that was asked for, or today.

    Parameters
    ----------
    at
        The day of ``--at``; None if it was not given.
    """
    from polegraph.network.membership import today  # noqa: PLC0415  # heavy libraries load when used

    return at or today()


def seen_by(audience: Audience, net: Network) -> Network:
    """Leave out what an audience may not see, and report how much that is.

    Parameters
    ----------
    audience
        The audience of the result.
    net
        The network.
    """
    visible = net.visible(audience)
    if visible is net:
        return net
    from polegraph.network.visibility import AUDIENCES, hidden_rows  # noqa: PLC0415  # heavy libraries load when used

    left = {name: len(net.tables[name]) - len(visible.tables[name]) for name in ("organisations", "projects")}
    say_hidden({**left, "rows": hidden_rows(net.tables, AUDIENCES[audience])}, audience)
    return visible


def say_hidden(hidden: dict[str, int], audience: Audience) -> None:
    """Describe how much an audience may not see.

    Parameters
    ----------
    hidden
        Numbers of organisations, projects, and rows of other tables.
    audience
        The audience of the result.
    """
    organisations = ngettext("{n} organisation", "{n} organisations", hidden["organisations"])
    projects = ngettext("{n} project", "{n} projects", hidden["projects"])
    rows = ngettext("{n} row of other tables", "{n} rows of other tables", hidden["rows"])
    counted = {"organisations": organisations, "projects": projects, "rows": rows}
    what = [text.format(n=number(hidden[name])) for name, text in counted.items() if hidden[name]]
    if what:
        said = _("Left out, being for members only or internal: {what}; --audience internal shows all.")
        if audience == "members":
            said = _("Left out, being internal: {what}; --audience internal shows all.")
        say(said.format(what=", ".join(what)))


def short(path: str) -> str:
    """Return the last part of a path, which is enough and does not show the user's folders.

    Parameters
    ----------
    path
        A file, a folder, or NETWORK.
    """
    from polegraph.stores import address  # noqa: PLC0415  # heavy libraries load when used

    return address.name(path)
