// en: Organisations that tie pôles together
// fr: Organisations qui relient les pôles
// en-what: The organisations whose partners belong to several pôles, those that reach most pôles first.
// fr-what: Les organisations dont les partenaires appartiennent à plusieurs pôles, celles qui en touchent le plus
//   d'abord.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param poles (integer): partners in at least so many pôles | fr: des partenaires dans au moins tant de pôles
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: org_id (its identifier); name (its name); kind (what it is); size (category, its group counted); poles
//   (number of pôles that it reaches); pole_ids (which ones); partners (partners that are members of a pôle); member_of
//   (pôles of which it is a member itself)

:param dataset => 'polegraph';
:param audience => ['public'];
:param poles => 3;
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation {dataset: $dataset})-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(partner:Organisation)
WHERE coalesce(o.visibility, 'public') IN $audience
  AND coalesce(o.dissolved > day, true)
  AND coalesce(p.visibility, 'public') IN $audience
  AND coalesce(partner.visibility, 'public') IN $audience
MATCH (partner)-[member:MEMBER_OF]->(pole:Pole)
WHERE coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
  AND coalesce(partner.dissolved > day, true)
WITH day, o, partner, pole
ORDER BY pole.pole_id
WITH day, o, collect(DISTINCT pole.pole_id) AS pole_ids, count(DISTINCT partner) AS partners
WHERE size(pole_ids) >= $poles
RETURN o.org_id AS org_id, o.name AS name, o.kind AS kind, o.unit_size AS size, size(pole_ids) AS poles, pole_ids,
  partners,
  COLLECT {
    MATCH (o)-[member:MEMBER_OF]->(m:Pole)
    WHERE coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
      AND coalesce(o.dissolved > day, true)
    RETURN m.pole_id AS pole_id ORDER BY pole_id
  } AS member_of
ORDER BY poles DESC, partners DESC, name, org_id;
