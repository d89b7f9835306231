import type { Fields } from '../fields.ts';
import type { Format } from '../format.ts';

/** Any other relay's text log: only lines that hold an SMTP reply are understood. */
export const generic: Format = { id: 'generic', name: 'SMTP replies', parse: (_fields: Fields) => false };
