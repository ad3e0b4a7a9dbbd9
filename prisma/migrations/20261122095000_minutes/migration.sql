-- CreateEnum
CREATE TYPE "MinutesCapacity" AS ENUM ('CHAIR', 'SECRETARY');

-- AlterTable
ALTER TABLE "Edition" ADD COLUMN     "publishesMinutes" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "secretVotes" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "MeetingVote" (
    "meetingId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "proposalId" UUID,
    "matter" TEXT NOT NULL,
    "secret" BOOLEAN NOT NULL,
    "inFavour" INTEGER NOT NULL,
    "against" INTEGER NOT NULL,
    "abstained" INTEGER NOT NULL,
    "byName" JSONB NOT NULL DEFAULT '{}',
    "present" INTEGER NOT NULL,
    "members" INTEGER NOT NULL,
    "replaces" INTEGER,
    "reason" TEXT NOT NULL DEFAULT '',
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MeetingVote_pkey" PRIMARY KEY ("meetingId","number")
);

-- CreateTable
CREATE TABLE "MeetingMinutes" (
    "meetingId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "json" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MeetingMinutes_pkey" PRIMARY KEY ("meetingId","version")
);

-- CreateTable
CREATE TABLE "MinutesSignature" (
    "meetingId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "capacity" "MinutesCapacity" NOT NULL,
    "actorId" UUID NOT NULL,
    "instead" BOOLEAN NOT NULL DEFAULT false,
    "withheld" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MinutesSignature_pkey" PRIMARY KEY ("meetingId","version","capacity")
);

-- CreateIndex
CREATE UNIQUE INDEX "MeetingVote_meetingId_replaces_key" ON "MeetingVote"("meetingId", "replaces");

-- CreateIndex
CREATE UNIQUE INDEX "MinutesSignature_meetingId_version_actorId_key" ON "MinutesSignature"("meetingId", "version", "actorId");

-- AddForeignKey
ALTER TABLE "MeetingVote" ADD CONSTRAINT "MeetingVote_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MeetingVote" ADD CONSTRAINT "MeetingVote_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MeetingMinutes" ADD CONSTRAINT "MeetingMinutes_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MinutesSignature" ADD CONSTRAINT "MinutesSignature_meetingId_version_fkey" FOREIGN KEY ("meetingId", "version") REFERENCES "MeetingMinutes"("meetingId", "version") ON DELETE CASCADE ON UPDATE CASCADE;

-- a vote is taken while its meeting is open, and stays; minutes grow by versions until both signed the last one
CREATE TRIGGER locked BEFORE INSERT ON "MeetingVote" FOR EACH ROW EXECUTE FUNCTION innova_meeting_stays();
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "MeetingVote" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "MeetingMinutes" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "MinutesSignature" FOR EACH ROW EXECUTE FUNCTION innova_append_only();

CREATE FUNCTION innova_minutes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT "closedAt" FROM "Meeting" WHERE id = NEW."meetingId") IS NULL
    OR EXISTS (SELECT FROM "MinutesSignature" s WHERE s."meetingId" = NEW."meetingId" GROUP BY s.version HAVING count(*) > 1)
    OR NEW.version <= (SELECT max(m.version) FROM "MeetingMinutes" m WHERE m."meetingId" = NEW."meetingId")
  THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE INSERT ON "MeetingMinutes" FOR EACH ROW EXECUTE FUNCTION innova_minutes_stay();

-- only the last version is signed
CREATE FUNCTION innova_minutes_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> (SELECT max(m.version) FROM "MeetingMinutes" m WHERE m."meetingId" = NEW."meetingId") THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE INSERT ON "MinutesSignature" FOR EACH ROW EXECUTE FUNCTION innova_minutes_signed();
