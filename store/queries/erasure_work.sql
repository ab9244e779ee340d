-- What have people said of these documents?
SELECT
    (SELECT count(*) FROM decisions WHERE list_contains($ids, document_id)) AS decisions,
    (SELECT count(*) FROM reviews WHERE list_contains($ids, document_id)) AS reviews
