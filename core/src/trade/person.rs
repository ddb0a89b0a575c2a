//! 人员: a person of the roster as read from a record. It holds no role and no phone number:
//! roles are the bureau's decisions, phone numbers are not stored yet.

use serde::{Deserialize, Serialize};

use crate::access::DocKind;
use crate::form::{Face, Input, PLAIN, Part, Type, may, must};
use crate::id::PersonId;
use crate::tolerant::{self, Fields};
use crate::word::words;

words! {
    /// 性别
    Gender, "gender" {
        /// 女
        Female = "female",
        /// 男
        Male = "male",
    }
}

words! {
    /// 学段
    Stage, "stage" {
        /// 学前
        Preschool = "preschool",
        /// 小学
        Primary = "primary",
        /// 初中
        Junior = "junior",
        /// 高中
        Senior = "senior",
    }
}

/// 人员
pub(super) const PERSON: Type = Type {
    word: "person",
    lies_in: &[DocKind::Roster],
    fields: &[
        must("name", Input::Line),
        must("school", Input::Line),
        may("township", Input::Line),
        must("subject", Input::Line),
        may("stage", Input::Choice(Stage::CHOICES)),
        may("gender", Input::Choice(Gender::CHOICES)),
        may("born", Input::Month),
        may("title", Input::Line),
        may("post", Input::Line),
        may("teaching_since", Input::Number),
        may("expertise", Input::Line),
        may("honours", Input::Line),
        may("contact", Input::Person),
    ],
    face: Face { title: &[Part::Text("name")], ..PLAIN.face },
    ..PLAIN
};

/// A person as the roster describes them. Missing texts are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// 姓名
    pub name: String,
    /// Pinyin initials of the name, upper case: computed, for search and for record numbers.
    pub initials: String,
    /// 性别
    pub gender: Option<Gender>,
    /// 出生年月 as `1995-03`.
    pub born: Option<String>,
    /// 学校
    pub school: String,
    /// 乡镇/学区
    pub township: String,
    /// 学段
    pub stage: Option<Stage>,
    /// 学科
    pub subject: String,
    /// 职称
    pub title: String,
    /// 职务
    pub post: String,
    /// First year of teaching, from which 教龄 follows.
    pub teaching_since: Option<i64>,
    /// 研究专长
    pub expertise: String,
    /// 称号
    pub honours: String,
    /// 联系人: the member who keeps in touch with this rural teacher.
    pub contact: Option<PersonId>,
}

impl Person {
    /// The person that a record describes, whatever it lacks.
    pub fn read(fields: &Fields) -> Self {
        let name = tolerant::text(fields, "name");
        Self {
            initials: crate::initials::of_name(&name),
            name,
            gender: tolerant::word(fields, "gender", Gender::from_word),
            born: tolerant::some_text(fields, "born"),
            school: tolerant::text(fields, "school"),
            township: tolerant::text(fields, "township"),
            stage: tolerant::word(fields, "stage", Stage::from_word),
            subject: tolerant::text(fields, "subject"),
            title: tolerant::text(fields, "title"),
            post: tolerant::text(fields, "post"),
            teaching_since: tolerant::int(fields, "teaching_since"),
            expertise: tolerant::text(fields, "expertise"),
            honours: tolerant::text(fields, "honours"),
            contact: tolerant::person(fields, "contact"),
        }
    }
}
