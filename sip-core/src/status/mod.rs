//! Status codes: what the number in a response's first line means, to a person and to a machine.
//!
//! A [`StatusCode`] is any number from 100 to 699. Its hundreds are its [`StatusClass`] (§7.2):
//!
//! | class | a response of it says | |
//! |---|---|---|
//! | 1xx | the request is being worked on | provisional: more follows |
//! | 2xx | it was carried out | final |
//! | 3xx | ask at another address | final |
//! | 4xx | this server will not do *this* request | final |
//! | 5xx | this server cannot | final |
//! | 6xx | no server will | final |
//!
//! Everything that is known of a single code stands in one table, [`REGISTRY`]: IANA's "SIP
//! Parameters, Response Codes" with the meaning that each code has for a program. All lookups here
//! derive from it, and none fails: a code that is not in the table means what the general code of
//! its class means (§8.1.3.2), see [`StatusCode::treated_as`].
//!
//! ```
//! use sip_core::status::{DialogEffect, Remedy, StatusClass, StatusCode};
//!
//! let code = StatusCode::from_bytes(b"423").unwrap();
//! assert_eq!(code, StatusCode::INTERVAL_TOO_BRIEF);
//! assert_eq!(code.class(), StatusClass::ClientError);
//! assert_eq!(code.reason(), "Interval Too Brief");
//! assert_eq!(code.remedy(), Some(Remedy::LongerInterval));
//! assert_eq!(code.companions()[0].name, "Min-Expires");
//! assert_eq!(code.dialog_effect(), DialogEffect::Transaction);
//!
//! let unheard_of = StatusCode::new(431).unwrap();
//! assert_eq!(unheard_of.treated_as(), StatusCode::BAD_REQUEST);
//! ```

mod code;
mod meaning;
mod names;
mod registry;

pub use code::{InvalidStatusCode, StatusClass, StatusCode};
pub use meaning::{Companion, DialogEffect, ForwardRank, Need, Remedy};
pub use registry::{REGISTRY, Registration};
