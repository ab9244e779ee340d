-- What did people last decide on each passage and code, at its place in the documents that count?
-- Without what they said of the random audit: that measures the coder, so the coder must not know it.
SELECT
    placed.document_id,
    placed.start_char,
    placed.end_char,
    decisions.code,
    decisions.valence,
    decisions.verdict
FROM placed_decisions AS placed
JOIN decisions USING (decision_id)
ANTI JOIN assignments AS audit
    ON audit.strategy = 'audit'
    AND audit.document_id = placed.document_id
    AND audit.start_char < placed.end_char
    AND audit.end_char > placed.start_char
QUALIFY row_number() OVER (
    PARTITION BY placed.document_id, placed.start_char, placed.end_char, decisions.code
    ORDER BY decisions.seq DESC
) = 1
ORDER BY placed.document_id, placed.start_char, placed.end_char, decisions.code
