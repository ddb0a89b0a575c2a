// What a record costs in taps and keys, printed as a table, never judged: `node tests/browser/stopwatch.mjs [type …]` after the
// web app and the server are built. The chief of a studio makes each type of work twice with all that handing in asks for:
// once as the first of its kind, once as the second, with what the app then fills and offers. Both begin on 首页 and end at
// ✓. A paragraph of a paper and a record out of one sentence stand below.
//
// Counted is what a finger does: a tap on a thing, a tap into a field, each letter of pinyin and the space that takes the
// word, each digit. The phone's own calendar is CALENDAR_TAPS. Swipes are told and not in the seconds; nor is thinking.
import { County } from './county.mjs';
import { Officer } from './officer.mjs';
import { studioOfOne } from './studio.mjs';
import { Teacher } from './teacher.mjs';
import { typeChinese } from './typing.mjs';

/** The keystroke-level model, on glass. */
const SECONDS_A_TAP = 1.1;
const SECONDS_A_KEY = 0.28;
/** Into the field, on the day, 确定. */
const CALENDAR_TAPS = 3;
/** What one swipe brings up of a screen, as a part of it. */
const SWIPE = 0.6;
const DAY_MS = 86_400_000;

/** A day so many days from now, as a field holds it. */
const dayFromNow = (days) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

const MORE_PEOPLE = `姓名	学校	乡镇	学科
马兰	大王庄小学	大王庄乡	语文
吴桂芳	柳河小学	柳河乡	语文
冯建国	赵桥乡中心小学	赵桥乡	语文
何秀英	赵桥乡第二小学	赵桥乡	语文`;
const MET = ['周慧敏', '王丽', '孙梅', '刘洋', '陈晨', '赵强', '马兰', '吴桂芳'];

const names = process.argv.slice(2);
const wanted = (types) => types.filter((type) => names.length === 0 || names.includes(type));

/** A teacher's finger: does what is still to do, and counts it. */
class Finger {
  constructor(teacher) {
    this.teacher = teacher;
    this.page = teacher.page;
    this.begins();
  }

  begins() {
    Object.assign(this, { taps: 0, keys: 0, swipes: 0 });
  }

  get spent() {
    const { taps, keys, swipes } = this;
    return { taps, keys, swipes, seconds: taps * SECONDS_A_TAP + keys * SECONDS_A_KEY };
  }

  async reaches(target) {
    await target.waitFor();
    const away = await target.evaluate((element) => {
      const [{ top, bottom }, dock] = [element.getBoundingClientRect(), document.querySelector('.dock')];
      const foot = dock && !dock.contains(element) ? dock.getBoundingClientRect().top : innerHeight;
      return Math.max(0, bottom - foot, -top) / innerHeight;
    });
    this.swipes += Math.ceil(away / SWIPE);
  }

  async tap(target) {
    await this.reaches(target);
    await target.click();
    this.taps += 1;
  }

  at(testid) {
    return this.teacher.at(testid);
  }

  field(key) {
    return this.teacher.field(key);
  }

  /** Types where nothing stands yet. */
  async types(key, words) {
    const field = this.at(`field-${key}`);
    await this.reaches(field);
    if ((await field.inputValue()) !== '') return;
    await typeChinese(this.page, field, words);
    this.taps += 1;
    for (const word of words.split(' ')) {
      const [text, pinyin] = word.split('|');
      this.keys += pinyin ? pinyin.length + 1 : text.length;
    }
  }

  async picks(key, word) {
    const chip = this.at(`chip-${key}-${word}`);
    await this.field(key).waitFor();
    if (!(await chip.isVisible())) await this.tap(this.at(`chip-${key}-more`));
    await this.tap(chip);
  }

  /** A day that the form does not know yet. */
  async day(key, day) {
    const field = this.at(`field-${key}`);
    await this.reaches(field);
    await field.fill(day);
    this.taps += CALENDAR_TAPS;
  }

  /** The one person of a field. */
  async chooses(key, name) {
    const person = this.field(key).getByTestId(`person-${name}`);
    await this.field(key).waitFor();
    if (!(await person.isVisible())) await this.tap(this.field(key).getByTestId(`other-${key}`));
    if (!(await person.locator('input').isChecked())) await this.tap(person);
  }

  /** Who came: name by name, or as the last time. */
  async meets(names) {
    const asLast = this.at('people-as-last');
    await this.field('attendance').waitFor();
    if (await asLast.isVisible()) return this.tap(asLast);
    for (const name of names) await this.tap(this.field('attendance').getByTestId(`person-${name}`));
    return undefined;
  }

  /** A place is written once; from then on it stands there. */
  async place(words) {
    await this.field('place').waitFor();
    if (await this.at('field-place').isVisible()) await this.types('place', words);
  }

