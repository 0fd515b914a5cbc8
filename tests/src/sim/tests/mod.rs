//! What the network promises, shown with small nodes.

mod datagrams;
mod drawing;
mod endpoints;
mod streams;
mod time;
mod toys;
