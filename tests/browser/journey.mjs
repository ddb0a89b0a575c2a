// A journey's frame: a county and its people are opened for it, looked at when it fails, and closed after it. What their
// pages complained of without being expected fails it too.
import assert from 'node:assert/strict';
import test from 'node:test';
import { County } from './county.mjs';
import { Officer } from './officer.mjs';
import { Teacher } from './teacher.mjs';

/** Long enough for a slow machine that runs everything at once; a journey that hangs ends here. */
const LIMIT = { timeout: 240_000 };

/**
 * @param sentence what holds
 * @param walk gets the stage: `county`, and `teacher(name, wishes)`, `officer(wishes)` that open a browser each
 */
export function journey(sentence, walk, open = County.open) {
  test(sentence, LIMIT, async () => {
    const county = await open();
    const people = [];
    const enter = async (person) => {
      people.push(person);
      return person;
    };
    const stage = {
      county,
      teacher: async (name, wishes) => enter(await Teacher.with(county, name, wishes)),
      officer: async (wishes) => enter(await Officer.of(county, wishes)),
    };
    try {
      await walk(stage);
      for (const person of people) assert.deepEqual(person.takeComplaints(), [], `${person.name}'s browser complained`);
    } catch (error) {
      await lookAround(people, county);
      throw error;
    } finally {
      for (const person of people) await person.close();
      await county.close();
    }
  });
}

/** A picture and the complaints of everybody, and what the server said: for whoever looks into the failure. */
async function lookAround(people, county) {
  for (const person of people) {
    await person.photograph().catch(() => {});
    console.error(`${person.name}: ${person.page?.url()}\n  ${person.takeComplaints().join('\n  ')}`);
  }
  console.error(county.words.split('\n').slice(-40).join('\n'));
}
