import * as z from "zod/mini";

/**
 * The certificate the city signs for an employee's holder key, and the employee's data as the staff
 * list had them.
 */
export const certificateSchema = z.object({
  v: z.literal(1),
  edition: z.uuid(),
  sub: z.uuid(),
  name: z.string(),
  surname: z.string(),
  staffNumber: z.string(),
  unit: z.string(),
  eligibility: z.literal("employee-not-director"),
  holderKey: z.string(),
});
export type Certificate = z.infer<typeof certificateSchema>;
export const signedCertificateSchema = z.object({
  certificate: certificateSchema,
  signature: z.string(),
});
export type SignedCertificate = z.infer<typeof signedCertificateSchema>;
