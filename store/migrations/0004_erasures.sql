-- Who speaks, where pseudonyms stand, where what is known comes from, and what was forgotten.

CREATE TABLE speakers (
    document_id VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    label VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    how VARCHAR NOT NULL,
    turns INTEGER NOT NULL,
    words INTEGER NOT NULL,
    PRIMARY KEY (document_id, position)
);
COMMENT ON TABLE speakers IS
    'Who speaks in a document, in the order in which they begin. reason: why they are taken for who asks or who answers, for people; how: the same for programs';

CREATE TABLE hidden (
    document_id VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    kind VARCHAR NOT NULL,
    pseudonym VARCHAR NOT NULL,
    sure DOUBLE NOT NULL CHECK (sure BETWEEN 0 AND 1),
    replaced BOOLEAN NOT NULL,
    PRIMARY KEY (document_id, start_char, end_char),
    CHECK (replaced = (pseudonym <> ''))
);
COMMENT ON TABLE hidden IS
    'Where a pseudonym stands in the stored text; or, not replaced, where words were left that may point to a person. Never the words themselves. sure: how sure it is that they do';

ALTER TABLE sentences ADD COLUMN start_seconds DOUBLE;
COMMENT ON COLUMN sentences.start_seconds IS
    'The second of the recording from which on it is said; none where the document has no times';

ALTER TABLE turns ADD COLUMN lang VARCHAR;
COMMENT ON COLUMN turns.lang IS
    'The language of the turn where it is plainly another one than the document''s';

ALTER TABLE documents ADD COLUMN origins JSON;
COMMENT ON COLUMN documents.origins IS 'Where each value of the metadata comes from, by its name';

CREATE TABLE erasures (
    erasure_id VARCHAR PRIMARY KEY,
    seq BIGINT NOT NULL DEFAULT nextval('event_seq'),
    erased_at TIMESTAMP NOT NULL,
    source_names VARCHAR[] NOT NULL,
    document_ids VARCHAR[] NOT NULL,
    file_hashes VARCHAR[] NOT NULL,
    erased_rows JSON NOT NULL,
    models VARCHAR[] NOT NULL
);
COMMENT ON TABLE erasures IS
    'One row a forgetting, never changed, times in UTC: the files, every version that they held, what is not taken in again, how many rows went of each table, and the models removed because they had learnt from it';
