import type { Subject } from './rule.ts';
import type { Reason } from './verdict.ts';

/** Replies to AUTH, and the demand for it (RFC 4954, RFC 5248). */
const login = new Set([525, 530, 534, 535, 538]);
/** X.1.7 and X.1.8: bad sender's mailbox address, bad sender's system address (RFC 3463 section 3.2); X.7.13: the account that logs in is disabled (RFC 5248). */
const senderCode = /^[45]\.(?:1\.[78]|7\.13)$/;
/** Before RCPT no recipient has been named. */
const beforeRecipients = new Set(['connect', 'ehlo', 'starttls', 'auth', 'mail']);

/* Texts are compared in lower case, and `*` stands where a bound would do: engines take several times as long to compile patterns otherwise. */
const whose = "(?:your|senders?|sender's|sending|return|bounce|from|envelope|originat(?:or|ing)|reverse-path)";
const what = '(?:address|account|mailbox|domain|host|user|identity|system)';
const senderWords = new RegExp(
  String.raw`(?<!\b(?:contact|ask|tell|with) )\b${whose} (?:e-?mail |mail |user |envelope )?${what}\b(?! book)|\bfor (?:the |this )?sender\b|(?<!\b(?:receive|receives|accept|accepts|get|want|wants) )\bmail from\b|\b(?:he|eh)lo\b|\bcall(?:back|out)\b|\bauthenticated user\b|\breplied from\b|\bnot allowed to send\b|\b(?:could not|cannot|unable to) verify\b|\bfrom:? header\b|\bheader from\b|\breply-to\b|\bmessages? from (?:an? )?(?:non|un)|\bfrom your (?:ip|network|domain|site)\b|\byour (?:server|host)(?:'s)? name\b|\bstoredrv\.submission\b|\bcompromised (?:account|user|host|server|password)\b|\b(?:is|be|been|was) compromised\b`,
);
/** The sender's domain or address in other languages: "Domena nadawcy nie istnieje". */
const senderAbroad =
  /\b(?:(?:domain|domane|adresse|mx-eintrag) des absenders|absender-?(?:domain|domane|adresse)|(?:domaine|adresse|serveur) de l'expediteur|(?:dominio|direccion|servidor) del remitente|(?:dominio|endereco|servidor) do remetente|(?:dominio|indirizzo|server) del mittente|(?:domein|adres) van (?:de )?afzender|(?:domena|domeny|adres) nadawcy|(?:domena|adresa) odesilatele)\b|(?:домен|адрес|сервер)\S* отправителя|(?:发件|發件|寄件|送信|差出)(?:人|者)/;
/** "Your ..." in other languages. */
const yours = '(?:ihre?r?|votre|su|seu|sua|il (?:suo|tuo|vostro)|(?:la )?(?:sua|tua|vostra)|uw|twoja|twoje?|vase?|vas|ваша?|ваше|您的|あなたの) ?';
/** Of whom the first words speak, whatever code stands before them: the host that connects, its name, a login, the sender. In words of any script. */
const begins = String.raw`^[\s!-/:-@[-\`{-~]*(?:[^\s!-/:-@[-\`{-~][^\s@]*@[^\s@]+\W{1,3})?(?:(?:recipient|sender) address rejected\W+)?(?:(?:error|sorry|the|this|sasl|local)\W+)*`;
const endings: readonly (readonly [string, Reason])[] = [
  [
    `${yours}(?:(?:e-?mail|mail|smtp)[- ]?)?(?:(?:adresse|direccion|endereco|indirizzo|adres|adresa) )?(?:ip|server|serveur|servidor|mailserver|host|сервер|ipアト)`,
    'ip-reputation',
  ],
  [`${yours}(?:domain|domaine|domane|dominio|domein|domena|домен|域名|トメイン)`, 'sender-rejected'],
  [`${yours}(?:(?:benutzer)?konto|compte|cuenta|conta|account|ucet|аккаунт|учетн|账号|帐号|帐户)`, 'smtp-auth'],
  [String.raw`(?:your )?(?:he|eh)lo\b`, 'dns-rdns'],
  [
    String.raw`(?:your (?:mail |smtp |e-?mail |sending |public )?(?:ip|server|host|hostname|network|client)\b|(?:(?:client|connecting|sending|originating|peer) )(?:ip|host|server|client|network)\b|(?:connecting |client |sending )?ip(?: address)?\b|address \[?\d{1,3}\.\d{1,3}\.)`,
    'ip-reputation',
  ],
  [
    String.raw`(?:(?:your )?log-?in\b|authenticated user\b|sasl\b|smtp (?:user|account|login)\b|your (?:smtp |sending |relay )?account\b|hesab[iı]n[iı]z\b|user name or password)`,
    'smtp-auth',
  ],
  [
    String.raw`(?:your (?:mail |sender |sending |from |return |own )?(?:domain|mail ?box|e-?mail address|address)\b|(?:envelope |mail )?sender\b|originator\b|originating \w+|sending (?:user|account|address|domain)\b|from address\b|reverse-?path\b|return[- ]path\b|mail from\b|remitente|remetente|mittente|absender|expediteur|(?:l'|el |o |il |de |der )(?:expediteur|remitente|remetente|mittente|afzender|absender)|afzender|nadawc|odesilatel|gonderen|avsandar|afsender|lahettaja|felado|отправител|відправник|送信(?:者|元)|差出|发件|發件|寄件|${'보낸|발신'.normalize('NFKD')})`,
    'sender-rejected',
  ],
];
const openings = endings.map(([ending, reason]) => [new RegExp(begins + ending), reason] as const);
/** Any of them, for texts that begin with none, which are most. */
const anyOpening = new RegExp(`${begins}(?:${endings.map(([ending]) => ending).join('|')})`);
/** Whoever speaks of a password speaks to the one who logs in. */
const secret = /\b(?:passwor[dt]|kennwort|senha|contrasena|mot de passe|has[lł]o|wachtwoord|[sş]ifre)\b|парол|密码|パスワード|비밀번호/;
/** What Postfix puts in front of an access map's or a policy service's words: its "recipient" and "address" are none of theirs. */
const prefix = /\brecipient address rejected: (.+)$/is;
const otherTopics = /\S blocked\b|\bblocked \w|\b(?:encryption|authentication|characters?|size|ip|servers?|hosts?|relay|policy|approved|outgoing)\b/i;
const recipientNouns =
  /\b(?:users?|recipients?|mail ?box(?:es)?|in ?box|accounts?|address(?:es|ees?)?|alias(?:es)?|person|employee|student|member|customer|subscriber|domain|unknown|exists?|no such|not found)\b/i;
/** Much text after the point is explanation for people. */
const longest = 400;

/** The code speaks of the sender: words that speak of a recipient contradict it, and nobody is suppressed on a contradiction. */
export function isSenderCode(enhanced: string | null): boolean {
  return enhanced !== null && senderCode.test(enhanced);
}

/**
 * Words like "user unknown" say nothing about the recipient where the reply is about who sends: its code, its phase or its own words say so.
 * @returns the reason then, null where nothing speaks against the recipient.
 */
export function senderSide({ code, phase, words }: Subject): Reason | null {
  if (login.has(code) || (phase === 'auth' && code > 0)) return 'smtp-auth';
  if (code > 0 && phase !== null && phase !== 'mail' && beforeRecipients.has(phase)) return 'policy';
  if (code > 0 && phase === 'mail') return 'sender-rejected';
  const text = words.folded.slice(0, longest);
  if (anyOpening.test(text)) for (const [opening, reason] of openings) if (opening.test(text)) return reason;
  if (secret.test(text)) return 'smtp-auth';
  const [, said = ''] = prefix.exec(text) ?? [];
  if (otherTopics.test(said) && !recipientNouns.test(said)) return 'policy';
  return senderWords.test(text) || senderAbroad.test(text) ? 'sender-rejected' : null;
}
