"""Every word on the page, in the language in use; the page carries both languages and switches between them."""

from __future__ import annotations

from polegraph.i18n import _, language, ngettext
from polegraph.tables import DOMAINS, KINDS, SIZES

_ENGLISH_KINDS = {"lab": "laboratory", "training_body": "training body", "public_body": "public body"}
_ENGLISH_DOMAINS = {"private_finance": "private finance"}
_ENGLISH_SIZES = {
    "micro": "micro-enterprise",
    "sme": "SME",
    "mid_cap": "mid-cap",
    "large": "large company",
    "not_sme": "not an SME (mid-cap or large)",
}


def words() -> dict[str, str | list[str]]:
    """Return the words of the page.

    Returns
    -------
    dict
        Text by key; where a number decides, a list of two: for one, and for several. ``{n}`` and other names in braces
        are filled in by the page.

    Examples
    --------
    >>> words()["kind.lab"], words()["n_links"]
    ('laboratory', ['{n} link', '{n} links'])
    """
    return {
        **_of_the_page(),
        **_of_the_legend(),
        **_of_the_levels(),
        **_of_the_filters(),
        **_of_the_questions(),
        **_of_the_table(),
        **_of_the_cards(),
        **_of_the_chain(),
        **_of_the_places(),
        **_counted(),
        **_of_the_tables(),
    }


def _of_the_tables() -> dict[str, str | list[str]]:
    french = language() == "fr"
    kinds = {f"kind.{code}": word if french else _ENGLISH_KINDS.get(code, code) for code, word in KINDS.items()}
    sizes = {f"size.{code}": word if french else _ENGLISH_SIZES[code] for code, word in SIZES.items()}
    domains = {f"domain.{code}": word if french else _ENGLISH_DOMAINS.get(code, code) for code, word in DOMAINS.items()}
    return {**kinds, **sizes, **domains, "size.unknown": _("size not known or not a company")}


def _of_the_page() -> dict[str, str | list[str]]:
    return {
        "title": _("Who works with whom"),
        "subtitle": _("{organisations}, {projects}, {links} between organisations that share a project"),
        "subtitle_chosen": _(
            "{organisations}, {chosen}, {projects}, {links} between organisations that share a project"
        ),
        "n_chosen": [ngettext("{n} of them chosen", "{n} of them chosen", n) for n in (1, 2)],
        "all_years": _("(computed on all years, whatever the filters)"),
        "skip": _("Go to the search"),
        "skip_table": _("Go to the table"),
        "languages": _("Language"),
        "map": _("Map of the network"),
        "map_text": _(
            "A drawing of the network. Everything in it can also be reached through the search, the cards and their "
            "buttons."
        ),
        "zoom_in": _("Zoom in"),
        "zoom_out": _("Zoom out"),
        "fit": _("Show everything"),
        "search": _("Search"),
        "search_label": _("Find an organisation"),
        "search_hint": _("Name, or part of it"),
        "results": _("Organisations found"),
        "also_written": _("also written {name}"),
        "status": _("Shown: {organisations} of {all_organisations}; {links} of {all_links}."),
        "status_empty": _("Nothing to show."),
        "status_weaker": _(
            "Only the strongest links are drawn; those of an organisation all appear when it is selected."
        ),
        "status_selected": _("Selected: {name}, {links}."),
        "status_link": _("Selected: the link between {one} and {other}, {projects}."),
        "status_hidden_too": _("The selected organisation is shown although a filter or the legend leaves it out."),
        "bank.small_groups": _("Small groups, not connected to the others"),
        "bank.sme_alone": _("SMEs without a partner"),
        "bank.others_alone": _("Others without a partner"),
        "no_script": _("This page needs JavaScript."),
    }


