// en: Outcomes by kind
// fr: Résultats par type
// en-what: What came out of the projects: how many outcomes of each kind, from how many projects, held by how many
//   organisations, and the sum of the amounts that are known. The most frequent kind comes first.
// fr-what: Ce qui est sorti des projets : combien de résultats de chaque type, de combien de projets, détenus par
//   combien d'organisations, et la somme des montants connus. Le type le plus fréquent vient d'abord.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param pole (pole?): only projects that this pôle has labelled; empty for all | fr: seulement les projets que ce pôle
//   a labellisés ; vide pour tous
// param since (integer): first year of their dates; 0 for all, undated ones too | fr: première année de leurs dates ;
//   0 pour tous, même sans date
// returns: kind (what they are); outcomes (their number); projects (projects that they came out of); holders
//   (organisations that hold them); amount (sum of the known amounts); known_amounts (outcomes whose amount is known);
//   unit (of the amounts; empty for numbers); first_date (day of the first); last_date (day of the last)

:param dataset => 'polegraph';
:param audience => ['public'];
:param pole => '';
:param since => 0;

MATCH (p:Project {dataset: $dataset})-[:PRODUCED]->(r:Outcome)
WHERE coalesce(p.visibility, 'public') IN $audience AND coalesce(r.visibility, 'public') IN $audience
  AND ($since = 0 OR r.date.year >= $since)
  AND ($pole = '' OR EXISTS {
    MATCH (p)<-[:LABELLED]-(chosen:Pole)
    WHERE toLower($pole) IN [toLower(chosen.pole_id), toLower(chosen.name)]
  })
OPTIONAL MATCH (o:Organisation {dataset: $dataset, org_id: r.org_id})
WHERE coalesce(o.visibility, 'public') IN $audience
RETURN r.kind AS kind, count(DISTINCT r) AS outcomes, count(DISTINCT p) AS projects, count(DISTINCT o) AS holders,
  CASE count(r.amount) WHEN 0 THEN null ELSE sum(r.amount) END AS amount, count(r.amount) AS known_amounts,
  max(r.unit) AS unit, min(r.date) AS first_date, max(r.date) AS last_date
ORDER BY outcomes DESC, kind;
