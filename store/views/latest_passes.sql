-- Which pass of the machine over each document counts? The last one.
SELECT *
FROM coding_passes
QUALIFY row_number() OVER (PARTITION BY document_id ORDER BY seq DESC) = 1
