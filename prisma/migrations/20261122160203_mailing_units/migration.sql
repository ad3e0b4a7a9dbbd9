-- AlterTable
ALTER TABLE "Mailing" ADD COLUMN     "units" TEXT[] DEFAULT ARRAY[]::TEXT[];
