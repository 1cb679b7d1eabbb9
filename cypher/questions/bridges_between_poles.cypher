// en: Organisations that tie pôles together
// fr: Organisations qui relient les pôles
// en-what: The organisations whose partners belong to several pôles, those that reach most pôles first.
// fr-what: Les organisations dont les partenaires appartiennent à plusieurs pôles, celles qui en touchent le plus
//   d'abord.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param poles (integer): partners in at least so many pôles | fr: des partenaires dans au moins tant de pôles
// returns: org_id (its identifier); name (its name); kind (what it is); size (category, its group counted); poles
//   (number of pôles that it reaches); pole_ids (which ones); partners (partners that are members of a pôle); member_of
//   (pôles of which it is a member itself)

:param dataset => 'polegraph';
:param audience => ['public'];
:param poles => 3;

MATCH (o:Organisation {dataset: $dataset})-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(partner:Organisation)
WHERE coalesce(o.visibility, 'public') IN $audience
  AND coalesce(p.visibility, 'public') IN $audience
  AND coalesce(partner.visibility, 'public') IN $audience
MATCH (partner)-[:MEMBER_OF]->(pole:Pole)
WITH o, partner, pole
ORDER BY pole.pole_id
WITH o, collect(DISTINCT pole.pole_id) AS pole_ids, count(DISTINCT partner) AS partners
WHERE size(pole_ids) >= $poles
RETURN o.org_id AS org_id, o.name AS name, o.kind AS kind, o.unit_size AS size, size(pole_ids) AS poles, pole_ids,
  partners,
  COLLECT { MATCH (o)-[:MEMBER_OF]->(m:Pole) RETURN m.pole_id AS pole_id ORDER BY pole_id } AS member_of
ORDER BY poles DESC, partners DESC, name, org_id;
