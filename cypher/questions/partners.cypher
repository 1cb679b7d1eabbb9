// en: An organisation's partners
// fr: Les partenaires d'une organisation
// en-what: With whom one organisation shares projects, how many and which, the strongest first. The strength adds 1 /
//   (n - 1) for each shared project of n organisations.
// fr-what: Avec qui une organisation partage des projets, combien et lesquels, les liens les plus forts d'abord. La
//   force ajoute 1 / (n - 1) pour chaque projet commun à n organisations.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param organisation (organisation): identifier or name of the organisation | fr: identifiant ou nom de l'organisation
// returns: org_id (its identifier); name (its name); kind (what it is); size (category, its group counted); region (its
//   region); shared_projects (projects that both are in); strength (Newman's weight); first_year (year of the first);
//   last_year (year of the latest); project_ids (which projects)

:param dataset => 'polegraph';
:param audience => ['public'];
:param organisation => 'ORG-0008';

MATCH (o:Organisation {dataset: $dataset})-[:PARTICIPATES_IN]->(p:Project)
WHERE $organisation IN [o.org_id, o.name] AND coalesce(o.visibility, 'public') IN $audience
  AND coalesce(p.visibility, 'public') IN $audience
WITH o, p,
  COUNT { (p)<-[:PARTICIPATES_IN]-(m:Organisation) WHERE coalesce(m.visibility, 'public') IN $audience } AS members
ORDER BY p.project_id
MATCH (p)<-[:PARTICIPATES_IN]-(partner:Organisation)
WHERE partner <> o AND coalesce(partner.visibility, 'public') IN $audience
WITH partner, collect(p.project_id) AS project_ids, sum(1.0 / (members - 1)) AS strength, min(p.year) AS first_year,
  max(p.year) AS last_year
RETURN partner.org_id AS org_id, partner.name AS name, partner.kind AS kind, partner.unit_size AS size,
  partner.region AS region, size(project_ids) AS shared_projects, strength, first_year, last_year, project_ids
ORDER BY strength DESC, shared_projects DESC, name, org_id;
