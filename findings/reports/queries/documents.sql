-- Which documents are the findings made from?
FROM documents
ORDER BY document
LIMIT $documents
