-- Which quotes does a report show?
FROM quotes
WHERE place <= $quotes
