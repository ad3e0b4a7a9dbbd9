-- AlterTable
ALTER TABLE "Closing" ADD COLUMN     "boxDigest" BYTEA;

-- CreateTable
CREATE TABLE "BoxMark" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "boxId" UUID NOT NULL,

    CONSTRAINT "BoxMark_pkey" PRIMARY KEY ("id")
);
