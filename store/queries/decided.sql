-- What did people last decide on each passage and code, at its place in the documents that count?
SELECT
    placed.document_id,
    placed.start_char,
    placed.end_char,
    decisions.code,
    decisions.valence,
    decisions.verdict
FROM placed_decisions AS placed
JOIN decisions USING (decision_id)
QUALIFY row_number() OVER (
    PARTITION BY placed.document_id, placed.start_char, placed.end_char, decisions.code
    ORDER BY decisions.seq DESC
) = 1
ORDER BY placed.document_id, placed.start_char, placed.end_char, decisions.code
