-- Every decision of a person that stands in a document that counts is among the coded segments.
SELECT decided.decision_id
FROM store.human_segments AS decided
ANTI JOIN coded_segments AS segments
    ON segments.document_id = decided.document_id
    AND segments.start_char = decided.start_char
    AND segments.end_char = decided.end_char
    AND segments.code = decided.code
    AND segments.source = 'human'
    AND segments.status = decided.verdict
