import { spawn } from 'node:child_process';
import { environment, root } from '../setup/pinned.mjs';

/** What one step found: how many tests passed and failed. */
export interface Counts {
  passed: number;
  failed: number;
}

/** One part of `npm test`. A step that throws counts as one failed test. */
export interface Step {
  name: string;
  run(): Promise<Counts>;
}

/** Runs the steps one after another, whatever fails, and returns the sum. Each is announced, and ends with its counts and time. */
export async function runSteps(steps: Step[]): Promise<Counts> {
  const sum: Counts = { passed: 0, failed: 0 };
  for (const step of steps) {
    console.log(`\n== ${step.name}`);
    const start = performance.now();
    const { passed, failed } = await step.run().catch((error: unknown) => {
      console.log(error instanceof Error ? error.message : String(error));
      return { passed: 0, failed: 1 };
    });
    console.log(`   ${step.name}: ${passed} passed, ${failed} failed (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    sum.passed += passed;
    sum.failed += failed;
  }
  return sum;
}

/** A step that runs one command of the project; it counts as one test, passed when the command exits with 0. */
export function commandStep(name: string, command: string, ...commandArguments: string[]): Step {
  return {
    name,
    async run() {
      const code = await execute(command, commandArguments);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

/** Runs a command in the root folder with the project's tools on the PATH; its output is shown. Resolves to its exit code. */
export function execute(command: string, commandArguments: string[], minutes = 10): Promise<number> {
  const child = spawn(command, commandArguments, { cwd: root, env: environment, stdio: ['ignore', 'inherit', 'inherit'], timeout: minutes * 60_000 });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
