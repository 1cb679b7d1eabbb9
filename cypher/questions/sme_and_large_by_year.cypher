// en: Projects of SMEs with large groups, year by year
// fr: Projets réunissant PME et grands groupes, par année
// en-what: A row a year: how many projects started, how many had an SME, a large group, and both together.
// fr-what: Une ligne par année : combien de projets ont commencé, combien avec une PME, avec un grand groupe, et avec
//   les deux.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param since (integer): first year | fr: première année
// param until (integer): last year | fr: dernière année
// returns: year (year of the start); projects (projects that started); with_sme (with an SME); with_large_group (with a
//   large group); with_both (with both); share (with_both / projects)

:param dataset => 'polegraph';
:param audience => ['public'];
:param since => 1900;
:param until => 2100;

MATCH (p:Project {dataset: $dataset})
WHERE $since <= p.year <= $until AND coalesce(p.visibility, 'public') IN $audience
WITH p.year AS year,
  EXISTS { (p)<-[:PARTICIPATES_IN]-(s:Organisation:SME) WHERE coalesce(s.visibility, 'public') IN $audience } AS sme,
  EXISTS {
    MATCH (p)<-[:PARTICIPATES_IN]-(l:Organisation:LargeGroup)
    WHERE coalesce(l.visibility, 'public') IN $audience
  } AS large
WITH year, count(*) AS projects, count(CASE WHEN sme THEN 1 END) AS with_sme,
  count(CASE WHEN large THEN 1 END) AS with_large_group, count(CASE WHEN sme AND large THEN 1 END) AS with_both
RETURN year, projects, with_sme, with_large_group, with_both, toFloat(with_both) / projects AS share
ORDER BY year;