  /** What was seen of a lesson: three lines ticked, the two texts drafted from them. */
  async ticks() {
    for (const [word, line] of [['mark-yes', 0], ['mark-yes', 1], ['mark-no', 3]]) await this.tap(this.at(word).nth(line));
    await this.tap(this.at('feedback-draft'));
    await this.page.waitForFunction(() => document.querySelector('[data-testid=field-suggestions]').value !== '');
  }

  /** From 首页: by the door of what was used last, or by 记一笔. */
  async opens(type) {
    const doors = this.page.locator('.quick-door');
    await doors.first().waitFor();
    const door = this.at('home').getByTestId(`new-${type}`);
    if (!(await door.isVisible())) await this.tap(this.at('tab-new'));
    await this.tap(this.at(`new-${type}`));
    await this.at('form').waitFor();
  }

  async handsIn() {
    await this.at('ready').waitFor({ state: 'attached' });
    await this.tap(this.at('submit'));
    const [ahead, tick] = [this.at('dialog-yes'), this.at('saved-tick')];
    await ahead.or(tick).first().waitFor();
    if (await ahead.isVisible()) await this.tap(ahead); // a day that is still to come is asked about
    await tick.waitFor();
  }
}

/** What is filled of each type, in the order in which its form asks. */
const WORK = {
  activity: async (finger) => {
    await finger.picks('kind', 'theme-research');
    await finger.types('topic', '大单元|dadanyuan 整体|zhengti 教学|jiaoxue 与|yu 作业|zuoye 设计|sheji');
    await finger.place('赵桥乡|zhaoqiaoxiang 中心|zhongxin 小学|xiaoxue');
    await finger.meets(MET);
  },
  observation: async (finger) => {
    await finger.chooses('teacher', '王丽');
    await finger.types('subject', '语文|yuwen');
    await finger.types('lesson_title', '落花生|luohuasheng 第二|dier 课时|keshi');
    await finger.ticks();
  },
  mentoring: async (finger) => {
    await finger.chooses('mentee', '王丽');
    await finger.picks('mode', 'preparing');
    await finger.picks('dimensions', 'craft');
    await finger.types('content', '一起|yiqi 备|bei 落花生|luohuasheng 理清|liqing 提问|tiwen 的|de 层次|cengci');
    await finger.types('advice', '问题|wenti 写在|xiezai 教案|jiaoan 里|li 问完|wenwan 等|deng 三秒|sanmiao');
  },
  reflection: async (finger) => {
    await finger.picks('kind', 'teaching');
    await finger.types('title', '教|jiao 落花生|luohuasheng 以后|yihou 的|de 反思|fansi');
    await finger.types('content', '朗读|langdu 时间|shijian 太短|taiduan 下次|xiaci 先|xian 让|rang 学生|xuesheng 读透|dutou 再|zai 讨论|taolun');
  },
  pairing: async (finger) => {
    await finger.chooses('mentee', '孙梅');
    await finger.types('goal', '一年|yinian 内|nei 独立|duli 上好|shanghao 一节|yijie 县级|xianji 公开课|gongkaike');
  },
  growth: async (finger) => {
    await finger.types('goal', '两年|liangnian 内|nei 带出|daichu 三名|sanming 能|neng 上|shang 公开课|gongkaike 的|de 教师|jiaoshi');
  },
  topic: async (finger) => {
    await finger.types('title', '乡村|xiangcun 小学|xiaoxue 习作|xizuo 分层|fenceng 指导|zhidao 的|de 研究|yanjiu');
    await finger.picks('level', 'county');
    await finger.picks('stage', 'approved');
    await finger.day('approved_on', dayFromNow(-80));
  },
  resource: async (finger) => {
    await finger.picks('kind', 'slides');
    await finger.types('title', '五年级|wunianji 落花生|luohuasheng 教学|jiaoxue 课件|kejian');
  },
  outcome: async (finger) => {
    await finger.picks('kind', 'paper');
    await finger.types('title', '乡村|xiangcun 小学|xiaoxue 习作|xizuo 教学|jiaoxue 初探|chutan');
    await finger.picks('level', 'county');
    await finger.types('issuer', '临溪县|linxixian 教研室|jiaoyanshi');
    await finger.types('proof', '证书|zhengshu 在|zai 学校|xuexiao 档案柜|danganjui');
  },
  survey: async (finger) => {
    await finger.types('about', '大单元|dadanyuan 教研|jiaoyan 活动|huodong 满意度|manyidu');
    await finger.types('answered', '28');
  },
  milestone: async (finger) => {
    await finger.types('title', '第一|diyi 阶段|jieduan 建队|jiandui 摸底|modi');
    await finger.day('from', dayFromNow(-90));
    await finger.day('to', dayFromNow(50));
    await finger.types('task', '组建|zujian 团队|tuandui 摸清|moqing 各校|gexiao 教研|jiaoyan 需求|xuqiu');
    await finger.types('landmark', '团队|tuandui 名单|mingdan 和|he 一份|yifen 摸底|modi 报告|baogao');
  },
  task: async (finger) => {
    await finger.types('what', '每月|meiyue 一次|yici 主题|zhuti 教研|jiaoyan 活动|huodong');
    await finger.picks('kind', 'research');
    await finger.day('due', dayFromNow(60));
  },
  support: async (finger) => {
    await finger.picks('kind', 'policy');
    await finger.types('title', '关于|guanyu 支持|zhichi 首席|shouxi 教师|jiaoshi 工作室|gongzuoshi 的|de 通知|tongzhi');
    await finger.types('issuer', '临溪县|linxixian 教育局|jiaoyuju');
    await finger.day('day', dayFromNow(-80));
  },
  budget: async (finger) => {
    await finger.picks('account', 'books');
    await finger.types('what', '教师|jiaoshi 共读|gongdu 书籍|shuji 二十|ershi 册|ce');
    await finger.types('amount', '1200');
  },
  expense: async (finger) => {
    await finger.types('what', '买|mai 教师|jiaoshi 共读|gongdu 书籍|shuji 二十|ershi 册|ce');
    await finger.types('amount', '860');
    await finger.picks('account', 'books');
  },
};

