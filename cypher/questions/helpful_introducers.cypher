// en: The most helpful introducers
// fr: Les intermédiaires les plus utiles
// en-what: Organisations that work both with large groups and with SMEs that never met one, those that could introduce
//   most SMEs first. Ask them to the next matchmaking day.
// fr-what: Les organisations qui travaillent à la fois avec de grands groupes et avec des PME qui n'en ont jamais
//   rencontré ; d'abord celles qui peuvent présenter le plus de PME. À inviter à la prochaine rencontre.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: org_id (its identifier); name (its name); kind (what it is); region (its region); smes (partners that are
//   SMEs without a large group); large_groups (large groups that it works with); sme_ids (which SMEs); group_ids (which
//   large groups)

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
WITH DISTINCT day, i, o.org_id AS sme_id
ORDER BY sme_id
WITH day, i, collect(sme_id) AS sme_ids
MATCH (i)-[:PARTICIPATES_IN]->(q:Project)<-[:PARTICIPATES_IN]-(l:Organisation:LargeGroup)
WHERE coalesce(q.visibility, 'public') IN $audience AND coalesce(l.visibility, 'public') IN $audience
  AND coalesce(l.dissolved > day, true)
WITH DISTINCT i, sme_ids, l.unit AS group
ORDER BY group
WITH i, sme_ids, collect(group) AS group_ids
RETURN i.org_id AS org_id, i.name AS name, i.kind AS kind, i.region AS region, size(sme_ids) AS smes,
  size(group_ids) AS large_groups, sme_ids, group_ids
ORDER BY smes DESC, large_groups DESC, org_id;
