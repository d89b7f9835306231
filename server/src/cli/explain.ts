import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createJudge, defaultKnowledge, describeVerdict, type Judge, readPasted, type Verdict } from '../core.ts';
import { problemOf } from '../source/problem.ts';
import type { Problem } from './inputs.ts';
import type { Output } from './output.ts';

interface About {
  relay: string | null;
  own: boolean;
}

export function explainReply({ text, json, ...about }: About & { text: string; json: boolean }): string {
  const verdict = judgeText(createJudge(defaultKnowledge()), text, about);
  return json ? `${JSON.stringify(verdict, null, 2)}\n` : `${describeVerdict(verdict).plain}\n`;
}

/** One reply a line, in the first column where there are tabs; a header line names the columns. */
export async function explainTable({ file, ...about }: About & { file: string }, output: Output): Promise<Problem[]> {
  const judge = createJudge(defaultKnowledge());
  const input = file === '-' ? process.stdin : createReadStream(file);
  let first = true;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const text = line.replace(/^\ufeff/, '').split('\t', 1)[0];
      const isHeader = first && /^reply$/i.test(text.trim());
      first = false;
      if (isHeader) continue;
      if (output.write(`${JSON.stringify(judgeText(judge, text, about))}\n`)) await output.flush();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && !/^E(PIPE)$/.test(String(error.code)))
      return [{ path: file, message: problemOf(error).message }];
    throw error;
  }
  return [];
}

function judgeText(judge: Judge, text: string, { relay, own }: About): Verdict {
  return judge.judge(readPasted(text, { ...(relay !== null && { relay }), ...(own && { saidBy: 'own' as const }) }));
}
