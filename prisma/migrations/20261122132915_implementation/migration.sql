-- CreateEnum
CREATE TYPE "ImplementationStatus" AS ENUM ('NOT_BEGUN', 'STUDY', 'UNDER_WAY', 'DONE', 'DROPPED');

-- CreateTable
CREATE TABLE "Implementation" (
    "editionId" UUID NOT NULL,
    "publicNo" INTEGER NOT NULL,
    "status" "ImplementationStatus" NOT NULL DEFAULT 'NOT_BEGUN',
    "unit" TEXT NOT NULL DEFAULT '',
    "ownerId" UUID,
    "expected" JSONB NOT NULL DEFAULT '{}',
    "expectedAmount" DOUBLE PRECISION,
    "measured" JSONB NOT NULL DEFAULT '{}',
    "measuredAmount" DOUBLE PRECISION,
    "amountUnit" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "Implementation_pkey" PRIMARY KEY ("editionId","publicNo")
);

-- CreateTable
CREATE TABLE "Milestone" (
    "id" UUID NOT NULL,
    "editionId" UUID NOT NULL,
    "publicNo" INTEGER NOT NULL,
    "title" JSONB NOT NULL,
    "due" DATE NOT NULL,
    "doneOn" DATE,

    CONSTRAINT "Milestone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImplementationEntry" (
    "editionId" UUID NOT NULL,
    "publicNo" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ImplementationEntry_pkey" PRIMARY KEY ("editionId","publicNo","number")
);

-- CreateTable
CREATE TABLE "MilestoneReminder" (
    "milestoneId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "due" DATE NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MilestoneReminder_pkey" PRIMARY KEY ("milestoneId","kind","due")
);

-- AddForeignKey
ALTER TABLE "Implementation" ADD CONSTRAINT "Implementation_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Implementation" ADD CONSTRAINT "Implementation_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Milestone" ADD CONSTRAINT "Milestone_editionId_publicNo_fkey" FOREIGN KEY ("editionId", "publicNo") REFERENCES "Implementation"("editionId", "publicNo") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImplementationEntry" ADD CONSTRAINT "ImplementationEntry_editionId_publicNo_fkey" FOREIGN KEY ("editionId", "publicNo") REFERENCES "Implementation"("editionId", "publicNo") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MilestoneReminder" ADD CONSTRAINT "MilestoneReminder_milestoneId_fkey" FOREIGN KEY ("milestoneId") REFERENCES "Milestone"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What became of a winner is told once it is published, and what was told stays.
CREATE TRIGGER published BEFORE INSERT ON "Implementation" FOR EACH ROW EXECUTE FUNCTION innova_once_published();
CREATE TRIGGER appended BEFORE UPDATE OR DELETE ON "ImplementationEntry" FOR EACH ROW EXECUTE FUNCTION innova_append_only();
