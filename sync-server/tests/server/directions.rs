//! The five directions of the notice: each is founded, speaks in its own words wherever an officer or a phone looks, and
//! holds its own texts; and what a county adds to records is told wherever they are.

use axum::http::StatusCode;
use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::guide::{Direction, Guide};
use studio_core::id::RecordId;
use studio_core::record::Scalar;
use studio_core::record_type::RecordType;
use studio_core::wire::{LOOK_PATH, LookAnswer, LookRequest};
use studio_sync_server::chance;
use studio_sync_server::config::Reach;
use studio_sync_server::guides::GuideFolder;

use crate::county::{Browser, County, Phone, between};

const HENAN: &str = include_str!("../../../assets/guides/henan-2024-batch-3.toml");
const NINTH: &str = include_str!("../../../core/tests/fixtures/guide-batch-9.toml");
/// What only a studio of direction 4 is told.
const OF_STUDIOS: [&str; 5] = ["工作室", "首席", "骨干", "乡村教师", "1+10+100"];

fn set(key: &str, value: impl Into<Scalar>) -> FieldEdit {
    FieldEdit { key: key.to_owned(), seen: None, value: Some(value.into()) }
}

/// A meeting of today, handed in, of a kind and with what else is said of it.
fn meets(phone: &mut Phone, record: RecordId, kind: &str, more: Vec<FieldEdit>) {
    let (day, me) = (chance::now().day(), phone.person());
    phone.add_person(me, "陈立新");
    let fields = vec![
        set("kind", kind),
        set("topic", "作业设计"),
        set("start", format!("{day}T00:00")),
        set("end", format!("{day}T00:30")),
        set("place", "石佛镇中心小学"),
        set("host", me.to_string()),
        set(&format!("attendance/{me}"), "signed"),
    ];
    let fields = fields.into_iter().chain(more).collect();
    phone.act(&Command::Finish(Draft { record_type: RecordType::Activity, record, fields }));
}

/// A page without what the notice and the app's own name say.
async fn own_words(officer: &Browser<'_>, path: &str, direction: &Direction) -> String {
    let answer = officer.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    without(answer.text(), direction)
}

fn without(page: String, direction: &Direction) -> String {
    let of_rules = direction.indicators.iter().flat_map(|rule| [&rule.title, &rule.short, &rule.note, &rule.verbatim]);
    let of_items = direction.items.iter().flat_map(|item| [&item.title, &item.verbatim]);
    let of_papers = direction.deliverables.iter().map(|paper| &paper.title);
    let mut said: Vec<&String> = of_rules.chain(of_items).chain(of_papers).chain([&direction.name]).collect();
    said.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let app = "工作室记录本".to_owned();
    said.into_iter().chain([&app]).filter(|text| !text.is_empty()).fold(page, |page, text| page.replace(text, ""))
}

fn has_no_foreign_word(direction: &Direction, place: &str, page: &str) {
    for word in OF_STUDIOS.into_iter().filter(|_| direction.number != 4) {
        let beside = page.split(word).next().unwrap_or_default().chars().rev().take(60).collect::<Vec<_>>();
        let beside: String = beside.into_iter().rev().collect();
        assert!(!page.contains(word), "direction {}, {place}: {word} after {beside}", direction.number);
    }
}

#[tokio::test]
async fn what_is_to_be_founded_is_asked_for_in_the_words_of_no_direction() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let page = officer.get("/bureau/studios/new").await.text();
    let form = page.split("name=\"once\"").nth(1).expect("the form");
    let form =
        Guide::parse(HENAN).unwrap().directions.iter().fold(form.to_owned(), |form, one| form.replace(&one.name, ""));
    for words in [">名称<", "工作室、培训班或团队的全称", "负责人姓名", "建好并邀请负责人"]
    {
        assert!(form.contains(words), "{words} not in {form}");
    }
    assert!(!form.contains("工作室名称") && !form.contains("首席教师姓名") && !form.contains("邀请首席"), "{form}");
}

