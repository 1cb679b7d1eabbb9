// en: Regions that work together
// fr: Régions qui travaillent ensemble
// en-what: A row a pair of regions, the same region twice for links inside it: the pairs of organisations that share a
//   project.
// fr-what: Une ligne par paire de régions, deux fois la même pour les liens internes : les paires d'organisations qui
//   partagent un projet.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// returns: region (one region); other_region (the other); links (pairs of organisations); projects (projects that make
//   them)

:param dataset => 'polegraph';
:param audience => ['public'];

MATCH (o:Organisation {dataset: $dataset})-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(partner:Organisation)
WHERE o.org_id < partner.org_id AND o.region IS NOT NULL AND partner.region IS NOT NULL
  AND coalesce(o.visibility, 'public') IN $audience
  AND coalesce(p.visibility, 'public') IN $audience
  AND coalesce(partner.visibility, 'public') IN $audience
WITH CASE WHEN o.region < partner.region THEN o.region ELSE partner.region END AS region,
  CASE WHEN o.region < partner.region THEN partner.region ELSE o.region END AS other_region, o, partner, p
WITH region, other_region, count(DISTINCT o.org_id + ' ' + partner.org_id) AS links, count(DISTINCT p) AS projects
RETURN region, other_region, links, projects
ORDER BY links DESC, region, other_region;
