import { z } from 'zod';

/*
 * v4: `ErrorResponse.error` is a list of `AppMessage` (message, code) or a
 * `SchemaValidationError` (validationErrorMessages). Nutanix VMM API reference
 * v4.0, `vmm.v4.error.ErrorResponse`; the same in every namespace.
 * v3: `message_list` of (message, reason). Prism Central v3 API reference,
 * `vm_status.message_list`.
 */
const messageSchema = z.object({
  message: z.string().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  reason: z.string().optional().catch(undefined),
});
const v4Schema = z.object({
  data: z.object({
    error: z.union([
      z.array(messageSchema),
      z.object({ validationErrorMessages: z.array(messageSchema) }),
    ]),
  }),
});
const v3Schema = z.object({ message_list: z.array(messageSchema) });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's answer is HTML: the code says enough.
    return null;
  }
}

/** The words of a refusal's body; empty when it has none that can be read. */
export function refusalWords(text: string): string {
  const body = parsed(text);
  const v4 = v4Schema.safeParse(body);
  const v3 = v3Schema.safeParse(body);
  const messages = v4.success
    ? [v4.data.data.error].flatMap(error =>
        Array.isArray(error) ? error : error.validationErrorMessages,
      )
    : (v3.data?.message_list ?? []);
  return messages
    .map(({ message, code, reason }) =>
      [message, code ?? reason].filter(Boolean).join(' '),
    )
    .filter(words => words !== '')
    .join('; ');
}
