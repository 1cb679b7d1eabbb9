// The organisations in some projects that the audience may see.
// Parameters: $dataset; $seen, visibilities, or null for all; $project_ids. Returns: org_ids.
UNWIND $project_ids AS project_id
MATCH (chosen:Project {dataset: $dataset, project_id: project_id})
USING INDEX chosen:Project(dataset, project_id)
WITH chosen // from here outwards, however few ends the planner believes in
MATCH (chosen)<-[part:PARTICIPATES_IN]-(organisation)
WHERE part.fingerprint IS NOT NULL AND ($seen IS NULL OR coalesce(organisation.visibility, 'public') IN $seen)
RETURN collect(DISTINCT organisation.org_id) AS org_ids
