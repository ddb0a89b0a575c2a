// A studio as most journeys need it: made by the officer, its chief and one backbone teacher on their phones, a roster.

export const STUDIO = { name: '赵桥乡语文首席教师工作室', school: '赵桥乡中心小学', chief: '周慧敏' };

/** As a chief copies it from a chat: a headline, odd spaces, one name twice. */
export const ROSTER = `各位老师好，请核对名单：
姓名	学校	乡镇	学科
王丽	柳河小学	柳河乡	语文
孙 梅	柳河小学	柳河乡	语文
刘洋　	赵桥乡中心小学	赵桥乡	数学
陈晨	赵桥乡第二小学	赵桥乡	语文
赵强	大王庄小学	大王庄乡	语文
刘洋	赵桥乡中心小学	赵桥乡	数学`;
export const ROSTER_PEOPLE = 5;

/** The officer makes the studio and invites its chief; nobody has joined. */
export async function createStudio(stage) {
  const officer = await stage.officer();
  await officer.logIn();
  return { officer, invite: await officer.createStudio(STUDIO_FORM) };
}

/** The same, and the chief joins and pastes the roster. */
export async function studioOfOne(stage) {
  const { officer, invite } = await createStudio(stage);
  const chief = await stage.teacher(STUDIO.chief);
  await chief.join(invite.link);
  const fresh = await chief.pastePeople(ROSTER);
  if (fresh !== ROSTER_PEOPLE) throw new Error(`${fresh} of the roster are new`);
  return { officer, chief, invite };
}

/** The same, and the chief invites 王丽, who joins; both phones hold the roster. */
export async function studioOfTwo(stage) {
  const { officer, chief } = await studioOfOne(stage);
  await chief.sync();
  const invite = await chief.invite('王丽');
  const backbone = await stage.teacher('王丽');
  await backbone.join(invite.link);
  await backbone.sync();
  return { officer, chief, backbone, invite };
}

const STUDIO_FORM = { 'project-name': '乡村首席教师工作室建设', name: STUDIO.name, school: STUDIO.school, chief: STUDIO.chief };
