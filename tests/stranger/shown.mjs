// A document as a phone shows it: the proven changes of the log, and on top what this phone has not sent yet.
import * as Automerge from '@automerge/automerge';
import { hex } from './bytes.mjs';
import { genesis } from './documents.mjs';
import { Misshapen, formOf } from './form.mjs';

export class Shown {
  constructor(id, wanted) {
    Object.assign(this, { id, descriptor: wanted, changes: new Map(), unread: [] });
    this.showAgain([]);
  }

  /** Shows what the log has of it, and these on top. */
  showAgain(own) {
    const chunks = [genesis(this.id).chunk, ...[...this.changes.values(), ...own].map(({ body }) => body)];
    this.shown = Automerge.applyChanges(Automerge.init(), chunks)[0];
  }

  /** Takes a proven change in, unless its form is wrong or something that it builds on is not here. */
  take(envelope) {
    const start = hex(genesis(this.id).hash);
    // Other kinds of bodies are reserved: what they hold, this client cannot read.
    if (envelope.bodyKind !== 0) return false;
    try {
      const { deps } = formOf(envelope);
      if (!deps.every((dep) => dep === start || this.changes.has(dep))) return false;
    } catch (error) {
      if (error instanceof Misshapen) return false;
      throw error;
    }
    this.changes.set(hex(envelope.hash), envelope);
    this.shown = Automerge.applyChanges(this.shown, [envelope.body])[0];
    return true;
  }
}
