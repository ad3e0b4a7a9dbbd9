-- AlterTable
ALTER TABLE "City" ADD COLUMN     "securityContact" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "securityExpires" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "PassCount" (
    "editionId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "activated" INTEGER NOT NULL,

    CONSTRAINT "PassCount_pkey" PRIMARY KEY ("editionId")
);
