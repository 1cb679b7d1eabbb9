// en: The subsidiaries of a group
// fr: Les filiales d'un groupe
// en-what: The organisations of one group, or of every group where none is named: the size that each has by itself and
//   the one that the group gives it.
// fr-what: Les organisations d'un groupe, ou de tous si aucun n'est nommé : la taille que chacune a seule, et celle que
//   lui donne le groupe.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param group (group?): the group: its name, or the identifier or name of one of its organisations; empty for all | fr:
//   le groupe : son nom, ou l'identifiant ou le nom d'une de ses organisations ; vide pour tous
// returns: group (the top group); org_id (its identifier); name (its name); size (its own category); group_size (its
//   category, its group counted); region (its region); projects (its projects); smes (SMEs outside the group that it
//   works with)

:param dataset => 'polegraph';
:param audience => ['public'];
:param group => 'Groupe Draxatrive (inventé)';

MATCH (o:Organisation {dataset: $dataset})-[:PART_OF]->(:Group)
WHERE coalesce(o.visibility, 'public') IN $audience
  AND ($group = '' OR EXISTS {
    MATCH (named:Organisation {dataset: $dataset})
    WHERE $group IN [named.unit, named.group_id, named.org_id, named.name] AND named.unit = o.unit
  })
RETURN o.unit AS group, o.org_id AS org_id, o.name AS name, o.size AS size, o.unit_size AS group_size,
  o.region AS region,
  COUNT { (o)-[:PARTICIPATES_IN]->(p:Project) WHERE coalesce(p.visibility, 'public') IN $audience } AS projects,
  COUNT {
    MATCH (o)-[:PARTICIPATES_IN]->(p:Project)<-[:PARTICIPATES_IN]-(s:Organisation:SME)
    WHERE s.unit <> o.unit AND coalesce(p.visibility, 'public') IN $audience
      AND coalesce(s.visibility, 'public') IN $audience
    RETURN DISTINCT s
  } AS smes
ORDER BY group, name, org_id;
