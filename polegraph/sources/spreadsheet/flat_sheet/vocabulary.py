"""Vocabulary of the headings of flat sheets; the words for roles, kinds and sizes stand in ``names/rules``."""

from __future__ import annotations

from typing import Final

# Meanings of a column: in English, in French, and the headings that people write ("|" between).
MEANINGS: Final[dict[str, tuple[str, str, str]]] = {
    "name": (
        "partner",
        "partenaire",
        (
            "organisation|organization|organisme|entreprise|company|société|structure|entité|établissement|participant|"
            "bénéficiaire|beneficiary|membre|member|adhérent|raison sociale|dénomination|dénomination sociale|"
            "institution|"
            "acteur|nom|name|nom organisation|nom organisme|nom entreprise|nom partenaire|nom structure|nom société|"
            "nom membre|nom participant|organisation name|company name|partner name|participant name|"
            "participant organisation name|beneficiary name|libellé partenaire|nom établissement|nom entité|"
            "organisation partenaire|entreprise partenaire|structure partenaire|nom bénéficiaire"
        ),
    ),
    "partners": (
        "partners",
        "partenaires",
        (
            "autre partenaire|other partner|consortium|composition consortium|liste partenaire|list partner|"
            "membre consortium|consortium member|partenaire impliqué|partenaire projet|project partner|"
            "partenaire consortium|consortium partner|organisation participante|participating organisation|"
            "partenaire associé|co partenaire|ensemble partenaire|tous partenaire|all partner|partenariat"
        ),
    ),
    "lead": (
        "lead partner",
        "chef de file",
        (
            "chef file|chef fil|porteur|porteur projet|coordinateur|coordonnateur|coordinatrice|coordonnatrice|lead|"
            "leader|coordinator|project coordinator|project lead|pilote|mandataire|entreprise porteuse|"
            "structure porteuse|"
            "organisation porteuse|lead organisation|lead organization|lead participant|is lead participant|"
            "partenaire chef file|organisme porteur|coordinateur projet|est chef file|cdf"
        ),
    ),
    "kind": (
        "kind",
        "type",
        (
            "type partenaire|type organisation|type organisme|type structure|type entreprise|type entité|"
            "type établissement|catégorie|catégorie partenaire|nature|nature partenaire|partner type|organisation type|"
            "profil|category|type participant|type acteur|type bénéficiaire|statut partenaire|taille type|type taille|"
            "organisation category|type membre"
        ),
    ),
    "size": (
        "size",
        "taille",
        (
            "taille entreprise|enterprise size|company size|catégorie entreprise|taille partenaire|taille structure|"
            "organisation size|taille pme eti ge|type pme eti ge"
        ),
    ),
    "org_id": (
        "org_id",
        "identifiant organisation",
        (
            "identifiant partenaire|id organisation|id partenaire|code partenaire|code organisation|n adhérent|"
            "numéro adhérent|id adhérent|code adhérent|partner id|organisation id|organization id|n partenaire|"
            "code structure|id structure|identifiant structure|participant id|identifiant entité|code client|n client"
        ),
    ),
    "siren": ("siren", "SIREN", "n siren|numéro siren|siren partenaire|code siren|siren siret"),
    "siret": ("siret", "SIRET", "n siret|numéro siret|code siret"),
    "country": ("country", "pays", "code pays|country code|pay|nationalité|address country"),
    "region": ("region", "région", "address region|région partenaire|région administrative|nom région"),
    "department": ("department", "département", "dept|dpt|dép|dep|code département|n département|dépt"),
    "city": ("city", "ville", "commune|town|localité|ville partenaire|ville siège|localisation|lieu"),
    "postcode": ("postcode", "code postal", "cp|postal code|zip|zip code|code postal siège|post code"),
    "naf": ("naf", "NAF", "code naf|code ape|ape|naf ape"),
    "group_id": ("group", "groupe", "maison mère|groupe appartenance|nom groupe|parent company"),
    "pic": ("pic", "PIC", "code pic|participant identification code"),
    "rnsr": ("rnsr", "RNSR", "code rnsr|numéro rnsr"),
    "ror": ("ror", "ROR", "ror id"),
    "vat": ("vat", "TVA", "numéro tva|vat number|tva intracommunautaire"),
    "dissolved": ("dissolved", "dissoute le", "dissoute|dissou|dissolution|date dissolution"),
    "opt_out": ("opt_out", "ne pas suggérer", "opposition|opt out"),
    "visibility": ("visibility", "diffusion", "confidentialité|visibilité"),
    "role": (
        "role",
        "rôle",
        (
            "rôle partenaire|rôle projet|rôle dans projet|qualité|fonction|statut dans projet|participant role|"
            "project role|rôle consortium|rôle dans consortium"
        ),
    ),
    "aid": (
        "aid",
        "aide",
        (
            "subvention|financement|aide accordée|aide obtenue|aide attribuée|montant aide|montant aide accordée|"
            "montant aide attribuée|grant|grant offered|award offered|grant awarded|funding|subvention accordée|"
            "subvention attribuée|contribution|ec contribution|montant subvention|montant accordé|montant attribué|"
            "montant financement|aide partenaire|subvention partenaire|montant|aide publique|aide octroyée|"
            "eu contribution|"
            "financement accordé|financement obtenu|award|amount"
        ),
    ),
    "cost": (
        "cost",
        "coût",
        (
            "budget|dépense|assiette|assiette éligible|coût éligible|dépense éligible|budget partenaire|"
            "coût partenaire|"
            "eligible cost|total cost|participant cost|budget éligible|coût complet|assiette retenue"
        ),
    ),
    "project": ("project", "projet", "nom projet|project name|nom du projet|projet collaboratif|libellé projet"),
    "number": ("number", "numéro", "n|no|num|n ordre|id|identifiant|identifier|code|ref|réf|ligne|index"),
    "project_id": (
        "project_id",
        "identifiant projet",
        (
            "project id|code projet|n projet|numéro projet|project number|référence|référence projet|n dossier|"
            "numéro dossier|project reference|n convention|numéro convention|id projet|grant agreement|dossier|"
            "reference|code dossier|identifiant dossier|project code|convention|ref projet|réf projet"
        ),
    ),
    "acronym": ("acronym", "acronyme", "nom court|sigle|short name|acronyme projet|project acronym"),
    "title": (
        "title",
        "titre",
        (
            "intitulé|project title|titre projet|intitulé projet|nom complet projet|sujet|objet|titre complet|"
            "intitulé complet|libellé"
        ),
    ),
    "abstract": ("abstract", "résumé", "description|descriptif|summary|public description|résumé projet"),
    "start": (
        "start",
        "début",
        (
            "date début|date démarrage|démarrage|start date|project start date|lancement|date lancement|début projet|"
            "date début projet|project start|starting date"
        ),
    ),
    "end": (
        "end",
        "fin",
        (
            "date fin|end date|project end date|date clôture|clôture|fin projet|date fin projet|project end|"
            "date achèvement|échéance"
        ),
    ),
    "year": (
        "year",
        "année",
        (
            "an|millésime|année démarrage|année début|année projet|start year|competition year|exercice|year started|"
            "année labellisation|année lancement|project year|année appel|année financement"
        ),
    ),
    "status": ("status", "statut", "état|project status|avancement|statut projet|état avancement|état projet"),
    "programme": (
        "programme",
        "programme",
        (
            "program|programme title|dispositif|guichet|source financement|funding scheme|programme financement|"
            "financeur|type aide|outil financement|funder"
        ),
    ),
    "call": (
        "call",
        "appel",
        (
            "appel projet|aap|competition reference|competition title|session|vague|aap guichet|appel projets|"
            "call identifier|topic call|appel à projets|appel aap|n appel|numéro appel|appel offre"
        ),
    ),
    "total_cost": (
        "project cost",
        "coût total",
        (
            "budget total|coût total projet|budget projet|coût projet|montant total|total budget|total_cost|"
            "budget global|coût global|montant projet|assiette totale|budget total projet|total project cost"
        ),
    ),
    "project_funding": (
        "project aid",
        "aide totale",
        (
            "aide projet|financement total|subvention totale|aide totale projet|montant total aide|total grant|"
            "total funding|financement projet|subvention projet|aide globale|project funding|project grant"
        ),
    ),
    "pole": (
        "pole",
        "pôle",
        (
            "pôle labellisateur|pôle compétitivité|labellisé par|pôle label|cluster|pôle chef file|"
            "pôle co labellisateur|"
            "nom pôle"
        ),
    ),
    "theme": (
        "theme",
        "thème",
        (
            "thématique|domaine|axe|filière|das|domaine activité stratégique|sector|secteur|topic|axe stratégique|"
            "thème projet|secteur activité|domaine stratégique"
        ),
    ),
    "label_date": ("label date", "date de labellisation", "date labellisation|date label|labellisation|labellisé"),
    "source": (
        "source",
        "origine",
        "from|organisation a|partenaire a|partner a|node 1|node a|source name|de|début lien",
    ),
    "target": (
        "target",
        "cible",
        "to|organisation b|partenaire b|partner b|node 2|node b|target name|vers|destination",
    ),
    "weight": ("weight", "poids", "nombre de projets|nb projet|collaboration|force|valeur|value|nombre projet"),
}
