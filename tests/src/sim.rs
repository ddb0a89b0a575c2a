//! The simulator: real replicas, a real server studio, real formats; disks and network that fail.
//! A seed determines everything that happens. See `world` for the faults, `check` for what must
//! be true whatever happens.

mod act;
mod check;
mod disk;
mod effect;
mod folder;
mod heal;
mod hunt;
mod net;
mod paper;
mod people;
mod phone;
mod pictures;
mod server;
mod setback;
mod shelf;
mod sync;
mod tamper;
mod world;
mod write;

pub use disk::{Disks, MemoryDisks};
pub use effect::{Effect, Effects};
pub use hunt::{Hunt, first_line, hunt};
pub use shelf::{MemoryShelf, Shelf, Upload};
pub use world::World;

/// What a seed runs through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// How many things happen.
    pub steps: usize,
    /// How often the server may be set back.
    pub set_backs: usize,
    /// Whether people take pictures too.
    pub pictures: bool,
    /// Whether people write work of every type, and papers: activities alone otherwise.
    pub every_type: bool,
}

impl Course {
    /// Text alone.
    pub const fn of(steps: usize, set_backs: usize) -> Self {
        Self { steps, set_backs, pictures: false, every_type: false }
    }

    /// The same, and pictures.
    #[must_use]
    pub const fn with_pictures(self) -> Self {
        Self { pictures: true, ..self }
    }

    /// The same, and work of every type, and papers.
    #[must_use]
    pub const fn with_every_type(self) -> Self {
        Self { every_type: true, ..self }
    }
}

/// Runs one seed to its end: faults, then a quiet network, then all checks.
pub fn run<D: Disks>(disks: D, seed: u64, course: Course) -> Effects {
    let mut world = World::new(disks, seed, course);
    for _ in 0..course.steps {
        world.step();
    }
    world.heal();
    world.check_everything();
    world.effects
}
