/**
 * Recognises a mail log by its first lines. Pure, and it loads nothing: this is all that runs while someone opens
 * logs that are not mail.
 *
 * How the client uses it: for each opened document, `looksWorthSniffing(uri.scheme, languageId, fileName)` first
 * (no text is touched); if true, `isMailLog` with the first {@link SNIFF_LINES} lines of the document. If that is
 * true, set the language to `maillog`, once per document: a language chosen afterwards is the user's choice.
 *
 * How it decides: each line is a mail relay's (`mail`), of a helper that lives in the same log (Dovecot, Rspamd,
 * OpenDKIM: `companion`), nothing of its own (blank, continuation: `neutral`), or something else (`other`).
 * It is a mail log when relay lines are at least {@link MAIL_SHARE} of all lines that are the relay's or something
 * else's. Companions alone make no mail log: they hold no deliveries, and a Dovecot log is better off as `log`.
 */

/** How many lines `isMailLog` looks at. */
export const SNIFF_LINES = 200;
/** How many characters of all lines together `isMailLog` looks at. */
export const SNIFF_CHARACTERS = 32 * 1024;
/** The least share of relay lines among relay lines and foreign ones. A general syslog of a busy relay passes. */
export const MAIL_SHARE = 0.6;
/** Of one line only this much is looked at: what a relay's line is shows at its beginning. */
const LINE_CHARACTERS = 600;

type Kind = 'mail' | 'companion' | 'neutral' | 'other';

/** Schemes whose documents are no files of the user: output channels, comments, settings, terminals, chats. */
const FOREIGN_SCHEME =
  /^(?:output|debug|comment|walkThrough|walkThroughSnippet|search-editor|interactive|inmemory|markdown-it|vscode(?!-vfs|-remote|-test-web|-local)(?:-[\w-]+)?|chat[\w-]*|mail-?log[\w-]*)$/i;
/** Text files that may quote log lines but are no logs. */
const NO_LOG =
  /(?:^|[\\/])(?:readme|license|licence|copying|changelog|changes|notice|todo|authors|contributing|requirements|robots|cmakelists|commit_editmsg|merge_msg)[\w.-]{0,20}$/i;

/** Whether the head of a document with this scheme, language and path is worth reading: `log` and `plaintext` only. */
export function looksWorthSniffing(uriScheme: string, languageId: string, fileName: string): boolean {
  if (languageId !== 'log' && languageId !== 'plaintext') return false;
  if (FOREIGN_SCHEME.test(uriScheme)) return false;
  return languageId === 'log' || !NO_LOG.test(fileName.slice(-120));
}

/** Whether these first lines of a document plainly are a mail log. Linear in what it reads, which is bounded. */
export function isMailLog(firstLines: readonly string[]): boolean {
  const count = { mail: 0, companion: 0, neutral: 0, other: 0 };
  let characters = 0;
  for (let i = 0; i < firstLines.length && i < SNIFF_LINES && characters < SNIFF_CHARACTERS; i++) {
    const line = firstLines[i].slice(0, LINE_CHARACTERS);
    characters += firstLines[i].length;
    count[kindOf(line)]++;
  }
  return count.mail > 0 && count.mail >= MAIL_SHARE * (count.mail + count.other);
}

// A time as logs write it: BSD syslog, RFC 3339 and its relatives.
const TIME =
  /^(?:[A-Z][a-z]{2} {1,2}\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d{1,9})?|(?:[A-Z][a-z]{2} )?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|[+-]\d\d:?\d\d)| [A-Z]{3,5}(?= ))?)(?= |$)/;
const CONTAINER = /^[\w.-]{1,64} +\| /;
const PRIORITY = /^<(?:\d{1,3}|\w{1,16}\.\w{1,16})>(1 )?/;
const HOST_PROGRAM =
  /^ (?:<\w{1,16}\.\w{1,16}> )?[^\s=:[\]()<>]{1,255} ([A-Za-z][^\s:[\]=<>()]{0,63})(?:\[\d{1,10}\])?: ?(?:\[ID \d{1,10} [\w.]{1,32}\] )?/;
const PROGRAM = /^ ?([A-Za-z][^\s:[\]=<>()]{0,63})\[\d{1,10}\]: ?/;
const RFC5424 = /^ \S{1,255} (\S{1,48}) \S{1,128} \S{1,32} (?:-|\[[^\]]{0,400}\]) {0,2}\uFEFF?/;

