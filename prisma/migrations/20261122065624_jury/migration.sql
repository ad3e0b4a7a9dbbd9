-- AlterEnum
ALTER TYPE "RoleKind" ADD VALUE 'SECRETARY';

-- AlterTable
ALTER TABLE "Edition" ADD COLUMN     "jurorAnswerDays" INTEGER NOT NULL DEFAULT 7,
ADD COLUMN     "juryAfterClosing" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "juryExternalShare" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "juryInternalShare" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "juryOdd" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "jurySecretary" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "remindAnswerAfter" INTEGER NOT NULL DEFAULT 2,
ADD COLUMN     "remindAnswerBefore" INTEGER NOT NULL DEFAULT 2,
ADD COLUMN     "remindScoringAfter" INTEGER NOT NULL DEFAULT 2,
ADD COLUMN     "remindScoringBefore" INTEGER NOT NULL DEFAULT 5,
ADD COLUMN     "scoringDays" INTEGER NOT NULL DEFAULT 21;

-- AlterTable
ALTER TABLE "Juror" ADD COLUMN     "answerBy" TIMESTAMP(3),
ADD COLUMN     "leftAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "JurorSeparation" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "jurorId" UUID NOT NULL,
    "otherId" UUID NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "JurorSeparation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JurorReminder" (
    "jurorId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due" TIMESTAMP(3) NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "JurorReminder_pkey" PRIMARY KEY ("jurorId","kind","due","number")
);

-- CreateIndex
CREATE UNIQUE INDEX "JurorSeparation_jurorId_otherId_key" ON "JurorSeparation"("jurorId", "otherId");

-- AddForeignKey
ALTER TABLE "JurorSeparation" ADD CONSTRAINT "JurorSeparation_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JurorSeparation" ADD CONSTRAINT "JurorSeparation_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JurorSeparation" ADD CONSTRAINT "JurorSeparation_otherId_fkey" FOREIGN KEY ("otherId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "JurorReminder" ADD CONSTRAINT "JurorReminder_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;
