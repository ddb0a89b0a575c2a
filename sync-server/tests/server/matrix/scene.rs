//! The county of the matrix: two bureaus, three studios, everybody who may knock, and the pictures that lie there.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use studio_core::access::Role;
use studio_core::command::Command;
use studio_core::id::{PersonId, PieceHash, ProjectId, RecordId, StudioId};
use studio_core::pieces::hash_of;
use studio_core::wire::InviteAnswer;
use studio_sync_server::chance;

use crate::county::{Browser, County, Phone};
use crate::tus::{jpeg_of, outcome, record, upload};

/// Who knocks. Everybody up to [`Who::Abroad`] has a phone, or nothing; the others have a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// Brings nothing.
    Nobody,
    /// Names a member's device and does not sign.
    Unsigned,
    /// Names a member's device and signs with another key.
    Forged,
    /// The backbone teacher whose records these are.
    Author,
    /// Another backbone teacher of the studio.
    Colleague,
    /// The studio's assistant.
    Assistant,
    /// The studio's chief.
    Chief,
    /// Was a member; the role has ended.
    Ended,
    /// Is a member; this phone was stopped.
    Stopped,
    /// The chief of another studio of the same bureau.
    Neighbour,
    /// The chief of a studio of another bureau.
    Abroad,
    /// An officer of the bureau.
    Officer,
    /// An officer of another bureau.
    Stranger,
    /// An officer of the bureau who has signed out.
    SignedOut,
}

impl Who {
    pub(crate) const ALL: [Self; 14] = [
        Self::Nobody,
        Self::Unsigned,
        Self::Forged,
        Self::Author,
        Self::Colleague,
        Self::Assistant,
        Self::Chief,
        Self::Ended,
        Self::Stopped,
        Self::Neighbour,
        Self::Abroad,
        Self::Officer,
        Self::Stranger,
        Self::SignedOut,
    ];
}

/// Which picture is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shot {
    /// Under a record that was handed in.
    Shown,
    /// Under a draft.
    Draft,
    /// Under a record that was thrown away.
    Thrown,
    /// Under a record that was handed in, and nobody has brought it.
    Due,
    /// Under a record that was handed in, brought and then erased by its author.
    Erased,
    /// Of the other studio of the bureau.
    Neighbours,
    /// Of the other bureau's studio.
    Abroads,
    /// Of nobody.
    Unknown,
}

impl Shot {
    pub(crate) const ALL: [Self; 8] = [
        Self::Shown,
        Self::Draft,
        Self::Thrown,
        Self::Due,
        Self::Erased,
        Self::Neighbours,
        Self::Abroads,
        Self::Unknown,
    ];

    pub(crate) fn bytes(self) -> Vec<u8> {
        jpeg_of(format!("pixels of {self:?} and of nothing else").as_bytes(), &[])
    }

    pub(crate) fn hash(self) -> PieceHash {
        hash_of(&self.bytes())
    }
}

/// Which studio is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Where {
    /// The studio of most of them.
    Here,
    /// The other one of the bureau.
    NextDoor,
    /// The other bureau's.
    Abroad,
    /// One that nobody founded.
    Nowhere,
}

impl Where {
    pub(crate) const ALL: [Self; 4] = [Self::Here, Self::NextDoor, Self::Abroad, Self::Nowhere];
}

/// Words that only people of the county may read: names of people and studios, what records say.
pub(crate) const SECRETS: [&str; 13] = [
    "周慧敏",
    "王丽",
    "赵静",
    "陈涛",
    "孙红梅",
    "钱文",
    "高志强",
    "吴敏",
    "赵桥",
    "白庙乡数学",
    "青石乡英语",
    "课堂提问",
    "板书",
];

