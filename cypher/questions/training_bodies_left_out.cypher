// en: Training bodies left out
// fr: Organismes de formation laissés de côté
// en-what: The training bodies that share no project with a company, those without any project last.
// fr-what: Les organismes de formation qui ne partagent aucun projet avec une entreprise, ceux sans aucun projet à la
//   fin.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// returns: org_id (its identifier); name (its name); region (its region); projects (its projects); partners
//   (organisations that it shares a project with); poles (pôles of which it is a member)

:param dataset => 'polegraph';
:param audience => ['public'];
:param pole => '';

MATCH (o:Organisation:TrainingBody {dataset: $dataset})
WHERE coalesce(o.visibility, 'public') IN $audience
  AND ($pole = '' OR EXISTS {
    MATCH (o)-[:MEMBER_OF]->(chosen:Pole)
    WHERE toLower($pole) IN [toLower(chosen.pole_id), toLower(chosen.name)]
  })
  AND NOT EXISTS {
    MATCH (o)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(c:Organisation:Company)
    WHERE coalesce(p.visibility, 'public') IN $audience AND coalesce(c.visibility, 'public') IN $audience
  }
OPTIONAL MATCH (o)-[:PARTICIPATES_IN]->(p:Project)
WHERE coalesce(p.visibility, 'public') IN $audience
OPTIONAL MATCH (p)<-[:PARTICIPATES_IN]-(partner:Organisation)
WHERE partner <> o AND coalesce(partner.visibility, 'public') IN $audience
WITH o, count(DISTINCT p) AS projects, count(DISTINCT partner) AS partners
RETURN o.org_id AS org_id, o.name AS name, o.region AS region, projects, partners,
  COLLECT { MATCH (o)-[:MEMBER_OF]->(m:Pole) RETURN m.pole_id AS pole_id ORDER BY pole_id } AS poles
ORDER BY projects DESC, name, org_id;
