// en: Organisations near a place
// fr: Organisations près d'un lieu
// en-what: The organisations within so many kilometres of a point, the nearest first. Those whose place is unknown are
//   not found.
// fr-what: Les organisations à moins de tant de kilomètres d'un point, les plus proches d'abord. Celles dont le lieu
//   est inconnu ne sont pas trouvées.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param latitude (number): degrees north; Orléans by default | fr: degrés nord ; Orléans par défaut
// param longitude (number): degrees east | fr: degrés est
// param km (number): kilometres | fr: kilomètres
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: org_id (its identifier); name (its name); kind (what it is); size (category, its group counted); city (its
//   city); km (distance in kilometres); projects (its projects)

:param dataset => 'polegraph';
:param audience => ['public'];
:param latitude => 47.9029;
:param longitude => 1.9039;
:param km => 20.0;
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day,
  point({latitude: $latitude, longitude: $longitude}) AS place
MATCH (o:Organisation {dataset: $dataset})
WHERE point.distance(o.location, place) <= $km * 1000 AND coalesce(o.visibility, 'public') IN $audience
  AND coalesce(o.dissolved > day, true)
RETURN o.org_id AS org_id, o.name AS name, o.kind AS kind, o.unit_size AS size, o.city AS city,
  round(point.distance(o.location, place) / 1000, 1) AS km,
  COUNT { (o)-[:PARTICIPATES_IN]->(p:Project) WHERE coalesce(p.visibility, 'public') IN $audience } AS projects
ORDER BY km, name, org_id;
