import * as z from "zod/mini";

/**
 * The certificate the city signs for an employee's holder key, and the employee's data as the staff
 * list had them.
 */
export const passCertificateSchema = z.object({
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
export type PassCertificate = z.infer<typeof passCertificateSchema>;
export const signedPassCertificateSchema = z.object({
  certificate: passCertificateSchema,
  signature: z.string(),
});
export type SignedPassCertificate = z.infer<typeof signedPassCertificateSchema>;
