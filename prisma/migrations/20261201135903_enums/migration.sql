-- closed lists that were text; two of them had words with a hyphen
CREATE TYPE "PrizeFate" AS ENUM ('stay', 'next');
CREATE TYPE "MilestoneReminderKind" AS ENUM ('before', 'after');
CREATE TYPE "JurorReminderKind" AS ENUM ('answerBefore', 'answerAfter', 'scoringBefore', 'scoringAfter');
CREATE TYPE "ConflictKind" AS ENUM ('lineManagement', 'family', 'collaboration', 'sponsor', 'other');
CREATE TYPE "Moment" AS ENUM ('call', 'opening', 'lastDays', 'questions', 'jurors', 'scoring', 'vote', 'ceremony', 'claim', 'results', 'prize', 'certificates');
CREATE TYPE "VoteTie" AS ENUM ('shared', 'rank');

ALTER TABLE "Edition"
  DROP CONSTRAINT "Edition_awards_sensible",
  ALTER COLUMN "leftovers" DROP DEFAULT,
  ALTER COLUMN "leftovers" TYPE "PrizeFate" USING "leftovers"::"PrizeFate",
  ALTER COLUMN "leftovers" SET DEFAULT 'stay',
  ALTER COLUMN "unclaimed" DROP DEFAULT,
  ALTER COLUMN "unclaimed" TYPE "PrizeFate" USING "unclaimed"::"PrizeFate",
  ALTER COLUMN "unclaimed" SET DEFAULT 'stay',
  ALTER COLUMN "voteTie" DROP DEFAULT,
  ALTER COLUMN "voteTie" TYPE "VoteTie" USING "voteTie"::"VoteTie",
  ALTER COLUMN "voteTie" SET DEFAULT 'shared',
  ADD CONSTRAINT "Edition_awards_sensible" CHECK ("maxPrizes" >= 1 AND "budgetCents" >= 0 AND "publicMoneyCents" >= 0);

ALTER TABLE "MilestoneReminder"
  ALTER COLUMN "kind" TYPE "MilestoneReminderKind" USING "kind"::"MilestoneReminderKind";

ALTER TABLE "JurorReminder"
  ALTER COLUMN "kind" TYPE "JurorReminderKind"
  USING replace(replace("kind", '-before', 'Before'), '-after', 'After')::"JurorReminderKind";

ALTER TABLE "Conflict"
  ALTER COLUMN "kind" TYPE "ConflictKind" USING replace("kind", 'line-management', 'lineManagement')::"ConflictKind";
ALTER TABLE "OrganiserConflict"
  ALTER COLUMN "kind" TYPE "ConflictKind" USING replace("kind", 'line-management', 'lineManagement')::"ConflictKind";

ALTER TABLE "Mailing" ALTER COLUMN "moment" TYPE "Moment" USING "moment"::"Moment";
ALTER TABLE "OutboxMail" ALTER COLUMN "moment" TYPE "Moment" USING "moment"::"Moment";
