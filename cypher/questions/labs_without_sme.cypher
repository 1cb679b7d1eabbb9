// en: Labs that never worked with an SME
// fr: Laboratoires n'ayant jamais travaillé avec une PME
// en-what: The laboratories that never shared a project with an SME, those with most projects first.
// fr-what: Les laboratoires qui n'ont jamais partagé un projet avec une PME, ceux qui ont le plus de projets d'abord.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: org_id (its identifier); name (its name); region (its region); projects (its projects); partners
//   (organisations that it shares a project with)

:param dataset => 'polegraph';
:param audience => ['public'];
:param pole => '';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation:Lab {dataset: $dataset})
WHERE coalesce(o.visibility, 'public') IN $audience
  AND ($pole = '' OR EXISTS {
    MATCH (o)-[member:MEMBER_OF]->(chosen:Pole)
    WHERE toLower($pole) IN [toLower(chosen.pole_id), toLower(chosen.name)]
      AND coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
  })
  AND coalesce(o.dissolved > day, true)
  AND NOT EXISTS {
    MATCH (o)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(s:Organisation:SME)
    WHERE coalesce(p.visibility, 'public') IN $audience AND coalesce(s.visibility, 'public') IN $audience
  }
OPTIONAL MATCH (o)-[:PARTICIPATES_IN]->(p:Project)
WHERE coalesce(p.visibility, 'public') IN $audience
OPTIONAL MATCH (p)<-[:PARTICIPATES_IN]-(partner:Organisation)
WHERE partner <> o AND coalesce(partner.visibility, 'public') IN $audience
RETURN o.org_id AS org_id, o.name AS name, o.region AS region, count(DISTINCT p) AS projects,
  count(DISTINCT partner) AS partners
ORDER BY projects DESC, name, org_id;
