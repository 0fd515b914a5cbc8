//! What a response takes over from its request (§8.2.6.2), and what is added to the top Via on
//! the way in (§18.2.1, RFC 3581 §4).

use core::net::SocketAddr;

use super::address::ip_text;
use super::{Headers, MessageWriter};
use crate::grammar::number::Decimal;
use crate::header::{KnownHeader, Rport, To, Via};

/// Writes Via, From, To, Call-ID and CSeq of a request into its response.
///
/// `source` is where the request came from: with it the top Via is completed; without, it is
/// taken to be complete. `to_tag` is added to To if that has none.
pub(crate) fn write_reply(
    writer: &mut MessageWriter<'_>,
    request: &Headers<'_>,
    source: Option<SocketAddr>,
    to_tag: Option<&[u8]>,
) {
    match (source, request.split_first::<Via<'_>>()) {
        (Some(source), Some((via, behind))) => {
            write_received_via(writer, &via, source);
            if !behind.is_empty() {
                write_received(writer, KnownHeader::Via, behind);
            }
            let vias = request.iter().filter(|field| field.known() == Some(KnownHeader::Via));
            for field in vias.skip_while(|field| field.value().is_empty()).skip(1) {
                writer.copy(&field);
            }
        }
        _ => {
            writer.copy_all(request, KnownHeader::Via);
        }
    }
    writer.copy_all(request, KnownHeader::From);
    match (to_tag, request.text(KnownHeader::To)) {
        (Some(tag), Some(to)) if request.find::<To<'_>>().is_ok_and(lacks_tag) => {
            writer.begin_field(KnownHeader::To.name().as_bytes());
            writer.received_piece(to);
            writer.piece(b";tag=");
            writer.piece(tag);
            writer.end_field();
        }
        _ => {
            writer.copy_all(request, KnownHeader::To);
        }
    }
    writer.copy_all(request, KnownHeader::CallId);
    writer.copy_all(request, KnownHeader::CSeq);
}

/// Writes a received value, or a part of one, as a header field of its own.
pub(super) fn write_received(writer: &mut MessageWriter<'_>, header: KnownHeader, value: &[u8]) {
    writer.begin_field(header.name().as_bytes());
    writer.received_piece(value);
    writer.end_field();
}

fn lacks_tag(to: Option<To<'_>>) -> bool {
    to.is_some_and(|to| to.tag().is_none())
}

/// Writes a Via with what its receiver adds: `received` if the host is a name or another address
/// than the source's (§18.2.1), and both `rport` and `received` if the client asked for `rport`
/// (RFC 3581 §4).
pub(crate) fn write_received_via(
    writer: &mut MessageWriter<'_>,
    via: &Via<'_>,
    source: SocketAddr,
) {
    // An IPv4 address that a dual-stack socket shows as IPv6 is still an IPv4 address.
    let ip = source.ip().to_canonical();
    let asked = via.rport() != Rport::Absent;
    let add_received = asked || via.sent_by().host.canonical_ip() != Some(ip);
    // A `received` that the client wrote itself is not to be believed.
    let foreign = via.params().iter().any(|param| param.is(b"received"));
    if !add_received && !foreign {
        write_received(writer, KnownHeader::Via, via.as_bytes());
        return;
    }
    let params = via.params().as_bytes();
    let head = via.as_bytes().get(..via.as_bytes().len().saturating_sub(params.len()));
    let text = ip_text(ip);
    let port = Decimal::new(source.port().into());
    writer.begin_field(KnownHeader::Via.name().as_bytes());
    writer.received_piece(head.unwrap_or_default());
    for param in via.params() {
        if param.is(b"received") {
            continue;
        }
        writer.piece(b";");
        writer.piece(param.name);
        if param.is(b"rport") {
            writer.piece(b"=");
            writer.piece(port.as_bytes());
        } else if let Some(value) = param.value {
            writer.piece(if param.quoted { b"=\"" } else { b"=" });
            writer.received_piece(value);
            writer.piece(if param.quoted { b"\"" } else { b"" });
        }
    }
    if add_received {
        writer.piece(b";received=");
        writer.piece(text.as_ref());
    }
    writer.end_field();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Message, StatusCode};
    use std::string::String;
    use std::vec::Vec;

    fn reply(head: &[u8]) -> String {
        let bytes = [b"OPTIONS sip:a@b SIP/2.0\r\n", head, b"\r\n"].concat();
        let message = Message::parse(&bytes).unwrap();
        let mut reply = Vec::new();
        let mut writer = MessageWriter::response(&mut reply, StatusCode::OK);
        let source = SocketAddr::from(([192, 0, 2, 7], 40000));
        write_reply(&mut writer, message.headers(), Some(source), Some(b"t"));
        writer.finish().unwrap();
        let lines = String::from_utf8(reply).unwrap();
        lines
            .strip_prefix("SIP/2.0 200 OK\r\n")
            .and_then(|lines| lines.strip_suffix("Content-Length: 0\r\n\r\n"))
            .unwrap()
            .into()
    }

    #[test]
    fn n6_empty_parameters_at_the_end_of_a_via_do_not_spoil_what_is_added_to_it() {
        let lines = reply(b"Via: SIP/2.0/UDP h;rport;branch=z9hG4bK1;;; ;\r\n");
        assert_eq!(lines, "Via: SIP/2.0/UDP h;rport=40000;branch=z9hG4bK1;received=192.0.2.7\r\n");
    }

    #[test]
    fn n6_an_empty_via_before_the_top_one_does_not_hide_it() {
        let lines = reply(b"Via:\r\nv: SIP/2.0/UDP h , SIP/2.0/UDP i\r\nVia: SIP/2.0/UDP j\r\n");
        assert_eq!(
            lines,
            "Via: SIP/2.0/UDP h;received=192.0.2.7\r\n\
            Via: SIP/2.0/UDP i\r\n\
            Via: SIP/2.0/UDP j\r\n"
        );
    }

    #[test]
    fn p42_a_nul_in_quotes_goes_back_to_where_it_came_from() {
        let lines = reply(b"Via: SIP/2.0/UDP h;x=\"\\\0\"\r\nTo: \"NUL:\\\0\" <sip:a@b>\r\n");
        assert_eq!(
            lines,
            "Via: SIP/2.0/UDP h;x=\"\\\0\";received=192.0.2.7\r\n\
            To: \"NUL:\\\0\" <sip:a@b>;tag=t\r\n"
        );
    }
}
