// en: What the dataset holds
// fr: Ce que contient le jeu de données
// en-what: Whether the load is complete, and how much there is of each thing. A status of loading means that a load is
//   under way or was cut short: run it again.
// fr-what: Si le chargement est complet, et combien il y a de chaque chose. Un état loading veut dire qu'un chargement
//   est en cours ou a été coupé : relancez-le.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// returns: item (what is counted); value (as text)

:param dataset => 'polegraph';
:param audience => ['public'];

OPTIONAL MATCH (d:Dataset {name: $dataset})
WITH [
  ['status', coalesce(d.status, 'unknown')], ['version', d.version],
  ['organisations', COUNT {
    MATCH (o:Organisation {dataset: $dataset})
    WHERE coalesce(o.visibility, 'public') IN $audience
  }],
  ['SMEs', COUNT {
    MATCH (o:Organisation:SME {dataset: $dataset})
    WHERE coalesce(o.visibility, 'public') IN $audience
  }],
  ['large organisations', COUNT {
    MATCH (o:Organisation:LargeGroup {dataset: $dataset})
    WHERE coalesce(o.visibility, 'public') IN $audience
  }],
  ['laboratories', COUNT {
    MATCH (o:Organisation:Lab {dataset: $dataset})
    WHERE coalesce(o.visibility, 'public') IN $audience
  }],
  ['training bodies', COUNT {
    MATCH (o:Organisation:TrainingBody {dataset: $dataset})
    WHERE coalesce(o.visibility, 'public') IN $audience
  }],
  ['groups', COUNT { (:Group {dataset: $dataset}) }],
  ['pôles', COUNT { (:Pole {dataset: $dataset}) }],
  ['themes', COUNT { (:Theme {dataset: $dataset}) }],
  ['projects', COUNT {
    MATCH (p:Project {dataset: $dataset})
    WHERE coalesce(p.visibility, 'public') IN $audience
  }],
  ['participations', COUNT {
    MATCH (o:Organisation {dataset: $dataset})-[:PARTICIPATES_IN]->(p:Project)
    WHERE coalesce(o.visibility, 'public') IN $audience AND coalesce(p.visibility, 'public') IN $audience
  }],
  ['outcomes', COUNT {
    MATCH (p:Project {dataset: $dataset})-[:PRODUCED]->(:Outcome)
    WHERE coalesce(p.visibility, 'public') IN $audience
  }]
] AS facts
UNWIND range(0, size(facts) - 1) AS place
RETURN facts[place][0] AS item, toString(facts[place][1]) AS value
ORDER BY place;
