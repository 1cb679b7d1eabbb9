// en: Members without a project
// fr: Adhérents sans projet
// en-what: The members of a pôle that take part in no project at all, those that joined first at the top.
// fr-what: Les adhérents d'un pôle qui ne participent à aucun projet, les plus anciens d'abord.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// returns: pole_id (the pôle); org_id (its identifier); name (its name); kind (what it is); size (category, its group
//   counted); region (its region); since (member since); until (member until; empty if it still is)

:param dataset => 'polegraph';
:param audience => ['public'];
:param pole => '';

MATCH (o:Organisation {dataset: $dataset})-[member:MEMBER_OF]->(pole:Pole)
WHERE ($pole = '' OR toLower($pole) IN [toLower(pole.pole_id), toLower(pole.name)])
  AND coalesce(o.visibility, 'public') IN $audience
  AND NOT EXISTS { (o)-[:PARTICIPATES_IN]->(p:Project) WHERE coalesce(p.visibility, 'public') IN $audience }
RETURN pole.pole_id AS pole_id, o.org_id AS org_id, o.name AS name, o.kind AS kind, o.unit_size AS size,
  o.region AS region, member.since AS since, member.until AS until
ORDER BY pole_id, since, name, org_id;
