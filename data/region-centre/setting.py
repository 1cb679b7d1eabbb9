"""What the invented example is made of: the four pôles, towns, syllables, shares and odds."""

from __future__ import annotations

import datetime as dt
from typing import Any

SEED = 2005
INVENTED = "(inventé)"
WARNING = (
    "TOUTES LES ORGANISATIONS ET TOUS LES PROJETS DE CE CLASSEUR SONT INVENTÉS.",
    "Seuls les noms des quatre pôles et des villes existent. Toute ressemblance avec le réel est fortuite.",
    "EVERY ORGANISATION AND EVERY PROJECT IN THIS WORKBOOK IS INVENTED.",
    "Only the names of the four pôles and of the towns are real. Any likeness to a real organisation is chance.",
    "Fabriqué par make_example.py, dans le même dossier / made by make_example.py in the same folder.",
)

# Pôle: sector, date of the label where it is known, first year, members of its own and members shared with another
# pôle, share of the projects, code of the main activity, trades of its companies, themes.
POLES: dict[str, dict[str, Any]] = {
    "Cosmetic Valley": {
        "sector": "Cosmétique et parfumerie (exemple : membres inventés)",
        "since": dt.date(2005, 7, 12),
        "from": 2005,
        "own": 290,
        "shared": 10,
        "projects": 180,
        "naf": "2042Z",
        "trades": ["Parfums", "Arômes", "Flacons", "Cosmétiques", "Extraits", "Étuis", "Soins", "Essences"],
        "themes": [
            "Ingrédients naturels",
            "Emballage durable",
            "Évaluation sensorielle",
            "Peau et microbiote",
            "Traçabilité",
        ],
    },
    "S2E2": {
        "sector": "Énergie électrique et électronique (exemple : membres inventés)",
        "since": dt.date(2005, 7, 12),
        "from": 2005,
        "own": 118,
        "shared": 12,
        "projects": 100,
        "naf": "2711Z",
        "trades": ["Énergie", "Électronique", "Capteurs", "Batteries", "Réseaux", "Convertisseurs"],
        "themes": ["Réseaux intelligents", "Stockage d'énergie", "Bâtiment sobre", "Microélectronique"],
    },
    "Elastopole": {
        "sector": "Caoutchouc et polymères (exemple : membres inventés)",
        "since": None,
        "from": 2006,
        "own": 100,
        "shared": 10,
        "projects": 70,
        "naf": "2219Z",
        "trades": ["Caoutchouc", "Polymères", "Joints", "Moulage", "Élastomères", "Mélanges"],
        "themes": ["Élastomères recyclés", "Étanchéité", "Matériaux biosourcés", "Fabrication additive"],
    },
    "DREAM": {
        "sector": "Eaux et milieux (exemple : membres inventés)",
        "since": None,
        "from": 2010,
        "own": 72,
        "shared": 8,
        "projects": 50,
        "naf": "3600Z",
        "trades": ["Eaux", "Forages", "Filtration", "Milieux", "Hydrologie", "Sédiments"],
        "themes": ["Eaux souterraines", "Dépollution des sols", "Suivi des milieux", "Traitement de l'eau"],
    },
}
PHASES = {(2005, 2008): 70, (2009, 2012): 90, (2013, 2018): 110, (2019, 2022): 75, (2023, 2026): 55}

