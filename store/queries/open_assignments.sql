-- The open assignments of each strategy that come first: of audits those with the lowest random
-- numbers, so that what is done at any time is itself a random sample; of the others the oldest,
-- without those in sentences still to be audited, of which people are not to know what the machine
-- said.
SELECT
    open.assignment_id,
    open.strategy,
    open.document_id,
    documents.source_name AS document,
    open.start_char,
    open.end_char,
    substring(documents.text, open.start_char + 1, open.end_char - open.start_char) AS quote,
    open.code,
    pending.valence,
    pending.score,
    open.inclusion_probability
FROM current_assignments AS open
JOIN current_documents AS documents USING (document_id)
LEFT JOIN pending_segments AS pending USING (segment_id)
ANTI JOIN current_assignments AS audit
    ON open.strategy = 'teach'
    AND audit.strategy = 'audit'
    AND audit.state = 'open'
    AND audit.document_id = open.document_id
    AND audit.start_char < open.end_char
    AND audit.end_char > open.start_char
WHERE open.state = 'open'
QUALIFY row_number() OVER (
    PARTITION BY open.strategy
    ORDER BY open.random_number, open.seq
) <= $take
ORDER BY open.strategy, open.random_number, open.seq