def _of_the_legend() -> dict[str, str | list[str]]:
    return {
        "legend": _("Legend"),
        "legend_hint": _("Click an entry to hide or show its organisations."),
        "facet.status": _("SMEs and large groups"),
        "facet.kind": _("Kind (shape)"),
        "facet.size": _("Size of company"),
        "facet.pole": _("Pôle"),
        "facet.region": _("Region"),
        "facet.community": _("Community"),
        "colour_by": _("Colour by"),
        "colour.status": _("Links of SMEs to large groups"),
        "colour.kind": _("Kind"),
        "colour.size": _("Size"),
        "colour.pole": _("Pôle"),
        "colour.region": _("Region"),
        "colour.community": _("Community"),
        "entry_none": _("not known, or none"),
        "entry_rest": _("all others"),
        "entry_several": _("several, or others"),
        "entry_community": _("around {name}"),
        "show_all": _("Show all"),
        "projects_as_marks": _("Projects as stars"),
        "status_projects": _(
            "Shown: {organisations} of {all_organisations}; {projects} of {all_projects} as stars, and {links} between "
            "them and their members."
        ),
        "status_projects_single": _("{projects} of {all_projects} stand as stars among those drawn one by one."),
        "status_latest": _("More would be too many at once: these are the latest. Set a filter to see others."),
        "status.large": _("Large group"),
        "status.direct": _("SME that works with a large group"),
        "status.introduced": _("SME one introduction away"),
        "status.far": _("SME further away"),
        "status.unreachable": _("SME without a path to a large group"),
        "status.no_partner": _("SME without a partner"),
        "status.no_project": _("SME without a project"),
        "status.mid_cap": _("Mid-cap company"),
        "status.other": _("Others: laboratories, public bodies, size not known…"),
        "chosen": _("Chosen"),
        "mark_size": _("The larger the mark, the more projects."),
        "mark_size_ever": _("The larger the mark, the more projects of all years, whatever the filters."),
        "groups_of_companies": [
            ngettext("Large group ({n} company)", "Large group ({n} companies)", n) for n in (1, 2)
        ],
        "smes": [
            ngettext("{n} of {all} SMEs works with a large group", "{n} of {all} SMEs work with a large group", n)
            for n in (1, 2)
        ],
        "smes_chosen": [
            ngettext(
                "{n} of {all} chosen SMEs works with a large group",
                "{n} of {all} chosen SMEs work with a large group",
                n,
            )
            for n in (1, 2)
        ],
    }


def _of_the_levels() -> dict[str, str | list[str]]:
    return {
        "levels": _("Communities"),
        "levels_hint": _("Each bubble is a community of organisations that work together. Click one to open it."),
        "levels_leaf": _("All organisations in it are drawn one by one."),
        "levels_single": _("Draw all one by one"),
        "levels_up": _("Close the bubble"),
        "levels_all": _("Everything"),
        "levels_path": _("Which bubble is open"),
        "levels_match": _("{n} of {all} match"),
        "status_levels": _(
            "Shown: {organisations} of {all_organisations}, {inside} of them inside {bubbles} and {single} one by one."
        ),
        "status_level_links": _(
            "{lines} lines join bubbles that share projects; the {all_links} between organisations appear where "
            "bubbles are opened."
        ),
        "status_opened": _("Opened: {name}. Not shown, because outside it: {organisations}."),
        "n_bubbles": [ngettext("{n} bubble", "{n} bubbles", count) for count in (1, 2)],
        "n_without": [
            ngettext("{n} SME without a large group", "{n} SMEs without a large group", count) for count in (1, 2)
        ],
    }


def _of_the_filters() -> dict[str, str | list[str]]:
    return {
        "filters": _("Filters"),
        "filters_who": _("Organisations"),
        "filters_what": _("Their projects"),
        "filters_none": _("Take off all filters"),
        "filter_all.kind": _("all kinds"),
        "filter_all.size": _("all sizes"),
        "filter_all.status": _("all situations"),
        "filter_all.region": _("all regions"),
        "filter_all.pole": _("all pôles"),
        "filter_all.theme": _("all themes"),
        "filter_all.programme": _("all programmes"),
        "filter_all.since": _("all years"),
        "filter_all.until": _("all years"),
        "filter.kind": _("Kind"),
        "filter.size": _("Size"),
        "filter.status": _("Large groups"),
        "filter.region": _("Region"),
        "filter.pole": _("Pôle"),
        "filter.theme": _("Theme"),
        "filter.programme": _("Programme"),
        "filter.since": _("Started from"),
        "filter.until": _("Started until"),
        "year_slider": _("Projects started until"),
        "play": _("Play"),
        "pause": _("Pause"),
        "phase": _("Phase {phase}"),
        "phases": _("Phases of the policy"),
        "around_of": _("Around {name}, in steps"),
        "status_undated": [
            ngettext(
                "{n} project has no known year and is left out.", "{n} projects have no known year and are left out.", n
            )
            for n in (1, 2)
        ],
        "filter_said": _("{what}: {value}"),
        "filters_said": _("Filters: {filters}."),
        "hidden_said": _("Hidden by the legend: {entries}."),
    }


