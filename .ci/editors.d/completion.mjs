// Asks a language server for completions: completion.mjs FILE LINE COLUMN WORD COMMAND...
// Lines and columns start at zero. Fails unless the word is among them, with a description.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [file, line, character, word, command, ...options] = process.argv.slice(2);
const server = spawn(command, options, { stdio: ['pipe', 'pipe', 'ignore'] });
const textDocument = { uri: pathToFileURL(file).href };
const waiting = new Map();
let asked = 0;
let unread = Buffer.alloc(0);

function send(message) {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

function ask(method, params) {
    const id = ++asked;
    send({ id, method, params });
    return new Promise((resolve) => waiting.set(id, resolve));
}

server.stdout.on('data', (bytes) => {
    unread = Buffer.concat([unread, bytes]);
    for (;;) {
        const start = unread.indexOf('\r\n\r\n') + 4;
        if (start < 4) return;
        const end = start + Number(/Content-Length: (\d+)/i.exec(unread.subarray(0, start))[1]);
        if (unread.length < end) return;
        const message = JSON.parse(unread.subarray(start, end));
        unread = unread.subarray(end);
        // The server's own questions are about settings, which are those of anybody.
        if (message.method && message.id !== undefined) send({ id: message.id, result: null });
        else if (message.id !== undefined) waiting.get(message.id)(message.result ?? message.error);
        else waiting.get(message.method)?.();
    }
});

await ask('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
send({ method: 'initialized', params: {} });
// A server that tells the mistakes in a file has read its schema.
const checked = new Promise((resolve) => waiting.set('textDocument/publishDiagnostics', resolve));
const text = readFileSync(file, 'utf8');
send({ method: 'textDocument/didOpen', params: { textDocument: { ...textDocument, languageId: 'toml', version: 1, text } } });
await checked;
const position = { line: Number(line), character: Number(character) };
const reply = await ask('textDocument/completion', { textDocument, position });
server.kill();
const items = reply?.items ?? reply ?? [];
const found = items.find((item) => item.label.replaceAll('"', '') === word);
if (!found?.documentation) {
    console.error(`error: \`${word}\` is not among the completions: ${JSON.stringify(reply)}`);
    process.exit(1);
}
