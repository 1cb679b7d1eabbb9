// en: Newcomers of a phase
// fr: Nouveaux venus d'une phase
// en-what: The organisations whose first project started in this phase, those with most partners in it first.
// fr-what: Les organisations dont le premier projet a commencé dans cette phase, celles qui y ont le plus de
//   partenaires d'abord.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param phase (phase): phase of the policy: I, II, III, IV or V | fr: phase de la politique : I, II, III, IV ou V
// param pole (pole?): only members of this pôle; empty for all | fr: seulement les membres de ce pôle ; vide pour tous
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: org_id (its identifier); name (its name); kind (what it is); size (category, its group counted); region (its
//   region); first_year (year of its first project); projects (its projects in the phase); partners (its partners in
//   the phase)

:param dataset => 'polegraph';
:param audience => ['public'];
:param phase => 'V';
:param pole => '';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day,
  {I: [2005, 2008], II: [2009, 2012], III: [2013, 2018], IV: [2019, 2022], V: [2023, 2026]}[toUpper($phase)] AS years
MATCH (o:Organisation {dataset: $dataset})-[:PARTICIPATES_IN]->(p:Project)
WHERE coalesce(o.visibility, 'public') IN $audience
  AND coalesce(p.visibility, 'public') IN $audience
  AND ($pole = '' OR EXISTS {
    MATCH (o)-[member:MEMBER_OF]->(chosen:Pole)
    WHERE toLower($pole) IN [toLower(chosen.pole_id), toLower(chosen.name)]
      AND coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
      AND coalesce(o.dissolved > day, true)
  })
WITH years, o, min(p.year) AS first_year, [p IN collect(p) WHERE p.year <= years[1]] AS projects
WHERE years[0] <= first_year <= years[1]
RETURN o.org_id AS org_id, o.name AS name, o.kind AS kind, o.unit_size AS size, o.region AS region, first_year,
  size(projects) AS projects,
  COUNT {
    MATCH (p:Project)<-[:PARTICIPATES_IN]-(partner:Organisation)
    WHERE p IN projects AND partner <> o AND coalesce(partner.visibility, 'public') IN $audience
    RETURN DISTINCT partner
  } AS partners
ORDER BY partners DESC, name, org_id;
