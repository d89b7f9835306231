import type { Page } from 'playwright-core';

/** What to open in a VS Code. */
export interface HostRequest {
  /** The folder of the extension under development, absolute. */
  extension: string;
  /** The folder that VS Code opens, absolute. The web host serves it read-only and keeps changes in memory. */
  folder: string;
  /** Files to open in editors, absolute; in the web host they must lie in the folder. */
  files?: string[];
  /** Settings on top of VS Code's own defaults. */
  settings?: Record<string, unknown>;
  /** A bundle that exports `run()`, absolute; in the web host it must lie in the extension's folder. */
  tests?: string;
  /** Size of the window in CSS pixels. */
  size?: { width: number; height: number };
  /** Gets what the extension host prints while tests run; without it nothing is shown. */
  log?: (text: string) => void;
}

/** A VS Code that runs in a page. */
export interface Host {
  page: Page;
  /** The exit code of the tests: 0 when `run()` ended well. Never settles without tests. */
  exitCode: Promise<number>;
  /** The URI under which this host knows a file of the machine. */
  uriOf(file: string): string;
  /** Ends VS Code and the browser, and removes what they wrote. */
  close(): Promise<void>;
}