def _of_the_questions() -> dict[str, str | list[str]]:
    # What is said of one, of many, and of none.
    return {
        "questions": _("Questions"),
        "question.without_large": _("SMEs without a large group"),
        "question.one_introduction": _("One introduction away (by whom, to whom)"),
        "question.labs_without_sme": _("Labs without an SME"),
        "question.members_without_project": _("Members without a project"),
        "question.training_left_out": _("Training bodies left out"),
        "question.introducers": _("Most helpful introducers"),
        "question.partners": _("Suggested partners of the selected organisation"),
        "note.partners": _("Why"),
        "partners_of_whom": _("Select an organisation first: its suggested partners are then listed."),
        "answer.partners": [
            *(
                ngettext("{n} partner is suggested to {name}.", "{n} partners are suggested to {name}.", n)
                for n in (1, 2)
            ),
            _("No partner is suggested to {name}."),
        ],
        "question.pole_pairs": _("Missing links between pôles"),
        "note.pole_pairs": _("Missing link to"),
        "note.one_introduction": _("Could be introduced by"),
        "note.introducers": _("SMEs that it could introduce"),
        "answer.without_large": [
            *(
                ngettext(
                    "{n} SME shares no project with a large group.", "{n} SMEs share no project with a large group.", n
                )
                for n in (1, 2)
            ),
            _("No SME is without a project shared with a large group."),
        ],
        "answer.one_introduction": [
            *(
                ngettext(
                    "{n} SME is one introduction away from a large group: a partner of it works with one.",
                    "{n} SMEs are one introduction away from a large group: a partner of theirs works with one.",
                    n,
                )
                for n in (1, 2)
            ),
            _("No SME is waiting to be introduced to a large group."),
        ],
        "answer.labs_without_sme": [
            *(
                ngettext(
                    "{n} laboratory shares no project with an SME.", "{n} laboratories share no project with an SME.", n
                )
                for n in (1, 2)
            ),
            _("No laboratory is without a project shared with an SME."),
        ],
        "answer.members_without_project": [
            *(
                ngettext(
                    "{n} member of a pôle takes part in no project.", "{n} members of pôles take part in no project.", n
                )
                for n in (1, 2)
            ),
            _("No member of a pôle is without a project."),
        ],
        "answer.training_left_out": [
            *(
                ngettext(
                    "{n} training body shares no project with a company.",
                    "{n} training bodies share no project with a company.",
                    n,
                )
                for n in (1, 2)
            ),
            _("No training body is without a project shared with a company."),
        ],
        "answer.pole_pairs": [
            ngettext(
                "{n} pair of pôles has fewer common projects than by chance: {pairs}.",
                "{n} pairs of pôles have fewer common projects than by chance: {pairs}.",
                n,
            )
            for n in (1, 2)
        ],
        "pole_pairs_none": _("No pair of pôles has clearly fewer common projects than by chance."),
        "pole_pair": _("{one} – {other} ({observed}, by chance {expected})"),
        "answer.introducers": [
            *(
                ngettext(
                    "{n} organisation could introduce SMEs to a large group: {name} ({most}).",
                    "{n} organisations could introduce SMEs to a large group, first of all {name} ({most} SMEs).",
                    n,
                )
                for n in (1, 2)
            ),
            _("No organisation has an SME to introduce to a large group."),
        ],
    }


def _of_the_table() -> dict[str, str | list[str]]:
    return {
        "table": _("Table"),
        "table_which": _("What the table shows"),
        "table.organisations": _("Organisations shown"),
        "table.projects": _("Their projects"),
        "exports": _("Take away"),
        "export_csv": _("Table as CSV"),
        "export_png": _("Picture for a slide (PNG)"),
        "export_page": _("Picture for A4 (PNG)"),
        "export_svg": _("Picture (SVG)"),
        "export_link": _("Link to this view"),
        "export_view": _("This view as a file"),
        "import_view": _("Open a view"),
        "import_wrong": _("This file holds no view of a map."),
        "print": _("Print"),
        "rows": _("{from} to {to} of {all}"),
        "rows_none": _("no row"),
        "rows_before": _("Back"),
        "rows_after": _("Next"),
        "column.name": _("Name"),
        "column.end": _("To which large group"),
        "column.kind": _("Kind"),
        "column.size": _("Size"),
        "column.place": _("Place"),
        "column.poles": _("Pôles"),
        "column.status": _("Large groups"),
        "column.projects": _("Projects"),
        "column.partners": _("Partners"),
        "column.first": _("First year"),
        "column.last": _("Last year"),
        "column.project": _("Project"),
        "column.title": _("Title"),
        "column.year": _("Year"),
        "column.programme": _("Programme"),
        "column.lead": _("Coordinator"),
    }


