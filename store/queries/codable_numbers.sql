-- Which sentences may be coded, and which random number have those from an earlier reading?
SELECT document_id, start_char, end_char, random_number
FROM codable_sentences
LEFT JOIN sentence_numbers USING (document_id, start_char, end_char)
