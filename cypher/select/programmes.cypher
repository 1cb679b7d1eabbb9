// The programmes of the projects that the audience may see.
// Parameters: $dataset; $seen, visibilities, or null for all. Returns: name.
MATCH (project:Project {dataset: $dataset})
WHERE project.fingerprint IS NOT NULL AND ($seen IS NULL OR coalesce(project.visibility, 'public') IN $seen)
RETURN DISTINCT project.programme AS name