def _of_the_places() -> dict[str, str | list[str]]:
    return {
        "views": _("What the map shows"),
        "view.network": _("Network"),
        "view.france": _("Map of France"),
        "view.europe": _("Map of Europe"),
        "map_text.france": _(
            "A map of France: each organisation stands at its city, or in the middle of its region where the city is "
            "not known; lines join partners. The table of flows between regions says the same in figures."
        ),
        "map_text.europe": _(
            "A map of Europe: each organisation stands at its city, or in the middle of its region or country where "
            "the city is not known; lines join partners. The table of flows between countries says the same in figures."
        ),
        "places": _("On the map: {parts}."),
        "place.city": [ngettext("{n} at its city", "{n} at their city", n) for n in (1, 2)],
        "place.region": [ngettext("{n} in its region's middle", "{n} in their region's middle", n) for n in (1, 2)],
        "place.country": [ngettext("{n} in its country's middle", "{n} in their country's middle", n) for n in (1, 2)],
        "place.nowhere": [ngettext("{n} without a place", "{n} without a place", n) for n in (1, 2)],
        "place.outside": [ngettext("{n} outside this map", "{n} outside this map", n) for n in (1, 2)],
        "off": _("Not on the map"),
        "list.nowhere": _("List the {n} without a place"),
        "list.outside": _("List the {n} outside the map"),
        "places_from": _(
            "Places of cities: GeoNames (geonames.org), licence CC BY 4.0, shortened. Outlines: Natural Earth, public "
            "domain."
        ),
        "flows": _("Flows"),
        "flows.regions": _("Projects that join two regions"),
        "flows.countries": _("Projects that join two countries"),
        "flows_csv": _("Flows as CSV"),
        "flows_how": _(
            "Projects with a partner in either, links between partners, and how many projects there would be by "
            "chance, with partners drawn at random. The strongest are lines on the map. They are those of all the "
            "data, whatever the filters."
        ),
        "flow.region": _("Region"),
        "flow.other_region": _("Other region"),
        "flow.country": _("Country"),
        "flow.other_country": _("Other country"),
        "flow.projects": _("Projects"),
        "flow.expected": _("By chance"),
        "flow.links": _("Links"),
        "flow.q_value": _("q-value (fewer than by chance)"),
    }


def _of_the_chain() -> dict[str, str | list[str]]:
    return {
        "around": _("Show its surroundings"),
        "suggested": _("Suggested partners"),
        "chain": _("Chain"),
        "chain_to": _("Find a chain to…"),
        "chain_label": _("Chain to which organisation"),
        "chain_none": _("No chain of partners joins the two."),
        "consortium": _("Consortium"),
        "status_project": _("Selected: the project {name}, {organisations}."),
        "status_chain": [
            ngettext(
                "{one} and {other} are {n} step apart, over common projects.",
                "{one} and {other} are {n} steps apart, over common projects.",
                n,
            )
            for n in (1, 2)
        ],
        "card_poles": _("Pôles"),
        "card_years": _("Years"),
        "card.needs": _("Needs"),
        "card.offers": _("Offers"),
        "opted_out": [
            ngettext(
                "{n} organisation does not want to be suggested as a partner.",
                "{n} organisations do not want to be suggested as partners.",
                n,
            )
            for n in (1, 2)
        ],
    }


