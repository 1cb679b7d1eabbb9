// en: Suggested partners that were saved
// fr: Partenaires suggérés qui ont été enregistrés
// en-what: What polegraph suggest --save wrote for one organisation, or for all where none is named. For one
//   organisation an empty suggestion means that none was saved. A suggestion that rests on what the readers may not see
//   is left out.
// fr-what: Ce que polegraph suggest --save a écrit pour une organisation, ou pour toutes si aucune n'est nommée. Pour
//   une organisation, une suggestion vide veut dire qu'aucune n'a été enregistrée. Une suggestion fondée sur ce que les
//   lecteurs ne peuvent pas voir est omise.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param organisation (organisation?): identifier or name of the organisation; empty for all | fr: identifiant ou nom de
//   l'organisation ; vide pour toutes
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: org_id (its identifier); name (its name); rank (place in its list); suggested_id (whom it should meet);
//   suggested_name (its name); suggested_kind (what it is); suggested_size (category, its group counted); score (how
//   strongly); reasons (why); via_ids (through whom); evidence_projects (projects behind it)

:param dataset => 'polegraph';
:param audience => ['public'];
:param organisation => 'ORG-0619';
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
OPTIONAL MATCH (hidden:Organisation|Project {dataset: $dataset})
WHERE NOT coalesce(hidden.visibility, 'public') IN $audience
WITH day, collect(coalesce(hidden.org_id, hidden.project_id)) AS hidden
MATCH (o:Organisation {dataset: $dataset})
WHERE ($organisation = '' OR $organisation IN [o.org_id, o.name]) AND coalesce(o.visibility, 'public') IN $audience
  AND coalesce(o.dissolved > day, true)
OPTIONAL MATCH (o)-[s:SUGGESTED]->(other:Organisation)
WHERE coalesce(other.visibility, 'public') IN $audience AND coalesce(other.dissolved > day, true)
  AND none(one IN split(coalesce(s.via_ids, '') + ';' + coalesce(s.evidence_projects, ''), ';') WHERE one IN hidden)
WITH o, s, other
WHERE $organisation <> '' OR other IS NOT NULL
RETURN o.org_id AS org_id, o.name AS name, s.rank AS rank, other.org_id AS suggested_id, other.name AS suggested_name,
  other.kind AS suggested_kind, other.unit_size AS suggested_size, s.score AS score, s.reasons AS reasons,
  s.via_ids AS via_ids, s.evidence_projects AS evidence_projects
ORDER BY name, org_id, rank, suggested_id;
