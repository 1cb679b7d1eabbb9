// The wanted projects that a pôle has labelled.
// Parameters: $dataset; $seen, visibilities that the audience may see; $programmes; $themes; $first and $last year; null asks for nothing.
// Also $pole, its identifier. Returns: project_ids.
MATCH (:Pole {dataset: $dataset, pole_id: $pole})-[label:LABELLED]->(project:Project)
WHERE label.fingerprint IS NOT NULL
  AND ($seen IS NULL OR coalesce(project.visibility, 'public') IN $seen)
  AND ($programmes IS NULL OR project.programme IN $programmes)
  AND ($first IS NULL OR project.year >= $first)
  AND ($last IS NULL OR project.year <= $last)
  AND ($themes IS NULL OR EXISTS {
    MATCH (project)-[about:ABOUT]->(theme:Theme)
    WHERE about.fingerprint IS NOT NULL AND theme.theme_id IN $themes
  })
RETURN collect(DISTINCT project.project_id) AS project_ids
