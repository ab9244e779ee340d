-- The sentences of all documents, each text once.
SELECT DISTINCT text
FROM sentences
