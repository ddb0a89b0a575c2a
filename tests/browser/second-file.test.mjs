// The page comes in two files. When the network breaks between them, 首页 stands, a screen of the second file says what to
// do, and nothing else is needed once the network is back.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { createStudio, STUDIO } from './studio.mjs';

const SECOND_FILE = '**/assets/page-*-snippets/*.wasm';

journey('a screen whose file did not arrive says so, and opens once the network is back', async (stage) => {
  const { invite } = await createStudio(stage);
  const chief = await stage.teacher(STUDIO.chief);
  // As in a browser that keeps no files: else the service worker would fetch what the page could not.
  await chief.context.addInitScript(() => delete Navigator.prototype.serviceWorker);
  await chief.context.route(SECOND_FILE, (route) => route.abort('internetdisconnected'));
  await chief.join(invite.link);
  await chief.at('tab-team').click();
  await chief.page.getByText('这一页还没下载到手机').waitFor();
  await chief.at('later-again').click();
  await chief.page.getByText('这一页还没下载到手机').waitFor();
  const complaints = chief.takeComplaints();
  assert.ok(complaints.every((complaint) => /Failed to fetch/.test(complaint)), complaints.join('\n'));
  await chief.context.unroute(SECOND_FILE);
  await chief.at('later-again').click();
  await chief.at('team').waitFor();
  assert.equal(chief.sent.filter((request) => /snippets\/.*\.wasm$/.test(request)).length, 4, 'each try asks, and none asks twice');
});
