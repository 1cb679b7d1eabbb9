// Write the nodes :Proposal, new or changed; what others added to them stays.
// Parameters: $dataset; one list a column, null where the whole column is unknown; $days, the distinct dates, to
// which the columns of dates point. Own columns: own/.
// Returns: ids, the element ids in the order of the rows.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($fingerprint) - 1) AS i
MERGE (node:Proposal {dataset: $dataset, key: $key[i]})
SET node += {
  fingerprint: $fingerprint[i],
  one_id: $one_id[i],
  other_id: $other_id[i],
  question: $question[i],
  right: $right[i],
  judged: $judged[i],
  evidence: $evidence[i],
  other_name: $other_name[i]
}
WITH i, node ORDER BY i
RETURN collect(elementId(node)) AS ids
