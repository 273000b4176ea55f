//! What a search may spend, counted in steps, and the caller's wish to stop.

/// Counts down steps and asks the caller now and then.
pub(crate) struct Budget<'a> {
    left: u64,
    until_asked: u64,
    stop: &'a mut dyn FnMut() -> bool,
}

/// Why a search was cut short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spent {
    Steps,
    Stopped,
    Nodes,
}

/// Steps between two questions to the caller.
pub(crate) const ASK_EVERY: u64 = 1 << 16;

impl<'a> Budget<'a> {
    pub fn new(steps: u64, stop: &'a mut dyn FnMut() -> bool) -> Self {
        Budget { left: steps, until_asked: 0, stop }
    }
    /// The steps not yet spent.
    pub fn left(&self) -> u64 {
        self.left
    }
    /// Whether the caller says to stop.
    pub fn stopped(&mut self) -> bool {
        (self.stop)()
    }
    /// Does a job that may spend so many steps of these and no more: whether it ran out of them, and what it comes to.
    pub fn within<T>(&mut self, most: u64, job: impl FnOnce(&mut Self) -> T) -> T {
        let most = most.min(self.left);
        let kept = self.left - most;
        self.left = most;
        let done = job(self);
        self.left += kept;
        done
    }
    /// Spends so many steps.
    #[inline]
    pub fn spend(&mut self, steps: u64) -> Result<(), Spent> {
        self.left = self.left.checked_sub(steps).ok_or(Spent::Steps)?;
        if self.until_asked <= steps {
            self.until_asked = ASK_EVERY;
            if (self.stop)() {
                return Err(Spent::Stopped);
            }
        } else {
            self.until_asked -= steps;
        }
        Ok(())
    }
}
