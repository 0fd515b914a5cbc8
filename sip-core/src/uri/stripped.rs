//! A SIP URI without what may not stand where it is to stand (§19.1.1, Table 1).

use core::fmt;

use super::output::write_into;
use super::{Context, SipUri, UriPart};
use crate::grammar::escape::Lossy;
use crate::header::ValueWriter;
use crate::message::{Sink, WriteError};

/// A SIP URI without the parts that its [`Context`] does not allow; all others byte for byte:
/// [`SipUri::stripped`].
#[derive(Clone, Copy, Debug)]
pub struct StrippedUri<'b> {
    uri: SipUri<'b>,
    context: Context,
}

impl<'b> SipUri<'b> {
    /// The URI without the parts that may not stand in `context` (§19.1.1, Table 1).
    ///
    /// ```
    /// use sip_core::uri::{Context, SipUri};
    ///
    /// let contact = SipUri::parse(b"sip:bob@192.0.2.4:5070;method=BYE;ob?Route=%3Csip:x%3E")?;
    /// let request_uri = contact.stripped(Context::RequestUri);
    /// assert_eq!(request_uri.to_string(), "sip:bob@192.0.2.4:5070;ob");
    /// assert_eq!(contact.stripped(Context::To).to_string(), "sip:bob@192.0.2.4;ob");
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    pub const fn stripped(&self, context: Context) -> StrippedUri<'b> {
        StrippedUri { uri: *self, context }
    }
}

impl<'b> StrippedUri<'b> {
    /// The stripped URI as one piece of the text, if it is one: if nothing is left out, or
    /// header fields only, which stand at the end.
    ///
    /// ```
    /// use sip_core::uri::{Context, SipUri};
    ///
    /// let uri = SipUri::parse(b"sip:bob@h;lr?Subject=x")?;
    /// assert_eq!(uri.stripped(Context::RequestUri).as_bytes(), Some(&b"sip:bob@h;lr"[..]));
    /// # Ok::<(), sip_core::ParseError>(())
    /// ```
    pub fn as_bytes(&self) -> Option<&'b [u8]> {
        match self.uri.check_context(self.context) {
            Ok(()) => Some(self.uri.as_bytes()),
            Err(UriPart::Headers) => Some(self.without_headers()),
            Err(_) => None,
        }
    }

    /// Writes it.
    pub fn write(&self, out: &mut ValueWriter<'_>) {
        if let Some(text) = self.as_bytes() {
            out.put(text);
            return;
        }
        let params = self.uri.params();
        let head = split_end(self.without_headers(), params.as_bytes().len());
        let port = memchr::memrchr(b':', head).filter(|_| self.uri.port().is_some());
        match port {
            Some(at) if !UriPart::Port.may_stand_in(self.context) => {
                out.put(head.get(..at).unwrap_or_default());
            }
            _ => {
                out.put(head);
            }
        }
        for param in params.iter().filter(|p| UriPart::of(p).may_stand_in(self.context)) {
            out.put(b";").put(param.name);
            if let Some(value) = param.value {
                out.put(b"=").put(value);
            }
        }
        if UriPart::Headers.may_stand_in(self.context) {
            out.put(self.uri.headers().as_bytes());
        }
    }

    /// Writes it into `sink`, which is cleared first, and gives its length.
    ///
    /// # Errors
    /// [`WriteError::NoRoom`]; then the sink is empty.
    pub fn write_into(&self, sink: &mut dyn Sink) -> Result<usize, WriteError> {
        write_into(sink, |out| self.write(out))
    }

    fn without_headers(&self) -> &'b [u8] {
        split_end(self.uri.as_bytes(), self.uri.headers().as_bytes().len())
    }
}

/// `text` without its last `len` bytes.
fn split_end(text: &[u8], len: usize) -> &[u8] {
    text.get(..text.len().saturating_sub(len)).unwrap_or_default()
}

impl fmt::Display for StrippedUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut result = Ok(());
        // Each piece ends where a part does, so none cuts a character of a part in two.
        self.write(&mut ValueWriter::new(&mut |piece| {
            result = result.and_then(|()| Lossy(piece).fmt(f));
        }));
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::string::ToString;
    use std::vec::Vec;

    #[test]
    fn what_is_left_may_stand_there() {
        for text in [
            "sip:a:b@h:5060;transport=tcp;lr;x=y;user=ip;ttl=1;maddr=m;method=BYE?a=b&c=d",
            "sips:[2001:db8::1];;lr;",
            "sip:[2001:db8::1]:1;;METHOD=BYE;;x",
            "sip:a;b:c@h:00001?",
            "sip:h",
        ] {
            let uri = SipUri::parse(text.as_bytes()).unwrap();
            for context in Context::ALL {
                let stripped = uri.stripped(context).to_string();
                let again = SipUri::parse(stripped.as_bytes()).unwrap();
                assert_eq!(again.check_context(context), Ok(()), "{stripped} in {context:?}");
                assert_eq!(again.stripped(context).to_string(), stripped);
                assert_eq!((again.user(), again.host()), (uri.user(), uri.host()), "{stripped}");
                assert_eq!(again.password(), uri.password(), "{stripped}");
                if uri.check_context(context).is_ok() {
                    assert_eq!(stripped, text, "{context:?}: nothing to leave out");
                }
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_not_written() {
        let uri = SipUri::parse(b"sip:h;method=BYE;x").unwrap();
        let mut small = heapless::Vec::<u8, 5>::new();
        let result = uri.stripped(Context::Dialog).write_into(&mut small);
        assert_eq!((result, small.len()), (Err(WriteError::NoRoom { needed: 7 }), 0));
        let mut bytes = Vec::new();
        assert_eq!(uri.stripped(Context::Dialog).write_into(&mut bytes), Ok(7));
        assert_eq!(bytes, b"sip:h;x");
    }
}
