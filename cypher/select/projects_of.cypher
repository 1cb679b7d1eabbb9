// The wanted projects of some organisations.
// Parameters: $dataset; $seen, visibilities that the audience may see; $programmes; $themes; $first and $last year; null asks for nothing.
// Also $org_ids. Returns: project_ids.
UNWIND $org_ids AS org_id
MATCH (chosen:Organisation {dataset: $dataset, org_id: org_id})
USING INDEX chosen:Organisation(dataset, org_id)
WITH chosen // from here outwards, however few ends the planner believes in
MATCH (chosen)-[part:PARTICIPATES_IN]->(project)
WHERE part.fingerprint IS NOT NULL
  AND ($seen IS NULL OR coalesce(project.visibility, 'public') IN $seen)
  AND ($programmes IS NULL OR project.programme IN $programmes)
  AND ($first IS NULL OR project.year >= $first)
  AND ($last IS NULL OR project.year <= $last)
  AND ($themes IS NULL OR EXISTS {
    MATCH (project)-[about:ABOUT]->(theme:Theme)
    WHERE about.fingerprint IS NOT NULL AND theme.theme_id IN $themes
  })
RETURN collect(DISTINCT project.project_id) AS project_ids