def _of_the_cards() -> dict[str, str | list[str]]:
    return {
        "close": _("Close"),
        "nothing": _("Nothing found."),
        "how": _("How to read this map"),
        "how_1": _("Two organisations are linked when they take part in the same project."),
        "how_2": _("Click an organisation to see its card, a line to see the projects behind it."),
        "how_3": _("The shape says the kind, the size how many projects, the colour what the legend says."),
        "how_4": _("A cross, in a dashed ring where there is room, is an SME with no way to a large group."),
        "how_5": _("Who has no partner stands in a bank of its own below the others."),
        "how_6": _("A question shows its answer on the map, in the table, and in a sentence with a number."),
        "how_7": _(
            "Questions, table, cards and the numbers of the legend are counted on what the filters leave; the legend "
            "only hides."
        ),
        "how_8": _(
            "Scroll to zoom, drag to move. By keyboard: Tab to go on, arrows in lists and table, Escape to close."
        ),
        "how_9": _("Take away the table, a picture, or this view as a link or a file; print gives one page."),
        "how_10": _("Who stands near another need not work with it: only lines say so."),
        "sources": _("Where the data come from"),
        "sources_none": _("No file is named in these data."),
        "files": _("{files} from: {sources}"),
        "source": _("{source}, file {file}: {rows} rows read, {kept} kept, {repeated} repeated, {rejected} rejected"),
        "source_own": _("own sheets"),
        "period": _("Projects that began from {first} to {last}."),
        "period_unknown": [
            ngettext("Of {n} project the year is not known.", "Of {n} projects the year is not known.", n)
            for n in (1, 2)
        ],
        "printed": _("{title}, printed on {date}."),
        "printed_part": _("The first {n} rows of {all}; take away the table as CSV for the others."),
        "made_on": _("Made with polegraph on {date}."),
        "left_out": _("Not open to the readers of this page, and not in this file: {organisations}, {projects}."),
        "made_with": _("Made with polegraph. This file works without a network and sends nothing."),
        "card_kind": _("Kind"),
        "card_size": _("Size"),
        "card_group": _("Group"),
        "size_of_group": _("{size} (subsidiary of {group})"),
        "size_with_subsidiaries": [
            ngettext("{size} ({n} as a subsidiary)", "{size} ({n} as subsidiaries)", n) for n in (1, 2)
        ],
        "subsidiary_of": _("subsidiary of {group}"),
        "card_place": _("Place"),
        "card_status": _("Large groups"),
        "text.large": _("Counts as a large group."),
        "text.direct": _("Shares a project with a large group."),
        "text.elsewhere": _(
            "Shares a project with a large group that is not on this map but elsewhere in the network."
        ),
        "text.introduced": _("Has no project with a large group; a partner of it has."),
        "text.far": _("Linked to a large group only over several partners."),
        "text.unreachable": _("No chain of partners leads to a large group."),
        "text.no_partner": _("Takes part only in projects without a partner."),
        "text.no_project": _("Takes part in no project."),
        "introducer": _("Could introduce it:"),
        "introduced_to": _("to"),
        "projects": _("Projects"),
        "partners": _("Partners"),
        "partners_by_kind": _("Partners by kind"),
        "introducers": _("Partners that work with a large group"),
        "projects_by_year": _("Projects by year"),
        "card_introduces": _("Could introduce"),
        "n_large": [ngettext("{n} large group", "{n} large groups", n) for n in (1, 2)],
        "n_smes": [ngettext("{n} SME", "{n} SMEs", n) for n in (1, 2)],
        "project": _("Project"),
        "link": _("Link"),
        "lead": _("coordinator"),
        "more": _("Show all {n}"),
        "behind": _("The projects of this link"),
        "behind_of": _("{projects} shared with {name}"),
        "year_unknown": _("year not known"),
        "unnamed_project": _("Project {id}"),
    }


def _counted() -> dict[str, str | list[str]]:
    return {
        "n_organisations": [ngettext("{n} organisation", "{n} organisations", count) for count in (1, 2)],
        "n_projects": [ngettext("{n} project", "{n} projects", count) for count in (1, 2)],
        "n_links": [ngettext("{n} link", "{n} links", count) for count in (1, 2)],
        "n_partners": [ngettext("{n} partner", "{n} partners", count) for count in (1, 2)],
        "n_found": [ngettext("{n} organisation found", "{n} organisations found", count) for count in (1, 2)],
        "n_more": [ngettext("{n} more: type more letters", "{n} more: type more letters", count) for count in (1, 2)],
        "n_files": [ngettext("{n} file", "{n} files", count) for count in (1, 2)],
    }
