"""A paper with all kinds of blocks, and with all that names from files may hold."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from polegraph.i18n import speaking
from polegraph.reports.paper.blocks import (
    Block,
    Document,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Picture,
    Section,
    Table,
    cell,
)

if TYPE_CHECKING:
    from polegraph.reports.paper.blocks import Mark

HOSTILE = (
    "=cmd()|' /C calc'!A0",
    "<w:p>&amp;</w:p>",
    "Cryo\x0bflux\x00 SA",
    "moitié \ud83d perdue",
    "gnp.\u202eexe",
    "Anticonstitutionnellementphotobiophotovoltaïquement" * 2,
    "+33 (0)2 @SUM _x0041_",
    "東京大学 Ωμέγα مرحبا",
    "ligne\r\nsuivante\tet fin",
)
_PLACES = ("Tours", "Orléans", "Bourges", "Blois", "Chartres", "Châteauroux", "Saint-Jean-de-la-Ruelle")
_FIGURES: tuple[tuple[str, str, str, float | None, str, Mark], ...] = (
    ("members", "Adhérents", "Members", 312, "", "up"),
    ("sme_share", "Part des PME parmi les adhérents", "Share of SMEs among the members", 0.6347, "share", "met"),
    ("funded", "Projets financés", "Projects funded", 41, "", "missed"),
    ("aid", "Aide publique aux projets de l’année", "Public aid to the year's projects", 1234567.4, "eur", "met"),
    ("linked", "PME liées à un grand groupe", "SMEs linked to a large group", 0.2105, "share", "down"),
    ("new_links", "Nouveaux liens", "New links", 87, "", "level"),
    ("rate", "Projets avec retombée, 3 ans après leur fin", "Projects with an outcome", None, "share", ""),
    ("delay", "Délai médian jusqu’à la première retombée", "Median time to the first outcome", 17.5, "months", "up"),
    ("jobs", "Emplois créés ou maintenus (ETP)", "Jobs created or kept (FTE)", 126.25, "", "met"),
    ("needs", "Besoins satisfaits", "Needs met", 0.5, "share", "missed"),
)  # fmt: skip
_MARKS: dict[Mark, tuple[str, str]] = {
    "met": ("objectif atteint", "target met"),
    "missed": ("objectif manqué", "target missed"),
    "up": ("en hausse", "up"),
    "down": ("en baisse", "down"),
    "level": ("stable", "level"),
    "": ("", ""),
}


@cache
def sample(language: str = "fr") -> Document:
    """Return a paper of eight sections in a language."""
    with speaking(language):
        return _document(language == "fr", language)


def _document(french: bool, language: str) -> Document:  # noqa: FBT001  # one of two languages
    def said(fr: str, en: str) -> str:
        return fr if french else en

    note = said(
        "D’après les tables du pôle ; les chiffres inconnus sont marqués par un tiret.",
        "From the pôle's tables; unknown figures are marked by a dash.",
    )

    def lead(fr: str, en: str) -> Paragraph:
        return Paragraph(said(fr, en), lead=True)

    sections = (
        Section(
            "year",
            said("L’année en dix chiffres", "The year in ten figures"),
            (
                lead(
                    "Quatre objectifs sur six sont atteints ; les projets financés restent au-dessous de la cible.",
                    "Four of six targets are met; funded projects remain below the target.",
                ),
                _figures(french),
                Paragraph(
                    said(
                        "La part des PME progresse depuis trois ans. Elle se lit à côté de ce que le hasard donnerait "
                        "dans des réseaux où chaque projet garde sa taille et chaque organisation ses projets.",
                        "The share of SMEs has been growing for three years. It stands beside what chance would give "
                        "in networks where each project keeps its size and each organisation its number of projects.",
                    )
                ),
                Paragraph(note, small=True),
            ),
        ),
        Section(
            "links",
            said(
                "Qui est lié aux grands groupes, et qui ne l’est pas", "Who is linked to large groups, and who is not"
            ),
            (
                lead("Dix présentations valent la peine d’être faites.", "Ten introductions are worth making."),
                _introductions(french, note),
            ),
        ),
        Section(
            "gaps",
            said("Ce qui manque", "What is missing"),
            (
                lead("Soixante PME n’ont pas de projet.", "Sixty SMEs have no project."),
                _smes(french, note),
            ),
        ),
        Section(
            "outcomes",
            said("Retombées et suites", "Outcomes and follow-ups"),
            (
                lead(
                    "La moitié des projets ont une retombée dix-huit mois après leur fin.",
                    "Half of the projects have an outcome eighteen months after their end.",
                ),
                _picture(
                    "survival",
                    said(
                        "Projets sans retombée, par mois depuis leur fin",
                        "Projects without outcome, by month since their end",
                    ),
                    french,
                ),
                _wide(french, note),
            ),
        ),
        Section(
            "support",
            said("L’accompagnement dans quatre domaines", "Support in four domains"),
            (
                lead("Trois besoins sur quatre trouvent une offre.", "Three needs of four find an offer."),
                _support(french),
            ),
        ),
        Section(
            "training",
            said("Organismes de formation", "Training bodies"),
            (
                lead("Deux organismes de formation sont à l’écart.", "Two training bodies stand aside."),
                Paragraph(
                    said(
                        "Ils n’ont de projet commun avec aucune PME du pôle depuis 2021.",
                        "They have had no project in common with an SME of the pôle since 2021.",
                    )
                ),
            ),
        ),
        Section(
            "evolution",
            said("Le réseau d’hier et d’aujourd’hui", "The network then and now"),
            (
                lead("Le réseau a doublé en douze ans.", "The network has doubled in twelve years."),
                _picture("network", said("Organisations par phase", "Organisations by phase"), french),
            ),
        ),
        Section(
            "method",
            said("Méthode et qualité des données", "Method and data quality"),
            (
                lead(
                    "Les données couvrent 94 % des projets labellisés.",
                    "The data cover 94% of the projects with a label.",
                ),
                *(
                    Paragraph(
                        said(
                            "Une organisation compte une fois, quelles que soient les graphies de son nom. Un projet "
                            "qui court encore est censuré et non un échec. Un chiffre sur moins de cinq "
                            "organisations n’est pas montré. ",
                            "An organisation counts once, however its name is spelt. A project that still runs "
                            "is censored and no failure. A figure of fewer than five organisations is not shown. ",
                        )
                        * 2
                    )
                    for _ in range(4)
                ),
                Table(
                    said("Lignes lues, gardées et rejetées", "Rows read, kept and rejected"),
                    pd.DataFrame(
                        {
                            said("Fichier", "File"): ["adhérents.xlsx", "projets.csv"],
                            said("Lignes", "Rows"): [1312, 24871],
                            said("Rejetées", "Rejected"): [0, 14],
                            said("Part rejetée", "Share rejected"): [0.0, 14 / 24871],
                        }
                    ),
                    {said("Part rejetée", "Share rejected"): "share"},
                ),
            ),
        ),
    )
    return Document(
        title="Pôle Énergie & Électronique du Centre",
        subtitle=said("Rapport annuel au comité", "Annual report to the committee"),
        language=language,
        day=date(2024, 12, 31),
        sections=sections,
        about=(
            (said("source", "source"), said("tables du pôle, ANR, CORDIS", "tables of the pôle, ANR, CORDIS")),
            (said("empreinte", "fingerprint"), "9f2c4a1e" * 8),
            (said("public", "audience"), said("membres", "members")),
            (said("filtres", "filters"), said("phases III à V", "phases III to V")),
            (said("version", "version"), "polegraph 0.1.0"),
        ),
        foot=said(
            "Réservé aux membres du pôle. Données inventées pour l’exemple.",
            "For members of the pôle only. Data invented for the example.",
        ),
    )


def _figures(french: bool) -> KeyFigures:  # noqa: FBT001
    target, before = ("cible", "l’an passé") if french else ("target", "last year")
    colon = "\u00a0: " if french else ": "
    return KeyFigures(
        tuple(
            KeyFigure(
                name,
                fr if french else en,
                value,
                cell(value, unit),
                ()
                if value is None
                else (f"{target}{colon}{cell(value * 1.1, unit)}", f"{before}{colon}{cell(value * 0.9, unit)}"),
                mark,
                _MARKS[mark][0 if french else 1],
            )
            for name, fr, en, value, unit, mark in _FIGURES
        )
    )


def _introductions(french: bool, note: str) -> Table:  # noqa: FBT001
    headings = (
        ("PME", "Présentée par", "Au grand groupe", "Ville", "Score")
        if french
        else ("SME", "Introduced by", "To the large group", "City", "Score")
    )
    rows = [
        (HOSTILE[n % len(HOSTILE)], f"Laboratoire {n}", "STMicroelectronics", _PLACES[n % 7], 0.987 - n / 17)
        for n in range(10)
    ]
    title = "Dix présentations à faire" if french else "Ten introductions to make"
    return Table(title, pd.DataFrame(rows, columns=list(headings), dtype=object), {headings[4]: "share"}, note)


def _smes(french: bool, note: str) -> Table:  # noqa: FBT001
    headings = (
        ("PME", "Ville", "Adhérente depuis", "Effectif", "Appelée", "Dernier contact")
        if french
        else ("SME", "City", "Member since", "Employees", "Called", "Last contact")
    )
    rows: list[tuple[Any, ...]] = [
        (
            f"{('Cryoflux', 'Ateliers du Val de Loire', 'Société orléanaise de mécanique de précision')[n % 3]} {n}",
            _PLACES[n % 7],
            2010 + n % 14,
            None if n % 5 == 0 else 3 + n * 7,
            None if n % 4 == 0 else n % 2 == 0,
            None if n % 6 == 0 else pd.Timestamp(2024, 1 + n % 12, 1 + n % 28),
        )
        for n in range(60)
    ]
    frame = pd.DataFrame(rows, columns=list(headings)).astype({headings[3]: "Int64", headings[4]: "boolean"})
    title = "PME adhérentes sans projet" if french else "Member SMEs without a project"
    return Table(title, frame, {headings[2]: "year"}, note, most=25)


def _wide(french: bool, note: str) -> Table:  # noqa: FBT001
    headings = (
        ("Projet", "Coordinateur", "Fin", "Partenaires", "Aide", "Part du privé", "Délai", "Emplois (ETP)", "À appeler")
        if french
        else ("Project", "Coordinator", "End", "Partners", "Aid", "Private share", "Delay", "Jobs (FTE)", "To call")
    )
    rows = [
        (
            f"PROJET-{n}",
            HOSTILE[(n + 3) % len(HOSTILE)],
            date(2020 + n % 4, 1 + n, 28),
            2 + n,
            (-1) ** n * 123456.789 * (n + 1),
            None if n == 2 else n / 11,
            None if n % 3 == 0 else 2.5 * n,
            12.125 * n,
            ("Cryoflux", None)[n % 2],
        )
        for n in range(8)
    ]
    units = {headings[4]: "eur", headings[5]: "share", headings[6]: "months"}
    title = "Projets finis depuis dix-huit mois, sans retombée connue" if french else "Projects ended, no outcome known"
    return Table(title, pd.DataFrame(rows, columns=list(headings), dtype=object), units, note)


def _support(french: bool) -> Table:  # noqa: FBT001
    frame = pd.DataFrame(
        {
            "Domaine" if french else "Domain": [
                "Propriété industrielle",
                "Financement",
                "International",
                "Compétences",
            ],
            "Besoins" if french else "Needs": [12, 30, 7, 0],
            "Satisfaits" if french else "Met": [9, 22, None, 0],
            "Part" if french else "Share": [0.75, 22 / 30, None, None],
        }
    )
    title = "Besoins et offres par domaine" if french else "Needs and offers by domain"
    return Table(title, frame, {"Part" if french else "Share": "share"})


def _picture(name: str, title: str, french: bool) -> Picture:  # noqa: FBT001
    from matplotlib import rc_context  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    heights = [210, 340, 395, 420, 460]
    with rc_context({"svg.hashsalt": "sample", "svg.fonttype": "path"}):
        figure = Figure(figsize=(7, 3.4), layout="constrained")
        axes = figure.subplots()
        axes.bar(["I", "II", "III", "IV", "V"], heights, color="#0b5cad")
        axes.spines[["top", "right"]].set_visible(False)
        svg, png = io.BytesIO(), io.BytesIO()
        figure.savefig(svg, format="svg", metadata={"Date": None})
        figure.savefig(png, format="png", dpi=200, metadata={"Software": None})
    behind = Table(
        title,
        pd.DataFrame({"Phase": ["I", "II", "III", "IV", "V"], "n": heights}),
        note="Source : pôle." if french else "",
    )
    alt = (
        "Barres : de 210 organisations en phase I à 460 en phase V ; la hausse ralentit."
        if french
        else "Bars: from 210 organisations in phase I to 460 in phase V; growth slows down."
    )
    return Picture(name, title, alt, {"svg": svg.getvalue(), "png": png.getvalue()}.__getitem__, behind)


def blocks_of(document: Document) -> list[Block]:
    """Return all blocks in the order of reading."""
    return [block for section in document.sections for block in section.blocks]
