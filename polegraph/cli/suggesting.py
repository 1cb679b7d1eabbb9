"""``polegraph suggest`` and ``polegraph backtest``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from polegraph.cli import inputs, messages, options, outputs, saving
from polegraph.cli.command import Command
from polegraph.cli.option_words import WordChoice
from polegraph.errors import PolegraphError
from polegraph.i18n import N_, _

if TYPE_CHECKING:
    from polegraph.cli.options import Narrow, Output
    from polegraph.network import Network
    from polegraph.suggestions import Choice

FIRST: Final = ("name", "rank", "suggested_name", "suggested_size", "suggested_group", "reasons", "score")
"""The columns of a list of suggestions that matter most."""
NARROW: Final = ("name", "rank", "suggested_name", "reasons", "score", "suggested_size", "suggested_group")
"""Those that a terminal shows first."""
_WANTED: Final = (
    *("micro", "sme", "mid_cap", "large", "not_sme"),
    *("company", "lab", "training_body", "public_body", "association", "other"),
)
_JUDGED_YEARS: Final = 4  # years held back by default: one phase of the policy


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("Partners, ranked, with reasons."),
    help=N_(
        "Suggest partners, ranked, with reasons and the projects behind them.\n\n"
        "ORGANISATION is an identifier (org_id, SIREN, PIC, RNSR) or a name, or a part of one. Present partners, the "
        "own group, who opted out and who is dissolved are never suggested. --region, --pole and --theme choose who is "
        "suggested; the other options narrow the projects that the suggestions are made from."
    ),
)
@options.NETWORK
@options.argument("organisations", metavar=N_("[ORGANISATION]..."), nargs=-1)
@options.option("--all", "everyone", is_flag=True, help=N_("Suggest to every organisation."))
@options.option("--smes", is_flag=True, help=N_("Suggest to every SME."))
@options.option(
    "--want",
    type=WordChoice(_WANTED, strict=False),
    metavar=N_("SIZE|KIND"),
    help=N_("Suggest only these: large, sme, mid_cap, lab, training_body, public_body, …"),
)
@options.option("--theme", metavar=N_("NAME"), help=N_("Suggest only organisations active in this theme."))
@options.option("--region", metavar=N_("NAME"), help=N_("Suggest only organisations of this region."))
@options.option("--pole", metavar=N_("NAME"), help=N_("Suggest only members of this pôle."))
@options.former
@options.option("--new-to-pole", is_flag=True, help=N_("Suggest only who never was a member of the pôle."))
@options.option(
    "--method",
    metavar=N_("NAME"),
    help=N_(
        "How to rank: learned, fusion, or another that backtest names. By default what was learned from this network; "
        "--all, --smes and --learn learn it first where it is not there yet, and keep it in the folder. Without it, "
        "what was best on the network's own last years."
    ),
)
@options.option("--learn", is_flag=True, help=N_("Learn from this network before, where that is not done yet."))
@options.option(
    "--max-distance-km",
    type=click.FloatRange(min=0),
    metavar=N_("KM"),
    help=N_("Suggest only who is within so many kilometres, as the crow flies."),
)
@options.option(
    "--spread",
    type=click.FloatRange(min=0, max=1, min_open=True),
    metavar=N_("SHARE"),
    help=N_(
        "The largest share of the lists that an organisation may stand in; 1 leaves all lists as they are. By default "
        "0.05 with --all. The first seven of ten places stay as they are; last places go to organisations that no list "
        "shows, where that costs least."
    ),
)
@options.option(
    "--top",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar=N_("N"),
    help=N_("Length of each list."),
)
@options.option(
    "--backtest", "judged", is_flag=True, help=N_("Say afterwards how good such lists would have been; takes time.")
)
@options.save
@options.narrowing_projects
@options.output_of_lists
@options.common
def suggest(  # one parameter an option
    network: str,
    *,
    organisations: tuple[str, ...],
    everyone: bool,
    smes: bool,
    judged: bool,
    save: bool,
    narrow: Narrow,
    output: Output,
    **wanted: Any,  # noqa: ANN401  # the options that `polegraph.suggestions.suggest` has under the same names
) -> None:
    """Suggest partners."""
    # Check the options.
    if bool(organisations) + everyone + smes != 1:
        raise click.UsageError(_("give one or more of ORGANISATION, or --all, or --smes"))
    outputs.refuse_bad_place(output.path)
    from polegraph import suggestions  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    # Read the network and find the users.
    version = saving.before_saving(network, save=save)
    net = inputs.read(network, narrow, output.audience)
    asked = [net.find(one) for one in organisations] or (the_smes(net) if smes else None)
    # Choose the method and the model, and whether exposure is limited.
    by_itself = wanted["method"] is None
    choice = choice_for(network, net, narrow, wanted["method"], learn=wanted.pop("learn") or everyone or smes)
    wanted["method"] = wanted["method"] or choice.method
    wanted["model"] = choice.model if wanted["method"] == "learned" else None
    if wanted["spread"] is None and everyone:
        wanted["spread"] = suggestions.DEFAULT_SHARE
    elif wanted["spread"] == 1:
        wanted["spread"] = None
    # Compute the suggestions, and save them.
    table = suggestions.suggest(net, asked, **wanted)
    saving.save_suggestions(network, table, asked, version, wanted["method"])
    # Deliver them, with their quality if asked for.
    what = _("Partners suggested to each organisation, the best first, with the reasons and the projects behind them.")
    about = outputs.about(network, narrow, output.audience)
    if judged:
        about.append((_("quality"), _judged(net)))
    outputs.deliver(Sheet("suggestions", table, what, FIRST, narrow=NARROW, net=net), output, about)
    if judged:
        messages.say(about[-1][1])
    elif len(table):
        if by_itself or wanted["method"] in suggestions.LISTWISE:
            messages.say(choice.sentence())
        if wanted["model"] is None:
            messages.say(_("A suggestion is a claim; how good such lists were is said by --backtest."))


def choice_for(network: str, net: Network, narrow: Narrow, method: str | None = None, *, learn: bool = False) -> Choice:
    """Choose the method; what is learned is kept in the folder, if it was learned from all that is there.

    Parameters
    ----------
    network
        The argument NETWORK.
    net
        The network, as it is used.
    narrow
        How it was narrowed.
    method, learn
        See `polegraph.suggestions.choice_for`.
    """
    from polegraph import suggestions  # noqa: PLC0415

    whole = narrow == type(narrow)()
    return suggestions.choice_for(Path(network), net, method, learn=learn, keep=whole)


def the_smes(net: Network) -> list[str]:
    """Return the organisations that count as SMEs and are not dissolved.

    Parameters
    ----------
    net
        The network.
    """
    from polegraph.tables import SME_SIZES  # noqa: PLC0415

    return net.category.loc[net.category["size"].isin(SME_SIZES) & net.standing, "org_id"].tolist()


def _judged(net: Network) -> str:
    """Describe how good the lists would have been over the last years, a phase long."""
    from polegraph import suggestions  # noqa: PLC0415

    years = net.projects["year"].dropna()
    if not len(years):
        return _("No project has a year, so the lists cannot be tested.")
    try:
        return suggestions.summary(suggestions.backtest(net, cut=int(years.max()) - _JUDGED_YEARS + 1))
    except PolegraphError as error:  # too little to judge on is no reason to withhold the list
        return _("The lists cannot be tested on this data: {problem}.").format(problem=error.problem)


@click.command(
    cls=Command,
    options_metavar=N_("[OPTIONS]"),
    short_help=N_("How good the suggestions would have been."),
    help=N_(
        "Measure how good the suggestions would have been: learn from the projects before the year or the day of "
        "--cut, and look who became partners from then to --until. Of a project without a start date the year counts; "
        "where that does not decide, it is set aside. Writes JSON."
    ),
)
@options.NETWORK
@options.option(
    "--cut", metavar=N_("YEAR|DAY"), required=True, help=N_("First year, or first day (2015-09-01), that is held back.")
)
@options.option(
    "--until",
    "last",
    metavar=N_("YEAR|DAY"),
    help=N_("Last year, or last day, that is judged; by default the last one."),
)
@options.option(
    "--spread",
    type=click.FloatRange(min=0, max=1, min_open=True),
    metavar=N_("SHARE"),
    help=N_("Judge the lists as --spread of 'polegraph suggest' makes them; by default as they are without it."),
)
@options.option("--programme", metavar=N_("NAME"), help=N_("Only projects of this programme."))
@options.option("--pole", metavar=N_("NAME"), help=N_("Only members of this pôle are advised."))
@options.at
@options.former
@options.option("--region", metavar=N_("NAME"), help=N_("Only organisations of this region are advised."))
@options.option("--theme", metavar=N_("NAME"), help=N_("Only projects about this theme."))
@options.option("--since", type=int, metavar=N_("YEAR"), help=N_("Only projects that started in this year or later."))
@options.option(
    "--pool",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar=N_("N"),
    help=N_(
        "Compare the shipped method with PageRank on so many cuts together, a year apart, or a quarter where --cut is "
        "a day, the last one at --cut: where one has too few SMEs to decide. Takes as many times longer."
    ),
)
@options.output_json
@options.common
def backtest(
    network: str,
    *,
    cut: str,
    last: str | None,
    pool: int,
    spread: float | None,
    output: Output,
    **chosen: Any,  # noqa: ANN401  # options that narrow
) -> None:
    """Measure how good the suggestions would have been."""
    outputs.refuse_bad_place(output.path)
    if output.columns is not None and outputs.is_json(output):
        raise click.UsageError(_("--columns is for tables: give --format table, or -o FILE.xlsx"))
    from polegraph import suggestions  # noqa: PLC0415  # heavy libraries load when used
    from polegraph.reports.sheets import Sheet  # noqa: PLC0415

    narrow = options.Narrow(**chosen)
    net = inputs.read(network, narrow, output.audience)
    inputs.say_undated(int(net.projects["year"].isna().sum()))  # before the cut or after it: unknown
    limit = None if spread == 1 else spread
    with messages.progress(_("back-test")) as progress:
        result = suggestions.backtest(net, cut=cut, until=last, pool=pool, spread=limit, progress=progress)
    inputs.say_set_aside(result["set_aside"])
    if outputs.is_json(output):
        outputs.deliver_json(result, output)
    else:
        import pandas as pd  # noqa: PLC0415

        about = outputs.about(network, narrow, output.audience)
        about.extend((key, str(result[key])) for key in ("cut", "until", "users", "candidates", "shipped"))
        about.append(("bar", str(result["bar"]["name"])))
        what = _("How good each method would have been; low and high are the bounds of its NDCG (95 %).")
        outputs.deliver(Sheet("backtest", pd.DataFrame(result["methods"]), what), output, about)
        if output.path is None and output.format == "table":
            for title, rows in _beside(result):
                click.echo(f"\n{title}")
                outputs.deliver(Sheet("backtest", pd.DataFrame(rows), title), output)
    messages.say(suggestions.summary(result))
    for sentence in suggestions.findings(result):
        messages.say(sentence)


def _beside(result: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the other tables of a back-test, each with its title."""
    tables = [
        (_("For whom: the shipped method beside PageRank."), result["by"]),
    ]
    if "spread" in result:
        title = _("Exposure: the largest share of the lists that an organisation may stand in.")
        tables.append((title, result["spread"]))
    if "pool" in result:
        cuts = ", ".join(map(str, result["pool"]["cuts"]))
        tables.append((_("Several cuts together: {cuts}.").format(cuts=cuts), result["pool"]["by"]))
    return tables
