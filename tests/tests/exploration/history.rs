//! One history: a world from its first moment until everything has come to rest.

use std::sync::Arc;

use tokio::{runtime::Builder, sync::mpsc};

use crate::{
    bugs::Bug,
    invariants,
    merchant::{Merchant, operator, postman, shopper, undo},
    world::{World, dice::Dice, plan::Plan, trace::Trace},
};

/// The result of a history.
pub(crate) struct History {
    pub(crate) trace: Trace,
    /// The invariants that do not hold.
    pub(crate) wrong: Vec<String>,
}

/// Runs the history of a seed. Keeps the lines of its trace if it is to be readable.
pub(crate) fn history(seed: u64, bug: Option<Bug>, readable: bool) -> History {
    // The client draws its waits from the generator of the thread.
    fastrand::seed(seed);
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let (world, wrong) = runtime.block_on(run(seed, bug, readable));
    drop(runtime);
    History { trace: std::mem::replace(&mut world.trace(), Trace::new(false)), wrong }
}

async fn run(seed: u64, bug: Option<Bug>, readable: bool) -> (Arc<World>, Vec<String>) {
    let dice = Dice::new(seed);
    let plan = Plan::draw(&dice, &Dice::new(!seed));
    let (post, notices) = mpsc::unbounded_channel();
    let world = World::new(plan, dice, post, readable);
    let headline = format!("seed {seed}: {:?}", world.plan);
    world.trace().headline(&headline);
    let merchant = Merchant::open(&world, bug);
    tokio::spawn(postman::deliver_all(Arc::clone(&merchant), notices));
    for order in 0..world.plan.orders {
        tokio::spawn(shopper::shop(Arc::clone(&merchant), FIRST_ORDER + order as u64));
        if world.plan.gives_up {
            tokio::spawn(undo::give_up(Arc::clone(&merchant), FIRST_ORDER + order as u64));
        }
    }
    if world.plan.attended {
        tokio::spawn(operator::attend(Arc::clone(&world)));
    }
    world.until(world.plan.end).await;
    let mut wrong = invariants::at_rest(&world);
    operator::decide(&world);
    wrong.extend(invariants::after_the_operator(&world));
    (world, wrong)
}

/// The number of the first order. Operation numbers, which have a digit more, have six at least.
const FIRST_ORDER: u64 = 40_010;