pub(crate) struct Scene {
    pub(crate) county: County,
    pub(crate) phones: BTreeMap<Who, Phone>,
    pub(crate) cookies: BTreeMap<Who, (String, String)>,
    studios: BTreeMap<Where, (StudioId, ProjectId)>,
    /// The record of [`Shot::Shown`], and of the other studios one each.
    records: BTreeMap<Where, RecordId>,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let county = County::new().await;
        county.add_officer("白河县教育局", "bai").await;
        let (here, mut chief) = county.studio().await;
        let mut author = county.backbone(&mut chief, "王丽").await;
        let mut phones = BTreeMap::new();
        for (who, name) in [(Who::Colleague, "赵静"), (Who::Ended, "孙红梅"), (Who::Stopped, "钱文")] {
            phones.insert(who, county.backbone(&mut chief, name).await);
        }
        phones.insert(Who::Assistant, assistant(&county, &mut chief, "陈涛").await);
        let mut shown = records(&county, &mut author).await;
        let mut studios = vec![(Where::Here, here)];
        for (place, who, login, name, person, shot) in [
            (Where::NextDoor, Who::Neighbour, "lin", "白庙乡数学教师工作室", "高志强", Shot::Neighbours),
            (Where::Abroad, Who::Abroad, "bai", "青石乡英语教师工作室", "吴敏", Shot::Abroads),
        ] {
            let (studio, code) = county.officer(login).await.create(name, person).await;
            let mut phone = county.join(&code, person).await;
            shown.insert(place, record(&mut phone, 0x51, &[&shot.bytes()], true));
            outcome(&mut phone, 0x54, "课堂提问的艺术", &[&shot.bytes()]);
            phone.sync(&county).await;
            assert_eq!(upload(&county, &phone, &shot.bytes()).await.status, StatusCode::NO_CONTENT);
            phones.insert(who, phone);
            studios.push((place, studio));
        }
        phones.extend([(Who::Author, author), (Who::Chief, chief)]);
        let mut scene = Self { county, phones, cookies: BTreeMap::new(), studios: BTreeMap::new(), records: shown };
        scene.part_ways(here).await;
        scene.sign_in().await;
        scene.find_projects(studios).await;
        scene
    }

    /// One role ends, one phone is stopped.
    async fn part_ways(&self, studio: StudioId) {
        let officer = self.county.officer("lin").await;
        let (token, path) = (officer.token().await, format!("/bureau/studios/{studio}"));
        let device = self.phones[&Who::Stopped].replica.identity().device.to_string();
        let ended = &self.phones[&Who::Ended];
        let mut grants = ended.replica.members().active();
        let grant = grants.find(|(_, granted)| granted.person == ended.person()).unwrap().0.to_string();
        for (act, field) in [("revoke", ("device", device.as_str())), ("end", ("grant", grant.as_str()))] {
            let done = officer.post(&format!("{path}/{act}"), &[("token", &token), field]).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{act}");
        }
    }

    async fn sign_in(&mut self) {
        for (who, login) in [(Who::Officer, "lin"), (Who::Stranger, "bai"), (Who::SignedOut, "lin")] {
            let browser = self.county.officer(login).await;
            let token = browser.token().await;
            if who == Who::SignedOut {
                browser.post("/bureau/logout", &[("token", &token)]).await;
            }
            let cookie = browser.cookie;
            self.cookies.insert(who, (cookie, token));
        }
    }

    async fn find_projects(&mut self, studios: Vec<(Where, StudioId)>) {
        for (place, studio) in studios {
            let who = if place == Where::Abroad { Who::Stranger } else { Who::Officer };
            let to = self.browser(who).get(&format!("/bureau/studios/{studio}/terms")).await;
            let project = to.header("location").split(['/', '?', '#']).find_map(|step| step.parse().ok());
            self.studios.insert(place, (studio, project.unwrap()));
        }
        self.studios.insert(Where::Nowhere, (StudioId(chance::bytes()), ProjectId(chance::bytes())));
    }

    pub(crate) fn studio(&self, place: Where) -> StudioId {
        self.studios[&place].0
    }

    pub(crate) fn project(&self, place: Where) -> ProjectId {
        self.studios[&place].1
    }

    /// A record that was handed in there; where nothing is, one of nobody.
    pub(crate) fn record(&self, place: Where) -> RecordId {
        self.records.get(&place).copied().unwrap_or(RecordId([0x77; 16]))
    }

    pub(crate) fn browser(&self, who: Who) -> Browser<'_> {
        let cookie = self.cookies.get(&who).map(|(cookie, _)| cookie.clone()).unwrap_or_default();
        Browser { county: &self.county, cookie }
    }
}

async fn assistant(county: &County, chief: &mut Phone, name: &str) -> Phone {
    let person = PersonId(chance::bytes());
    chief.add_person(person, name);
    chief.sync(county).await;
    let invite: InviteAnswer = chief.invite(county, person, Role::Assistant, name).await.read();
    let mut phone = county.join(&invite.code, name).await;
    phone.sync(county).await;
    phone
}

/// The author's records: handed in, a draft, thrown away; each with its picture, and one picture that never comes.
async fn records(county: &County, author: &mut Phone) -> BTreeMap<Where, RecordId> {
    let shown = record(author, 0x51, &[&Shot::Shown.bytes(), &Shot::Due.bytes(), &Shot::Erased.bytes()], true);
    outcome(author, 0x54, "课堂提问的艺术", &[&Shot::Shown.bytes()]);
    record(author, 0x52, &[&Shot::Draft.bytes()], false);
    let thrown = record(author, 0x53, &[&Shot::Thrown.bytes()], true);
    author.sync(county).await;
    for shot in [Shot::Shown, Shot::Draft, Shot::Thrown, Shot::Erased] {
        assert_eq!(upload(county, author, &shot.bytes()).await.status, StatusCode::NO_CONTENT, "{shot:?}");
    }
    author.act(&Command::Delete { record: thrown });
    author.act(&Command::ErasePicture { record: shown, hash: Shot::Erased.hash() });
    author.sync(county).await;
    BTreeMap::from([(Where::Here, shown)])
}
