// How much the audience may not see.
// Parameters: $dataset; $seen, visibilities that it may see. Returns: organisations, projects.
CALL () {
  MATCH (organisation:Organisation {dataset: $dataset})
  WHERE organisation.fingerprint IS NOT NULL AND NOT coalesce(organisation.visibility, 'public') IN $seen
  RETURN count(organisation) AS organisations
}
CALL () {
  MATCH (project:Project {dataset: $dataset})
  WHERE project.fingerprint IS NOT NULL AND NOT coalesce(project.visibility, 'public') IN $seen
  RETURN count(project) AS projects
}
RETURN organisations, projects