/** A line of 记一笔 becomes a form; what the line did not tell is tapped. */
async function sentence(finger) {
  await finger.tap(finger.at('tab-new'));
  await finger.types('sentence', '今天|jintian 听了|tingle 孙梅|sunmei 的|de 《 落花生|luohuasheng 》');
  await finger.tap(finger.at('sentence-go'));
  await finger.at('said-line').waitFor();
  await finger.types('subject', '语文|yuwen');
  await finger.ticks();
  await finger.handsIn();
}

/** A paragraph of the 案例, from 结项罗盘 on. */
async function paragraph(finger) {
  await finger.tap(finger.at('compass').getByRole('link').first());
  await finger.tap(finger.at('deliverable').filter({ hasText: '案例' }).first());
  await finger.at('paper-head').waitFor();
  await finger.tap(finger.at('paper-add').first());
  await finger.types('text', '我们|women 从|cong 一节|yijie 习作课|xizuoke 改起|gaiqi 先|xian 备|bei 后|hou 磨|mo 再|zai 推开|tuikai');
  await finger.tap(finger.at('save'));
  await finger.at('paper-head').waitFor();
}

/** A type from 首页 to ✓. */
const record = (type) => async (finger) => {
  await finger.opens(type);
  await WORK[type](finger);
  await finger.handsIn();
};

/**
 * The same twice, each time from 首页. Each type has a day of its own: what was used last is told by days, and nobody makes
 * all of them on one.
 */
async function twice(finger, walk, day) {
  const { teacher } = finger;
  const spent = [];
  for (const _ of [1, 2]) {
    await teacher.goto('');
    await finger.at('compass').waitFor();
    await teacher.clockRunsAhead(day * DAY_MS);
    await teacher.tab('records');
    await teacher.tab('home');
    finger.begins();
    await walk(finger);
    spent.push(finger.spent);
  }
  return spent;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const told = ({ taps, keys, swipes, seconds }) => `${taps} / ${keys} | ${swipes} | ${seconds.toFixed(0)} s`;
const line = (name, [first, second]) => console.log(`| ${name} | ${told(first)} | ${told(second)} |`);

const county = await County.open();
const people = [];
const enter = (person) => {
  people.push(person);
  return person;
};
const stage = {
  county,
  teacher: async (name, wishes) => enter(await Teacher.with(county, name, wishes)),
  officer: async (wishes) => enter(await Officer.of(county, wishes)),
};
try {
  const { chief } = await studioOfOne(stage);
  await chief.pastePeople(MORE_PEOPLE);
  const finger = new Finger(chief);
  const seconds = [];
  console.log('| type | taps / keys, first | swipes | time | taps / keys, second | swipes | time |');
  console.log('|---|---|---|---|---|---|---|');
  for (const [day, type] of wanted(Object.keys(WORK)).entries()) {
    const spent = await twice(finger, record(type), day);
    line(type, spent);
    seconds.push(spent[1]);
  }
  const of = (what) => median(seconds.map((spent) => spent[what]));
  const all = { taps: of('taps'), keys: of('keys'), swipes: of('swipes'), seconds: of('seconds') };
  console.log(`| **median of the second** | | | | ${told(all)} |`);
  line('a paragraph of a paper', await twice(finger, paragraph, seconds.length));
  line('a lesson out of one sentence', await twice(finger, sentence, seconds.length));
} finally {
  for (const person of people) await person.close();
  await county.close();
}
