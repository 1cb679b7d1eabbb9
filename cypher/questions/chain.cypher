// en: The shortest chain between two organisations
// fr: La chaîne la plus courte entre deux organisations
// en-what: A row a step: who, and the project shared with the next. Of several chains of the same length the first by
//   identifiers is shown. No row means that there is no chain.
// fr-what: Une ligne par étape : qui, et le projet partagé avec le suivant. De plusieurs chaînes de même longueur, la
//   première par identifiants est donnée. Aucune ligne : il n'y a pas de chaîne.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param from (organisation): identifier or name of the first | fr: identifiant ou nom de la première
// param to (organisation): identifier or name of the last | fr: identifiant ou nom de la dernière
// returns: step (number of the step); org_id (who); name (its name); project_id (the project with the next); acronym
//   (its short name); year (year it started); next_id (the next); next_name (its name)

:param dataset => 'polegraph';
:param audience => ['public'];
:param from => 'ORG-0001';
:param to => 'ORG-0642';

MATCH (a:Organisation {dataset: $dataset})
WHERE $from IN [a.org_id, a.name] AND coalesce(a.visibility, 'public') IN $audience
MATCH (b:Organisation {dataset: $dataset})
WHERE $to IN [b.org_id, b.name] AND coalesce(b.visibility, 'public') IN $audience
WITH a, b
WHERE a <> b
MATCH ALL SHORTEST (a)
  (()-[:PARTICIPATES_IN]->(p:Project WHERE coalesce(p.visibility, 'public') IN $audience)
    <-[:PARTICIPATES_IN]-(o:Organisation WHERE coalesce(o.visibility, 'public') IN $audience))+
  (b)
WITH [a] + o AS organisations, p AS projects
ORDER BY [one IN organisations | one.org_id], [one IN projects | one.project_id]
LIMIT 1
UNWIND range(0, size(projects) - 1) AS place
WITH place, organisations[place] AS who, projects[place] AS project, organisations[place + 1] AS next
RETURN place + 1 AS step, who.org_id AS org_id, who.name AS name, project.project_id AS project_id,
  project.acronym AS acronym, project.year AS year, next.org_id AS next_id, next.name AS next_name
ORDER BY step, org_id;
