// What organisations are called, and their groups: who may be named to whom follows from it.
// Parameters: $dataset. Returns: organisations, a map each; aliases, a list each of org_id, name and source_id; merges.
CALL () {
  MATCH (o:Organisation {dataset: $dataset})
  WHERE o.fingerprint IS NOT NULL
  RETURN collect(o {.org_id, .name, .siren, .siret, .pic, .ror, .rnsr, .vat, .group_id, .visibility}) AS organisations
}
CALL () {
  MATCH (o:Organisation {dataset: $dataset})-[link:ALSO_KNOWN_AS]->(alias:Alias)
  WHERE link.fingerprint IS NOT NULL
  RETURN collect([o.org_id, alias.name, link.source_id]) AS aliases
}
CALL () {
  MATCH (one:Merge {dataset: $dataset})
  RETURN collect([one.org_id, one.into_id]) AS merges
}
RETURN organisations, aliases, merges
