// The relationships :ABOUT of chosen organisations to :Theme.
// Parameters: $dataset, $org_ids. Returns: ids.
UNWIND $org_ids AS org_id
MATCH (:Organisation {dataset: $dataset, org_id: org_id})-[link:ABOUT]->(:Theme)
WHERE link.fingerprint IS NOT NULL
RETURN collect(elementId(link)) AS ids
