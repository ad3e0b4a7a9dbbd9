-- CreateEnum
CREATE TYPE "Guess" AS ENUM ('NO', 'PERHAPS', 'YES');

-- AlterTable
ALTER TABLE "Edition" ADD COLUMN     "asksAuthor" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Juror" ADD COLUMN     "reopenReason" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Conflict" ADD COLUMN     "pinnedById" UUID;

-- CreateTable
CREATE TABLE "NoConflict" (
    "jurorId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "NoConflict_pkey" PRIMARY KEY ("jurorId","proposalId")
);

-- CreateTable
CREATE TABLE "OrganiserConflict" (
    "userId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OrganiserConflict_pkey" PRIMARY KEY ("userId","proposalId")
);

-- CreateTable
CREATE TABLE "AuthorGuess" (
    "jurorId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "guess" "Guess" NOT NULL,

    CONSTRAINT "AuthorGuess_pkey" PRIMARY KEY ("jurorId","proposalId")
);

-- AddForeignKey
ALTER TABLE "NoConflict" ADD CONSTRAINT "NoConflict_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "NoConflict" ADD CONSTRAINT "NoConflict_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrganiserConflict" ADD CONSTRAINT "OrganiserConflict_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrganiserConflict" ADD CONSTRAINT "OrganiserConflict_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuthorGuess" ADD CONSTRAINT "AuthorGuess_jurorId_fkey" FOREIGN KEY ("jurorId") REFERENCES "Juror"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuthorGuess" ADD CONSTRAINT "AuthorGuess_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "Proposal"("id") ON DELETE CASCADE ON UPDATE CASCADE;
