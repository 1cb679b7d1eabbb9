"""A paper with every kind of block, and names that break pages, papers and slides where these take them for markup."""

from __future__ import annotations

import io
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from polegraph.i18n import speaking
from polegraph.reports.paper.blocks import (
    Block,
    Document,
    KeyFigure,
    KeyFigures,
    Mark,
    Paragraph,
    Picture,
    Section,
    Table,
    cell,
)

HOSTILE: Final = (
    "<script>alert(1)</script>",
    "</style></title><b>bold",
    '"><img src=x onerror=alert(1)>',
    "#let x = 1",
    '#read("/etc/passwd")',
    "$ sum x $",
    "@cite",
    "*bold* _italic_",
    "[link](x)",
    "]]>",
    "// no comment /* at all */",
    "{{ 7*7 }} {% raw %}",
    "\\u{41} \\",
    "<label> ~ -- ---",
    "= no heading",
    "=1+1",
    "&amp; & &lt;",
    "Ünïcødé Łódź Ελλάδα Київ",
    "株式会社",
)
"""Names that are to be read as they stand."""
DIRECTED: Final = "abc\u202edef"
LONG: Final = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
_TITLES: Final = {
    "fr": (
        "Cosmetic Valley (inventé)",
        "Rapport au comité de pilotage",
        "Réservé aux adhérents du pôle. Données inventées.",
        "L'année en dix chiffres",
        "Les PME et les grands groupes",
        "Ce qui manque",
        "Le réseau hier et aujourd'hui",
        "Méthode et qualité des données",
    ),
    "en": (
        "Cosmetic Valley (invented)",
        "Paper for the steering committee",
        "For members of the pôle only. Data are invented.",
        "The year in ten figures",
        "SMEs and large groups",
        "What is missing",
        "The network then and now",
        "Method and quality of the data",
    ),
}
_LABELS: Final = {
    "fr": (
        "Adhérents",
        "Part des PME",
        "Projets labellisés",
        "Aide obtenue",
        "PME liées à un grand groupe",
        "Mises en relation possibles",
        "Projets européens",
        "Emplois créés",
        "Délai jusqu'au premier résultat",
        "Besoins satisfaits",
    ),
    "en": (
        "Members",
        "Share of SMEs",
        "Projects labelled",
        "Public aid",
        "SMEs with a link to a large group",
        "Introductions possible",
        "European projects",
        "Jobs created",
        "Time to the first outcome",
        "Needs met",
    ),
}
_VALUES: Final = (
    (318.0, "", "met"),
    (0.7421, "share", "met"),
    (41.0, "", "missed"),
    (12345678.0, "eur", "up"),
    (0.2279, "share", "missed"),
    (213.0, "", ""),
    (7.0, "", "level"),
    (152.5, "", "down"),
    (18.0, "months", ""),
    (None, "share", ""),
)
_MARKS: Final = {
    "fr": {
        "met": "cible atteinte",
        "missed": "cible manquée",
        "up": "en hausse",
        "down": "en baisse",
        "level": "stable",
    },
    "en": {"met": "target met", "missed": "target missed", "up": "up", "down": "down", "level": "level"},
}


def sample(language: str = "fr") -> Document:
    """Return a paper of five sections.

    Parameters
    ----------
    language
        ``en`` or ``fr``.
    """
    with speaking(language):
        title, subtitle, foot, *headings = _TITLES[language]
        sections = tuple(
            Section(name, heading, blocks)
            for name, heading, blocks in zip(
                ("year", "links", "gaps", "evolution", "method"),
                headings,
                (_year(language), _links(language), _gaps(language), _evolution(language), _method(language)),
                strict=True,
            )
        )
    return Document(
        title=title,
        subtitle=subtitle,
        language=language,
        day=date(2012, 12, 31),
        sections=sections,
        about=(("Source", "region-centre.xlsx <b>"), ("SHA-256", "0123456789abcdef" * 4), ("polegraph", "0.1.0")),
        foot=foot,
    )


def _year(language: str) -> tuple[Block, ...]:
    french = language == "fr"
    figures = []
    for place, (label, (value, unit, mark)) in enumerate(zip(_LABELS[language], _VALUES, strict=True)):
        known: Mark = mark  # type: ignore[assignment]  # a literal of the table above
        beside = (
            ("cible 300, contrat 2010–2012", "2011 : 297", "2e des 4 pôles")
            if french
            else (
                "target 300, contract of 2010–2012",
                "2011: 297",
                "2nd of 4 pôles",
            )
        )
        words = _MARKS[language].get(mark, "")
        figures.append(KeyFigure(f"figure_{place}", label, value, cell(value, unit), beside[: place % 4], known, words))
    return (
        Paragraph("Sept indicateurs sur dix tiennent leur cible." if french else "Seven of ten hold.", lead=True),
        KeyFigures(tuple(figures)),
        Paragraph(
            "Une cible est atteinte quand la valeur de l'année la vaut ou la dépasse." if french else "A note.",
            small=True,
        ),
    )


