-- Which fields a change on the admin pages changed: [{"label": "Title", "from": "Cook", "to": "Chef"}].
ALTER TABLE admin_changes ADD COLUMN changed jsonb NOT NULL DEFAULT '[]';
