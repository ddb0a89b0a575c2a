//! A QR code as one SVG path. Whoever knows the code's modules hands them in.

use std::fmt::Write;

use dioxus::prelude::*;

/// The modules of a code, row by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QrModules {
    /// Modules a side.
    pub side: usize,
    /// Dark or light, `side × side` of them.
    pub dark: Vec<bool>,
}

impl QrModules {
    /// Light border that scanners need, in modules.
    const QUIET: usize = 4;

    fn path(&self) -> String {
        let mut path = String::new();
        for (at, _) in self.dark.iter().enumerate().filter(|(_, dark)| **dark) {
            let (x, y) = (at % self.side.max(1) + Self::QUIET, at / self.side.max(1) + Self::QUIET);
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
        path
    }
}

/// The code, always black on white.
#[component]
pub fn Qr(
    /// The modules.
    modules: QrModules,
    /// What it opens.
    label: String,
) -> Element {
    let side = modules.side + 2 * QrModules::QUIET;
    rsx! {
        svg { class: "qr", view_box: "0 0 {side} {side}", role: "img", "aria-label": label, shape_rendering: "crispEdges",
            path { class: "qr-dark", d: modules.path() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::QrModules;

    #[test]
    fn a_dark_module_is_one_square_behind_the_quiet_border() {
        let modules = QrModules { side: 2, dark: vec![false, true, false, false] };
        assert_eq!(modules.path(), "M5 4h1v1h-1z");
    }
}
