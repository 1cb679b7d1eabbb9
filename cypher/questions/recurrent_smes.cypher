// en: Recurrent SMEs
// fr: PME récurrentes
// en-what: The SMEs with several projects: how many, over which years, how many of them coordinated, and with how many
//   partners.
// fr-what: Les PME qui ont plusieurs projets : combien, sur quelles années, combien coordonnés, et avec combien de
//   partenaires.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param projects (integer): at least so many projects | fr: au moins tant de projets
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: org_id (its identifier); name (its name); region (its region); projects (its projects); coordinated
//   (projects that it coordinates); first_year (year of the first); last_year (year of the latest); partners
//   (organisations that it shares a project with)

:param dataset => 'polegraph';
:param audience => ['public'];
:param projects => 3;
:param pole => '';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (o:Organisation:SME {dataset: $dataset})-[part:PARTICIPATES_IN]->(p:Project)
WHERE coalesce(o.visibility, 'public') IN $audience
  AND coalesce(p.visibility, 'public') IN $audience
  AND ($pole = '' OR EXISTS {
    MATCH (o)-[member:MEMBER_OF]->(chosen:Pole)
    WHERE toLower($pole) IN [toLower(chosen.pole_id), toLower(chosen.name)]
      AND coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
      AND coalesce(o.dissolved > day, true)
  })
WITH o, count(p) AS projects, count(CASE WHEN part.role = 'coordinator' THEN 1 END) AS coordinated,
  min(p.year) AS first_year, max(p.year) AS last_year
WHERE projects >= $projects
RETURN o.org_id AS org_id, o.name AS name, o.region AS region, projects, coordinated, first_year, last_year,
  COUNT {
    MATCH (o)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(partner:Organisation)
    WHERE coalesce(p.visibility, 'public') IN $audience AND coalesce(partner.visibility, 'public') IN $audience
    RETURN DISTINCT partner
  } AS partners
ORDER BY projects DESC, partners DESC, name, org_id;
