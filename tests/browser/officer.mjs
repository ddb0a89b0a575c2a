// What the county's officer does on the bureau's pages, in a browser of 1280×800.
import { Browser, DESK } from './browser.mjs';

export class Officer extends Browser {
  static async of(county, wishes = {}) {
    const officer = new Officer('郑科长', wishes.size ?? DESK, wishes);
    officer.county = county;
    await officer.start();
    return officer;
  }

  async goto(path = '') {
    await this.page.goto(`${this.county.address}/bureau/${path}`);
  }

  async logIn({ account, password } = this.county.officer) {
    await this.goto('login');
    await this.page.locator('#account').fill(account);
    await this.page.locator('#password').fill(password);
    await this.page.locator('form button[type=submit]').click();
    await this.page.waitForURL('**/bureau/');
  }

  /** Creates a studio with its chief; returns the invite for the chief's phone. */
  async createStudio(fields) {
    await this.goto('studios/new');
    for (const [id, text] of Object.entries(fields)) await this.page.locator(`#${id}`).fill(text);
    await this.page.locator('form.form-page button[type=submit]').click();
    return this.inviteOnPage();
  }

  async inviteOnPage() {
    const text = async (id) => (await this.page.locator(id).textContent()).trim();
    return { code: (await text('#invite-code')).replace('-', ''), link: await text('#invite-link') };
  }

  /** Opens the report of the only studio of that name. */
  async openStudio(name) {
    await this.goto();
    await this.page.getByRole('link', { name }).first().click();
    await this.page.locator('.indicator-table').waitFor();
  }

  /** 手机丢了: stops the phones of a member. */
  async stopPhone(studio, member) {
    await this.openStudio(studio);
    await this.page.locator('a.btn[href$="/people"]').click();
    const line = this.page.locator('.member').filter({ hasText: member });
    await line.locator('.member-device summary').first().click();
    await line.locator('.member-device button').first().click();
    await line.getByText('已停用').waitFor();
  }

  /** The report's row of an indicator, by its number in the guide. */
  indicator(number) {
    return this.page.locator('tr.indicator-row').filter({ has: this.page.locator('.ind-no', { hasText: new RegExp(`^\\s*${number}\\s*$`) }) });
  }
}
