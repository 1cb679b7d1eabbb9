"""What search engines read of a page: schema.org as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from polegraph.site.material import Material

_CONTEXT: Final = "https://schema.org"
_TYPES: Final = {"lab": "ResearchOrganization", "training_body": "EducationalOrganization"}
_ISO: Final = {"EL": "GR", "UK": "GB"}
"""Codes of the European Commission that are others in ISO 3166."""
_MEMBERS: Final = 20


def organisation(material: Material, one: str) -> dict[str, Any]:
    """Return an organisation as schema.org has it.

    Parameters
    ----------
    material
        The network.
    one
        Identifier of the organisation.
    """
    row = material.organisations[one]
    place = {
        "addressLocality": row["city"],
        "addressRegion": row["region"],
        "addressCountry": _ISO.get(row["country"] or "", row["country"]),
    }
    known = {name: said for name, said in place.items() if said}
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": _TYPES.get(row["kind"], "Organization"),
        "name": row["name"],
    }
    if known:
        found["address"] = {"@type": "PostalAddress", **known}
    poles = material.links("poles", material.poles_of["organisations"].get(one, []))
    if poles:
        found["memberOf"] = [{"@type": "Organization", "name": link.text} for link in poles]
    return found | _at(material, "organisations", one)


def project(material: Material, one: str) -> dict[str, Any]:
    """Return a project as schema.org has it; its first twenty organisations.

    Parameters
    ----------
    material
        The network.
    one
        Identifier of the project.
    """
    row = material.projects[one]
    found: dict[str, Any] = {"@context": _CONTEXT, "@type": "ResearchProject", "name": row["label"]}
    if row["title"] and row["title"] != row["label"]:
        found["description"] = row["title"]
    for name, column in (("foundingDate", "start"), ("dissolutionDate", "end")):
        if row[column] is not None:
            found[name] = row[column].date().isoformat()
    members = [material.organisations[org] for org, _role in material.taking_part.get(one, [])[:_MEMBERS]]
    if members:
        found["member"] = [
            {"@type": "Organization", "name": other["name"], **_at(material, "organisations", other["org_id"])}
            for other in members
        ]
    return found | _at(material, "projects", one)


def _at(material: Material, kind: str, one: str) -> dict[str, str]:
    """Return the address of a page, where that of the site is known."""
    base = material.options.base
    return {"url": base + material.addresses[kind][one]} if base else {}
