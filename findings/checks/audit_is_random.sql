-- Every sentence of the random audit was drawn with a probability above 0.
SELECT document_id, sentence
FROM audited_sentences
WHERE probability IS NULL OR probability <= 0 OR probability > 1
