// Screens and pages as everybody must be able to use them: accessible, on a narrow phone with large letters, without a
// sideways scroll. axe-core judges; serious and critical issues are none.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { journey } from './journey.mjs';
import { APP_SCREENS, BUREAU_PAGES, demoChief, demoOfficer } from './demo.mjs';
import { County } from './county.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NARROW = { width: 320, height: 640 };

/** The serious issues of what is on screen, one line each. */
async function seriousIssues(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`));
}

/** What sticks out at the right, of the page or of a box that cuts it off; nothing on a page that fits. */
function sticksOut(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    const boxes = [...document.querySelectorAll('.box, .card')].filter((box) => box.scrollWidth > box.clientWidth + 1);
    if (boxes.length > 0) return boxes.map((box) => `cut by ${box.scrollWidth - box.clientWidth}: ${box.textContent.slice(0, 40)}`);
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > clientWidth + 1);
    return wide.slice(0, 5).map((one) => `${one.tagName}.${one.className}: ${Math.round(one.getBoundingClientRect().right)}`);
  });
}

journey('every screen of the app is accessible and fits 320 px with 特大 letters', async (stage) => {
  const chief = await demoChief(stage);
  const issues = [];
  for (const screen of APP_SCREENS) {
    await screen.open(chief);
    for (const issue of await seriousIssues(chief.page)) issues.push(`${screen.name}: ${issue}`);
  }
  await chief.tab('me');
  await chief.at('size-huge').click();
  await chief.page.setViewportSize(NARROW);
  for (const screen of APP_SCREENS) {
    await screen.open(chief);
    for (const wide of await sticksOut(chief.page)) issues.push(`${screen.name} at 320 px, 特大: ${wide}`);
  }
  assert.deepEqual(issues, []);
}, County.demo);

journey('every page of the bureau is accessible and fits a phone', async (stage) => {
  const officer = await demoOfficer(stage);
  const issues = [];
  for (const page of BUREAU_PAGES) {
    await page.open(officer);
    for (const issue of await seriousIssues(officer.page)) issues.push(`${page.name}: ${issue}`);
    if (page.paper) continue;
    for (const wide of await sticksOut(officer.page)) issues.push(`${page.name}: ${wide}`);
    await officer.page.setViewportSize({ width: 360, height: 740 });
    for (const wide of await sticksOut(officer.page)) issues.push(`${page.name} at 360 px: ${wide}`);
    await officer.page.setViewportSize(officer.size);
  }
  assert.deepEqual(issues, []);
}, County.demo);