def _links(language: str) -> tuple[Block, ...]:
    french = language == "fr"
    texts = (
        "85 PME sur 373 travaillent avec un grand groupe ; le hasard en donnerait 102.",
        "Une PME est à une présentation près d'un grand groupe quand l'un de ses partenaires le connaît déjà.",
    )
    if not french:
        texts = (
            "85 SMEs of 373 work with a large group; chance would give 102.",
            "An SME is one introduction away from a large group if one of its partners has worked with it.",
        )
    names = [*HOSTILE, DIRECTED, LONG, None]
    frame = pd.DataFrame(
        {
            "PME" if french else "SME": names,
            "par" if french else "through": names[::-1],
            "projets" if french else "projects": range(len(names)),
        }
    )
    return (
        Paragraph(texts[0], lead=True),
        Paragraph(texts[1]),
        Table("Dix présentations à faire <b>" if french else "Ten introductions to make <b>", frame, note=HOSTILE[0]),
    )


def _gaps(language: str) -> tuple[Block, ...]:
    french = language == "fr"
    rows = np.arange(60)
    frame = pd.DataFrame(
        {
            ("organisation"): [f"Société n° {row} (inventée)" if french else f"Company no {row}" for row in rows],
            ("ville" if french else "city"): pd.Series(["Orléans", "Tours", None] * 20, dtype="str"),
            ("projets" if french else "projects"): pd.array([None if row % 7 == 3 else row for row in rows], "Int64"),
            ("part" if french else "share"): np.where(rows % 5 == 0, np.nan, rows / 59),
            ("aide" if french else "aid"): rows * 12345.0,
        }
    )
    wide = pd.DataFrame(
        {
            "année" if french else "year": [2010, 2011, 2012],
            **{f"{'domaine' if french else 'domain'} {letter}": [1.5, np.nan, 1234.0] for letter in "ABCDEF"},
            "le": [date(2010, 1, 31), None, date(2012, 12, 31)],
            "clos" if french else "closed": pd.array([True, None, False], "boolean"),
        }
    )
    part, aid, year = ("part", "aide", "année") if french else ("share", "aid", "year")
    note = "60 lignes." if french else "60 rows."
    return (
        Table("Adhérents sans partenaire" if french else "Members alone", frame, {part: "share", aid: "eur"}, note, 25),
        Table("Accompagnement par année" if french else "Support by year", wide, {year: "year"}),
        Table("Personne" if french else "Nobody", frame.head(0), {part: "share", aid: "eur"}),
    )


def _evolution(language: str) -> tuple[Block, ...]:
    french = language == "fr"
    title = "Organisations par année" if french else "Organisations by year"
    alt = f"De 2005 à 2012 le réseau a doublé. {HOSTILE[0]}" if french else f"The network has doubled. {HOSTILE[0]}"
    behind = pd.DataFrame(
        {
            "année" if french else "year": range(2005, 2013),
            "organisations": [120, 131, 155, 170, 201, 222, 239, 251],
        }
    )
    svg, png = _drawn(behind.iloc[:, 0].tolist(), behind.iloc[:, 1].tolist())
    table = Table(title, behind, {str(behind.columns[0]): "year"})
    return (Picture("organisations", title, alt, {"svg": svg, "png": png}.__getitem__, table),)


def _drawn(years: list[int], values: list[int]) -> tuple[bytes, bytes]:
    """Draw bars, the same bytes each time."""
    with rc_context({"svg.hashsalt": "polegraph", "svg.fonttype": "path"}):
        figure = Figure(figsize=(7, 3), layout="constrained")
        axes = figure.subplots()
        axes.bar(years, values, color="#0072B2")
        svg, png = io.BytesIO(), io.BytesIO()
        figure.savefig(svg, format="svg", metadata={"Date": None})
        figure.savefig(png, format="png", dpi=200)
    return svg.getvalue(), png.getvalue()


def _method(language: str) -> tuple[Block, ...]:
    text = (
        "Le hasard est la moyenne de réseaux tirés au sort où chaque projet garde sa taille."
        if language == "fr"
        else "Chance is the mean of random networks in which each project keeps its size."
    )
    return (Paragraph(text), Paragraph(f"{LONG} {DIRECTED} {' '.join(HOSTILE)}", small=True))
