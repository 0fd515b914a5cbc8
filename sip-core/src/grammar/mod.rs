//! Floor 0, letters: the basic rules of §25.1, once.
//!
//! * `class`: which byte may stand in a token, a host, a URI's user part and so on;
//! * `cursor`: reading forward through bytes, with the offset for an error;
//! * [`escape`]: `%41` and `\"` undone while reading, not while parsing;
//! * [`params`]: `;name=value` lists, the shape that most header fields share;
//! * `number`: decimal digits;
//! * `qvalue`: preferences such as `q=0.7`.
//!
//! Linear white space (LWS, folded lines included) is skipped by the cursor wherever the grammar
//! allows it.

pub(crate) mod class;
pub(crate) mod cursor;
pub mod escape;
pub(crate) mod number;
pub mod params;
pub(crate) mod qvalue;

pub(crate) use class::Class;
pub(crate) use cursor::Cursor;
pub use escape::{Unescaped, Unquoted};
pub use params::{Param, Params};
