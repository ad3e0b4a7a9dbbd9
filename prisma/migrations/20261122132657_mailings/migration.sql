-- AlterTable
ALTER TABLE "User" ADD COLUMN     "remindersOff" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "OutboxMail" ADD COLUMN     "moment" TEXT;

-- CreateTable
CREATE TABLE "Mailing" (
    "editionId" UUID NOT NULL,
    "moment" TEXT NOT NULL,
    "own" JSONB NOT NULL DEFAULT '{}',
    "sendAt" TIMESTAMP(3),
    "plannedBy" UUID,
    "releasedAt" TIMESTAMP(3),
    "releasedBy" UUID,
    "reached" UUID,
    "writtenAt" TIMESTAMP(3),

    CONSTRAINT "Mailing_pkey" PRIMARY KEY ("editionId","moment")
);

-- CreateIndex
CREATE INDEX "OutboxMail_editionId_moment_idx" ON "OutboxMail"("editionId", "moment");

-- AddForeignKey
ALTER TABLE "Mailing" ADD CONSTRAINT "Mailing_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;
