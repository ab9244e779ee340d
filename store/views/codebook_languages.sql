-- Which languages does the codebook name? What is in another one is taken in and never coded.
SELECT unnest(from_json(content->'languages', '["VARCHAR"]')) AS lang
FROM codebooks
JOIN current_codebook USING (codebook_version)
