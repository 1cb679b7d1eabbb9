// en: Organisations that may be one
// fr: Organisations qui n'en font peut-être qu'une
// en-what: Groups of organisations with the same identifier, the same name (case, accents, punctuation and legal form
//   apart), a name that another is also known by, or, the weakest hint, a name that begins alike in the same town. Look
//   before merging.
// fr-what: Groupes d'organisations qui ont le même identifiant, le même nom (casse, accents, ponctuation et forme
//   juridique mis à part), un nom sous lequel une autre est aussi connue ou, indice le plus faible, un nom qui commence
//   pareil dans la même ville. À vérifier avant de fusionner.
// param dataset (text): name of the dataset in the database | fr: nom du jeu de données dans la base
// param audience (list): what the readers may see: public, members, internal | fr: ce que les lecteurs peuvent voir :
//   public, members, internal
// param letters (integer): how many first letters make names begin alike | fr: combien de premières lettres font
//   commencer pareil deux noms
// returns: hint (what they share: identifier, name, alias or beginning); value (what is the same); organisations (how
//   many); org_ids (their identifiers); names (their names)

:param dataset => 'polegraph';
:param audience => ['public'];
:param letters => 6;

MATCH (o:Organisation {dataset: $dataset})
WHERE coalesce(o.visibility, 'public') IN $audience
WITH o, COLLECT { MATCH (o)-[:ALSO_KNOWN_AS]->(alias:Alias) RETURN DISTINCT alias.name } AS aliases
WITH o,
  [known IN [o.siren, o.siret, o.pic, o.ror, o.rnsr, o.vat] WHERE known IS NOT NULL |
    ['1 identifier', known]] AS identifiers,
  [known IN [o.name] + aliases | [CASE WHEN known = o.name THEN '2 name' ELSE '3 alias' END, reduce(
    text = '', letter IN split(normalize(toLower(known), NFKD), '') |
    CASE WHEN letter =~ '\\p{M}' THEN text WHEN letter =~ '[\\p{L}\\p{N}]' THEN text + letter ELSE text + ' ' END
  )]] AS spelt
WITH o, identifiers, [pair IN spelt | [pair[0], [word IN split(pair[1], ' ') WHERE NOT word IN [
  '', 'sa', 'sas', 'sasu', 'sarl', 'eurl', 'snc', 'sci', 'scop', 'gmbh', 'ag', 'ltd', 'limited', 'inc', 'spa', 'srl',
  'bv', 'nv'
]]]] AS spelt
WITH o, identifiers, [pair IN spelt | [pair[0], reduce(text = '', word IN pair[1] | text + ' ' + word)]] AS spelt
WITH o, identifiers + spelt + CASE WHEN o.city IS NULL THEN []
  ELSE [['4 beginning', left(spelt[0][1], $letters + 1) + ', ' + toLower(o.city)]] END AS hints
UNWIND hints AS hint
WITH DISTINCT o, CASE hint[0] WHEN '3 alias' THEN '2 name' ELSE hint[0] END AS class, hint[0] AS hint,
  trim(hint[1]) AS value
ORDER BY o.org_id
WITH class, value, max(hint) AS hint, collect(DISTINCT o) AS found
WHERE size(found) > 1
RETURN substring(hint, 2) AS hint, value, size(found) AS organisations, [o IN found | o.org_id] AS org_ids,
  [o IN found | o.name] AS names
ORDER BY class, value, org_ids;
