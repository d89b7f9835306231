/** One line of a message of Postfix. @param time `12:00:00`. */
export function line(program: string, text: string, time = '12:00:00'): string {
  return `Nov  8 ${time} mx1 postfix/${program}[7]: ${text}\n`;
}

export function idOf(number: number): string {
  return (0x4a00000000 + number * 7919).toString(16).toUpperCase();
}

export const relayed = 'relay=mx.b.example[198.51.100.7]:25, delay=1, delays=0.1/0/0.2/0.7, dsn=2.0.0';

/** A message that comes in, is delivered and gone. @param said what the next hop says. */
export function message(number: number, said = '250 2.0.0 Ok', id = idOf(number)): string[] {
  return [
    line('smtpd', `${id}: client=mail.x.example[203.0.113.9]`),
    line('cleanup', `${id}: message-id=<a@x.example>`),
    line('qmgr', `${id}: from=<anna@shop.example>, size=1000, nrcpt=1 (queue active)`),
    line('smtp', `${id}: to=<user${number}@gmail.example>, ${relayed}, status=sent (${said})`),
    line('qmgr', `${id}: removed`),
  ];
}
