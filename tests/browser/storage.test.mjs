// The phone's disk when things go wrong: a damaged database is set aside and filled again from the server; where the browser
// refuses a disk, the app says what that means and goes on.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { createStudio, ROSTER, STUDIO, studioOfOne } from './studio.mjs';

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

/** A browser that has private files by name but refuses them, as some private windows do: told to the engine's worker. */
async function refuseDisk({ context }) {
  await context.route('**/assets/worker-*.js', async (route) => {
    const answer = await route.fetch();
    const refusing = "StorageManager.prototype.getDirectory = async () => { throw new DOMException('no', 'SecurityError'); };";
    await route.fulfill({ response: answer, body: `${refusing}\n${await answer.text()}` });
  });
}

journey('where the browser refuses a disk the app says what that means, and what is recorded reaches the server', async (stage) => {
  const { officer, invite } = await createStudio(stage);
  const chief = await stage.teacher(STUDIO.chief);
  await refuseDisk(chief);
  await chief.join(invite.link);
  const told = chief.at('banner-storage');
  await told.waitFor();
  assert.match(await told.textContent(), /不能离线保存/);
  await chief.pastePeople(ROSTER);
  await chief.begin('activity');
  await chief.fillActivity({ topic: '没有|meiyou 抽屉|chouti', place: '学区|xuequ', people: ['王丽'] });
  await chief.at('ready').waitFor({ state: 'attached' });
  await chief.at('submit').click();
  await chief.at('not-saved-tick').waitFor();
  assert.match(await chief.at('not-saved-tick').textContent(), /只在这一页，还没存住/);
  await chief.sync();
  await officer.openStudio(STUDIO.name);
  await officer.indicator(5).getByRole('link').first().click();
  await officer.page.locator('table.evidence .row-door').getByText('没有抽屉').waitFor();
});
