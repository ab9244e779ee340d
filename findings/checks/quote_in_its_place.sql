-- Every quote stands in its document at its place.
SELECT quotes.segment_id
FROM quotes
JOIN store.documents USING (document_id)
WHERE substring(documents.text, quotes.start_char + 1, quotes.end_char - quotes.start_char)
    <> quotes.quote
