// Write the relationships :HELD_BY from :Outcome to :Organisation that are not there yet.
// Parameters: $start and $end, element ids; one list a column, null where the whole column is unknown; $days, the
// distinct dates, to which the columns of dates point.
// Returns: written, the number of relationships.
// Written by tools/statements.py: change what it reads, not this file.
UNWIND range(0, size($fingerprint) - 1) AS i
MATCH (start) WHERE elementId(start) = $start[i]
MATCH (end) WHERE elementId(end) = $end[i]
CREATE (start)-[link:HELD_BY {
  fingerprint: $fingerprint[i]
}]->(end)
RETURN count(*) AS written
