//! The officers' reference pages and what an invite opens.

use dioxus::prelude::*;
use studio_ui::bureau::*;
use studio_ui::prelude::*;

use crate::phone_screens::indicator_lines;
use crate::{Drawn, sample};

pub(crate) const PAGES: &[Drawn] = &[
    ("bureau-login", login),
    ("bureau-login-error", login_error),
    ("bureau-overview", overview),
    ("bureau-studio", studio),
    ("bureau-evidence", evidence),
    ("bureau-create", create),
    ("bureau-invite", invite),
    ("bureau-message", message),
    ("phone-landing-wechat", landing_in_chat),
    ("phone-landing-open", landing_open),
];

fn nav(current: usize) -> Vec<NavLink> {
    [
        ("总览", Glyph::LayoutDashboard),
        ("工作室", Glyph::School),
        ("审阅", Glyph::ClipboardCheck),
        ("导出", Glyph::FileDown),
        ("设置", Glyph::Settings),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, (label, glyph))| NavLink {
        label: label.into(),
        glyph,
        href: "/".into(),
        count: (at == 2).then(|| "14".into()),
        current: at == current,
    })
    .collect()
}

#[component]
fn Page(current: usize, children: Element) -> Element {
    rsx! { Frame { bureau: "临溪县教育局", officer: "教师教育股 · 李股长", nav: nav(current), logout: "/logout", {children} } }
}

fn login() -> Element {
    rsx! { Login { action: "/login", bureau: "临溪县教育局 · 第三批出彩项目", account: "linxi-jsjy" } }
}

fn login_error() -> Element {
    rsx! {
        Login { action: "/login", bureau: "临溪县教育局 · 第三批出彩项目", account: "linxi-jsjy", error: "账号或密码不对，还可以试 3 次。" }
    }
}

const COLUMNS: [&str; 12] = [
    "骨干\n在岗",
    "乡村教师",
    "首席\n指导",
    "教研\n活动",
    "课题",
    "三维\n指导",
    "乡镇\n覆盖",
    "成果",
    "建设\n方案",
    "实践\n案例",
    "机制\n文件",
    "支持\n措施",
];

fn studio_row(
    (name, note): (&str, &str),
    (reached, tone, verdict): (&str, Tone, &str),
    cells: &str,
    (as_of, stale): (&str, bool),
) -> StudioRow {
    let cells: Vec<HeatCell> = cells
        .split(' ')
        .zip(COLUMNS)
        .map(|(cell, name)| {
            let (text, state) = cell.split_once(':').unwrap_or((cell, "3"));
            let state = match state {
                "0" => PetalState::Missing,
                "1" => PetalState::Partly,
                "2" => PetalState::Near,
                _ => PetalState::Reached,
            };
            HeatCell { name: name.replace('\n', ""), text: text.into(), state, stale, href: "/evidence".into() }
        })
        .collect();
    let petals = cells
        .iter()
        .map(|cell| Petal {
            name: cell.name.clone(),
            fraction: 1.0,
            state: cell.state,
            amount: cell.text.clone(),
            stale,
        })
        .collect();
    StudioRow {
        name: name.into(),
        note: note.into(),
        met: reached.split('/').next().unwrap_or_default().into(),
        judged: reached.split('/').nth(1).unwrap_or_default().into(),
        tone,
        verdict: verdict.into(),
        cells,
        petals,
        as_of: as_of.into(),
        stale,
        as_of_door: Some("/studio".into()),
        href: "/studio".into(),
    }
}

