// en: Find a name
// fr: Chercher un nom
// en-what: Organisations and projects whose name, acronym, title or other spelling holds one of the words, or begins
//   one of its words with it; the best hits first.
// fr-what: Les organisations et les projets dont le nom, l'acronyme, le titre ou une autre graphie contient un des
//   mots, ou un mot qui commence ainsi ; les meilleurs d'abord.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param text (text): the words | fr: les mots
// returns: what (organisation or project); id (its identifier); name (its name, or acronym and title); found (the
//   spelling that was found, if it is another); score (how well it fits; only the order counts)

:param dataset => 'polegraph';
:param audience => ['public'];
:param text => 'Splinégnoz recherche';

WITH [word IN split(reduce(
    words = toLower($text), sign IN split('+ - & | ! ( ) { } [ ] ^ " ~ * ? : / \\ < > = \' ’ , ; .', ' ') |
    replace(words, sign, ' ')
  ), ' ') WHERE word =~ '(?s).*[\\p{L}\\p{N}].*'] AS words
WHERE size(words) > 0
CALL db.index.fulltext.queryNodes(
  'polegraph_names', reduce(query = '', word IN words | query + word + ' ' + word + '* ')
) YIELD node, score
WHERE node.dataset = $dataset
CALL (node) {
  WITH node WHERE node:Organisation
  RETURN node AS hit, null AS found
  UNION
  WITH node WHERE node:Project
  RETURN node AS hit, null AS found
  UNION
  MATCH (o:Organisation)-[:ALSO_KNOWN_AS]->(node)
  WHERE o.name <> node.name
  RETURN DISTINCT o AS hit, node.name AS found
}
WITH hit, found, score
WHERE coalesce(hit.visibility, 'public') IN $audience
WITH hit, found, max(score) AS score
RETURN CASE WHEN hit:Project THEN 'project' ELSE 'organisation' END AS what, coalesce(hit.org_id, hit.project_id) AS id,
  CASE WHEN hit:Project THEN coalesce(hit.acronym + ': ', '') + coalesce(hit.title, '') ELSE hit.name END AS name,
    found,
  round(score, 2) AS score
ORDER BY score DESC, what, id, found;
