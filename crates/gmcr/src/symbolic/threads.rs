//! Independent jobs on several threads.

use crate::budget::{ASK_EVERY, Budget, Spent};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How long to wait before asking the caller again whether to stop.
const PATIENCE: Duration = Duration::from_millis(20);

/// Does the jobs, in this order as threads come free, and gives what they come to in the order of their numbers.
///
/// They spend of the budget together: all the steps of all of them, so that whether it is enough hangs on neither the
/// threads nor the order. A job that lacks nodes is left for the caller to do again; any other lack ends all.
pub(super) fn each<T: Send>(
    jobs: &[usize],
    threads: usize,
    budget: &mut Budget,
    job: impl Fn(usize, &mut Budget) -> Result<T, Spent> + Sync,
) -> Result<Vec<Option<T>>, Spent> {
    let mut done: Vec<Option<T>> = (0..jobs.len()).map(|_| None).collect();
    let threads = threads.min(jobs.len());
    if threads < 2 {
        for k in jobs {
            done[*k] = Some(job(*k, budget)?);
        }
        return Ok(done);
    }
    let (left, next) = (budget.left(), AtomicUsize::new(0));
    let (spent, halt) = (AtomicU64::new(0), AtomicBool::new(false));
    let mut total = 0u64;
    let mut lack = None;
    std::thread::scope(|scope| {
        let (tell, told) = channel();
        for _ in 0..threads {
            let (tell, job, next, spent, halt) = (tell.clone(), &job, &next, &spent, &halt);
            scope.spawn(move || {
                while let Some(k) = jobs.get(next.fetch_add(1, Relaxed)).filter(|_| !halt.load(Relaxed)) {
                    let mut asked = false;
                    // What is told here is never more than was spent: the first question comes before any step.
                    let mut stop = || {
                        let known = if std::mem::replace(&mut asked, true) { ASK_EVERY } else { 0 };
                        halt.load(Relaxed) || spent.fetch_add(known, Relaxed).saturating_add(known) > left
                    };
                    let mut own = Budget::new(left, &mut stop);
                    let result = job(*k, &mut own);
                    let used = left - own.left();
                    if tell.send((*k, used, result)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(tell);
        loop {
            match told.recv_timeout(PATIENCE) {
                Ok((k, used, result)) => {
                    total = total.saturating_add(used);
                    match result {
                        Ok(result) => done[k] = Some(result),
                        Err(Spent::Nodes) => {}
                        Err(other) => {
                            halt.store(true, Relaxed);
                            lack = lack.or(Some(other));
                        }
                    }
                }
                Err(RecvTimeoutError::Timeout) if lack.is_none() && budget.stopped() => {
                    halt.store(true, Relaxed);
                    lack = Some(Spent::Stopped);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    budget.spend(total)?;
    lack.map_or(Ok(done), Err)
}
