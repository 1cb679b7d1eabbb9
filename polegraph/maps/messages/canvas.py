"""Words of the drawing and its legend."""

from __future__ import annotations

from polegraph.i18n import _, ngettext


def of_page() -> dict[str, str | list[str]]:
    """Return the words of the page around the drawing, and of its state."""
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


def of_legend() -> dict[str, str | list[str]]:
    """Return the words of the legend."""
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
        "colour.status": _("SMEs and large groups"),
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
    }


def of_marks() -> dict[str, str | list[str]]:
    """Return the words of the marks: their colours by links to large groups, their sizes, and their numbers."""
    return {
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
        **_of_finding(),
    }


def _of_finding() -> dict[str, str | list[str]]:
    """Return the words of the first sentence of the page, whose beginning is how many SMEs work with a large group."""
    return {
        "finding": _("{work}; {near}."),
        "finding.near": [ngettext("{n} is one introduction away", "{n} are one introduction away", n) for n in (1, 2)]
        + [_("no other is one introduction away")],
        "finding.only_direct": _("The only SME works with a large group."),
        "finding.only_introduced": _("The only SME is one introduction away from a large group."),
        "finding.only_other": _("The only SME does not work with a large group."),
        "finding.no_group": [
            ngettext(
                "{n} SME; no large group is known in these data.",
                "{n} SMEs; no large group is known in these data.",
                n,
            )
            for n in (1, 2)
        ],
    }


def of_levels() -> dict[str, str | list[str]]:
    """Return the words of communities that are drawn as bubbles."""
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


def of_geography() -> dict[str, str | list[str]]:
    """Return the words of the geographic views."""
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
