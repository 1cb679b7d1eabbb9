"""Words of the panels beside the drawing."""

from __future__ import annotations

from polegraph.i18n import _, ngettext


def of_filters() -> dict[str, str | list[str]]:
    """Return the words of the filters."""
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


def of_questions() -> dict[str, str | list[str]]:
    """Return the words of the questions, and of the answer about a selected organisation."""
    # The answer about one, about many, and about none.
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
    }


def of_gaps() -> dict[str, str | list[str]]:
    """Return the words of answers that list organisations without a kind of partner."""
    # The answer about one, about many, and about none.
    return {
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
    }


def of_bridges() -> dict[str, str | list[str]]:
    """Return the words of answers about pairs of pôles and about introducers."""
    return {
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


def of_table() -> dict[str, str | list[str]]:
    """Return the words of the table and what can be taken away."""
    return {
        "table": _("Table"),
        "table_which": _("What the table shows"),
        "table.organisations": _("Organisations shown"),
        "table.projects": _("Their projects"),
        "table_answer": _("Answer to: {question}."),
        # One row, several rows, none.
        "table_first": [
            *(ngettext("First: {what} ({n} row).", "First: {what} ({n} rows).", n) for n in (1, 2)),
            _("Not in this list: {what}."),
        ],
        "first_partners": _("{name} and its partners"),
        "first_projects": _("{name}, its projects"),
        "first_members": _("{name}, its consortium"),
        "exports": _("Export"),
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


def of_guide() -> dict[str, str | list[str]]:
    """Return the words of the guide to the map, of its sources, and of its printed page."""
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
    }


def of_cards() -> dict[str, str | list[str]]:
    """Return the words of the cards of an organisation, a project and a link."""
    return {
        "card_written": _("As the source writes it"),
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


def of_chains() -> dict[str, str | list[str]]:
    """Return the words of chains of partners and consortia."""
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
