// The organisations in some projects that the audience may see.
// Parameters: $dataset; $seen, visibilities, or null for all; $project_ids. Returns: org_ids.
UNWIND $project_ids AS project_id
MATCH (:Project {dataset: $dataset, project_id: project_id})<-[part:PARTICIPATES_IN]-(organisation:Organisation)
WHERE part.fingerprint IS NOT NULL AND ($seen IS NULL OR coalesce(organisation.visibility, 'public') IN $seen)
RETURN collect(DISTINCT organisation.org_id) AS org_ids
