// en: Members who only work inside their pôle
// fr: Adhérents qui ne travaillent qu'au sein de leur pôle
// en-what: The members of a pôle all of whose partners are members of the same pôle. They lack a window to the outside.
// fr-what: Les adhérents d'un pôle dont tous les partenaires sont membres du même pôle. Il leur manque une ouverture
//   vers l'extérieur.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: pole_id (the pôle); org_id (its identifier); name (its name); kind (what it is); size (category, its group
//   counted); projects (its projects); partners (organisations that it shares a project with)

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
MATCH (o)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(partner:Organisation)
WHERE coalesce(p.visibility, 'public') IN $audience AND coalesce(partner.visibility, 'public') IN $audience
WITH day, pole, o, count(DISTINCT p) AS projects, collect(DISTINCT partner) AS partners
WHERE all(partner IN partners WHERE EXISTS {
  MATCH (partner)-[member:MEMBER_OF]->(pole)
  WHERE coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
    AND coalesce(partner.dissolved > day, true)
})
RETURN pole.pole_id AS pole_id, o.org_id AS org_id, o.name AS name, o.kind AS kind, o.unit_size AS size, projects,
  size(partners) AS partners
ORDER BY pole_id, partners DESC, name, org_id;
