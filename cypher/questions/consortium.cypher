// en: A project's consortium
// fr: Le consortium d'un projet
// en-what: Who takes part in one project, in which role and with how much funding; the coordinator first.
// fr-what: Qui participe à un projet, dans quel rôle et avec quelle aide ; le coordinateur d'abord.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param project (project): identifier or acronym of the project | fr: identifiant ou acronyme du projet
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: project_id (the project); acronym (its short name); org_id (its identifier); name (its name); kind (what it
//   is); size (category, its group counted); role (its role); funding (euros); cost (euros); region (its region); poles
//   (pôles of which it is a member)

:param dataset => 'polegraph';
:param audience => ['public'];
:param project => 'P-2005-001';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation)-[part:PARTICIPATES_IN]->(p:Project {dataset: $dataset})
WHERE $project IN [p.project_id, p.acronym] AND coalesce(p.visibility, 'public') IN $audience
  AND coalesce(o.visibility, 'public') IN $audience
RETURN p.project_id AS project_id, p.acronym AS acronym, o.org_id AS org_id, o.name AS name, o.kind AS kind,
  o.unit_size AS size, part.role AS role, part.funding AS funding, part.cost AS cost, o.region AS region,
  COLLECT {
    MATCH (o)-[member:MEMBER_OF]->(m:Pole)
    WHERE coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
      AND coalesce(o.dissolved > day, true)
    RETURN m.pole_id AS pole_id ORDER BY pole_id
  } AS poles
ORDER BY project_id, coalesce(role = 'coordinator', false) DESC, name, org_id;
