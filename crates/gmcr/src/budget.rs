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
const ASK_EVERY: u64 = 1 << 16;

impl<'a> Budget<'a> {
    pub fn new(steps: u64, stop: &'a mut dyn FnMut() -> bool) -> Self {
        Budget { left: steps, until_asked: 0, stop }
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
