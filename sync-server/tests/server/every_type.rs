//! Every record type on every page of the bureau: an officer reads the words that the phone says.

use studio_core::command::{Command, Draft};
use studio_core::edit::FieldEdit;
use studio_core::id::{PersonId, RecordId};
use studio_core::record_type::RecordType;
use studio_core::testing::filled;
use studio_core::tolerant::Fields;
use studio_core::view;
use studio_ui::components::Fact;
use studio_ui::i18n::t;
use studio_ui::read::{facts, facts_below_title};

use crate::county::County;

const HENAN: &str = include_str!("../../../assets/guides/henan-2024-batch-3.toml");

const TEACHERS: [(u8, &str); 3] = [(0x21, "王丽"), (0x22, "刘洋"), (0x23, "陈明")];

fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;")
}

fn shows(html: &str, facts: &[Fact], page: &str) {
    for fact in facts {
        assert!(html.contains(&escaped(&fact.value)), "{page}: {} = {} not in {html}", fact.label, fact.value);
    }
}

#[tokio::test]
async fn a_record_of_every_type_is_read_by_the_officer_in_the_phones_words() {
    let county = County::new().await;
    let (studio, mut chief) = county.studio().await;
    chief.add_person(chief.person(), "周慧敏");
    for (n, name) in TEACHERS {
        chief.add_person(PersonId([n; 16]), name);
    }
    let people: Vec<PersonId> = TEACHERS.iter().map(|(n, _)| PersonId([*n; 16])).collect();
    let mut written: Vec<(RecordType, RecordId, Fields)> = Vec::new();
    for (n, of) in (0x51_u8..).zip(RecordType::work()) {
        let (record, fields) = (RecordId([n; 16]), filled(of, &people));
        let edits =
            fields.iter().map(|(key, value)| FieldEdit { key: key.clone(), seen: None, value: Some(value.clone()) });
        chief.act(&Command::Finish(Draft { record_type: of, record, fields: edits.collect() }));
        written.push((of, record, fields));
    }
    chief.sync(&county).await;

    let model = chief.model();
    let guide = studio_core::guide::Guide::parse(HENAN).unwrap();
    let telling = view::telling(&model, Some(&guide), model.roster().map(|(id, _)| id));
    let officer = county.officer("lin").await;
    for (of, record, fields) in written {
        let path = format!("/bureau/studios/{studio}/records/{record}");
        let page = officer.get(&path).await.text();
        shows(&page, &facts_below_title(of, &fields, &telling), of.word());
        let said = facts(of, &fields, &telling);
        assert!(said.iter().all(|fact| !fact.value.contains(|c: char| c.is_ascii_alphabetic())), "{said:?}");
        let paper = officer.get(&format!("{path}/print")).await.text();
        let on_paper = |fact: &&Fact| paper.contains(&escaped(&fact.value));
        let there = said.iter().filter(on_paper).count();
        // a form of its own says some fields otherwise (a day and a time apart, names without their count) and not all
        let asked = if of.says().sheets.len() > 1 { said.len() / 3 } else { said.len() };
        assert!(there >= asked, "{}: {there} of {asked} fields on {paper}", of.word());
        for sheet in of.says().sheets {
            let door = t(&format!("sheet-{sheet}"));
            assert!(page.contains(&door), "{}: no door to {door}", of.word());
        }
    }
}
