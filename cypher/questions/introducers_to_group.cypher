// en: Who could introduce an SME to a large group
// fr: Qui peut présenter une PME à un grand groupe
// en-what: The organisations that share projects with the SME and with the large group, those with most projects with
//   the group first. No row means that no partner of the SME works with that group.
// fr-what: Les organisations qui partagent des projets avec la PME et avec le grand groupe, celles qui en ont le plus
//   avec le groupe d'abord. Aucune ligne : aucun partenaire de la PME ne travaille avec ce groupe.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param sme (organisation): identifier or name of the SME | fr: identifiant ou nom de la PME
// param group (group): the large group: its name, or the identifier or name of one of its organisations | fr: le grand
//   groupe : son nom, ou l'identifiant ou le nom d'une de ses organisations
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: introducer_id (who could introduce); introducer_name (its name); kind (what it is); group_projects (projects
//   with the group); sme_projects (projects with the SME); group_project_ids (which ones); sme_project_ids (which ones)

:param dataset => 'polegraph';
:param audience => ['public'];
:param sme => 'ORG-0619';
:param group => 'Groupe Ouzbéxane (inventé)';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation {dataset: $dataset})
WHERE $sme IN [o.org_id, o.name] AND coalesce(o.visibility, 'public') IN $audience
MATCH (named:Organisation {dataset: $dataset})
WHERE $group IN [named.unit, named.org_id, named.name]
WITH day, o, collect(DISTINCT named.unit) AS units
MATCH (o)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(i:Organisation)
WHERE NOT i.unit IN units AND coalesce(p.visibility, 'public') IN $audience
  AND coalesce(i.visibility, 'public') IN $audience AND coalesce(i.dissolved > day, true)
WITH day, i, units, p.project_id AS project_id
ORDER BY project_id
WITH day, i, units, collect(DISTINCT project_id) AS sme_project_ids
MATCH (i)-[:PARTICIPATES_IN]->(q:Project)<-[:PARTICIPATES_IN]-(l:Organisation)
WHERE l.unit IN units AND coalesce(q.visibility, 'public') IN $audience
  AND coalesce(l.visibility, 'public') IN $audience
  AND coalesce(l.dissolved > day, true)
WITH i, sme_project_ids, q.project_id AS project_id
ORDER BY project_id
WITH i, sme_project_ids, collect(DISTINCT project_id) AS group_project_ids
RETURN i.org_id AS introducer_id, i.name AS introducer_name, i.kind AS kind, size(group_project_ids) AS group_projects,
  size(sme_project_ids) AS sme_projects, group_project_ids, sme_project_ids
ORDER BY group_projects DESC, sme_projects DESC, introducer_id;
