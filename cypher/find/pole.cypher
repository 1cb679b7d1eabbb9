// The identifiers and names of the pôles that are not of hidden ones alone, to find the one that a person means.
// Parameters: $dataset; $audience, the visibilities that may be seen. Returns: id, identifiers, names.
MATCH (pole:Pole {dataset: $dataset})
WHERE EXISTS { (pole)<-[:MEMBER_OF]-(o:Organisation) WHERE coalesce(o.visibility, 'public') IN $audience }
  OR EXISTS { (pole)-[:LABELLED]->(p:Project) WHERE coalesce(p.visibility, 'public') IN $audience }
  OR NOT EXISTS { (pole)-[:MEMBER_OF|LABELLED]-() }
RETURN pole.pole_id AS id, [] AS identifiers, [pole.name] AS names
ORDER BY id
