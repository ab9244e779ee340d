-- Versions are of files, not of readings: what an earlier reading gave is erased.

ALTER TABLE erasures ADD COLUMN kind VARCHAR DEFAULT 'forgotten';
COMMENT ON COLUMN erasures.kind IS
    'Why: forgotten (and not taken in again), read anew (the file is the same, its text came out otherwise), earlier (versions that a correction replaced), or renamed (nothing went but persons in the names of files)';

ALTER TABLE erasures ADD COLUMN moved INTEGER DEFAULT 0;
COMMENT ON COLUMN erasures.moved IS
    'How many decisions were moved to the versions that took the place of what was erased';

ALTER TABLE erasures ADD COLUMN unplaced INTEGER DEFAULT 0;
COMMENT ON COLUMN erasures.unplaced IS
    'How many decisions could not be moved and lost their quote';

ALTER TABLE erasures ADD COLUMN completed_at TIMESTAMP;
COMMENT ON COLUMN erasures.completed_at IS
    'When it was gone from files, vectors and models as well; none where that is still to do';
UPDATE erasures SET completed_at = erased_at;

CREATE TABLE sentence_numbers (
    document_id VARCHAR NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL CHECK (end_char > start_char),
    random_number DOUBLE NOT NULL CHECK (random_number >= 0 AND random_number < 1),
    PRIMARY KEY (document_id, start_char, end_char)
);
COMMENT ON TABLE sentence_numbers IS
    'The permanent random numbers of sentences that stood in an earlier reading; those of all others are a keyed hash of their place';

CREATE TABLE name_key (
    key VARCHAR NOT NULL
);
COMMENT ON TABLE name_key IS
    'The secret by which a file whose name names a person is known again; one row, in hex';
