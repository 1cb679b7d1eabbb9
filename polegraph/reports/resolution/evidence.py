"""Evidence for a merge or a question, in words."""

from __future__ import annotations

from typing import Final

from polegraph.i18n import N_, _

_EVIDENCE: Final = {
    "city": N_("both in {value}"),
    "region": N_("both in the region {value}"),
    "siren": N_("SIREN {value}"),
    "siret": N_("SIRET {value}"),
    "pic": N_("PIC {value}"),
    "ror": N_("ROR {value}"),
    "rnsr": N_("RNSR {value}"),
    "vat": N_("VAT number {value}"),
    "name": N_("by the name {value}"),
    "pattern": N_("the name begins like {value}"),
    "projects": N_("projects shared: {value}"),
    "homonyms": N_("others of that name: {value}"),
    "countries": N_("countries {value}"),
    "sirene": N_("an entry of Sirene"),
    "alike": N_("the spellings nearest to each other are alike to {value} %"),
    "contains": N_("one name contains the other"),
    "same_words": N_("the same words"),
    "same_city": N_("the same city"),
    "same_partners": N_("the same partners"),
    "same_projects": N_("the same projects"),
    "same_membership": N_("members of the same pôle since the same day"),
    "same_consortium": N_("the same consortium"),
    "same_title": N_("the same title"),
    "same_start": N_("the same first day"),
    "same_cost": N_("the same cost"),
    "near_name": N_("names that are nearly the same"),
    "renamed": N_("one has come where the other has gone"),
    "same_body": N_("the same public body"),
    "unit_number": N_("the same unit number"),
    "acronym": N_("the same acronym"),
    "acronym_in_name": N_("the acronym of one stands in the name of the other"),
    "initials": N_("the initials of one are the other"),
    "begins_with": N_("one name begins with the other"),
    "same_brand": N_("the same first words"),
    "part_or_sister": N_("a part, or a sister"),
    "maybe_spelling": N_("maybe another spelling"),
    "legal_form": N_("the legal form alone differs"),
    "department": N_("a department of it"),
    "former_name": N_("a former name"),
    "spacing": N_("written together or apart"),
    "abbreviation": N_("a shortened word"),
    "country": N_("the country alone is added"),
    "typo": N_("a slip of the pen"),
    "group_word": N_("the word for a group alone is added"),
    "order": N_("the same words in another order"),
    "abroad": N_("the same name in another country"),
    "other_pic": N_("other participant codes of the European Commission"),
    "other_country": N_("another country"),
    "register": N_("an entry of the register {value}"),
    "same_name": N_("the same name"),
    "other_language": N_("the same name in another language"),
    "same_name_elsewhere": N_("the same name in another place, or one that many have"),
    "same_acronym": N_("the same acronym"),
    "city_differs": N_("another city"),
    "country_unknown": N_("the country is not known"),
    "shared_number": N_("one number, but other names"),
    "sign": N_("a sign alone differs"),
    "other_spelling": N_("the same but for a short word, a former name or the order"),
    "succession": N_("the register says that one followed the other: {value}"),
}


def in_words(codes: object) -> str | None:
    """Return evidence in words of the current language.

    Parameters
    ----------
    codes
        Short codes with ``;`` between, as the tables have them; missing if there is none.

    Examples
    --------
    >>> in_words("city:grenoble;siren:493902662;legal_form")
    'both in grenoble; SIREN 493902662; the legal form alone differs'
    """
    if not isinstance(codes, str):
        return None
    said = []
    for code in filter(None, codes.split(";")):
        name, colon, value = code.partition(":")
        if name in _EVIDENCE:
            said.append(_(_EVIDENCE[name]).format(value=value))
        else:
            said.append(_(name.replace("_", " ")) + (f" {value}" if colon else ""))
    return _("; ").join(said)