# City, department, postcode, latitude, longitude.
CENTRE = """
Bourges|Cher|18000|47.0810|2.3988; Vierzon|Cher|18100|47.2220|2.0680; Saint-Amand-Montrond|Cher|18200|46.7233|2.5047;
Chartres|Eure-et-Loir|28000|48.4439|1.4890; Dreux|Eure-et-Loir|28100|48.7369|1.3664;
Châteaudun|Eure-et-Loir|28200|48.0710|1.3380; Nogent-le-Rotrou|Eure-et-Loir|28400|48.3216|0.8219;
Châteauroux|Indre|36000|46.8106|1.6914; Issoudun|Indre|36100|46.9481|1.9936; Le Blanc|Indre|36300|46.6333|1.0622;
Tours|Indre-et-Loire|37000|47.3941|0.6848; Joué-lès-Tours|Indre-et-Loire|37300|47.3514|0.6614;
Amboise|Indre-et-Loire|37400|47.4131|0.9822; Chinon|Indre-et-Loire|37500|47.1678|0.2428;
Blois|Loir-et-Cher|41000|47.5861|1.3359; Vendôme|Loir-et-Cher|41100|47.7931|1.0656;
Romorantin-Lanthenay|Loir-et-Cher|41200|47.3572|1.7428; Orléans|Loiret|45000|47.9029|1.9039;
Olivet|Loiret|45160|47.8633|1.9000; Montargis|Loiret|45200|47.9972|2.7333; Pithiviers|Loiret|45300|48.1717|2.2519;
Gien|Loiret|45500|47.6861|2.6308
"""
ELSEWHERE = {
    "Île-de-France": "Paris|Paris|75011|48.8566|2.3522; Versailles|Yvelines|78000|48.8014|2.1301",
    "Auvergne-Rhône-Alpes": "Lyon|Rhône|69007|45.7640|4.8357; Clermont-Ferrand|Puy-de-Dôme|63000|45.7772|3.0870",
    "Pays de la Loire": "Nantes|Loire-Atlantique|44000|47.2184|-1.5536; Le Mans|Sarthe|72000|48.0061|0.1996",
    "Normandie": "Évreux|Eure|27000|49.0270|1.1510",
    "Provence-Alpes-Côte d'Azur": "Grasse|Alpes-Maritimes|06130|43.6602|6.9260",
    "Nouvelle-Aquitaine": "Limoges|Haute-Vienne|87000|45.8336|1.2611",
}
HOME = {
    "Cosmetic Valley": ("Eure-et-Loir", "Loiret", "Indre-et-Loire"),
    "S2E2": ("Indre-et-Loire", "Loir-et-Cher", "Cher"),
    "Elastopole": ("Loiret", "Loir-et-Cher", "Indre"),
    "DREAM": ("Loiret", "Indre-et-Loire", "Cher"),
}
STARTS = [
    "Zab",
    "Quor",
    "Vlim",
    "Brouz",
    "Ixo",
    "Ouzb",
    "Pliz",
    "Krav",
    "Mouz",
    "Fizr",
    "Glouv",
    "Drax",
    "Yolb",
    "Trouz",
]
STARTS += ["Splin", "Chouv", "Wazd", "Jorv", "Nixt", "Gribz", "Pouxt", "Vrom", "Skal", "Bluzt", "Oxiv", "Tchab", "Zlor"]
MIDDLES = ["a", "é", "i", "o", "ou"]
ENDS = ["lquin", "vrel", "bixe", "doule", "gnoz", "xane", "plock", "mourne", "trive", "zouille"]
KINDS = {"company": 0.73, "lab": 0.13, "training_body": 0.07, "public_body": 0.04, "association": 0.03}
CALLED = {
    "lab": ["Laboratoire", "Institut de recherche", "Unité de recherche"],
    "training_body": ["Lycée", "École d'ingénieurs", "Centre de formation", "Université"],
    "public_body": ["Agence", "Communauté de communes", "Syndicat mixte"],
    "association": ["Association", "Fédération"],
}
COLLEGES = {"company": "entreprises", "lab": "recherche", "training_body": "formation"}
SIZES = {"large": 0.03, "mid_cap": 0.14}  # the rest are SMEs, as in the policy's own statistics
ACTIVITY = {"large": 3.0, "mid_cap": 1.6, "sme": 1.0, "micro": 0.7, "lab": 2.2, "training_body": 1.0}
ISOLATES = 0.15  # share of members without a project
MAX_PARTNERS = 12
