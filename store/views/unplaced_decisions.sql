-- Which decisions of people do not count at present, and why? Their quote is gone from the corrected
-- document, or was erased with an earlier text, or their code is gone from the codebook. They are kept, for a person to place anew.
-- decision_id: the decision
-- document: name of the file
-- quote: the passage that was decided on; empty where it was erased
-- code: the code
-- valence: the valence
-- verdict: accepted or rejected
-- coder: the person
-- memo: the person's note
-- decided_at: when, in UTC
-- reason: why it does not count
SELECT
    decisions.decision_id,
    held.document,
    decisions.quote,
    decisions.code,
    decisions.valence,
    decisions.verdict,
    decisions.coder,
    decisions.memo,
    decisions.decided_at,
    CASE WHEN codes.code IS NULL THEN 'the codebook has no such code any more'
        WHEN decisions.quote = '' THEN 'the text was replaced, and the quote erased with it'
        ELSE 'the corrected document does not hold the quote' END AS reason
FROM decisions
JOIN (
    SELECT sources.document_id, min(sources.source_name) AS document
    FROM sources
    JOIN current_sources USING (source_name)
    WHERE current_sources.state = 'present'
    GROUP BY sources.document_id
) AS held USING (document_id)
LEFT JOIN codes
    ON codes.code = decisions.code
    AND codes.codebook_version = (SELECT codebook_version FROM current_codebook)
WHERE codes.code IS NULL
    OR decisions.decision_id NOT IN (SELECT decision_id FROM placed_decisions)
ORDER BY held.document, decisions.seq
