// The identifiers, acronyms and titles of every project, to find the one that a person means.
// Parameters: $dataset; $audience, the visibilities that may be seen. Returns: id, identifiers, names.
MATCH (p:Project {dataset: $dataset})
WHERE coalesce(p.visibility, 'public') IN $audience
RETURN p.project_id AS id, [] AS identifiers, [one IN [p.acronym, p.title] WHERE one IS NOT NULL] AS names
ORDER BY id
