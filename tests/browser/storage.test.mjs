// The phone's disk when things go wrong: a damaged database is set aside and filled again from the server.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { studioOfOne } from './studio.mjs';

/** Runs in a page of the same origin that has no engine: finds the pool's files and spoils the database in them. */
async function spoilDatabase({ folder, name, keepBytes }) {
  const files = [];
  const walk = async (directory) => {
    for await (const entry of directory.values()) {
      if (entry.kind === 'directory') await walk(entry);
      else files.push(entry);
    }
  };
  await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle(folder));
  const spoiled = [];
  for (const handle of files) {
    const file = await handle.getFile();
    const held = new TextDecoder().decode(await file.slice(0, 512).arrayBuffer()).split('\0')[0];
    if (!held.endsWith(name) && !held.endsWith(`${name}-wal`)) continue;
    if (file.size <= keepBytes) continue;
    const writable = await handle.createWritable({ keepExistingData: true });
    await writable.write({ type: 'write', position: keepBytes, data: new Uint8Array(file.size - keepBytes).fill(0xa5) });
    await writable.close();
    spoiled.push(held);
  }
  return spoiled;
}

journey('a damaged database is set aside, and the phone is filled again from the server', async (stage) => {
  const { chief } = await studioOfOne(stage);
  await chief.recordActivity({ topic: '坏了|huaile 也|ye 不|bu 丢|diu', place: '学区|xuequ', people: ['王丽'] });
  await chief.sync();
  // The page with the invite is of the same origin and runs no engine.
  await chief.page.goto(`${stage.county.address}/j`);
  const spoil = () => chief.page.evaluate(spoilDatabase, { folder: 'studio-db', name: 'studio-1.db', keepBytes: 8_192 });
  let spoiled = [];
  while (spoiled.length === 0) spoiled = await spoil().catch(() => []); // the old page lets go of its files in a moment
  await chief.goto('');
  await chief.at('home').waitFor();
  await chief.at('banner-storage').waitFor();
  await chief.sync();
  await chief.findsRecord('坏了也不丢');
  // 王丽 came last time and is ticked already.
  await chief.recordActivity({ topic: '接着|jiezhe 记|ji', place: '学区|xuequ', people: ['刘洋'] });
  await chief.sync();
});
