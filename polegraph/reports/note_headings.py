"""Headings of the notes that readers keep of a file: what was counted while it was read (``imports.notes``)."""

from __future__ import annotations

from typing import Final

from polegraph.i18n import N_

NOTES: Final = {
    "several_categories": N_("organisations under several categories (the most recent edition holds)"),
    "unknown_country": N_("rows whose country is not known to be one"),
    "emptied_cells": N_("cells emptied because they could not be understood"),
    "found_by_name": N_("cells that name what they point to instead of its identifier"),
    "identifiers_made": N_("identifiers made from names"),
    "undecodable": N_("characters that could not be read in the file's encoding"),
    "projects_not_described": N_("projects of which only the number is known, because no file of projects is there"),
    "left_before_the_end": N_("rows of organisations that left before the end of the project"),
    "unused_files": N_("files that the publisher adds and polegraph has no use for"),
    "unknown_regions": N_("rows whose NUTS code is not known, or is one of another country"),
    "themes_of_other_projects": N_("rows about projects that are not in these files, left out"),
    "placeholders": N_("cells that only say that nothing is known, taken as empty"),
    "dates_from_years": N_("dates of which only the year, the quarter or the month is known"),
    "years_of_ranges": N_("years that are the first of several"),
    "zeros_restored": N_("numbers that had lost the zeros in front of them"),
    "approximate_amounts": N_("amounts that are said to be approximate"),
    "sizes_from_headcount": N_("sizes of companies worked out from their headcount and turnover (décret 2008-1354)"),
    "no_category": N_("rows that tell no category of the organisation"),
    "unknown_codes": N_("rows whose code is none of a laboratory and no SIREN, told by their name"),
    "named_by_code": N_("rows without a name, told by their code"),
    "no_edition": N_("rows whose project has a code that tells no year"),
    "no_partners": N_("projects of which no partner is in the files"),
    "no_kind": N_("rows whose category says no kind of organisation"),
    "missing_words": N_("cells in which a word such as NA or NULL stands for nothing"),
    "rows_above": N_("rows above the headings, not read"),
    "hidden_rows": N_("hidden rows, read like the others"),
    "hidden_sheets": N_("hidden sheets, read like the others"),
    "windows_1252": N_("files in the encoding of Windows (1252)"),
    "ms_dos": N_("files in the encoding of MS-DOS"),
    "macintosh": N_("files in the encoding of the old Macintosh"),
    "example_lines": N_("example lines of the templates, not read"),
    "hidden_columns": N_("hidden columns, read like the others"),
    "overtyped_examples": N_("lines typed over the example of the templates, read with what is left of it"),
    "protection_unread": N_("cells meant to protect somebody that could not be read, and are taken to do so"),
    "protection_narrowed": N_("rows that another row of the same protects more, and that are protected so too"),
    "cells_without_value": N_("cells with a formula that has no value, read as empty"),
    "rows_from_cells": N_("rows made of further names in the same row: one column or one cell held several"),
    "participations_added": N_("rows that were added to another of the same organisation in the same project"),
    "numbers_shared": N_("rows whose number stands beside other names too, kept apart by their names"),
    "found_by_number": N_("cells whose name is nobody's and whose number is that of somebody"),
    "organisations_added": N_("cells that name an organisation which no row describes, and which was added"),
    "groups_respelt": N_("groups brought to the spelling that most rows have"),
    "lone_names": N_("rows with a name alone after a blank row, read as rows of the table: titles, perhaps"),
    "perhaps_several": N_("cells that may name several organisations, taken as one"),
    "partners_from_lists": N_("partners that stood several in a cell"),
    "headings_again": N_("rows that repeat the headings, not read"),
    "links_as_projects": N_("links without a project, each taken as a project of two"),
    "amounts_in_pounds": N_("amounts in pounds, kept as they are and not turned into euros"),
}
"""Words for each note, by its key."""
