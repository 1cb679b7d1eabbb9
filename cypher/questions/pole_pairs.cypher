// en: Pôles that have no project in common
// fr: Pôles sans projet commun
// en-what: A row a pair of pôles, those with fewest projects in common first; zero is a pair that never met. Two pôles
//   have a project in common if a member of the one meets a member of the other in it, or both have labelled it.
// fr-what: Une ligne par paire de pôles, celles qui ont le moins de projets communs d'abord ; zéro est une paire qui ne
//   s'est jamais rencontrée. Un projet est commun si un membre de l'un y rencontre un membre de l'autre, ou si les deux
//   l'ont labellisé.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param at (day?): the day on which somebody is a member, or dissolved; empty for today | fr: le jour où quelqu'un est
//   adhérent, ou dissous ; vide pour aujourd'hui
// returns: pole_id (one pôle); name (its name); other_id (the other); other_name (its name); common_projects (projects
//   in common); labelled_projects (projects that both have labelled); common_members (organisations that are members of
//   both); last_year (year of the latest common project)

:param dataset => 'polegraph';
:param audience => ['public'];
:param at => '';

WITH date(CASE $at WHEN '' THEN toString(date()) ELSE $at END) AS day
MATCH (pole:Pole {dataset: $dataset})
WHERE EXISTS { (pole)<-[:MEMBER_OF]-(o:Organisation) WHERE coalesce(o.visibility, 'public') IN $audience }
  OR EXISTS { (pole)-[:LABELLED]->(p:Project) WHERE coalesce(p.visibility, 'public') IN $audience }
  OR NOT EXISTS { (pole)-[:MEMBER_OF|LABELLED]-() }
WITH day, collect(pole) AS poles
UNWIND poles AS a
UNWIND [pole IN poles WHERE a.pole_id < pole.pole_id] AS b
WITH a, b,
  COLLECT {
    MATCH (a)-[:LABELLED]->(p:Project)<-[:LABELLED]-(b)
    WHERE coalesce(p.visibility, 'public') IN $audience
    RETURN DISTINCT p
  } AS labelled,
  COLLECT {
    MATCH (a)<-[member:MEMBER_OF]-(one:Organisation)-[:PARTICIPATES_IN]->(p:Project)
    MATCH (p)<-[:PARTICIPATES_IN]-(two:Organisation)-[other:MEMBER_OF]->(b)
    WHERE coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
      AND coalesce(other.since <= day, true) AND coalesce(other.until >= day, true)
      AND coalesce(one.dissolved > day, true) AND coalesce(two.dissolved > day, true)
      AND one <> two AND coalesce(p.visibility, 'public') IN $audience
      AND coalesce(one.visibility, 'public') IN $audience
      AND coalesce(two.visibility, 'public') IN $audience
    RETURN DISTINCT p
  } AS met,
  COUNT {
    MATCH (a)<-[member:MEMBER_OF]-(o:Organisation)-[other:MEMBER_OF]->(b)
    WHERE coalesce(o.visibility, 'public') IN $audience AND coalesce(o.dissolved > day, true)
      AND coalesce(member.since <= day, true) AND coalesce(member.until >= day, true)
      AND coalesce(other.since <= day, true) AND coalesce(other.until >= day, true)
  } AS common_members
WITH a, b, labelled, common_members, labelled + [p IN met WHERE NOT p IN labelled] AS common
RETURN a.pole_id AS pole_id, a.name AS name, b.pole_id AS other_id, b.name AS other_name,
  size(common) AS common_projects, size(labelled) AS labelled_projects, common_members,
  reduce(last = null, p IN common | CASE WHEN last > p.year THEN last ELSE p.year END) AS last_year
ORDER BY common_projects, pole_id, other_id;
