//! Measures everything and prints one table; see README.md.

use std::process::ExitCode;

use sip_core_benches::callgrind::{self, Cost};
use sip_core_benches::report::Report;
use sip_core_benches::{allocations, cases};

fn main() -> ExitCode {
    let mut cases = cases::all();
    if std::env::args().nth(1).as_deref() == Some(callgrind::MEASURE) {
        callgrind::measure(&mut cases);
        return ExitCode::SUCCESS;
    }
    let mut costs = match callgrind::costs(cases.len()) {
        Ok(costs) => costs,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    for (case, cost) in cases.iter_mut().zip(&mut costs) {
        count_allocations(case, cost);
    }
    let report = Report::new(&cases, costs);
    let (budgets, cheap) = report.budgets();
    let (growth, linear) = report.growth();
    println!("Instructions / allocations\n\n{}{budgets}\n{growth}", report.table());
    // Falling short is a result, not a failure; a script may ask for more.
    let strict = std::env::args().any(|argument| argument == "--strict");
    ExitCode::from(u8::from(strict && !(cheap && linear)))
}

/// Our allocator sees what Rust takes from the heap; of C only callgrind sees it.
fn count_allocations(case: &mut cases::Case, cost: &mut Cost) {
    (case.run)();
    let taken = allocations::count(&mut case.run);
    if taken > 0 {
        cost.allocations = taken;
    }
}
