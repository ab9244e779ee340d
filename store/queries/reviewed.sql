-- Which passages of the documents that count have been judged completely, by a codebook that had all
-- these codes? Without the random audit: that measures the coder, so the coder must not know it.
SELECT DISTINCT reviews.document_id, reviews.start_char, reviews.end_char
FROM reviews
SEMI JOIN current_documents ON current_documents.document_id = reviews.document_id
SEMI JOIN (
    SELECT codebook_version
    FROM codes
    GROUP BY codebook_version
    HAVING list_has_all(list(code), $codes)
) AS whole ON whole.codebook_version = reviews.codebook_version
ANTI JOIN assignments AS audit
    ON audit.strategy = 'audit'
    AND audit.document_id = reviews.document_id
    AND audit.start_char < reviews.end_char
    AND audit.end_char > reviews.start_char
ORDER BY ALL