fn overview() -> Element {
    let tile = |label: &str, value: &str, of: Option<&str>, note: &str| Tile {
        label: label.into(),
        value: value.into(),
        of: of.map(String::from),
        note: Some(note.into()),
        href: Some("/".into()),
    };
    let tiles = vec![
        tile("离结项（延期后）", "37 天", None, "原期限 2025年12月31日，省厅 1月批复延期"),
        tile("可以申请结项", "1", Some("/ 5 间"), "双河镇体育工作室"),
        tile("联系到的乡村教师", "394", Some("/ 500"), "按人去重，跨工作室只算一次"),
        tile("等你审阅", "14", None, "最早的等了 3 天"),
    ];
    let rows = vec![
        studio_row(
            ("柳河镇数学工作室", "白庙中学 · 马建军"),
            ("3/12", Tone::Bad, "19天没有新记录"),
            "9:1 41:0 6:0 3:1 0:0 2:0 3:1 1:1 草稿:1 缺:0 2:1 1:1",
            ("11月4日", true),
        ),
        studio_row(
            ("石佛镇英语工作室", "石佛中学 · 郑晓燕"),
            ("6/12", Tone::Warn, "差 38 人、案例未动笔"),
            "10 62:1 9:2 7:2 1 5:1 4:2 6 齐 缺:0 4 2:2",
            ("今天", false),
        ),
        studio_row(
            ("赵桥乡语文工作室", "赵桥小学 · 周慧敏"),
            ("7/12", Tone::Warn, "差 23 人"),
            "10 77:1 10 9 2 6:1 5:2 11 齐 草稿:1 2:1 0:0",
            ("今天", false),
        ),
        studio_row(
            ("西邵镇科学工作室", "西邵小学 · 韩冬梅"),
            ("10/12", Tone::Good, "案例待核"),
            "10 101 10 8 1 11:2 6 9 齐 草稿:1 4 3",
            ("昨天", false),
        ),
        studio_row(
            ("双河镇体育工作室", "双河小学 · 任志刚"),
            ("12/12", Tone::Good, "可以申请结项"),
            "10 113 10 12 1 12 7 8 齐 齐 4 3",
            ("今天", false),
        ),
    ];
    rsx! {
        Page { current: 0usize,
            PageHead {
                crumbs: vec![Crumb { label: "第三批出彩项目 · 方向四 乡村首席教师工作室建设模式创新".into(), href: None }],
                title: "全县工作室进展", sub: "数据截至 2026年11月24日 09:10。斜纹表示这间工作室有人没同步：没同步不等于没做。",
                Button { label: "打印", glyph: Glyph::Printer, compact: true, name: "print" }
                Button { label: "新建工作室", glyph: Glyph::Plus, kind: ButtonKind::Main, compact: true, href: "/studios/new" }
            }
            Tiles { tiles }
            BoxCard { title: "最需要帮一把的在前", note: "点任何一格，看它数的是哪些记录",
                OverviewTable { whose: t("overview-studio"), columns: COLUMNS.map(String::from).to_vec(), rows }
            }
        }
    }
}

fn studio() -> Element {
    let doors = [
        "任命文件",
        "10 人名单",
        "31 次活动",
        "38 条指导",
        "9 次活动",
        "2 个课题",
        "6 条指导",
        "5 个乡镇",
        "省 2 · 市 3 · 县 6",
        "方案已核，案例草稿",
        "2 份文件",
        "—",
    ];
    let rows: Vec<IndicatorRow> = indicator_lines()
        .into_iter()
        .zip(doors)
        .map(|(line, door)| IndicatorRow {
            no: line.no.clone(),
            petal: line.petal,
            have: line.have,
            need: line.need,
            verdict: line.verdict,
            evidence: door.into(),
            href: (door != "—").then(|| "/evidence".into()),
            as_of_door: None,
            as_of: if line.no == "3" { "2 人未同步".into() } else { "今天".into() },
            note: (line.no == "3").then(|| "按人去重".into()),
        })
        .collect();
    let row = |name: &str, place: &str| AsOfRow {
        name: name.into(),
        place: place.into(),
        when: "3 天前".into(),
        href: Some("/people".into()),
        stale: true,
        note: Vec::new(),
    };
    let crumb = |label: &str, href: Option<&str>| Crumb { label: label.into(), href: href.map(String::from) };
    rsx! {
        Page { current: 1usize,
            PageHead { crumbs: vec![crumb("总览", Some("/")), crumb("赵桥乡语文首席教师工作室", None)],
                title: "赵桥乡语文首席教师工作室", sub: "首席 周慧敏（赵桥小学） · 骨干 10 人 · 2026 秋",
                Button { label: "打印", glyph: Glyph::Printer, compact: true, name: "print" }
                Button { label: "审阅 4 条", glyph: Glyph::ClipboardCheck, kind: ButtonKind::Main, compact: true, href: "/review" }
            }
            div { class: "columns",
                BoxCard { title: "12 项指标", note: "每个数字都能点开到记录和照片", IndicatorTable { rows } }
                aside { class: "columns-side",
                    DeadlineCard { petals: sample::twelve(), until: "延期至 2026年12月31日", days: "37 天", forecast: "按现在的节奏，12月20日左右全部达标" }
                    BoxCard { title: "每人数据截至",
                        AsOfTable { rows: vec![row("高志强", "白庙小学"), row("徐颖", "石佛小学")], note: "其余 9 人今天同步过。没同步不等于没做。" }
                    }
                    BoxCard { title: "近 12 周", note: "教研活动和指导", padded: true, RhythmBars { name: "教研活动和指导", weeks: sample::weeks() } }
                }
            }
        }
    }
}

fn evidence_row(
    title: &str,
    kind: &str,
    date: &str,
    place: &str,
    author: &str,
    count: &str,
    state: (&str, Tone),
) -> EvidenceRow {
    EvidenceRow {
        title: title.into(),
        kind: kind.into(),
        date: date.into(),
        place: place.into(),
        author: author.into(),
        count: count.into(),
        state: state.0.into(),
        tone: state.1,
        href: "#record".into(),
        selected: state.1 == Tone::Info,
    }
}