/** What kind of line this is. */
function kindOf(whole: string): Kind {
  const line = whole.replace(CONTAINER, '');
  if (NEUTRAL.test(line)) return 'neutral';
  const priority = PRIORITY.exec(line);
  const rest = afterTime(priority ? line.slice(priority[0].length) : line);
  if (rest === undefined) return kindOfBody(PROGRAM.exec(line), line);
  const header = priority?.[1] ? RFC5424.exec(rest) : (HOST_PROGRAM.exec(rest) ?? PROGRAM.exec(rest));
  const kind = kindOfBody(header, rest);
  return kind === 'other' && (EXIM.test(rest) || OTHER_RELAY.test(line)) ? 'mail' : kind;
}

/** What follows the time, or both times where a container's log puts its own before the line's. */
function afterTime(line: string): string | undefined {
  const time = TIME.exec(line);
  if (!time) return undefined;
  const rest = line.slice(time[0].length);
  const second = TIME.exec(rest.slice(1));
  return second ? rest.slice(1 + second[0].length) : rest;
}

/** @param header the match whose first group is the program and whose end is where the body begins, if there is one */
function kindOfBody(header: RegExpExecArray | null, rest: string): Kind {
  if (header) return kindOfProgram(header[1], rest.slice(header[0].length));
  return isMailBody(rest) || OTHER_RELAY.test(rest) ? 'mail' : 'other';
}

/** Blank, a continuation of the line above, a header dumped by Exim's rejectlog, journalctl's own notes. */
const NEUTRAL =
  /^\s|^$|^-- |^-{5,}$|^(?:[A-Z*] )?(?:Received|Return-path|Envelope-(?:from|to)|From|To|Cc|Subject|Date|Message-ID|MIME-Version|Content-[\w-]{1,32}|X-[\w-]{1,40}|DKIM-Signature|Sender|Reply-To|References|In-Reply-To|User-Agent|List-[\w-]{1,20}|Auto-Submitted):|^#(?:Software|Version|Log-type|Date|Fields):|^(?:Attaching to|Starting) /i;

// Programs that are a mail relay's, whatever their line says.
const RELAY_PROGRAM =
  /^(?:postfix(?:$|[^a-z])|(?:sm-mta|sm-msp-queue|sm-msp|sendmail|exim4?|opensmtpd|qmail(?:-\w{1,16})?|haraka|zone-mta|kumod|pmta|courier(?:d|esmtpd?)|masqmail|nullmailer(?:-send)?|msmtp|dma)$)/i;
// Programs that write to the mail facility beside the relay.
const COMPANION_PROGRAM =
  /^(?:dovecot(?:-\w{1,16})?|rspamd|amavis(?:d(?:-new)?)?|spamd|spamass-milter|opendkim|opendmarc|openarc|milter-\w{1,24}|clamd|clamav-milter|clamsmtpd|freshclam|postgrey|policyd[\w-]{0,24}|postfwd\d?|postsrsd|saslauthd|fetchmail|mailman|mimedefang[\w.-]{0,16}|sympa|cyrus[\w/-]{0,16}|imapd?|imap-login|pop3d?|pop3-login|lmtpd|zmconfigd|zimbramon|dkimproxy\.\w{1,4})$/i;
// Names that a relay's own service may bear when its syslog name says nothing of Postfix: mailout/smtp.
const SERVICE =
  /\/(?:smtpd?|lmtp|qmgr|oqmgr|cleanup|bounce|local|virtual|pipe|error|pickup|master|postscreen|dnsblog|anvil|tlsproxy|verify|trivial-rewrite|postsuper|scache)$/;

function kindOfProgram(program: string, body: string): Kind {
  if (RELAY_PROGRAM.test(program)) return 'mail';
  if (COMPANION_PROGRAM.test(program)) return 'companion';
  return isMailBody(body) || (SERVICE.test(program) && /^(?:warning|fatal|panic|error|statistics): /.test(body)) ? 'mail' : 'other';
}

/** Bodies are recognised by themselves: RFC 5424 writers cut program names, and people paste lines without headers. */
function isMailBody(body: string): boolean {
  return POSTFIX_QUEUED.test(body) || POSTFIX_SESSION.test(body) || OPENSMTPD.test(body) || QMAIL.test(body);
}

