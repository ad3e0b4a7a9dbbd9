-- CreateTable
CREATE TABLE "JuryException" (
    "editionId" UUID NOT NULL,
    "phase" "Phase" NOT NULL,
    "reason" TEXT NOT NULL,
    "lacks" JSONB NOT NULL,
    "actorId" UUID NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "JuryException_pkey" PRIMARY KEY ("editionId","phase")
);

-- AddForeignKey
ALTER TABLE "JuryException" ADD CONSTRAINT "JuryException_editionId_fkey" FOREIGN KEY ("editionId") REFERENCES "Edition"("id") ON DELETE CASCADE ON UPDATE CASCADE;
