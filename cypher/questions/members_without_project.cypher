// en: Members without a project
// fr: Adhérents sans projet
// en-what: The members of a pôle that take part in no project at all, those that joined first at the top.
// fr-what: Les adhérents d'un pôle qui ne participent à aucun projet, les plus anciens d'abord.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: pole_id (the pôle); org_id (its identifier); name (its name); kind (what it is); size (category, its group
//   counted); region (its region); since (member since); until (member until; empty if it still is)

:param dataset => 'polegraph';
:param audience => ['public'];
:param pole => '';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation {dataset: $dataset})-[member:MEMBER_OF]->(pole:Pole)
WHERE ($pole = '' OR toLower($pole) IN [toLower(pole.pole_id), toLower(pole.name)])
  AND coalesce(o.visibility, 'public') IN $audience
  AND coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
  AND coalesce(o.dissolved > day, true)
  AND NOT EXISTS { (o)-[:PARTICIPATES_IN]->(p:Project) WHERE coalesce(p.visibility, 'public') IN $audience }
RETURN pole.pole_id AS pole_id, o.org_id AS org_id, o.name AS name, o.kind AS kind, o.unit_size AS size,
  o.region AS region, member.since AS since, member.until AS until
ORDER BY pole_id, since, name, org_id;
