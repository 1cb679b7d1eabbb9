// The projects that were asked for but for their years, and whose year is unknown.
// Parameters: $dataset; $seen, visibilities that the audience may see; $programmes; $themes; null asks for nothing.
// Returns: project_ids.
MATCH (project:Project {dataset: $dataset})
WHERE project.fingerprint IS NOT NULL
  AND project.year IS NULL
  AND ($seen IS NULL OR coalesce(project.visibility, 'public') IN $seen)
  AND ($programmes IS NULL OR project.programme IN $programmes)
  AND ($themes IS NULL OR EXISTS {
    MATCH (project)-[about:ABOUT]->(theme:Theme)
    WHERE about.fingerprint IS NOT NULL AND theme.theme_id IN $themes
  })
RETURN collect(project.project_id) AS project_ids
