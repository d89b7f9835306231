import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultKnowledge } from '../../../server/src/knowledge/default.ts';
import { createJudge } from '../../../server/src/verdict/judge.ts';

const { judge } = createJudge(defaultKnowledge());

const aboutTheSender: string[] = [
  '553 5.1.8 Return address does not exist: user unknown',
  '550 your mail address a@b.example does not exist (callback)',
  '550 Could not verify <a@b.example>: remote host said: 550 unknown user',
  '550 Bounce address invalid: no such user',
  '550 5.1.8 user disabled',
  '550 HELO host unknown',
  '535 5.7.8 user unknown',
  '550 cannot verify your address, user does not exist at your domain',
  '550 Authenticated user unknown',
  '550 This account is not allowed to send, mailbox disabled',
  '550 No such domain for sender',
  '550 Your SMTP account is disabled',
  '550 5.1.1 Unknown user in From: header',
  '554 5.2.0 STOREDRV.Submission: account disabled',
  '550 5.7.1 SMTP user disabled by administrator',
  '550 Reply-To address does not exist',
  "550 Host unknown: your server's name does not resolve",
  '550 Hesabınız askıya alındı',
  '550 5.7.1 user a@b.example blocked: compromised account',
  '550 message from non-existing local user',
  '525 5.7.13 User Account Disabled',
  '550 Usuário ou senha inválidos',
  '550 <a@b.example>: Recipient address rejected: Access denied',
  '550 5.7.1 <a@b.example>: Recipient address rejected: Blocked ldap:ou=rblmx,dc=att,dc=net',
  "5.1.0 - Unknown address error 550-'Transaction failed. Your IP is blocked'",
  '550 5.1.1 <anna@mail.example>: Recipient address rejected: Your server is unknown, no such user',
  '550 5.1.1 <anna@mail.example>: Recipient address rejected: sender does not exist',
  '554 5.7.1 <anna@mail.example>: Recipient address rejected: 192.0.2.25 blocked, see our policy',
  '554 5.7.1 <anna@mail.example>: Recipient address rejected: not in approved list',
  '554 5.7.1 <anna@mail.example>: Recipient address rejected: mandatory encryption not in use',
  '550 差出人のドメインが存在しません',
  '550 发件人域名不存在',
  '550 보낸 사람의 도메인이 존재하지 않습니다',
  '550 Le domaine de l’expéditeur n’existe pas',
  '550 El dominio del remitente no existe',
  '550 O domínio do remetente não existe',
  '550 Il dominio del mittente non esiste',
  '550 Domein van afzender bestaat niet',
  '550 Domena nadawcy nie istnieje',
  '550 Doména odesílatele neexistuje',
  '550 Домен отправителя не существует',
  '550 A feladó domainje nem létezik',
  '550 Gönderen adresi bulunamadı',
  '550 Avsändarens adress finns inte',
  '550 5.1.1 Votre compte n’existe pas',
  '550 5.1.1 Ihre Domain existiert nicht',
  '550 5.1.1 Su cuenta no existe',
  '550 5.1.1 您的域名不存在',
];
for (const text of aboutTheSender) {
  test(`no recipient is suppressed for: ${text}`, () => assert.notEqual(judge({ text, saidBy: 'remote' }).action, 'suppress'));
}

test('before RCPT nobody is unknown but the sender', () => {
  const text = '550 5.1.1 User unknown';
  assert.deepEqual(
    (['connect', 'ehlo', 'auth', 'mail'] as const).map((phase) => judge({ text, saidBy: 'remote', phase }).reason),
    ['policy', 'policy', 'smtp-auth', 'sender-rejected'],
  );
  for (const phase of ['rcpt', 'data', 'end-of-data', null] as const)
    assert.equal(judge({ text, saidBy: 'remote', phase }).action, 'suppress', `${phase}`);
});

test('a recipient who does not exist is suppressed, also where explanations follow', () => {
  for (const text of [
    '550 5.1.1 <x@b.example>: Recipient address rejected: User unknown in virtual mailbox table',
    "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos",
    '550 5.1.1 User unknown; please check the address you wrote to and tell the sender',
    '550 5.1.1 <x@b.example>: Recipient address rejected: Mailbox is blocked on this server',
    '550 5.1.1 <x@b.example>: Recipient address rejected: Der Empfänger existiert nicht',
    '550 5.1.1 El destinatario no existe',
    '550 5.1.1 收件人不存在',
    '550 5.1.1 送信先のメールアドレスが存在しません',
    '550 5.1.1 Użytkownik nie istnieje',
  ])
    assert.equal(judge({ text, saidBy: 'remote' }).action, 'suppress', text);
});

test('whose address, host or login it is decides before any code about a recipient', () => {
  const speakers = [
    'Your IP address',
    'Client host 192.0.2.25',
    'The sending host',
    'Your mail server',
    'The sender',
    'Envelope sender',
    'Your domain',
    'Your HELO name',
    'Your login',
    'Authenticated user',
    'The originating address',
    'Return path address',
    'Reverse-path',
    'Absender',
    'Expéditeur',
    'Remitente',
    'Mittente',
    'Отправитель',
    '送信者',
    '发件人',
  ];
  const faults = ['is unknown', 'does not exist', 'not found', 'is disabled', 'is not valid', 'is suspended', 'closed', 'user unknown'];
  const codes = ['550', '550 5.1.1', '550 5.1.0', '550 5.2.1', '553 5.1.3', '554 5.1.10', '550 5.1.2'];
  const harmed = speakers.flatMap((speaker) =>
    faults.flatMap((fault) => codes.map((code) => `${code} ${speaker} ${fault}`).filter((text) => judge({ text }).action === 'suppress')),
  );
  assert.deepEqual(harmed, []);
});

test('capitals make no difference to whom a reply is about', () => {
  for (const text of aboutTheSender) {
    const [small, large] = [text.toLowerCase(), text.toUpperCase()].map((said) => judge({ text: said, saidBy: 'remote' }));
    assert.notEqual(large.action, 'suppress', text);
    assert.equal(small.reason, large.reason, text);
  }
});
