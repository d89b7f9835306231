import type { Fields } from './fields.ts';

/** Names of the formats as `inputs[].format` and the language status give them. */
export type FormatId = 'postfix' | 'exim' | 'sendmail' | 'opensmtpd' | 'generic';

/** How the body of a line is written by one mail server. The header has been read before. */
export interface Format {
  readonly id: FormatId;
  /** Display name: "Postfix". */
  readonly name: string;
  /**
   * Reads the body (Field.body) and fills the rest. Recognises a body by itself, never only by the program
   * name (RFC 5424 writers cut `postfix/smtp` to `postfix`). Linear in the line; never throws.
   * @returns whether the line was understood; `fields.kind` is `unknown` where it was not.
   */
  parse(fields: Fields): boolean;
}
