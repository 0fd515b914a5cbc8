//! What a body is for that does not say so (§20.11).

use crate::header::ContentType;

/// What a body of this type is for if it has no Content-Disposition: `session` if it is
/// `application/sdp`, `render` if it is anything else (§13.2.1, §20.11).
///
/// ```
/// use sip_core::body::default_disposition;
/// use sip_core::header::{ContentType, HeaderValue};
///
/// let sdp = ContentType::from_value(b"application/sdp")?;
/// assert_eq!(default_disposition(Some(&sdp)), b"session");
/// assert_eq!(default_disposition(None), b"render");
/// # Ok::<(), sip_core::ParseError>(())
/// ```
pub fn default_disposition(content_type: Option<&ContentType<'_>>) -> &'static [u8] {
    match content_type {
        Some(content_type) if content_type.is(b"application", b"sdp") => b"session",
        _ => b"render",
    }
}
