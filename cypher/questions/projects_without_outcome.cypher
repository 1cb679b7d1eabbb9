// en: Projects with no outcome
// fr: Projets sans résultat
// en-what: The projects that had ended by a year and have no product, process, service, patent, job or company to show,
//   the best funded first. Where the end is not known, the year of the start counts.
// fr-what: Les projets terminés à la fin d'une année et sans produit, procédé, service, brevet, emploi ni entreprise à
//   montrer, les plus aidés d'abord. Si la fin est inconnue, l'année de début compte.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only projects that this pôle has labelled; empty for all | fr: seulement les projets que ce pôle
//   a labellisés ; vide pour tous
// param until (integer): last year in which they may have ended | fr: dernière année où ils peuvent s'être terminés
// returns: project_id (its identifier); acronym (its short name); title (its title); year (year it started); end (its
//   last day); funding (euros); organisations (organisations in it)

:param dataset => 'polegraph';
:param audience => ['public'];
:param pole => '';
:param until => 2022;

MATCH (p:Project {dataset: $dataset})
WHERE coalesce(p.end.year, p.year) <= $until
  AND coalesce(p.visibility, 'public') IN $audience
  AND NOT EXISTS { MATCH (p)-[:PRODUCED]->(r:Outcome) WHERE coalesce(r.visibility, 'public') IN $audience }
  AND ($pole = '' OR EXISTS {
    MATCH (p)<-[:LABELLED]-(chosen:Pole)
    WHERE toLower($pole) IN [toLower(chosen.pole_id), toLower(chosen.name)]
  })
RETURN p.project_id AS project_id, p.acronym AS acronym, p.title AS title, p.year AS year, p.end AS end,
  p.funding AS funding,
  COUNT {
    MATCH (p)<-[:PARTICIPATES_IN]-(o:Organisation)
    WHERE coalesce(o.visibility, 'public') IN $audience
  } AS organisations
ORDER BY coalesce(funding, 0) DESC, project_id;
