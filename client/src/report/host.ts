import type { FromPage, PageState, ToPage } from './messages.ts';

interface VsCodeApi {
  postMessage(message: FromPage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const api = acquireVsCodeApi();

/** The extension's side of the page. */
export const host = {
  send: (message: FromPage) => api.postMessage(message),
  state: (): PageState | null => api.getState() ?? null,
  /** Kept by VS Code across a reload of the window. */
  remember(part: Partial<PageState>): void {
    api.setState({ uris: [], filter: {}, sort: {}, scroll: 0, ...api.getState(), ...part });
  },
  listen(handler: (message: ToPage) => void): void {
    window.addEventListener('message', (event: MessageEvent<ToPage>) => handler(event.data));
  },
};
