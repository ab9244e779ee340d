-- Which codebook version counts? The one of the last run.
SELECT codebook_version
FROM runs
ORDER BY seq DESC
LIMIT 1
