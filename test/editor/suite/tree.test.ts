import { session } from './extension.ts';
import { equal, open, test, until } from './suite.ts';

test('the tree shows the receivers of the open log with the numbers of the summary, down to the lines', async () => {
  const { tree, server } = await session();
  const document = await open('postfix-syslog/mail.log');
  const { summary } = await server.request('mailLog/summarize', { uris: [document.uri.toString()] });
  const troubled = summary.receivers.filter(({ reasons, bounced }) => reasons.length > 0 && bounced > 0);
  const [worst] = troubled;
  const receiver = await until(async () => {
    const nodes = await tree.getChildren();
    const root = nodes.find(({ id }) => id === document.uri.toString()); // where other logs are still open
    const entries = root ? await tree.getChildren(root) : nodes;
    const counts = `${worst?.bounced} bounced`;
    return entries.find(({ label, description }) => label === worst?.receiver && description?.includes(counts));
  }, `the receiver ${worst?.receiver} in the tree`);
  const [reason] = await tree.getChildren(receiver);
  equal(reason?.description, String(worst?.reasons[0]?.count), 'count of the first reason');
  const [recipient] = await tree.getChildren(reason);
  const [line] = await tree.getChildren(recipient);
  const text = document.lineAt((line?.place?.line ?? 1) - 1).text;
  if (!text.includes(`to=<${recipient?.label}>`)) throw new Error(`${recipient?.label} is not on its line: ${text}`);
});