// Short and long Postfix queue IDs and sendmail's, with what follows them in a body.
const POSTFIX_QUEUED =
  /^(?:NOQUEUE|[0-9A-F]{6,16}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,20}|[0-9A-Za-z]{8}\d{6,8}): (?:(?:to|from|client|message-id|resent-message-id|uid|ruleset)=|removed$|(?:milter-|proxy-)?(?:reject|hold|discard|redirect|filter|warn|replace|prepend|quarantine)[\w-]{0,8}: |sender (?:non-delivery|delay|delivery status) notification|postmaster non-delivery notification|host \S{1,300} (?:said|refused to talk to me): |(?:lost connection|conversation) with |enabling PIX workarounds|skipped, still being delivered|released from hold|placed on hold|DSN: |[0-9A-Za-z]{14,16}: (?:DSN|sender notify|return to sender|postmaster notify): )/;
const POSTFIX_SESSION =
  /^(?:(?:dis)?connect from \S{1,255}\[[\d.a-fA-F:]{2,45}\]|connect to \S{1,255}\[[^\]\s]{1,80}\]:\d{1,5}: |(?:lost connection|timeout|too many errors|improper command pipelining) after [A-Z]{2,10}(?: \(\d+ bytes\))? from \S|(?:Untrusted|Trusted|Verified|Anonymous) TLS connection (?:established|reused) (?:to|from) |(?:CONNECT from|PASS (?:NEW|OLD)|PREGREET \d+|HANGUP after|DNSBL rank|(?:ALLOW|WHITE|DENY|BLACK)LISTED) \[|statistics: max (?:connection|message|recipient|cache|newtls|auth) |STARTTLS=(?:client|server), |daemon started -- version \d|the Postfix mail system is running|starting the Postfix mail system)/;
const OPENSMTPD = /^(?:[0-9a-f]{16} (?:smtp|mta|mda|mfa) [a-z-]{3,24}|smtp-out: |info: OpenSMTPD )/;
const QMAIL =
  /^(?:(?:starting )?delivery \d+: (?:msg \d+ to (?:local|remote) |(?:success|failure|deferral): )|info msg \d+: bytes \d+ from <|status: local \d+\/\d+ remote \d+\/\d+|(?:new|end) msg \d+$)/;
// Exim's main, reject and panic log, behind the time.
const EXIM =
  /^(?: [+-]\d{4})?(?: \[\d{1,10}\])? (?:[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} (?:<=|\(=|=>|->|>>|\*>|==|\*\*|Completed|SMTP error|Message is frozen|Unfrozen|H=|TLS|Frozen|cancelled|removed|routing|Spool|Remote host|Malformed|Sender identification|DKIM:|no immediate delivery)|(?:H=|I=|U=)\S[^\n]{0,300}(?:rejected|sender verify|Warning|F=<|temporarily)|(?:Start|End) queue run: pid=\d|exim \d\.\d+ daemon started|rejected (?:MAIL|RCPT|EHLO|HELO) |(?:no (?:host name found|IP address found)|SMTP (?:connection|command|protocol|call|syntax|data) |unexpected disconnection|TLS error on|unqualified (?:sender|recipient)|\w{1,32} authenticator failed for |too many (?:bad|connections)|refused connection from|Connection from \[))/;
// Other relays whose single lines are plain: Exchange protocol logs, KumoMTA and other JSON, PowerMTA accounting, hMailServer, qmail's multilog.
const OTHER_RELAY =
  /^(?:@[0-9a-f]{24} (?:(?:starting )?delivery \d+: |info msg \d+: |new msg \d+|end msg \d+|status: local )|\d{4}-\d\d-\d\dT[\d:.]{8,16}Z,[^\n]{1,400},[<>],(?:[245]\d\d[ -]|EHLO|HELO|MAIL FROM|RCPT TO|DATA|BDAT|QUIT|STARTTLS|AUTH)|[bdt]q?,\d{4}-\d\d-\d\d [^\n]{1,400}smtp;[245]\d\d |\{[^\n]{0,200}"type": ?"(?:Reception|Delivery|Bounce|TransientFailure|Expiration|OOB|Feedback)"[^\n]{0,200}"(?:sender|recipient)": ?"[^"\n]{0,254}@|"SMTP[DC]"\t\d+\t\d+\t")/;
