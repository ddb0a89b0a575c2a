// The way in: what the invite's link opens in a chat app, and what wrong, used and strange codes meet.
import assert from 'node:assert/strict';
import { journey } from './journey.mjs';
import { createStudio, studioOfTwo } from './studio.mjs';

const WECHAT = 'Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0.6723.103 '
  + 'Mobile Safari/537.36 XWEB/1300473 MMWEBSDK/20250201 MicroMessenger/8.0.57.2820(0x28003933) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN';

journey('in a chat app the link redeems nothing and shows the one way out', async (stage) => {
  const { invite } = await createStudio(stage);
  const guest = await stage.teacher('在微信里的周慧敏', { userAgent: WECHAT });
  await guest.page.goto(invite.link);
  await guest.page.locator('#chat-way').waitFor();
  assert.equal(await guest.page.locator('#open-way').isVisible(), false);
  assert.equal((await guest.page.locator('#invite-code').textContent()).replace('-', ''), invite.code);
  assert.deepEqual(guest.sent.filter((line) => line.startsWith('POST')), [], 'nothing was sent');
  const phone = await stage.teacher('周慧敏');
  await phone.join(invite.link);
});

journey('a wrong code is said to be wrong, and the right one still works', async (stage) => {
  const { invite } = await createStudio(stage);
  const phone = await stage.teacher('周慧敏');
  await phone.goto('join');
  await phone.at('join-code').fill('ZZZZ-ZZZZ');
  assert.match(await phone.at('join-error').first().textContent(), /邀请码/);
  await phone.at('join-code').fill(` ${invite.code.slice(0, 4).toLowerCase()} - ${invite.code.slice(4)} `);
  await phone.at('join-invite').waitFor();
  await phone.at('join-name').fill('周慧敏');
  await phone.at('join-go').click();
  await phone.at('home').waitFor();
});

journey('a used code lets its person in again and nobody else', async (stage) => {
  const { invite } = await studioOfTwo(stage);
  const stranger = await stage.teacher('张三');
  await stranger.page.goto(invite.link);
  await stranger.page.locator('#open-way a').click();
  await stranger.at('join-name').fill('张三');
  await stranger.at('join-go').click();
  assert.match(await stranger.at('join-error').first().textContent(), /邀请/);
  const again = await stage.teacher('王丽');
  await again.join(invite.link);
  await again.sync();
  await again.begin('mentoring');
  await again.field('mentee').getByTestId('person-孙梅').waitFor();
});
