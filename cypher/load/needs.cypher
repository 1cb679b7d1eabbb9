// Write the relationships :NEEDS from :Organisation to :Need that are not there yet.
// Parameters: $start and $end, element ids; one list a column, null where the whole column is unknown; $days, the
// distinct dates, to which the columns of dates point; $own, null where no own columns follow (own/).
// Returns: written, the number of relationships; ids, their element ids, if $own says that they are needed.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($fingerprint) - 1) AS i
MATCH (start) WHERE elementId(start) = $start[i]
MATCH (end) WHERE elementId(end) = $end[i]
CREATE (start)-[link:NEEDS {
  fingerprint: $fingerprint[i],
  detail: $detail[i],
  date: $days[$date[i]],
  status: $status[i],
  met_by: $met_by[i],
  met_on: $days[$met_on[i]],
  visibility: $visibility[i],
  source: $source[i]
}]->(end)
RETURN count(*) AS written, collect(CASE WHEN $own IS NOT NULL THEN elementId(link) END) AS ids
