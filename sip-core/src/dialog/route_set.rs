//! The route set of a dialog (§12.1.1, §12.1.2).

use super::DialogError;
use crate::header::{RecordRoute, Route};
use crate::message::{Headers, WriteError};

/// How many proxies may have recorded themselves: more than Max-Forwards lets a request through
/// in practice, and a bound on the work that one message can cause.
const MAX_ROUTES: usize = 64;

/// In which order the proxies stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As the UAS sees them (§12.1.1).
    AsWritten,
    /// As the UAC does (§12.1.2).
    Reversed,
}

/// The proxies that the requests of a dialog visit.
#[derive(Debug)]
pub(super) struct RouteSet<'b> {
    routes: heapless::Vec<Route<'b>, MAX_ROUTES>,
}

impl<'b> RouteSet<'b> {
    /// Reads Record-Route.
    pub(super) fn of(headers: &Headers<'b>, order: Order) -> Result<Self, DialogError> {
        let mut routes = heapless::Vec::new();
        for route in headers.all::<RecordRoute<'b>>() {
            // A route that does not fit would be a proxy left out.
            routes
                .push(route?.0)
                .map_err(|_| DialogError::Write(WriteError::NoRoom { needed: MAX_ROUTES }))?;
        }
        if order == Order::Reversed {
            routes.reverse();
        }
        Ok(Self { routes })
    }

    pub(super) fn first(&self) -> Option<&Route<'b>> {
        self.routes.first()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Route<'b>> {
        self.routes.iter()
    }
}
