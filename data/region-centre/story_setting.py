"""What the story of the example is made of: odds, delays and words of outcomes, support, actions, contracts."""

from __future__ import annotations

import datetime as dt

DAY = dt.date(2026, 6, 30)
"""The last day that the example tells of."""

# Outcomes: the chance a month, from the end of a project on, that its first comes, by the year in which it started. The
# phases of the factory of products, from 2013 on, bring more than those of the factory of projects.
HAZARD = {2005: 0.015, 2009: 0.012, 2013: 0.020, 2019: 0.024, 2023: 0.026}
LED_BY_SME = 1.5  # what the shape of a consortium multiplies it by
WITH_LARGE = 1.35
WITH_TRAINING = 1.15
WIDE = 0.8  # seven partners or more
EARLY = 0.07  # share of first outcomes that come before the end
NEXT = 0.5  # chance of one more, and of one more after it
NEXT_MONTHS = 10  # how much later, on average
FIRST = {
    2005: {"patent": 4, "publication": 4, "process": 2, "product": 2, "software": 1, "service": 1},
    2013: {"product": 6, "process": 3, "service": 3, "software": 2, "patent": 2, "publication": 1, "company": 1},
}
MARKETED = ("product", "process", "service", "software")
AFTER_MARKETED = {"jobs": 5, "turnover": 3, "private_funds": 2, "jobs_kept": 2, "patent": 1}
AFTER_OTHERS = {"product": 3, "process": 1, "patent": 1, "company": 1}
TITLES = {
    "product": ("Gamme", "Module", "Matériau", "Capteur"),
    "process": ("Procédé", "Ligne pilote", "Traitement"),
    "service": ("Service de mesure", "Plateforme d'essais", "Diagnostic"),
    "software": ("Logiciel", "Application"),
    "patent": ("Brevet",),
    "publication": ("Article", "Communication"),
    "company": ("Jeune pousse",),
    "jobs": ("Embauches",),
    "jobs_kept": ("Postes maintenus",),
    "turnover": ("Ventes de l'année",),
    "private_funds": ("Tour de table",),
}
MONEY = {"turnover": (12.3, 0.8), "private_funds": (12.9, 0.7)}  # of the logarithm of the euros
EVIDENCE = (
    "fiche bilan {year}",
    "enquête de suivi {year}",
    "comité de suivi du {day:%d/%m/%Y}",
    "lettre du pôle, {year}",
)
STAGES = (
    ("prototype", "trl6", "demonstrated", "trl7"),
    ("demonstrated", "on_market", "trl8"),
    ("on_market", "in_production", "trl9"),
)
"""How far an outcome is when it comes within a year of the end, within three, and later."""

# Support: domain, what is needed, what is offered.
SUPPORT = {
    "private_finance": (
        ("trouver un investisseur pour industrialiser", "lever des fonds propres", "prêt pour une ligne pilote"),
        ("réseau d'investisseurs pour industrialiser", "préparation à une levée de fonds propres"),
    ),
    "internationalisation": (
        ("trouver un distributeur en Allemagne", "homologation pour l'export", "partenaire européen pour un projet"),
        ("réseau de distributeurs en Allemagne", "aide à l'homologation pour l'export", "montage de projets européens"),
    ),
    "support": (
        ("propriété industrielle d'un procédé", "plan d'affaires", "achats responsables", "passage au numérique"),
        ("conseil en propriété industrielle", "relecture du plan d'affaires", "diagnostic numérique"),
    ),
    "skills": (
        (
            "recruter un formulateur",
            "former des opérateurs",
            "alternants de maintenance",
            "recruter un docteur",
        ),
        (
            "formation de formulateurs",
            "formation d'opérateurs",
            "alternants de maintenance",
            "bourse de docteurs",
        ),
    ),
}
MONTHS_TO_MEET = {"private_finance": 50, "internationalisation": 26, "support": 16, "skills": 20}
FINANCIERS = ("Cosmetic Valley", "Elastopole")
"""Pôles with members that offer private finance; the other two have none."""

# Actions: how many, and what they are called.
WORKSHOPS = {"Cosmetic Valley": 2, "S2E2": 1, "Elastopole": 1, "DREAM": 1}  # a year
FRUITFUL = 18  # introductions that became projects
FRUITLESS = 44  # and others
VISITS = 60
DOMAINS = {
    "private_finance": "financement privé",
    "internationalisation": "international",
    "support": "accompagnement",
    "skills": "compétences",
}

# Contracts: first and last year; of each indicator what it grows by a year, and the least that is asked for.
CONTRACTS = ((2019, 2022), (2023, 2026))
GROWTH = {
    "members": (0.02, 0.05, 10),
    "members_sme": (0.02, 0.06, 5),
    "projects_labelled": (0.02, 0.08, 2),
    "projects_funded": (0.02, 0.08, 1),
    "share_with_sme": (0.0, 0.02, 0.8),
    "sme_linked_share": (0.02, 0.06, 0.05),
    "products": (0.05, 0.15, 1),
    "jobs": (0.05, 0.15, 5),
    "needs_met": (0.05, 0.15, 2),
    "training_bodies_involved": (0.02, 0.1, 1),
    "european_projects": (0.0, 0.2, 1),
}
UNSIGNED = 0.04  # share of the indicators that a contract does without
