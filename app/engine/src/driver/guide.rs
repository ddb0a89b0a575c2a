//! The guide of the studio's project, where this release does not carry it: a county's own, a new batch, a newer version.
//! Asked once after each start, kept beside the studio's rows, and read before what the release carries. Whoever gets no
//! answer goes on with what is here.

use data_encoding::BASE64;
use futures_util::FutureExt;
use studio_core::guide::{FORM, Guide};
use studio_core::replica::Replica;
use studio_core::wire::{GuideAnswer, GuideRequest, guide_path, read};

use super::picture::embedded;
use super::{Engine, Event};
use crate::messages::{Changed, Update};
use crate::transport::{Answer, Silence};

/// Where it is kept: what another release kept in another form is not read.
fn place() -> String {
    format!("engine/guide-{FORM}")
}

/// The guide of a name: the newer one of those that the release carries and the one that was fetched.
pub(super) fn named(replica: &Replica, name: &str) -> Option<Guide> {
    let bytes = replica.setting(&place()).and_then(|text| BASE64.decode(text.as_bytes()).ok());
    let fetched = bytes.and_then(|bytes| sound(&bytes));
    embedded().into_iter().chain(fetched).filter(|guide| guide.id == name).max_by_key(|guide| guide.version)
}

/// The guide of some bytes that came over a line: nothing is counted by one that contradicts itself.
fn sound(bytes: &[u8]) -> Option<Guide> {
    postcard::from_bytes(bytes).ok().filter(Guide::is_sound)
}

impl Engine {
    /// Asks whether the project goes by another guide than the one here, once for each start and studio.
    pub(super) fn ask_guide(&mut self) {
        let Some(replica) = &self.replica else { return };
        let studio = replica.identity().studio;
        let Some(terms) = replica.members().terms.as_ref().filter(|_| self.guide_asked != Some(studio)) else { return };
        let version = named(replica, &terms.guide).map_or(0, |guide| guide.version);
        let request = GuideRequest { form: FORM, guide: terms.guide.clone(), version };
        let post = self.post_signed(replica, &guide_path(studio), &request);
        self.guide_asked = Some(studio);
        self.work.push(post.map(Event::GuideSeen).boxed_local());
    }

    /// Keeps what came, if it is the guide of the studio that is open now, and counts anew.
    pub(super) fn guide_seen(&mut self, outcome: Result<Answer, Silence>) {
        let answer = match outcome {
            Ok(answer) => answer,
            Err(silence) => {
                // no line: after the next sync again; a server that does not know the question is not asked twice
                if silence == Silence::Network {
                    self.guide_asked = None;
                }
                return;
            }
        };
        let bytes = read::<GuideAnswer>(&answer.body).ok().and_then(|answer| answer.guide);
        let Some((bytes, replica)) = bytes.zip(self.replica.as_mut()) else { return };
        let guide = sound(&bytes);
        let wanted = replica.members().terms.as_ref().map(|terms| &terms.guide);
        if guide.is_none_or(|guide| Some(&guide.id) != wanted) {
            return;
        }
        if let Err(fault) = replica.set(self.disk.store.as_mut(), &place(), &BASE64.encode(&bytes)) {
            // nothing is lost: it is asked again
            self.guide_asked = None;
            self.disk_fault(&fault);
            return;
        }
        self.redraw();
        self.tell(Update::Standing(self.standing()));
        self.changed(&[Changed::Records, Changed::Team]);
    }
}
