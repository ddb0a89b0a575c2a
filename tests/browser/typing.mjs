// Chinese as an input method types it: pinyin grows letter by letter inside a composition, then a word replaces it. Pages see
// compositionstart, compositionupdate and compositionend, and key events that say "process", as with a real input method.

const PROCESS_KEY = 229;

/**
 * Types words into a field, over what stood there. Each word is `汉字|pinyin`; without `|` it is typed as plain keys.
 * @param field a locator
 */
export async function typeChinese(page, field, words) {
  const cdp = await page.context().newCDPSession(page);
  await field.click();
  await page.keyboard.press('ControlOrMeta+A');
  for (const word of words.split(' ')) {
    const [text, pinyin] = word.split('|');
    if (pinyin) await composeWord(cdp, text, pinyin);
    else await page.keyboard.insertText(text);
  }
  await cdp.detach();
}

/** One word, its pinyin seen while it grows. Enter during a composition belongs to the input method. */
export async function composeWord(cdp, text, pinyin, { enter = false } = {}) {
  for (let typed = 1; typed <= pinyin.length; typed += 1) {
    const letters = pinyin.slice(0, typed);
    await processKey(cdp, pinyin[typed - 1]);
    await cdp.send('Input.imeSetComposition', { text: letters, selectionStart: typed, selectionEnd: typed });
  }
  if (enter) await processKey(cdp, 'Enter');
  await cdp.send('Input.insertText', { text });
}

async function processKey(cdp, key) {
  const event = { windowsVirtualKeyCode: PROCESS_KEY, key: 'Process', code: key === 'Enter' ? 'Enter' : `Key${key.toUpperCase()}` };
  await cdp.send('Input.dispatchKeyEvent', { ...event, type: 'rawKeyDown' });
  await cdp.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' });
}
