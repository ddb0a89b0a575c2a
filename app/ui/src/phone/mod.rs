//! The presentational parts of the teachers' screens: plain props in, markup out. The app gives them state and a router.

mod closure;
mod history;
mod home;
mod join;
mod me;
mod new_record;
mod record;
mod screen;
mod team;

pub use closure::{ClosureHead, IndicatorLine, IndicatorRows};
pub use history::{RevisionCard, WayBack};
pub use home::{Gap, GapRows, HomeHero, QuickGrid, QuickItem};
pub use join::{CodeBoxes, InviteHead, JoinScreen};
pub use me::{ProfileCard, SyncAdvice, SyncCard, TextSizeCard};
pub use new_record::{Sheet, TypeCard, TypeCards};
pub use record::{RecordHead, RecordLine, RecordRow, UsedIn};
pub use screen::{AsOfNote, SavedNote, Screen, ScreenFoot};
pub use team::{PersonLine, PersonRow, SunflowerCard};
