-- Which document does each file hold now?
SELECT *
FROM sources
QUALIFY row_number() OVER (PARTITION BY source_name ORDER BY seq DESC) = 1
