// The county's officer without a browser: the forms of the bureau's pages, filled in over HTTP.

/** Names and values of a page's first form that posts to `action`. */
function formOn(page, action) {
  const form = page.split('<form').find((part) => part.includes(`action="${action}"`));
  if (!form) throw new Error(`no form posts to ${action}`);
  const inputs = form.split('</form>')[0].match(/<input[^>]*>/g) ?? [];
  return Object.fromEntries(inputs.map((input) => [/name="([^"]*)"/.exec(input)[1], /value="([^"]*)"/.exec(input)?.[1] ?? '']));
}

const textOf = (page, id) => new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(page)[1].trim();

export class Bureau {
  static async of(county) {
    const bureau = new Bureau();
    bureau.address = county.address;
    await bureau.logIn(county.officer);
    return bureau;
  }

  async logIn({ account, password }) {
    const answer = await this.post('/bureau/login', { account, password, token: '' });
    this.cookie = answer.headers.get('set-cookie').split(';')[0];
  }

  async post(path, fields) {
    const headers = { origin: this.address, ...(this.cookie && { cookie: this.cookie }) };
    return fetch(this.address + path, { method: 'POST', headers, redirect: 'manual', body: new URLSearchParams(fields) });
  }

  async page(path) {
    const answer = await fetch(this.address + path, { headers: { cookie: this.cookie } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.text();
  }

  /** What a post leads to: its own page, or the one that it sends the browser to. */
  async submitted(path, fields) {
    const answer = await this.post(path, fields);
    const onward = answer.headers.get('location');
    return onward ? { path: onward, page: await this.page(onward) } : { path, page: await answer.text() };
  }

  /** A new studio and its chief; the chief's invite code, and the path of the studio's page. */
  async createStudio({ name, school, chief }) {
    const fields = { ...formOn(await this.page('/bureau/studios/new'), '/bureau/studios'), name, school, chief };
    fields['project-name'] = '乡村首席教师工作室建设';
    // a second one of this name is meant
    fields.same = name;
    const { path, page } = await this.submitted('/bureau/studios', fields);
    return { code: textOf(page, 'invite-code').replaceAll('-', ''), path };
  }

  /** 手机丢了. */
  stopDevice(studio, device) {
    return this.onPeople(studio, 'revoke', { device });
  }

  /** A grant ends: its holder has that role no longer. */
  endGrant(studio, grant) {
    return this.onPeople(studio, 'end', { grant });
  }

  async onPeople(studio, what, fields) {
    const action = `/bureau/studios/${studio}/${what}`;
    const { token } = formOn(await this.page(`/bureau/studios/${studio}/people`), action);
    const answer = await this.post(action, { token, ...fields });
    if (answer.status >= 400) throw new Error(`${action} answered ${answer.status}`);
  }
}
