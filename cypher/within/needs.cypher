// The relationships :NEEDS of chosen organisations to :Need.
// Parameters: $dataset, $org_ids. Returns: ids.
UNWIND $org_ids AS org_id
MATCH (:Organisation {dataset: $dataset, org_id: org_id})-[link:NEEDS]->(:Need)
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(link)) AS ids
