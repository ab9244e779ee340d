-- Where do decisions of people stand in the documents that count? Those on the document itself, and
-- those on another version of it whose quote it holds. A decision without a quote has no place.
SELECT placed.decision_id, placed.document_id, placed.start_char, placed.end_char
FROM (
    SELECT decision_id, document_id, start_char, end_char
    FROM decisions
    WHERE quote <> ''
    UNION ALL
    SELECT decision_id, document_id, start_char, end_char
    FROM placements
    WHERE start_char IS NOT NULL
) AS placed
SEMI JOIN current_documents ON current_documents.document_id = placed.document_id
