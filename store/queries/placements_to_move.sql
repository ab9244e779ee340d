-- Which decisions on other documents were placed in one that goes, and not yet in the one that takes
-- its place?
SELECT placed.decision_id, placed.start_char, placed.end_char
FROM placements AS placed
JOIN decisions ON decisions.decision_id = placed.decision_id AND decisions.document_id <> $later
ANTI JOIN placements AS there
    ON there.decision_id = placed.decision_id
    AND there.document_id = $later
WHERE placed.document_id = $earlier AND placed.start_char IS NOT NULL
