//! The words of a line that no field took: whole stretches as they were typed, so that they can be kept. Letters that only
//! join what was understood are no words. It knows no type.

use std::ops::Range;

use super::line::{Line, is_blank, is_stop};

/// Words that lead to what a field takes or say what it was: alone they say nothing more.
const IDLE: &str = "主题 题目 议题 内容 关于 围绕 地点 时间 课题 书名 名称 标题 亮点 优点 缺点 不足之处 不足 建议 存在问题 \
问题 目标 要求 提醒 批准号 立项编号 编号 作者 主持人 主持 召集 主讲人 主讲 主备人 执教 授课 授课教师 授课老师 授课人 指导教师 指导老师 师傅 \
师父 导师 徒弟 成员 负责人 负责 牵头 经手人 经手 垫付人 垫付 经办 参加人员 参会人员 参加 参会 参与 出席 请假 请了假 迟到 \
晚到 老师 教师 青年教师 主要 布置 安排 讨论 研讨 学习 研究 商量 商讨 传达 说说 说了 重点 开展 举行 举办 召开 组织 进行 开会 完成 \
提交 上交 上报 做好 写完 写好 准备 计划 任务 待办 采购 购买 购置 买了 订阅 支出 支付 付给 报销 共计 合计 总共 一共 花了 花费 \
获得 荣获 颁发 刊登 发表 获奖 比赛 录制 制作 做了 写了 录了 编了 整理 指出 指导 批阅 批改 看了 谈了 聊了 工作室 教研活动 教研 活动 会议 个人 调查 \
教学 视频 一节课 一节 一份 一篇 一套 一场 一次 一个 课前 课后 随堂 调研 语音 听了 听课 听完 评课 评了 讲了 讲课 上课 上了 观摩 节课 这节课 的课 \
我们 咱们 大家好 一起 一块儿 一块 早上 早晨 清早 上午 中午 下午 午后 傍晚 晚上 夜里 今天 刚才 几个 下次约 下次 约好 约定 约了 商定 共识 达成 纪要 记录 反思 效果 成效 反馈 收到";
/// Letters that join.
const JOINS: &str = "的了和跟与及同也都还又各就呢吧啊呀哦嗯哈嘛着在到去来是有给由把为被向对从于上下中里我他她它们这那其\
您你咱并且而时地得以则即讲听评开做写说谈聊看找帮带课节买交获刊晚";
/// Words before a stretch that say with whom or when what a field took was.
const OVER: [&str; 16] = [
    "上午",
    "下午",
    "中午",
    "晚上",
    "早上",
    "傍晚",
    "一起",
    "一块儿",
    "一块",
    "主持",
    "参加",
    "主讲",
    "执教",
    "的课",
    "节课",
    "活动",
];
/// Letters that make another word of the one before them: 差旅费, 课题.
const GOES_ON: &str = "费会题组稿本件程文堂法";
/// Behind a cue these tell of it: 证书还没寄到.
const TELLS: [&str; 7] = ["还", "没", "不", "很", "太", "未", "已"];
/// What was counted, right behind its number.
const UNITS: &str = "次个分节份名位本块元篇%";
/// Letters at the end of a stretch that lead to what stands behind it.
const LEADS: &str = "在到于由和跟与及同把给对从向为是:";

/// A line, and what was made of its letters.
pub(super) struct Looked<'a, 'l> {
    pub(super) line: &'a Line<'l>,
    /// Letters that stand in a field.
    pub(super) used: &'a [bool],
    /// Letters that told a choice: they alone say nothing more.
    pub(super) told: &'a [bool],
    /// Words that lead to what a field takes in a record of this type.
    pub(super) cues: &'a [&'a str],
    /// What belongs to the words beside it, though a field took it: who did it, when it goes on.
    pub(super) beside: &'a [Range<usize>],
}

impl Looked<'_, '_> {
    /// Every stretch that no field took, in its order.
    pub(super) fn stretches(&self) -> Vec<Range<usize>> {
        let mut all: Vec<Range<usize>> = Vec::new();
        let mut from = 0;
        while from < self.line.len() {
            let clause = from..(from..self.line.len()).find(|at| self.breaks(*at)).unwrap_or(self.line.len());
            from = clause.end + 1;
            self.add(&clause, &mut all);
        }
        all
    }

    /// Where a clause ends; the members of a row are one.
    fn breaks(&self, at: usize) -> bool {
        let ends = |letter: char| (is_stop(letter) && letter != '、') || is_blank(letter);
        !self.line.is_quoted(at) && self.line.letter(at).is_some_and(ends)
    }

