//! The printed forms.

use dioxus::prelude::*;
use studio_ui::paper::*;

use crate::Drawn;

pub(crate) const PAGES: &[Drawn] =
    &[("print-activity", activity), ("print-signin", signin), ("print-pictures", pictures)];

const PEOPLE: [(&str, &str); 12] = [
    ("王丽", "西邵小学"),
    ("刘洋", "赵桥小学"),
    ("陈明", "赵桥小学"),
    ("赵静", "西邵中学"),
    ("李建国", "白庙中学"),
    ("孙红梅", "石佛小学"),
    ("马晓东", "柳河小学"),
    ("郭芳", "双河小学"),
    ("张海燕", "前李小学"),
    ("刘玉兰", "赵桥小学"),
    ("买买提·艾力", "白庙小学"),
    ("𠮷川真由", "石佛小学"),
];

fn activity() -> Element {
    let text = ActivitySheetText {
        own: Vec::new(),
        studio: "赵桥乡语文首席教师工作室".into(),
        no: "ZHM1-0231".into(),
        topic: "大单元教学设计：从一篇到一组".into(),
        kind: "集体备课".into(),
        date: "2026年11月23日".into(),
        time: "14:30–16:30".into(),
        place: "赵桥小学录播室".into(),
        host: "周慧敏".into(),
        hours: "2".into(),
        people: PEOPLE.iter().map(|(name, _)| (*name).into()).collect(),
        minutes: "一、围绕五年级上册第四单元，八位老师先各自说课，每人八分钟。\n二、分两组合写一份单元作业，重点是“先定任务，再分课时”。\n三、两组互评，提出作业分三层的做法。".into(),
        decisions: "1. 单元导读课前置，任务单随课发放。\n2. 作业分必做、选做、挑战三层。\n3. 下次由陈明试讲，王丽、郭芳观课。".into(),
        reflection: String::new(),
        author: "周慧敏".into(),
        history: "记于 2026年11月23日 16:41，18:05 到服务器，其后改动 0 次".into(),
        version: "9f3a 71c0".into(),
    };
    rsx! {
        PaperBar { hint: "也可以按 Ctrl+P，纸张选 A4", back: ("返回".to_string(), "/records/1".to_string()), other: ("签到表".to_string(), "/signin".to_string()) }
        Paper { text: PaperText::Activity(Box::new(text)) }
    }
}

fn signin() -> Element {
    let rows = PEOPLE
        .iter()
        .enumerate()
        .map(|(at, (name, school))| SigninRow {
            name: (*name).into(),
            school: (*school).into(),
            note: if at == 2 || at == 7 { "线上接龙".into() } else { String::new() },
        })
        .collect();
    let text = SigninSheetText {
        studio: "赵桥乡语文首席教师工作室".into(),
        topic: "大单元教学设计：从一篇到一组".into(),
        no: "ZHM1-0231".into(),
        time: "2026年11月23日 14:30".into(),
        place: "赵桥小学录播室".into(),
        rows,
    };
    rsx! {
        PaperBar { hint: "也可以按 Ctrl+P，纸张选 A4", back: ("返回".to_string(), "/records/1".to_string()) }
        Paper { text: PaperText::Signin(text) }
    }
}

fn pictures() -> Element {
    let picture = |words: &str| PaperPicture {
        src: None,
        words: words.into(),
        note: Some("原图还在手机上，没传来".into()),
        door: None,
    };
    let pictures = ["板书", "学习单", "分组讨论"].map(picture).to_vec();
    rsx! {
        PaperBar { hint: "也可以按 Ctrl+P，纸张选 A4", back: ("返回".to_string(), "/records/1".to_string()) }
        PicturePaper { title: "古诗群文阅读", sub: "赵桥乡语文首席教师工作室 · 3 张照片", pictures, beside: "另附扫描件 1 份：签到表".to_string(), each: Each::Two }
    }
}
