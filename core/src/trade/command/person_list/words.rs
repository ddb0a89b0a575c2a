//! Words that stand in lists of people beside names: heads of columns, titles, replies; and what names begin with.
//! Each table is one text, its words apart by a space.

/// 姓名
pub(super) const NAME_HEADS: &str = "姓名 名字 教师姓名 教师 老师 参加人 人员姓名";
/// 学校
pub(super) const SCHOOL_HEADS: &str = "学校 单位 工作单位 任教学校 所在学校 学校名称 所在单位 单位名称";
/// 乡镇
pub(super) const TOWNSHIP_HEADS: &str = "乡镇 学区 乡镇学区 乡镇/学区 所在乡镇 乡镇（学区） 乡镇(学区)";
/// 学科
pub(super) const SUBJECT_HEADS: &str = "学科 任教学科 科目 任教科目";
/// A running number: nothing is lost without it.
pub(super) const NUMBER_HEADS: &str = "序号 编号 号";
/// What the roster does not take from a list.
pub(super) const OTHER_HEADS: &str = "\
性别 电话 手机 手机号 手机号码 联系电话 联系方式 备注 职称 职务 年龄 学段 年级 班级 \
任教班级 教龄 出生年月 签到 签名 身份证号 民族 学历 最高学历 学位 专业 所学专业 毕业院校 \
政治面貌 籍贯 邮箱 微信 微信号 地址 家庭住址 普通话等级 参加工作时间 身份 类别";
/// Subjects of a school.
pub(super) const SUBJECTS: &str = "\
语文 数学 英语 物理 化学 生物 政治 历史 地理 科学 音乐 体育 美术 信息技术 信息科技 \
道德与法治 道法 思政 劳动 心理 心理健康 综合实践 书法 学前 幼教 全科";
/// Behind a subject it is the same subject.
pub(super) const SUBJECT_ENDS: &str = "教师 老师 学科组 学科 组";
/// How a school's name ends.
pub(super) const SCHOOL_ENDS: &str = "小学 中学 学校 幼儿园 教学点 完小 初中 高中 校区 中心校 一中 二中 三中 四中";
/// How a township's name ends.
pub(super) const TOWNSHIP_ENDS: &str = "乡 镇 街道 学区 办事处";
/// What rows say of people beside their names.
pub(super) const ROW_WORDS: &str = "\
男 女 无 已到 到 请假 迟到 早退 代录 本科 专科 大专 中专 研究生 硕士 博士 学士 党员 中共党员 团员 \
共青团员 群众 正高级 副高级 高级 一级 二级 三级 未定级 合计 共计";
/// What people write in a chat between the names.
pub(super) const CHAT_WORDS: &str = "收到 已收到 好的 谢谢 谢谢老师 辛苦了 老师辛苦了 以上 如下";
/// How words end that are nobody's name: 汉族, 语文组长, 参会人员.
pub(super) const OTHER_ENDS: &str = "族 组长 校长 主任 书记 园长 主席 班主任 教研员 人员 名单 成员 教师 老师";
/// Behind a full name: what its bearer is called.
pub(super) const TITLES: &str = "老师 教师 校长 副校长 主任 组长 书记 园长 同志";

/// Surnames of two characters.
pub(super) const LONG_SURNAMES: &str = "\
欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 夏侯 长孙 宇文 端木 独孤 南宫 \
西门 轩辕 闻人 申屠 澹台 呼延 万俟 百里 东郭 钟离 公冶";
/// Surnames of one character: the old hundred, and those of today that are not among them. A word whose first character
/// is none of these is asked about, not taken for a person.
pub(super) const SURNAMES: &str = "\
赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐\
费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁\
杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮\
龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙\
叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别\
庄晏柴瞿阎闫充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾\
毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公岳帅亢况有琴商牟佘佴伯赏墨哈谯笪年阳佟肖覃邸展代仝付兰冼海涂初卫区朴苑仵谌揭原智\
啜鹿苟晋楚门闪战亓官尉种秘员折买麦兀邝缑藏刀撒蹇剧逮税";

/// Whether a word stands in a table.
pub(super) fn has(table: &str, word: &str) -> bool {
    table.split(' ').any(|one| one == word)
}

/// The ending of a word that stands in a table, longest first, with something before it.
pub(super) fn ending<'table>(table: &'table str, word: &str) -> Option<&'table str> {
    table.split(' ').filter(|end| word.len() > end.len() && word.ends_with(end)).max_by_key(|end| end.len())
}

/// Whether a word begins like a name.
pub(super) fn has_surname(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|first| SURNAMES.contains(first))
        || LONG_SURNAMES.split(' ').any(|two| word.starts_with(two))
}
