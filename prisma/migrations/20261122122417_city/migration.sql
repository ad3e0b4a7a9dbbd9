-- CreateTable
CREATE TABLE "City" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL DEFAULT '',
    "colour" TEXT NOT NULL DEFAULT '',
    "contact" TEXT NOT NULL DEFAULT '',
    "accessibilityUrl" TEXT NOT NULL DEFAULT '',
    "privacyUrl" TEXT NOT NULL DEFAULT '',
    "legalUrl" TEXT NOT NULL DEFAULT '',
    "sourceUrl" TEXT NOT NULL DEFAULT '',
    "logoKind" TEXT,
    "logoSha256" BYTEA,
    "logoWidth" INTEGER,
    "logoHeight" INTEGER,
    "logoBytes" BYTEA,

    CONSTRAINT "City_pkey" PRIMARY KEY ("id")
);

-- the city is one
ALTER TABLE "City" ADD CONSTRAINT "City_one" CHECK ("id" = 1);
