-- As whom the wellbeing lead looks at the screens during this sign-in; empty: as themselves.
ALTER TABLE session ADD COLUMN looks_as TEXT NOT NULL DEFAULT '';