fn evidence() -> Element {
    let (checked, back) = (("已核", Tone::Good), ("退回", Tone::Bad));
    let rows = vec![
        evidence_row(
            "大单元教学设计：从一篇到一组",
            "集体备课",
            "11月23日",
            "赵桥小学",
            "周慧敏",
            "12",
            ("待审", Tone::Info),
        ),
        evidence_row("柳河中学作文讲评", "送教下乡", "11月19日", "柳河中学", "王丽", "24", checked),
        evidence_row("《背影》", "示范课", "11月12日", "西邵中学", "赵静", "18", checked),
        evidence_row("课堂提问的三个层次", "主题教研", "11月5日", "线上", "刘洋", "23", checked),
        evidence_row("走进双河镇体育工作室", "观摩交流", "10月29日", "双河小学", "周慧敏", "15", back),
        evidence_row("五上第三单元", "集体备课", "10月22日", "赵桥小学", "陈明", "11", checked),
        evidence_row("《给教师的建议》第 1–20 条", "读书分享", "10月15日", "赵桥小学", "郭芳", "10", checked),
    ];
    let facts = vec![
        Fact::new("时间地点", "11月23日 14:30–16:30，赵桥小学录播室"),
        Fact::new("参加", "12 人：王丽 刘洋 陈明 赵静 李建国 孙红梅 …"),
        Fact::new(
            "纪要",
            "围绕五年级上册第四单元，先各自说课，再合成一份单元作业。共识：先定任务，再分课时；作业分三层。",
        ),
    ];
    let crumb = |label: &str, href: Option<&str>| Crumb { label: label.into(), href: href.map(String::from) };
    rsx! {
        Page { current: 1usize,
            PageHead { crumbs: vec![crumb("总览", Some("/")), crumb("赵桥乡语文首席教师工作室", Some("/studio")), crumb("指标 5", None)],
                title: "本学期教研活动：9 次", sub: "要求不少于 8 次 · 2026年9月1日 至今 · 同一活动两人都记了，只算一次（合并了 1 次）",
            }
            Split { list: rsx! { BoxCard { EvidenceTable { subject: "活动", count: "到场", rows } } },
                RecordSheet { kind: "集体备课", title: "大单元教学设计：从一篇到一组", note: "ZHM-0231 · 周慧敏 · 11月23日 16:41 记，18:05 到服务器", facts, state: TickState::Sent,
                    Button { label: "活动记录表", kind: ButtonKind::Main, glyph: Glyph::Printer, compact: true, href: "/print" }
                    Button { label: "签到表", glyph: Glyph::Printer, compact: true, href: "/print" }
                    span { class: "cap faint grow right", "下一条 " kbd { "J" } }
                }
            }
        }
    }
}

fn create() -> Element {
    let errors = vec![FieldError { field: "name".into(), words: "还没有填工作室名称，请写全称".into() }];
    rsx! {
        Page { current: 1usize,
            PageHead { crumbs: vec![Crumb { label: "总览".into(), href: Some("/".into()) }, Crumb { label: "新建工作室".into(), href: None }], title: "新建工作室", sub: "建好后马上得到一个邀请码，发给首席教师" }
            FormPage { action: "/studios", verb: "建好并邀请首席", back: ("先不".to_string(), "/".to_string()), errors,
                Field { field: "name", label: "工作室名称", error: "还没有填工作室名称，请写全称", TextInput { id: "name", error: true } }
                Field { field: "school", label: "所在学校", TextInput { id: "school", initial: "赵桥小学" } }
                Field { field: "chief", label: "首席教师姓名", hint: "要和教育局的任命文件一致", TextInput { id: "chief", hint: true } }
            }
        }
    }
}

fn invite() -> Element {
    // not a real code: squares enough to judge the picture
    let side = 29;
    let dark = (0..side * side).map(|at| (at * 7 + at / side * 3 + at * at % 11) % 3 == 0).collect();
    rsx! {
        Page { current: 1usize,
            PageHead { title: "工作室建好了" }
            InviteSlip {
                title: "请 周慧敏 加入 赵桥乡语文首席教师工作室", note: "首席教师 · 2026年12月1日 前有效，只能用一次", code: "7KQM-2XW9",
                link: "https://lx.example.cn/j#7KQM2XW9", modules: QrModules { side, dark },
            }
        }
    }
}

fn message() -> Element {
    rsx! {
        MessagePage { title: "没有这一页", text: "地址可能打错了，或者这条记录已被收回。数据都在，请从总览重新进入。", door: ("回总览".to_string(), "/".to_string()) }
    }
}

fn landing_in_chat() -> Element {
    rsx! { Landing { app: "/join", address: "lx.example.cn/join", chat: true } }
}

fn landing_open() -> Element {
    rsx! { Landing { app: "/join", address: "lx.example.cn/join" } }
}
