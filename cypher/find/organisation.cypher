// The identifiers and names of every organisation, to find the one that a person means.
// Parameters: $dataset; $audience, the visibilities that may be seen. Returns: id, identifiers, names; the first name is its own.
MATCH (o:Organisation {dataset: $dataset})
WHERE coalesce(o.visibility, 'public') IN $audience
RETURN o.org_id AS id, [one IN [o.siren, o.siret, o.pic, o.rnsr, o.ror] WHERE one IS NOT NULL] AS identifiers,
  [o.name] + COLLECT { MATCH (o)-[:ALSO_KNOWN_AS]->(alias:Alias) RETURN DISTINCT alias.name } AS names
ORDER BY id
