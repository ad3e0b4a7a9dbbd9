-- CreateTable
CREATE TABLE "HandedKey" (
    "envelopeId" UUID NOT NULL,
    "key" BYTEA NOT NULL,

    CONSTRAINT "HandedKey_pkey" PRIMARY KEY ("envelopeId")
);