    /// The stretches of a clause that say something, with what belongs to them. What stands between two of them and belongs
    /// to both joins them.
    fn add(&self, clause: &Range<usize>, all: &mut Vec<Range<usize>>) {
        let mut from = clause.start;
        while from < clause.end {
            let end = (from..clause.end).find(|at| is(self.used, *at)).unwrap_or(clause.end);
            let (start, piece) = (from, self.bare(clause, from..end));
            from = (end..clause.end).find(|at| !is(self.used, *at)).unwrap_or(clause.end);
            let letters = self.letters(&piece);
            if letters < 2 && (letters == 0 || piece != *clause) {
                continue;
            }
            // of a clause that no field took nothing is cut off: 证书还没寄到
            let whole = end == clause.end && from == clause.end && self.line.trimmed(clause.clone()).start >= start;
            let words = if whole { self.line.trimmed(clause.clone()) } else { self.with_beside(clause, piece) };
            let unused = |between: Range<usize>| between.into_iter().all(|at| !is(self.used, at));
            match all.last_mut() {
                Some(last) if last.end >= words.start || unused(last.end..words.start) => last.end = words.end,
                _ => all.push(words),
            }
        }
    }

    /// Without what only leads over to it, and to what a field took behind it.
    fn bare(&self, clause: &Range<usize>, piece: Range<usize>) -> Range<usize> {
        let end = piece.end;
        let mut piece = self.line.trimmed(piece);
        while let Some(long) = self.led_over(clause, &piece).filter(|long| *long > 0 && !piece.is_empty()) {
            piece.start = (piece.start + long).min(piece.end);
        }
        // at the end of its clause nothing stands behind it to lead to
        let behind = end < clause.end;
        while let Some(long) = self.leads_on(&piece).filter(|_| behind) {
            piece.end -= long;
        }
        piece
    }

    /// Letters at the beginning that told a choice, or say with whom or when what a field took was.
    fn led_over(&self, clause: &Range<usize>, piece: &Range<usize>) -> Option<usize> {
        let told = (piece.start..piece.end).take_while(|at| is(self.told, *at)).count();
        let word = OVER.iter().chain(self.cues).find(|word| self.line.is_at(piece.start, word));
        let letter = self.line.letter(piece.start)?;
        let unit = piece.start > clause.start && is(self.used, piece.start - 1) && UNITS.contains(letter);
        let long = told.max(word.map_or(0, |word| word.chars().count()));
        let goes_on = self.line.letter(piece.start + long).is_some_and(|letter| GOES_ON.contains(letter));
        let told_of =
            word.is_some_and(|word| self.cues.contains(word)) && self.line.one_at(piece.start + long, &TELLS).is_some();
        if long > 0 && (goes_on || told_of) {
            return None;
        }
        // 数学课很活跃: the subject has its field
        let lesson = letter == '课' && piece.start > clause.start && is(self.used, piece.start - 1);
        let lesson = lesson && !self.line.letter(piece.start + 1).is_some_and(|next| GOES_ON.contains(next));
        Some(long.max(usize::from(unit || lesson || "的了、".contains(letter))))
    }

    /// Letters at the end that lead to what stands behind; `None` where what stands behind belongs to the words.
    fn leads_on(&self, piece: &Range<usize>) -> Option<usize> {
        let last = piece.end.checked_sub(1).filter(|last| *last > piece.start)?;
        if is(self.told, last) {
            return Some(1);
        }
        let letter = self.line.letter(last).is_some_and(|letter| LEADS.contains(letter));
        if letter && self.beside.iter().any(|one| one.start == piece.end) {
            return None;
        }
        let word = IDLE.split(' ').filter_map(|word| self.line.one_before(piece.end, &[word])).map(|(_, from)| from);
        let word = word.filter(|from| *from > piece.start).min().map(|from| piece.end - from);
        word.or(letter.then_some(1))
    }

    /// How many letters of a stretch are neither in words that lead nor letters that join. A digit is a word.
    fn letters(&self, piece: &Range<usize>) -> usize {
        let (mut at, mut letters) = (piece.start, 0);
        while at < piece.end {
            let idle = IDLE.split(' ').chain(self.cues.iter().copied()).filter(|word| self.line.is_at(at, word));
            let idle = idle.map(|word| word.chars().count()).filter(|long| at + long <= piece.end).max();
            let letter = self.line.letter(at).unwrap_or(' ');
            let says = letter.is_alphanumeric() && !JOINS.contains(letter) && !is(self.told, at);
            if idle.is_none() && says {
                letters += if letter.is_ascii_digit() { 2 } else { 1 };
            }
            at += idle.unwrap_or(1);
        }
        letters
    }

    /// 王丽提了好几条 is nothing without who did.
    fn with_beside(&self, clause: &Range<usize>, words: Range<usize>) -> Range<usize> {
        let mut words = words;
        let joined = |at: usize| at > 0 && self.line.letter(at - 1).is_some_and(|letter| "、和跟与".contains(letter));
        let before = |start: usize| {
            let ends = |one: &&Range<usize>| one.end == start || (joined(start) && one.end == start - 1);
            self.beside.iter().find(ends).filter(|one| one.start >= clause.start)
        };
        while let Some(one) = before(words.start) {
            words.start = one.start;
        }
        let leads = self.line.letter(words.end - 1).is_some_and(|letter| LEADS.contains(letter));
        let behind = self.beside.iter().find(|one| leads && one.start == words.end);
        words.start..behind.map_or(words.end, |one| one.end)
    }
}

fn is(letters: &[bool], at: usize) -> bool {
    letters.get(at).copied().unwrap_or_default()
}
