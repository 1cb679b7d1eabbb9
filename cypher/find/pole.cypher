// The identifiers and names of every pôle, to find the one that a person means.
// Parameters: $dataset. Returns: id, identifiers, names.
MATCH (pole:Pole {dataset: $dataset})
RETURN pole.pole_id AS id, [] AS identifiers, [pole.name] AS names
ORDER BY id
