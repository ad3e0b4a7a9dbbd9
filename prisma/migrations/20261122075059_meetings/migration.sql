-- CreateTable
CREATE TABLE "Meeting" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "openedAt" TIMESTAMP(3) NOT NULL,
    "closedAt" TIMESTAMP(3),
    "currentId" UUID,

    CONSTRAINT "Meeting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MeetingPresence" (
    "meetingId" UUID NOT NULL,
    "userId" UUID NOT NULL,

    CONSTRAINT "MeetingPresence_pkey" PRIMARY KEY ("meetingId","userId")
);

-- CreateTable
CREATE TABLE "AgendaItem" (
    "meetingId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "discussedAt" TIMESTAMP(3),
    "left" UUID[],

    CONSTRAINT "AgendaItem_pkey" PRIMARY KEY ("meetingId","proposalId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Meeting_editionId_number_key" ON "Meeting"("editionId", "number");

-- AddForeignKey
ALTER TABLE "Meeting" ADD CONSTRAINT "Meeting_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MeetingPresence" ADD CONSTRAINT "MeetingPresence_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MeetingPresence" ADD CONSTRAINT "MeetingPresence_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaItem" ADD CONSTRAINT "AgendaItem_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AgendaItem" ADD CONSTRAINT "AgendaItem_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- one meeting at a time is open
CREATE UNIQUE INDEX "Meeting_one_open" ON "Meeting"("editionId") WHERE "closedAt" IS NULL;

-- what a closed meeting left behind stays; once the ranking is frozen an open one can only be closed
CREATE FUNCTION innova_meeting_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  edition uuid;
  closed timestamp;
BEGIN
  IF TG_TABLE_NAME = 'Meeting' THEN
    IF TG_OP = 'INSERT' THEN edition := NEW."editionId"; ELSE edition := OLD."editionId"; closed := OLD."closedAt"; END IF;
    IF closed IS NOT NULL OR (innova_phase(edition) >= 'frozen' AND NOT (TG_OP = 'UPDATE' AND NEW."closedAt" IS NOT NULL)) THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  ELSE
    SELECT m."editionId", m."closedAt" INTO edition, closed FROM "Meeting" m WHERE m.id = CASE WHEN TG_OP = 'INSERT' THEN NEW."meetingId" ELSE OLD."meetingId" END;
    IF closed IS NOT NULL OR innova_phase(edition) >= 'frozen' THEN PERFORM innova_refuse(TG_TABLE_NAME); END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "Meeting" FOR EACH ROW EXECUTE FUNCTION innova_meeting_stays();
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "MeetingPresence" FOR EACH ROW EXECUTE FUNCTION innova_meeting_stays();
CREATE TRIGGER locked BEFORE INSERT OR UPDATE OR DELETE ON "AgendaItem" FOR EACH ROW EXECUTE FUNCTION innova_meeting_stays();
