// en: SMEs and the large groups that they work with
// fr: Les PME et les grands groupes avec lesquels elles travaillent
// en-what: A row an SME that shared a project with a large group, the strongest links first. Two subsidiaries of one
//   group are one large group; the strength adds, for each of their organisations in a project of n organisations, 1 /
//   (n - 1).
// fr-what: Une ligne par PME ayant partagé un projet avec un grand groupe, les liens les plus forts d'abord. Deux
//   filiales d'un groupe sont un seul grand groupe ; la force ajoute, pour chacune de leurs organisations dans un
//   projet à n organisations, 1 / (n - 1).
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: org_id (its identifier); name (its name); size (category, its group counted); region (its region);
//   direct_partners (large groups met); direct_ids (which ones); shared_projects (projects with them); strength
//   (Newman's weight summed over them); last_year (year of the latest of these projects)

:param dataset => 'polegraph';
:param audience => ['public'];
:param pole => '';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation:SME {dataset: $dataset})-[:PARTICIPATES_IN]->(p:Project)
WHERE coalesce(o.visibility, 'public') IN $audience
  AND coalesce(p.visibility, 'public') IN $audience
  AND ($pole = '' OR EXISTS {
    MATCH (o)-[member:MEMBER_OF]->(chosen:Pole)
    WHERE toLower($pole) IN [toLower(chosen.pole_id), toLower(chosen.name)]
      AND coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
  })
  AND coalesce(o.dissolved > day, true)
MATCH (p)<-[:PARTICIPATES_IN]-(l:Organisation:LargeGroup)
WHERE coalesce(l.visibility, 'public') IN $audience
WITH o, p, count(l) AS organisations, collect(DISTINCT l.unit) AS groups,
  COUNT { (p)<-[:PARTICIPATES_IN]-(m:Organisation) WHERE coalesce(m.visibility, 'public') IN $audience } AS members
WITH o, count(p) AS shared_projects, sum(toFloat(organisations) / (members - 1)) AS strength,
  max(p.year) AS last_year, collect(groups) AS lists
UNWIND lists AS groups
UNWIND groups AS group
WITH DISTINCT o, shared_projects, strength, last_year, group
ORDER BY group
WITH o, shared_projects, strength, last_year, collect(group) AS direct_ids
RETURN o.org_id AS org_id, o.name AS name, o.unit_size AS size, o.region AS region, size(direct_ids) AS direct_partners,
  direct_ids, shared_projects, strength, last_year
ORDER BY strength DESC, name, org_id;
