-- AlterTable
ALTER TABLE "Custodian" ADD COLUMN     "checkForeign" INTEGER NOT NULL DEFAULT 0;
