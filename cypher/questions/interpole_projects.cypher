// en: Inter-pôle projects
// fr: Projets inter-pôles
// en-what: The projects that several pôles have labelled, or whose participants belong to several pôles, the widest
//   first.
// fr-what: Les projets labellisés par plusieurs pôles, ou dont les participants appartiennent à plusieurs pôles, les
//   plus larges d'abord.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param poles (integer): at least so many pôles | fr: au moins tant de pôles
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: project_id (its identifier); acronym (its short name); year (year it started); poles (number of pôles);
//   labelled_by (pôles that have labelled it); members_of (pôles that its participants belong to)

:param dataset => 'polegraph';
:param audience => ['public'];
:param poles => 2;
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (p:Project {dataset: $dataset})
WHERE coalesce(p.visibility, 'public') IN $audience
WITH p,
  COLLECT { MATCH (p)<-[:LABELLED]-(l:Pole) RETURN DISTINCT l.pole_id AS pole_id ORDER BY pole_id } AS labelled_by,
  COLLECT {
    MATCH (p)<-[:PARTICIPATES_IN]-(o:Organisation)-[member:MEMBER_OF]->(m:Pole)
    WHERE coalesce(o.visibility, 'public') IN $audience AND coalesce(o.dissolved > day, true)
      AND coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
    RETURN DISTINCT m.pole_id AS pole_id ORDER BY pole_id
  } AS members_of
WITH p, labelled_by, members_of, size(labelled_by + [m IN members_of WHERE NOT m IN labelled_by]) AS poles
WHERE poles >= $poles
RETURN p.project_id AS project_id, p.acronym AS acronym, p.year AS year, poles, labelled_by, members_of
ORDER BY poles DESC, year DESC, project_id;
