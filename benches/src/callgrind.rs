//! Instructions, counted by callgrind: one run of this program, one dump per case.

use std::path::Path;
use std::process::Command;

use crate::cases::Case;

/// The argument with which this program runs under callgrind.
pub const MEASURE: &str = "measure";

/// What a case costs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    pub instructions: u64,
    /// Calls of malloc and its kin.
    pub allocations: u64,
}

/// Runs every case twice under callgrind's eyes. The first run warms it up, and what its dump says
/// is thrown away: callgrind counts calls, unlike instructions, from the dump before.
pub fn measure(cases: &mut [Case]) {
    for case in cases {
        sip_core_benches_measured(&mut *case.run);
        sip_core_benches_measured(&mut *case.run);
    }
}

/// What callgrind counts, from its first instruction to its last.
#[inline(never)]
#[unsafe(no_mangle)]
fn sip_core_benches_measured(run: &mut dyn FnMut()) {
    run();
}

/// Runs this program under callgrind and gives the cost of each case, in their order.
pub fn costs(count: usize) -> Result<Vec<Cost>, String> {
    let folder = std::env::temp_dir().join(format!("sip-core-benches-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=sip_core_benches_measured"])
        .args(["--dump-after=sip_core_benches_measured", "--compress-strings=no"])
        .arg(format!("--callgrind-out-file={}", folder.join("out").display()))
        .arg(program)
        .arg(MEASURE)
        .output()
        .map_err(|error| format!("valgrind does not run: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let costs = (1..=count).map(|at| read(&folder.join(format!("out.{}", 2 * at)))).collect();
    std::fs::remove_dir_all(&folder).ok();
    costs
}

fn read(file: &Path) -> Result<Cost, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let mut cost = Cost::default();
    let mut taken_from_heap = false;
    for line in text.lines() {
        if let Some(total) = line.strip_prefix("summary: ") {
            cost.instructions = total.trim().parse().map_err(|_| line.to_owned())?;
        } else if let Some(called) = line.strip_prefix("cfn=") {
            let called = called.split('\'').next().unwrap_or(called);
            taken_from_heap = matches!(called, "malloc" | "calloc" | "realloc" | "posix_memalign");
        } else if let Some(calls) = line.strip_prefix("calls=")
            && taken_from_heap
        {
            let calls = calls.split(' ').next().unwrap_or_default();
            cost.allocations += calls.parse::<u64>().map_err(|_| line.to_owned())?;
        }
    }
    Ok(cost)
}
