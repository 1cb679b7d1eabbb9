// en: Large groups, by number of SME partners
// fr: Les grands groupes, par nombre de PME partenaires
// en-what: A row a large group, its subsidiaries together: how many SMEs it shares projects with. Zero is a large group
//   to win over.
// fr-what: Une ligne par grand groupe, filiales réunies : avec combien de PME il partage des projets. Zéro est un grand
//   groupe à gagner.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: group (the large group); organisations (its organisations in the graph); projects (their projects); smes
//   (SMEs that they work with); last_year (year of the latest project with an SME); org_ids (its organisations)

:param dataset => 'polegraph';
:param audience => ['public'];
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (l:Organisation:LargeGroup {dataset: $dataset})
WHERE coalesce(l.visibility, 'public') IN $audience AND coalesce(l.dissolved > day, true)
OPTIONAL MATCH (l)-[:PARTICIPATES_IN]->(p:Project)
WHERE coalesce(p.visibility, 'public') IN $audience
OPTIONAL MATCH (p)<-[:PARTICIPATES_IN]-(s:Organisation:SME)
WHERE coalesce(s.visibility, 'public') IN $audience
WITH l, p, s
ORDER BY l.org_id
WITH l.unit AS group, collect(DISTINCT l.org_id) AS org_ids, count(DISTINCT p) AS projects, count(DISTINCT s) AS smes,
  max(CASE WHEN s IS NOT NULL THEN p.year END) AS last_year
RETURN group, size(org_ids) AS organisations, projects, smes, last_year, org_ids
ORDER BY smes DESC, projects DESC, group;
