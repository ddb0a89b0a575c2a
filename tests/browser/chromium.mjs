// Real Chromium for a journey: a profile of its own in a temporary folder, and everything that a page complains of.
import { chromium } from 'playwright-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROGRAM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** A phone of 360×740 with an empty profile. `complaints` collects page errors and console errors. */
export async function openPhone() {
  const profile = mkdtempSync(path.join(tmpdir(), 'studio-phone-'));
  // As root (in a container) Chromium refuses to start with its sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: PROGRAM, args, viewport: { width: 360, height: 740 }, locale: 'zh-CN',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, page, complaints, close };
}
