import { Interner } from './interner.ts';
import { VerdictTable } from './verdictTable.ts';

/** How many different texts are told apart before the rest is "(others)". */
const limits = {
  hosts: 10_000,
  instances: 10_000,
  relays: 100_000,
  receivers: 100_000,
  domains: 300_000,
  senders: 150_000,
  accounts: 100_000,
  clients: 50_000,
  codes: 5_000,
  shapes: 5_000,
  /** Addresses whose mail failed because of the recipient. */
  addresses: 300_000,
} as const;

export type NameTable = keyof typeof limits;
export const nameTables = Object.keys(limits) as NameTable[];

/** What the numbers in rows stand for. One for all rows of a document or of a thread's chunks. */
export class Tables {
  readonly hosts = new Interner(limits.hosts);
  readonly instances = new Interner(limits.instances);
  readonly relays = new Interner(limits.relays, true);
  readonly receivers = new Interner(limits.receivers);
  readonly domains = new Interner(limits.domains, true);
  readonly senders = new Interner(limits.senders);
  readonly accounts = new Interner(limits.accounts);
  readonly clients = new Interner(limits.clients);
  readonly codes = new Interner(limits.codes);
  readonly shapes = new Interner(limits.shapes);
  readonly addresses = new Interner(limits.addresses);
  readonly verdicts = new VerdictTable();

  /** Takes over another one's texts. @returns identifiers here by identifier there. */
  adopt(other: Tables): Remap {
    const remap: Partial<Remap> = {};
    const use = (name: keyof Remap, ids: Int32Array) => {
      remap[name] = (id) => ids[id];
    };
    for (const name of nameTables) use(name, this[name].adopt(other[name]));
    use('verdicts', this.verdicts.adopt(other.verdicts));
    use('reasons', this.verdicts.adoptReasons(other.verdicts));
    return remap as Remap;
  }

  /** Tables that could not take every text. */
  overfull(): NameTable[] {
    return nameTables.filter((name) => this[name].full);
  }
}

/** Identifiers here by identifier there. */
export type Remap = Record<NameTable | 'verdicts' | 'reasons', (id: number) => number>;

/** Of parts with the same tables. */
export const unchanged: Remap = Object.fromEntries([...nameTables, 'verdicts', 'reasons'].map((name) => [name, (id: number) => id])) as Remap;

/** What a thread sends: the texts by table, the verdicts with their examples. */
export interface TablesData {
  texts: Record<NameTable, string[]>;
  verdicts: VerdictTable['list'];
  full: NameTable[];
}

export function exportTables(tables: Tables): TablesData {
  const texts = Object.fromEntries(nameTables.map((name) => [name, tables[name].texts])) as TablesData['texts'];
  return { texts, verdicts: tables.verdicts.list, full: tables.overfull() };
}

export function importTables(data: TablesData): Tables {
  const tables = new Tables();
  for (const name of nameTables) tables[name].restore(data.texts[name], data.full.includes(name));
  for (const { verdict, example, scope } of data.verdicts) tables.verdicts.idOf(verdict, example, scope);
  return tables;
}
