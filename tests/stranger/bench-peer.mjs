// The published tus server over a folder, as npm gives it: what the county's is held against. Says its port.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const directory = mkdtempSync(path.join(tmpdir(), 'studio-peer-'));
process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
process.on('SIGTERM', () => process.exit());
process.on('disconnect', () => process.exit());
const server = new Server({ path: '/files', datastore: new FileStore({ directory }), relativeLocation: true });
const listening = server.listen({ host: '127.0.0.1', port: 0 }, () => process.send({ port: listening.address().port }));
