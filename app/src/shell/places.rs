//! The other places where this person keeps records: a new one is told to those that were there before, an old one is
//! told to the new one only for what it may still hold. Told until the person has seen it.

use dioxus::prelude::*;
use studio_core::time::Millis;
use studio_engine::messages::{Changed, DeviceRow, Request, device_seen};
use studio_ui::prelude::*;

use crate::desk::{Answer, Desk, use_answer, use_desk};
use crate::platform;
use crate::words;

/// What brings a device, or the word that its owner knows of it.
const KINDS: &[Changed] = &[Changed::Team, Changed::Settings];

/// Every place that is not seen yet.
#[component]
pub(crate) fn Places() -> Element {
    let devices = use_answer((), KINDS, |engine, ()| async move { engine.devices().await });
    let desk = use_desk();
    if super::is_filling(desk) || super::stopped_here(desk).is_some() {
        return rsx! {};
    }
    match devices {
        Answer::Here(devices) => rsx! { PlacesView { devices, now: platform::now() } },
        _ => rsx! {},
    }
}

/// The same as a picture of plain data.
#[component]
pub(crate) fn PlacesView(devices: Vec<DeviceRow>, now: Millis) -> Element {
    let desk = use_desk();
    let told = |device: &&DeviceRow| !device.this_device && !device.revoked && !device.seen;
    let (newer, older): (Vec<DeviceRow>, Vec<DeviceRow>) =
        devices.iter().filter(told).cloned().partition(|device| device.newer);
    let names: Vec<String> = older.iter().map(|device| named(device, now)).collect();
    rsx! {
        for device in newer {
            div { key: "{device.device}", "data-testid": "banner-new-device",
                Banner {
                    text: t_with("places-new", &[("name", &named(&device, now))]), tone: Tone::Warn, glyph: Glyph::Smartphone,
                    action: t("places-mine"), testid: "new-device-seen", onclick: move |_| seen(desk, std::slice::from_ref(&device)),
                }
            }
        }
        if !older.is_empty() {
            div { "data-testid": "banner-other-places",
                Banner {
                    text: t_with("places-older", &[("names", &words::names(&names))]), tone: Tone::Info, glyph: Glyph::Smartphone,
                    action: t("notice-seen"), testid: "other-places-seen", onclick: move |_| seen(desk, &older),
                }
            }
        }
    }
}

/// 安卓手机（11月3日加入）
fn named(device: &DeviceRow, now: Millis) -> String {
    t_with("places-one", &[("name", &device.name), ("day", &words::day(device.since.day(), now))])
}

fn seen(desk: Desk, devices: &[DeviceRow]) {
    for device in devices {
        desk.engine().tell(Request::SetSetting { name: device_seen(device.device), value: "yes".to_owned() });
    }
}
