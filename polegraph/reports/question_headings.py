"""Headings and words of the answers to the catalogue of questions (`polegraph.stores.questions`)."""

from __future__ import annotations

from typing import Final

from polegraph.i18n import N_

HEADINGS: Final = {
    "change": N_("change"),
    "common_members": N_("members of both"),
    "common_partners": N_("partners in common"),
    "common_poles": N_("pôles in common"),
    "common_projects": N_("projects in common"),
    "first_year": N_("first year"),
    "found": N_("found as"),
    "group": N_("group"),
    "group_ids": N_("which large groups"),
    "group_project_ids": N_("projects with the group (identifiers)"),
    "group_projects": N_("projects with the group"),
    "group_size": N_("size with its group"),
    "hint": N_("what they share"),
    "first_date": N_("day of the first"),
    "holders": N_("organisations that hold them"),
    "id": N_("identifier"),
    "known_amounts": N_("outcomes of known amount"),
    "last_date": N_("day of the last"),
    "km": N_("kilometres"),
    "labelled_by": N_("labelled by"),
    "labelled_projects": N_("projects labelled by both"),
    "member_of": N_("member of"),
    "members_of": N_("pôles of its participants"),
    "names": N_("names"),
    "next_id": N_("next (identifier)"),
    "next_name": N_("next"),
    "offer_id": N_("who offers it (identifier)"),
    "offer_name": N_("who offers it"),
    "org_ids": N_("which organisations"),
    "other_id": N_("the other (identifier)"),
    "other_name": N_("the other"),
    "other_region": N_("other region"),
    "partner_id": N_("partner (identifier)"),
    "partner_name": N_("partner"),
    "pole_ids": N_("which pôles"),
    "poles": N_("pôles"),
    "project_ids": N_("which projects"),
    "projects_after": N_("projects after"),
    "projects_before": N_("projects before"),
    "question": N_("question"),
    "sme_ids": N_("which SMEs"),
    "sme_project_ids": N_("projects with the SME (identifiers)"),
    "sme_projects": N_("projects with the SME"),
    "step": N_("step"),
    "theme": N_("theme"),
    "title": N_("title"),
    "values": N_("values"),
    "what": N_("what"),
    "with_both": N_("with both"),
    "with_large_group": N_("with a large group"),
    "with_sme": N_("with an SME"),
}
"""What stands above the columns that no other result has."""
WORDS: Final = frozenset(
    {
        N_("new"),
        N_("kept"),
        N_("ended"),
        N_("organisation"),
        N_("project"),
        N_("identifier"),
        N_("name"),
        N_("alias"),
        N_("beginning"),
    }
)
"""Words that stand in `COLUMNS`."""
COLUMNS: Final = ("change", "what", "hint")
"""Columns in which `WORDS` stand."""
