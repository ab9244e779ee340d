-- Which decisions were made on a document that goes, and where in the one that takes its place were
-- they placed already?
SELECT
    decisions.decision_id, decisions.start_char, decisions.end_char, decisions.quote,
    placements.start_char AS placed_start, placements.end_char AS placed_end
FROM decisions
LEFT JOIN placements
    ON placements.decision_id = decisions.decision_id
    AND placements.document_id = $later
WHERE decisions.document_id = $earlier
ORDER BY decisions.seq
