// What a run of attacks has found, as a person reads it.

/** Bytes of a fault beyond these are in nobody's eyes; the seed draws them again. */
const SHOWN = 1200;

export class Table {
  constructor() {
    this.rows = new Map();
    this.faults = [];
  }

  add(kind, tries, { counts, faults, slowest = 0 }) {
    const row = this.rows.get(kind) ?? { seeds: 0, tries: 0, counts: {}, slowest: 0 };
    row.slowest = Math.max(row.slowest, slowest);
    row.seeds += 1;
    row.tries += tries;
    for (const [what, count] of Object.entries(counts)) row.counts[what] = (row.counts[what] ?? 0) + count;
    this.rows.set(kind, row);
    this.faults.push(...faults);
  }

  /** Answers of 5xx, which nothing may call forth. */
  get serverErrors() {
    const all = [...this.rows.values()].flatMap(({ counts }) => Object.entries(counts));
    return all.filter(([what]) => /^(run )?5\d\d/.test(what)).reduce((sum, [, count]) => sum + count, 0);
  }

  toString() {
    const lines = [...this.rows].map(
      ([kind, row]) => `| ${kind} | ${row.seeds} | ${row.tries} | ${row.slowest} | ${said(row.counts)} |`,
    );
    const tries = [...this.rows.values()].reduce((sum, row) => sum + row.tries, 0);
    const end = `${tries} tries, ${this.serverErrors} of 5xx, ${this.faults.length} differences`;
    return ['| attack | seeds | tries | slowest answer, ms | seen |', '|---|---|---|---|---|', ...lines, '', end].join('\n');
  }
}

const said = (counts) =>
  Object.entries(counts)
    .sort()
    .map(([what, count]) => `${what.trim()} ${count}`)
    .join(' · ');

/** One difference between the page and the server: seed, try, what is right, what was seen, bytes. */
export function faultText({ seed, label, right, seen, bytes }) {
  return `seed ${seed}, "${label}"\n  right ${right}\n  seen  ${seen}\n  ${bytes.slice(0, SHOWN)}`;
}
