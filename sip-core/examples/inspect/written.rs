//! What was read, written once more: a message that differs was not fully understood.

use sip_core::Message;

/// The message written once more from what was read of it.
///
/// Not with `MessageWriter`, which gives each message a Content-Length of its own.
pub(crate) fn written(message: &Message<'_>) -> Vec<u8> {
    let mut bytes = start_line(message);
    bytes.extend_from_slice(b"\r\n");
    for field in message.headers() {
        bytes.extend_from_slice(field.line());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(message.body());
    bytes
}

/// The start line, with two liberties of the sender's: the case of `SIP`, and whether a blank
/// stands before an empty reason.
fn start_line(message: &Message<'_>) -> Vec<u8> {
    let line = message.as_bytes().split(|byte| *byte == b'\r').next().unwrap_or_default();
    match message {
        Message::Request(request) => {
            let version = line.rsplit(|byte| *byte == b' ').next().unwrap_or_default();
            [request.method().as_bytes(), request.uri_text(), version].join(&b' ')
        }
        Message::Response(response) => {
            let version = line.split(|byte| *byte == b' ').next().unwrap_or_default();
            let status = response.status().to_string();
            let mut written = [version, status.as_bytes()].join(&b' ');
            if line.len() > written.len() {
                written.push(b' ');
                written.extend_from_slice(response.reason());
            }
            written
        }
    }
}
