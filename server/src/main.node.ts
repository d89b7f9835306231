import { createConnection } from 'vscode-languageserver/node';
import { startServer } from './server.ts';
import { nodeRuntime } from './session/runtime.node.ts';

// without a word how to talk, over standard input and output: as editors start language servers
const transports = ['--stdio', '--node-ipc', '--socket', '--pipe'];
if (!process.argv.some((argument) => transports.some((transport) => argument.startsWith(transport)))) process.argv.push('--stdio');

startServer(createConnection(), nodeRuntime);
