//! The simulator: real replicas, a real server studio, real formats; disks and network that fail.
//! A seed determines everything that happens. See `world` for the faults, `check` for what must
//! be true whatever happens.

mod check;
mod disk;
mod effect;
mod heal;
mod hunt;
mod net;
mod people;
mod phone;
mod server;
mod setback;
mod sync;
mod tamper;
mod world;
mod write;

pub use disk::{Disks, MemoryDisks};
pub use effect::{Effect, Effects};
pub use hunt::{Hunt, first_line, hunt};
pub use world::World;

/// Runs one seed to its end: faults, then a quiet network, then all checks.
///
/// `set_backs` is how often the server may be set back.
pub fn run<D: Disks>(disks: D, seed: u64, steps: usize, set_backs: usize) -> Effects {
    let mut world = World::new(disks, seed, set_backs);
    for _ in 0..steps {
        world.step();
    }
    world.heal();
    world.check_everything();
    world.effects
}
