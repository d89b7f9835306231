import { escapeTerminal } from '../core.ts';
import { helpFor } from './help.ts';
import type { Problem } from './inputs.ts';
import { Output, ReaderGone } from './output.ts';
import { readSummary, renderSummary } from './summarize.ts';
import { type Command, parseCommand, UsageError } from './usage.ts';

/** What the command line needs of its process. */
export interface Terminal {
  stdout: NodeJS.WritableStream & import('node:stream').Writable;
  stderr: { write(text: string): unknown };
  /** UTC milliseconds. */
  now(): number;
  timeZone: string;
  version(): string;
}

/** Runs one command. @returns the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const say = (message: string) => void terminal.stderr.write(`mail-log: ${message.split('\n').map(escapeTerminal).join('\n')}\n`);
  try {
    return await runCommand(parseCommand(args, terminal.timeZone), terminal, say);
  } catch (error) {
    if (error instanceof ReaderGone) return 0;
    if (error instanceof UsageError) {
      say(`${error.message}\nSee: mail-log help`);
      return 2;
    }
    const { code, path, message } = error as NodeJS.ErrnoException;
    say(code !== undefined ? `${path ? `${path}: ` : ''}${message}` : `this is a fault of Mail Log: ${error instanceof Error ? error.stack : error}`);
    return 1;
  }
}

/** What a command needs is loaded with it. */
async function runCommand(command: Command, terminal: Terminal, say: (message: string) => void): Promise<number> {
  switch (command.name) {
    case 'help':
      return print(helpFor(command.topic), null, terminal);
    case 'version':
      return print(`${terminal.version()}\n`, null, terminal);
    case 'explain': {
      const { explainReply } = await import('./explain.ts');
      return print(explainReply(command), null, terminal);
    }
    case 'explain-table': {
      const { explainTable } = await import('./explain.ts');
      return inOutput(null, terminal, async (output) => report(await explainTable(command, output), say));
    }
    case 'events': {
      const { runEvents } = await import('./events.ts');
      return inOutput(command.output, terminal, async (output) => report(await runEvents(command, output, terminal.now(), say), say));
    }
    case 'summarize': {
      if (command.follow) return followed(command, terminal, say);
      const { summary, problems, read } = await readSummary(command, terminal.now(), say);
      const code = report(problems, say);
      if (read === 0 && summary.inputs.every(({ lines }) => lines === 0)) return code;
      await print(renderSummary(summary, command.format), command.output, terminal);
      return code;
    }
  }
}

async function followed(command: Extract<Command, { name: 'summarize' }>, terminal: Terminal, warn: (message: string) => void): Promise<number> {
  const { followSummary } = await import('./summarize-follow.ts');
  const isTerminal = (terminal.stdout as Partial<NodeJS.WriteStream>).isTTY === true;
  return inOutput(null, terminal, async (output) => report(await followSummary(command, output, { isTerminal, now: terminal.now, warn }), warn));
}

async function print(text: string, path: string | null, terminal: Terminal): Promise<number> {
  return inOutput(path, terminal, async (output) => {
    output.write(text);
    return 0;
  });
}

async function inOutput(path: string | null, terminal: Terminal, work: (output: Output) => Promise<number>): Promise<number> {
  const output = new Output(path, terminal.stdout);
  const code = await work(output);
  await output.end();
  return code;
}

/** Names each input that could not be read. @returns the exit code. */
function report(problems: readonly Problem[], say: (message: string) => void): number {
  for (const { path, message } of problems) say(`${path === '-' ? 'standard input' : path}: ${message}`);
  return problems.length > 0 ? 1 : 0;
}
