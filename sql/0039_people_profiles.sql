-- What people say of themselves, for whoever may see it: the sections of a profile, each row its owner's.
CREATE TABLE profile_skills (
    id                  uuid CONSTRAINT profile_skills_pkey PRIMARY KEY,
    owner               uuid NOT NULL CONSTRAINT profile_skill_owner REFERENCES users (id) ON DELETE CASCADE,
    name                text NOT NULL CONSTRAINT profile_skill_name_length CHECK (length(name) BETWEEN 1 AND 100),
    level               text NOT NULL CONSTRAINT profile_skill_level CHECK (level IN ('beginner', 'intermediate', 'advanced', 'expert')),
    years_of_experience integer CONSTRAINT profile_skill_years CHECK (years_of_experience BETWEEN 0 AND 80),
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX profile_skills_once ON profile_skills (owner, lower(name));
CREATE INDEX profile_skills_of_owner ON profile_skills (owner, created_at, id);

CREATE TABLE profile_education (
    id             uuid CONSTRAINT profile_education_pkey PRIMARY KEY,
    owner          uuid NOT NULL CONSTRAINT profile_education_owner REFERENCES users (id) ON DELETE CASCADE,
    institution    text NOT NULL CONSTRAINT profile_education_institution_length CHECK (length(institution) BETWEEN 1 AND 200),
    degree         text NOT NULL CONSTRAINT profile_education_degree_length CHECK (length(degree) BETWEEN 1 AND 200),
    field_of_study text NOT NULL CONSTRAINT profile_education_field_length CHECK (length(field_of_study) BETWEEN 1 AND 200),
    start_date     date NOT NULL,
    end_date       date,
    is_current     boolean NOT NULL,
    description    text NOT NULL CONSTRAINT profile_education_description_length CHECK (length(description) <= 5000),
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT profile_education_dates CHECK (end_date >= start_date),
    CONSTRAINT profile_education_goes_on CHECK (NOT is_current OR end_date IS NULL)
);
CREATE INDEX profile_education_of_owner ON profile_education (owner, created_at, id);

CREATE TABLE profile_work_history (
    id          uuid CONSTRAINT profile_work_history_pkey PRIMARY KEY,
    owner       uuid NOT NULL CONSTRAINT profile_work_owner REFERENCES users (id) ON DELETE CASCADE,
    company     text NOT NULL CONSTRAINT profile_work_company_length CHECK (length(company) BETWEEN 1 AND 200),
    position    text NOT NULL CONSTRAINT profile_work_position_length CHECK (length(position) BETWEEN 1 AND 200),
    start_date  date NOT NULL,
    end_date    date,
    is_current  boolean NOT NULL,
    description text NOT NULL CONSTRAINT profile_work_description_length CHECK (length(description) <= 5000),
    location    text NOT NULL CONSTRAINT profile_work_location_length CHECK (length(location) <= 200),
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT profile_work_dates CHECK (end_date >= start_date),
    CONSTRAINT profile_work_goes_on CHECK (NOT is_current OR end_date IS NULL)
);
CREATE INDEX profile_work_history_of_owner ON profile_work_history (owner, created_at, id);

CREATE TABLE profile_portfolio (
    id           uuid CONSTRAINT profile_portfolio_pkey PRIMARY KEY,
    owner        uuid NOT NULL CONSTRAINT profile_project_owner REFERENCES users (id) ON DELETE CASCADE,
    title        text NOT NULL CONSTRAINT profile_project_title_length CHECK (length(title) BETWEEN 1 AND 200),
    description  text NOT NULL CONSTRAINT profile_project_description_length CHECK (length(description) BETWEEN 1 AND 5000),
    url          text NOT NULL CONSTRAINT profile_project_url CHECK (url = '' OR url ~* '^https?://.' AND length(url) <= 2000),
    technologies text NOT NULL CONSTRAINT profile_project_technologies_length CHECK (length(technologies) <= 500),
    start_date   date,
    end_date     date,
    is_featured  boolean NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT profile_project_dates CHECK (end_date >= start_date)
);
CREATE INDEX profile_portfolio_of_owner ON profile_portfolio (owner, created_at, id);

CREATE TABLE profile_social_links (
    id         uuid CONSTRAINT profile_social_links_pkey PRIMARY KEY,
    owner      uuid NOT NULL CONSTRAINT profile_social_link_owner REFERENCES users (id) ON DELETE CASCADE,
    platform   text NOT NULL CONSTRAINT profile_social_link_platform CHECK (platform IN ('linkedin', 'github', 'twitter', 'facebook', 'instagram', 'website', 'other')),
    url        text NOT NULL CONSTRAINT profile_social_link_url CHECK (url ~* '^https?://.' AND length(url) <= 2000),
    is_public  boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX profile_social_links_once ON profile_social_links (owner, platform);
CREATE INDEX profile_social_links_of_owner ON profile_social_links (owner, created_at, id);

CREATE TABLE profile_languages (
    id         uuid CONSTRAINT profile_languages_pkey PRIMARY KEY,
    owner      uuid NOT NULL CONSTRAINT profile_language_owner REFERENCES users (id) ON DELETE CASCADE,
    language   text NOT NULL CONSTRAINT profile_language_tag CHECK (language ~ '^[A-Za-z0-9-]{2,35}$'),
    level      text NOT NULL CONSTRAINT profile_language_level CHECK (level IN ('A1', 'A2', 'B1', 'B2', 'C1', 'C2', 'native')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX profile_languages_once ON profile_languages (owner, lower(language));
CREATE INDEX profile_languages_of_owner ON profile_languages (owner, created_at, id);

CREATE TABLE profile_certifications (
    id         uuid CONSTRAINT profile_certifications_pkey PRIMARY KEY,
    owner      uuid NOT NULL CONSTRAINT profile_certification_owner REFERENCES users (id) ON DELETE CASCADE,
    name       text NOT NULL CONSTRAINT profile_certification_name_length CHECK (length(name) BETWEEN 1 AND 200),
    issuer     text NOT NULL CONSTRAINT profile_certification_issuer_length CHECK (length(issuer) <= 200),
    issued_on  date,
    expires_on date,
    url        text NOT NULL CONSTRAINT profile_certification_url CHECK (url = '' OR url ~* '^https?://.' AND length(url) <= 2000),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT profile_certification_dates CHECK (expires_on >= issued_on)
);
CREATE INDEX profile_certifications_of_owner ON profile_certifications (owner, created_at, id);

-- What they answer to questions that come back.
CREATE TABLE saved_answers (
    id           uuid CONSTRAINT saved_answers_pkey PRIMARY KEY,
    owner        uuid NOT NULL CONSTRAINT saved_answer_owner REFERENCES users (id) ON DELETE CASCADE,
    question_key text NOT NULL CONSTRAINT saved_answer_key_length CHECK (length(question_key) BETWEEN 1 AND 200),
    answer       text NOT NULL CONSTRAINT saved_answer_length CHECK (length(answer) BETWEEN 1 AND 10000),
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT saved_answers_once UNIQUE (owner, question_key)
);
CREATE INDEX saved_answers_of_owner ON saved_answers (owner, created_at, id);

GRANT SELECT, INSERT, UPDATE, DELETE ON profile_skills, profile_education, profile_work_history, profile_portfolio,
    profile_social_links, profile_languages, profile_certifications, saved_answers TO jobboard_app;

-- Jobs that somebody wants to find again.
CREATE TABLE saved_jobs (
    id         uuid CONSTRAINT saved_jobs_pkey PRIMARY KEY,
    owner      uuid NOT NULL CONSTRAINT saved_job_owner REFERENCES users (id) ON DELETE CASCADE,
    job        uuid NOT NULL CONSTRAINT saved_job_job REFERENCES jobs (id) ON DELETE CASCADE,
    notes      text NOT NULL CONSTRAINT saved_job_notes_length CHECK (length(notes) <= 5000),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT saved_jobs_once UNIQUE (owner, job)
);
CREATE INDEX saved_jobs_of_owner ON saved_jobs (owner, created_at, id);
CREATE INDEX saved_jobs_of_job   ON saved_jobs (job);

-- What somebody wants of the board beside what they are told, and who may see their profile. Without a row all is as it is
-- at first: see lib/store/people/preferences.hpp.
CREATE TABLE user_preferences (
    person             uuid CONSTRAINT user_preferences_pkey PRIMARY KEY
                            CONSTRAINT user_preferences_person REFERENCES users (id) ON DELETE CASCADE,
    email_job_alerts   boolean NOT NULL,
    email_newsletter   boolean NOT NULL,
    alert_frequency    text NOT NULL CONSTRAINT alert_frequency_known CHECK (alert_frequency IN ('immediate', 'daily', 'weekly')),
    profile_visibility text NOT NULL CONSTRAINT profile_visibility_known CHECK (profile_visibility IN ('public', 'employers', 'private')),
    resume_visibility  text NOT NULL CONSTRAINT resume_visibility_known CHECK (resume_visibility IN ('public', 'employers', 'private')),
    show_email         boolean NOT NULL,
    show_phone         boolean NOT NULL,
    show_location      boolean NOT NULL,
    locale             text NOT NULL CONSTRAINT user_locale_length CHECK (length(locale) <= 35)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON saved_jobs, user_preferences TO jobboard_app;