#[tokio::test]
async fn every_direction_is_founded_joined_and_told_of_in_its_own_words() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let guide = Guide::parse(HENAN).unwrap();
    for direction in &guide.directions {
        let word = |thing: &str, usual: &str| direction.shape.word(thing).unwrap_or(usual).to_owned();
        let (studio_word, title) = (word("studio", "工作室"), word("chief-title", "首席教师"));
        let name = format!("石佛镇{}号", direction.number);
        let by = format!("henan-2024-batch-3/{}", direction.number);
        let (studio, code) = officer.create_by(&by, &format!("项目{}", direction.number), &name, "陈立新").await;
        let look: LookAnswer =
            county.post(LOOK_PATH, studio_core::cbor::to_vec(&LookRequest { code: code.clone() })).await.read();
        assert_eq!(look.role_title.as_deref(), direction.shape.word("chief-title"), "direction {}", direction.number);
        assert_eq!(look.studio_word.as_deref(), direction.shape.word("studio"));

        let (mut phone, record) = (county.join(&code, "陈立新").await, RecordId(chance::bytes()));
        meets(&mut phone, record, "training", Vec::new());
        phone.sync(&county).await;
        let terms = phone.replica.members().terms.clone().unwrap();
        assert_eq!((terms.guide.as_str(), terms.direction), (guide.id.as_str(), direction.number));

        let path = format!("/bureau/studios/{studio}");
        let page = officer.get(&path).await.text();
        for title in
            direction.indicators.iter().map(|rule| &rule.title).chain(direction.deliverables.iter().map(|d| &d.title))
        {
            assert!(page.contains(title), "direction {}: {title}", direction.number);
        }
        let project = officer.get(&format!("{path}/terms")).await.header("location").to_owned();
        for place in ["", "/people", "/settings", "/pupils", "/indicators/1"] {
            has_no_foreign_word(direction, place, &own_words(&officer, &format!("{path}{place}"), direction).await);
        }
        has_no_foreign_word(direction, &project, &own_words(&officer, &project, direction).await);
        let people = officer.get(&format!("{path}/people")).await.text();
        assert!(people.contains(&title) && people.contains(&format!("{studio_word}成员")), "{people}");
        let sheet = officer.get(&format!("{path}/records/{record}/print")).await.text();
        let full = word("studio-full", "乡村首席教师工作室");
        assert!(sheet.contains(&format!("{full}活动记录表")) && sheet.contains(&format!("{title}签字")), "{sheet}");
        has_no_foreign_word(direction, "print", &without(sheet, direction));
    }
    let overview = officer.get("/bureau/").await.text();
    assert!(overview.contains("工作室") && overview.contains("<th class=\"col-name\" scope=\"col\">培训班</th>"));
}

#[tokio::test]
async fn a_county_of_one_direction_is_spoken_of_in_its_words_as_a_whole() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    officer.create_by("henan-2024-batch-3/3", "选育用评", "小学语文班", "陈立新").await;
    let guide = Guide::parse(HENAN).unwrap();
    let direction = guide.direction(3).unwrap();
    let page = own_words(&officer, "/bureau/", direction).await;
    assert!(page.contains("全县培训班进展"), "{page}");
    has_no_foreign_word(direction, "overview", &page);
}

#[tokio::test]
async fn the_slip_that_is_given_to_who_leads_it_calls_them_as_the_direction_does() {
    let county = County::new().await;
    let officer = county.officer("lin").await;
    let token = officer.token().await;
    let fields = [
        ("token", token.as_str()),
        ("project", "new"),
        ("direction", "henan-2024-batch-3/3"),
        ("project-name", "选育用评"),
        ("name", "小学语文班"),
        ("school", "石佛镇中心小学"),
        ("chief", "陈立新"),
    ];
    let page = officer.post("/bureau/studios", &fields).await.text();
    assert!(page.contains("班主任") && page.contains("看培训班"), "{page}");
    assert!(between(&page, "id=\"invite-code\">", "<").is_some());
    let slip = page.split("invite-slip").nth(1).unwrap_or_default();
    assert!(slip.contains("邀请你的人"), "{slip}");
    has_no_foreign_word(Guide::parse(HENAN).unwrap().direction(3).unwrap(), "slip", slip);
}

#[tokio::test]
async fn who_comes_by_a_link_is_told_no_direction_s_words_for_the_page_does_not_know_whose_it_is() {
    let county = County::new().await;
    let page = county.get("/j").await.text().replace("工作室记录本", "");
    assert!(page.contains("有人邀请你加入"), "{page}");
    for word in OF_STUDIOS {
        assert!(!page.contains(word), "{word}: {page}");
    }
}

#[tokio::test]
async fn what_a_county_adds_to_a_record_is_told_on_the_officers_page_and_on_paper_and_a_strangers_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ninth.toml"), NINTH).unwrap();
    let guides = GuideFolder { folder: Some(folder.path().to_owned()) }.read().unwrap();
    let county = County::by(guides, tempfile::tempdir().unwrap(), Reach::default());
    county.add_officer("临溪县教育局", "lin").await;
    let officer = county.officer("lin").await;
    let (studio, code) = officer.create_by("invented-batch-9/2", "乡镇共同体", "石佛镇共同体", "陈立新").await;
    let (mut phone, record) = (county.join(&code, "陈立新").await, RecordId([6; 16]));
    let own = |id: &str| format!("x-invented-batch-9/{id}");
    let more = vec![
        set(&own("parents"), 12),
        set(&own("open-day"), true),
        set(&own("room"), "recording"),
        set("x-another-guide/colour", "墨绿"),
    ];
    meets(&mut phone, record, &own("market-class"), more);
    phone.sync(&county).await;
    let path = format!("/bureau/studios/{studio}/records/{record}");
    for place in ["", "/print"] {
        let page = officer.get(&format!("{path}{place}")).await.text();
        for words in ["集市课堂", "来了几位家长", "12", "是开放日", "用的哪间教室", "录播教室", "县里加的一项", "墨绿"]
        {
            assert!(page.contains(words), "{place} {words}: {page}");
        }
    }
}
