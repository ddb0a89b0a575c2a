//! Arcs of a ring, for the compass and the mark. Must not know colours.

use std::f64::consts::TAU;

/// A ring of `petals` arcs in a square of side `side`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ring {
    pub(super) side: f64,
    pub(super) thick: f64,
    pub(super) petals: usize,
}

impl Ring {
    /// Half of the gap between two petals, in radians: the same width in every size.
    const HALF_GAP: f64 = 0.045;

    fn radius(self) -> f64 {
        (self.side - self.thick) / 2.0 - 1.0
    }

    /// The path of petal `index`, its first `fraction`.
    pub(super) fn petal(self, index: usize, fraction: f64) -> String {
        let step = TAU / self.petals.max(1) as f64;
        let half_gap = Self::HALF_GAP.min(step / 4.0);
        let from = step * index as f64 + half_gap;
        let length = (step - 2.0 * half_gap) * fraction.clamp(0.0, 1.0);
        let (x1, y1) = self.point(from);
        let (x2, y2) = self.point(from + length);
        let (radius, large) = (self.radius(), u8::from(length > TAU / 2.0));
        format!("M{x1:.2} {y1:.2}A{radius:.1} {radius:.1} 0 {large} 1 {x2:.2} {y2:.2}")
    }

    /// The point at `angle`, counted clockwise from the top.
    fn point(self, angle: f64) -> (f64, f64) {
        let centre = self.side / 2.0;
        (centre + self.radius() * angle.sin(), centre - self.radius() * angle.cos())
    }
}

#[cfg(test)]
mod tests {
    use super::Ring;

    #[test]
    fn a_quarter_of_four_begins_at_the_top_and_ends_at_the_right() {
        let path = Ring { side: 100.0, thick: 8.0, petals: 4 }.petal(0, 1.0);
        assert!(path.starts_with("M52.0"), "{path}");
        assert!(path.ends_with("47.98") || path.ends_with("47.97"), "{path}");
    }

    #[test]
    fn a_single_petal_is_a_large_arc() {
        assert!(Ring { side: 100.0, thick: 8.0, petals: 1 }.petal(0, 1.0).contains(" 0 1 1 "));
    }
}
