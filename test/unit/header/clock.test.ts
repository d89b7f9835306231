import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  absoluteOf,
  day,
  inferFirstYear,
  inLeapYear,
  isLeapDay,
  localOf,
  YearlessClock,
  yearlessYear,
  yearsBetween,
} from '../../../server/src/header/clock.ts';
import { offsetOfZone } from '../../../server/src/header/zone.ts';

const utc = () => 0;
/** What a log without years shows of a moment. */
function shown(moment: number): number {
  const date = new Date(moment);
  return inLeapYear(date.getUTCMonth() + 1, date.getUTCDate(), moment - Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()));
}

const moments = fc
  .tuple(
    fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) }),
    fc.array(fc.integer({ min: -2 * 3600_000, max: 40 * day }), { minLength: 1, maxLength: 30 }),
  )
  .map(([start, steps]) => {
    const times = [start];
    for (const step of steps) times.push(times[times.length - 1] + step);
    return times;
  });

function read(times: number[]): number[] {
  const clock = new YearlessClock();
  return times.map((moment) => clock.next(shown(moment)));
}

test('years are counted along the lines, through every New Year, with lines a little out of order', () => {
  fc.assert(
    fc.property(moments, (times) => {
      const first = new Date(times[0]).getUTCFullYear();
      const absolute = read(times).map((time) => absoluteOf(time, first, utc));
      assert.deepEqual(absolute, times);
    }),
  );
});

test('reading a log in two parts gives the same times at every cut', () => {
  fc.assert(
    fc.property(moments, fc.nat(), (times, at) => {
      const cut = 1 + (at % Math.max(1, times.length - 1));
      const whole = read(times);
      const a = read(times.slice(0, cut));
      const b = read(times.slice(cut));
      if (b.length === 0) return;
      const years = yearsBetween(a.at(-1)!, b[0]);
      assert.deepEqual([...a, ...b.map((time) => time + years * yearlessYear)], whole);
    }),
  );
});

test('the year is found from the reference time, which the last line does not pass', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 0, max: 200 * day }), (times, age) => {
      const yearless = read(times);
      const last = Math.max(...times);
      const first = inferFirstYear(Math.max(...yearless), last + age, utc);
      assert.equal(absoluteOf(yearless[0], first, utc), times[0]);
    }),
  );
});

test('29 February forces a leap year, however young the log claims to be', () => {
  const time = inLeapYear(2, 29, 3600_000);
  assert.equal(isLeapDay(time), true);
  assert.equal(inferFirstYear(time, Date.UTC(2027, 5, 1), utc, time), 2024);
  assert.equal(inferFirstYear(time, Date.UTC(2028, 5, 1), utc, time), 2028);
  assert.equal(localOf(time, 2028), Date.UTC(2028, 1, 29, 1));
});

test('a step back of seconds, hours or days is not New Year; one from December to January is', () => {
  const clock = new YearlessClock();
  const at = (month: number, date: number) => clock.next(inLeapYear(month, date, 0));
  at(6, 10);
  assert.ok(at(6, 5) < at(6, 10));
  at(12, 31);
  const january = at(1, 1);
  assert.equal(Math.floor(january / yearlessYear), 1);
  const late = at(12, 31);
  assert.equal(january - late, day);
  assert.equal(at(1, 2) - january, day);
});

test('months and days that do not exist are no time', () => {
  for (const [month, date] of [
    [1, 0],
    [2, 30],
    [4, 31],
    [13, 1],
    [0, 1],
  ])
    assert.ok(Number.isNaN(inLeapYear(month, date, 0)), `${month}-${date}`);
});

test('the clock of a zone with summer time: both sides, the hour that is missing, the hour that comes twice', () => {
  const berlin = offsetOfZone('Europe/Berlin');
  const local = (text: string) => Date.parse(`${text}Z`);
  assert.equal(berlin(local('2026-01-15T12:00:00')), 3600_000);
  assert.equal(berlin(local('2026-07-15T12:00:00')), 7200_000);
  assert.equal(berlin(local('2026-03-29T01:59:59')), 3600_000);
  assert.equal(berlin(local('2026-03-29T03:00:00')), 7200_000);
  assert.equal(local('2026-03-29T02:30:00') - berlin(local('2026-03-29T02:30:00')), Date.parse('2026-03-29T01:30:00Z'));
  assert.equal(berlin(local('2026-10-25T02:30:00')), 7200_000);
  assert.equal(berlin(local('2026-10-25T03:00:00')), 3600_000);
});

test('a local time read in any zone shows the same clock again', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia'];
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2035, 0, 1) }), (zone, moment) => {
      const offsetOf = offsetOfZone(zone);
      const second = Math.floor(moment / 1000) * 1000;
      const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(second);
      const local = Date.parse(`${parts.replace(' ', 'T')}Z`);
      const back = local - offsetOf(local);
      // in the hour that comes twice the earlier moment is meant
      assert.ok(back === second || (back < second && second - back <= 3600_000), `${zone} ${parts}`);
    }),
    { numRuns: 200 },
  );
});

test('an unknown zone is an error, not UTC', () => {
  assert.throws(() => offsetOfZone('Mars/Olympus'), RangeError);
});

test("the machine's own zone is its clock, without a name: the same offsets as its name gives, also where clocks change", () => {
  const code = `
    const { machineZone, offsetOfZone } = await import(process.argv[1]);
    const [own, named] = [offsetOfZone(machineZone), offsetOfZone(process.env.TZ)];
    for (let local = Date.UTC(2023, 0); local < Date.UTC(2025, 0); local += 47 * 60_000) if (own(local) !== named(local)) console.log(new Date(local).toISOString(), own(local), named(local));
    console.log(named(Date.UTC(2024, 6)));`;
  const zone = new URL('../../../server/src/header/zone.ts', import.meta.url).href;
  const said = (TZ: string) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', code, zone], { env: { ...process.env, TZ }, encoding: 'utf8' });
  assert.equal(said('Europe/Berlin'), '7200000\n');
  assert.equal(said('Australia/Lord_Howe'), '37800000\n');
  assert.equal(said('UTC'), '0\n');
});
