//! The frame in which syncs are measured: a studio's year of records with texts as long as teachers write them, the same for
//! every program that brings them. No two texts are alike: they pack as written Chinese does, to about two fifths.

/// A field of a record.
pub(crate) type Field = (String, String);

/// Signs that are common in what teachers write; those in front are drawn more often.
const SIGNS: &str = "的一是了我不在有他这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间斯知世什两次使身者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打太新比才便夫再书部水像眼等体却加电主界门利海受听表德少克代员许稜先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直字场平报友关放至张认接告入笑内英军候民岁往何度山觉路带万男边风解叫任金快原吃妈变通师立象数四失满战远格士音轻目条呢病始达深完今提求清王化空业思切怎非找片罗钱吗语元喜曾离飞科言干流欢约各即指合反题必该论交终林请医晚制球决传画保读运及则房早院量苦火布品近坐产答星精视五连司巴奇管类未朋且婚台夜青北队久乎越观落尽形影红爸百令周吧识步希亚术留市半热送兴造谈容极随演收首根讲整式取照办强石古华拿计您装似足双妻尼转诉米称丽客南领节衣站黑刻统断福城故历惊脸选包紧争另建维绝树系伤示愿持千史谁准联妇纪基买志静阿诗独复痛消社算义竟确酒需单治卡幸兰念举仅钟怕共毛句息功官待究跟穿室易游程号居考突皮哪费倒价图具刚脑永歌响商礼细专黄块脚味灵改据般破引食仍存众注笔甚某沉血备习校默务土微娘须试怀料调广苏显赛查密议底列富梦错座参八除跑";
/// As many of a studio as come to one activity.
const THERE: usize = 6;
const KINDS: [&str; 4] = ["theme-research", "lesson-polishing", "training", "reading"];
/// Ids as text, of the studio's members.
const PEOPLE: &str = "0123456789abcdefghjkmnpqrstvwxyz";

/// A source of chance that is the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn text(&mut self, signs: &[char], from: usize, to: usize) -> String {
        let length = from + self.below(to - from);
        let mut text = String::new();
        for n in 0..length {
            let at = self.below(signs.len()).min(self.below(signs.len()));
            text.extend(signs.get(at));
            text.push_str(if n % 17 == 16 { "，" } else { "" });
        }
        text
    }
}

/// The fields of so many records, each an activity.
pub(crate) fn records(count: usize) -> Vec<Vec<Field>> {
    let signs: Vec<char> = SIGNS.chars().collect();
    let mut chance = Chance(7);
    (0..count).map(|n| record(&mut chance, &signs, n)).collect()
}

/// A member's id as text: 26 characters.
pub(crate) fn person(n: usize) -> String {
    let last = PEOPLE.chars().nth(n * 4 % 32).unwrap_or('0');
    PEOPLE.chars().cycle().skip(n * 5).take(25).chain([last]).collect()
}

fn record(chance: &mut Chance, signs: &[char], n: usize) -> Vec<Field> {
    let day = format!("2026-{:02}-{:02}", 9 + n / 25 % 3, 1 + n % 28);
    let kind = KINDS.get(chance.below(KINDS.len())).copied().unwrap_or_default();
    let mut fields = vec![
        ("topic".to_owned(), chance.text(signs, 8, 20)),
        ("kind".to_owned(), kind.to_owned()),
        ("start".to_owned(), format!("{day}T14:30")),
        ("end".to_owned(), format!("{day}T16:{:02}", chance.below(60))),
        ("place".to_owned(), chance.text(signs, 4, 8)),
        ("host".to_owned(), person(chance.below(11))),
        ("minutes".to_owned(), chance.text(signs, 60, 160)),
        ("decisions".to_owned(), chance.text(signs, 10, 40)),
    ];
    let first = chance.below(11);
    fields.extend((0..THERE).map(|n| (format!("attendance/{}", person((first + n) % 11)), "signed".to_owned())));
    fields
}
