// Write the nodes :Description, new or changed; what others added to them stays.
// Parameters: $dataset; one list a column, null where the whole column is unknown; $days, the distinct dates, to
// which the columns of dates point. Own columns: own/.
// Returns: ids, the element ids in the order of the rows.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($fingerprint) - 1) AS i
MERGE (node:Description {dataset: $dataset, key: $key[i]})
SET node += {
  fingerprint: $fingerprint[i],
  org_id: $org_id[i],
  source: $source[i],
  column: $column[i],
  year: $year[i],
  value: $value[i]
}
WITH i, node ORDER BY i
RETURN collect(elementId(node)) AS ids
