// The regions of the organisations that the audience may see.
// Parameters: $dataset; $seen, visibilities, or null for all. Returns: name.
MATCH (organisation:Organisation {dataset: $dataset})
WHERE organisation.fingerprint IS NOT NULL AND ($seen IS NULL OR coalesce(organisation.visibility, 'public') IN $seen)
RETURN DISTINCT organisation.region AS name
