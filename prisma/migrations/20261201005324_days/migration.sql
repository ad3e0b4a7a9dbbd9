-- AlterTable
ALTER TABLE "OutboxMail" ALTER COLUMN "createdAt" SET DATA TYPE DATE,
ALTER COLUMN "sentAt" SET DATA TYPE DATE;

-- links are good until midnight, and no job is kept that says when its mail was made
UPDATE "OneTimeLink" SET "expiresAt" = date_trunc('day', "expiresAt") + interval '1 day' WHERE "expiresAt" <> date_trunc('day', "expiresAt");

DO $$ BEGIN
  IF to_regclass('pgboss.job') IS NOT NULL THEN
    DELETE FROM pgboss.job WHERE name = 'mail' AND state = 'completed';
  END IF;
  IF to_regclass('pgboss.archive') IS NOT NULL THEN
    DELETE FROM pgboss.archive WHERE name = 'mail';
  END IF;
END $$;
