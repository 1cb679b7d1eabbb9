// en: Who could introduce each SME to a large group
// fr: Qui peut présenter chaque PME à un grand groupe
// en-what: A row an SME that has no large group among its partners while a partner of it has: the partner with most
//   projects with one large group, then with the SME. The projects prove both sides.
// fr-what: Une ligne par PME sans grand groupe parmi ses partenaires, mais dont un partenaire en connaît un : celui qui
//   a le plus de projets avec un même grand groupe, puis avec la PME. Les projets prouvent les deux côtés.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: org_id (its identifier); name (its name); projects (its projects); introducer_id (who could introduce it);
//   introducer_name (its name); introducer_projects (projects of SME and introducer, then of introducer and large
//   group); group (the large group)

:param dataset => 'polegraph';
:param audience => ['public'];
:param pole => '';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation:SME {dataset: $dataset})
WHERE coalesce(o.visibility, 'public') IN $audience
  AND ($pole = '' OR EXISTS {
    MATCH (o)-[member:MEMBER_OF]->(chosen:Pole)
    WHERE toLower($pole) IN [toLower(chosen.pole_id), toLower(chosen.name)]
      AND coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
  })
  AND coalesce(o.dissolved > day, true)
  AND NOT EXISTS {
    MATCH (o)-[:PARTICIPATES_IN]->(d:Project)<-[:PARTICIPATES_IN]-(large:Organisation:LargeGroup)
    WHERE coalesce(d.visibility, 'public') IN $audience AND coalesce(large.visibility, 'public') IN $audience
  }
MATCH (o)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(i:Organisation)
WHERE coalesce(p.visibility, 'public') IN $audience AND coalesce(i.visibility, 'public') IN $audience
  AND coalesce(i.dissolved > day, true)
WITH day, o, i, p.project_id AS project_id
ORDER BY project_id
WITH day, o, i, collect(project_id) AS near
WITH day, i, collect({sme: o, near: near}) AS introduced
CALL (day, i) {
  MATCH (i)-[:PARTICIPATES_IN]->(q:Project)<-[:PARTICIPATES_IN]-(l:Organisation:LargeGroup)
  WHERE coalesce(q.visibility, 'public') IN $audience AND coalesce(l.visibility, 'public') IN $audience
    AND coalesce(l.dissolved > day, true)
  WITH DISTINCT l.unit AS group, q.project_id AS project_id
  ORDER BY project_id
  WITH group, collect(project_id) AS far
  RETURN group, far
  ORDER BY size(far) DESC, group
  LIMIT 1
}
UNWIND introduced AS pair
WITH pair.sme AS o, pair.near AS near, i, group, far
ORDER BY o.org_id, size(far) DESC, size(near) DESC, i.org_id
WITH o, head(collect({introducer: i, group: group, near: near, far: far})) AS best
WITH o, best, best.introducer AS introducer,
  COUNT { (o)-[:PARTICIPATES_IN]->(own:Project) WHERE coalesce(own.visibility, 'public') IN $audience } AS projects
RETURN o.org_id AS org_id, o.name AS name, projects, introducer.org_id AS introducer_id,
  introducer.name AS introducer_name,
  best.near + best.far AS introducer_projects, best.group AS group
ORDER BY size(best.far) DESC, projects DESC, name, org_id;
