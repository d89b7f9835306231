import type { Random } from '../../synthetic/random.ts';

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const days = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

/** New Year, a leap day, changes of clocks in Berlin, a leap second, any hour. */
const begins = [
  '2025-12-31T23:50:00Z',
  '2024-02-28T23:40:00Z',
  '2026-03-29T00:30:00Z',
  '2026-10-25T00:20:00Z',
  '2016-12-31T23:59:30Z',
  '2026-11-08T12:30:00Z',
];

interface Moment {
  iso: string;
  date: Date;
  /** Six digits. */
  fraction: string;
  clock: string;
}

const forms: ((at: Moment) => string)[] = [
  (at) => `${month(at)} ${blankDay(at)} ${at.clock} `,
  (at) => `${month(at)} ${blankDay(at)} ${at.clock} `,
  (at) => `${month(at)} ${at.iso.slice(8, 10)} ${at.clock}.${at.fraction} `,
  (at) => `${month(at)} ${blankDay(at)} ${at.iso.slice(0, 4)} ${at.clock} `,
  (at) => `${month(at)} ${blankDay(at)} ${at.clock} ${at.iso.slice(0, 4)} `,
  (at) => `${days[at.date.getUTCDay()]} ${month(at)} ${blankDay(at)} ${at.clock} `,
  (at) => `${at.iso.slice(0, 11)}${at.clock}.${at.fraction}+01:00 `,
  (at) => `${at.iso.slice(0, 11)}${at.clock}.${at.fraction}Z `,
  (at) => `${at.iso.slice(0, 11)}${at.clock}Z `,
  (at) => `${at.iso.slice(0, 11)}${at.clock} `,
  (at) => `${at.iso.slice(0, 11)}${at.clock}.${at.fraction.slice(0, 3)} `,
  (at) => `${at.iso.slice(0, 10)} ${at.clock},${at.fraction.slice(0, 3)} +0100 `,
  (at) => `${at.iso.slice(0, 10)} ${at.clock} `,
  (at) => `${days[at.date.getUTCDay()]} ${at.iso.slice(0, 10)} ${at.clock} CET `,
  (at) => `${at.iso.slice(0, 11)}${at.clock}.${at.fraction}123+0100 `,
  (at) => `${at.date.getTime() / 1000}.${at.fraction} `,
  (at) => `<22>${month(at)} ${blankDay(at)} ${at.clock} `,
  (at) => `<22>1 ${at.iso.slice(0, 11)}${at.clock}.${at.fraction}Z `,
];

function month({ date }: Moment): string {
  return months[date.getUTCMonth()];
}

function blankDay({ date }: Moment): string {
  return String(date.getUTCDate()).padStart(2);
}

/** Gives the beginning of each line: times go on, stand still, jump, go back. */
export function stampsOf(random: Random): () => string {
  const form = random.pick(forms);
  const other = random.chance(0.15) ? random.pick(forms) : form;
  const step = random.pick([0, 1, 1, 5, 60, 900]);
  let now = Date.parse(random.pick(begins));
  return () => {
    now += Math.floor(random.next() * 2 * step * 1000);
    if (random.chance(0.01)) now += random.pick([-1, -1, -1, 1, 24, 24 * 40, 24 * 200, -24 * 200]) * 3_600_000 * random.next();
    const date = new Date(Math.floor(now / 1000) * 1000);
    const iso = date.toISOString();
    const clock = random.chance(0.005) ? `${iso.slice(11, 17)}60` : iso.slice(11, 19);
    const fraction = random.chance(0.1) ? '000000' : random.word(6, '0123456789');
    return (random.chance(0.05) ? other : form)({ iso, date, fraction, clock });
  };
}
