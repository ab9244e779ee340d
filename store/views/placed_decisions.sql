-- Where do decisions of people stand in the documents that count? Those on the document itself, and
-- those on another version of it whose quote it holds.
SELECT placed.decision_id, placed.document_id, placed.start_char, placed.end_char
FROM (
    SELECT decision_id, document_id, start_char, end_char
    FROM decisions
    UNION ALL
    SELECT decision_id, document_id, start_char, end_char
    FROM placements
    WHERE start_char IS NOT NULL
) AS placed
SEMI JOIN current_documents ON current_documents.document_id = placed.document_id
