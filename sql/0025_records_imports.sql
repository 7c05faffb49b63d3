-- Which account the jobs of a company are imported for. A company is its name, in small letters: the username that is
-- made of it may be another's too ("C&A" and "C+A" are both c_a).
CREATE TABLE imported_employers (
    company     text CONSTRAINT imported_employers_pkey PRIMARY KEY,
    employer_id uuid NOT NULL CONSTRAINT imported_employers_employer_fkey REFERENCES users ON DELETE CASCADE
);
CREATE INDEX imported_employers_employer ON imported_employers (employer_id);

-- Accounts that imports have made before.
INSERT INTO imported_employers
SELECT lower(first_name), id FROM users
 WHERE role = 'employer' AND email LIKE '%@imported.invalid' AND first_name <> ''
    ON CONFLICT DO NOTHING;

GRANT SELECT, INSERT, UPDATE, DELETE ON imported_employers TO jobboard_app;
