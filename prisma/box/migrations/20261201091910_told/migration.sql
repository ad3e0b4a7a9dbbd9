-- CreateTable
CREATE TABLE "Told" (
    "kind" TEXT NOT NULL,
    "value" BYTEA NOT NULL,

    CONSTRAINT "Told_pkey" PRIMARY KEY ("kind")
);
