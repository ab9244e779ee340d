-- What have people decided on the documents that count? The last decision on a passage and code,
-- at its place in the present version of the document; without those whose quote is gone.
SELECT
    placed.document_id,
    placed.start_char,
    placed.end_char,
    decisions.code,
    decisions.valence,
    decisions.verdict,
    decisions.coder,
    decisions.codebook_version,
    decisions.decision_id
FROM placed_decisions AS placed
JOIN decisions USING (decision_id)
JOIN codes
    ON codes.code = decisions.code
    AND codes.codebook_version = (SELECT codebook_version FROM current_codebook)
QUALIFY row_number() OVER (
    PARTITION BY placed.document_id, placed.start_char, placed.end_char, decisions.code
    ORDER BY decisions.seq DESC
) = 1
