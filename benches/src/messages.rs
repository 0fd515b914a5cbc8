//! What is parsed: five messages, and messages that grow.

/// The name of each message and its bytes.
pub fn all() -> Vec<(&'static str, &'static [u8])> {
    vec![
        ("INVITE", invite()),
        ("200", ok()),
        ("REGISTER", register()),
        ("OPTIONS", options()),
        ("large", large()),
    ]
}

/// An INVITE of 1 KB with 14 header lines and an SDP offer.
pub fn invite() -> &'static [u8] {
    wire(
        "INVITE sip:bob@biloxi.example.com:5080;transport=udp SIP/2.0
Via: SIP/2.0/UDP proxy.atlanta.example.com:5060;rport;branch=z9hG4bK776asdhds83f1a9c
Record-Route: <sip:proxy.atlanta.example.com:5060;lr>
Max-Forwards: 69
From: \"Alice Liddell\" <sip:alice@atlanta.example.com>;tag=1928301774
To: Bob <sip:bob@biloxi.example.com>
Call-ID: a84b4c76e66710f2c8@pc33.atlanta.example.com
CSeq: 314159 INVITE
Contact: <sip:alice@192.0.2.101:5062;transport=udp>;expires=3600
Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY
Supported: 100rel, timer, replaces
Session-Expires: 1800;refresher=uac
User-Agent: Acme Deskphone T46 1.2.3
Content-Type: application/sdp
",
        OFFER,
    )
}

/// The 200 that answers it: two Via, two Record-Route, a tag in To.
pub fn ok() -> &'static [u8] {
    wire(
        "SIP/2.0 200 OK
Via: SIP/2.0/UDP proxy.atlanta.example.com:5060;branch=z9hG4bK776asdhds83f1a9c;received=192.0.2.1;rport=5060
Via: SIP/2.0/UDP 192.0.2.101:5062;branch=z9hG4bKnashds8kj2;received=192.0.2.101
Record-Route: <sip:proxy.biloxi.example.com;lr>
Record-Route: <sip:proxy.atlanta.example.com:5060;lr>
From: \"Alice Liddell\" <sip:alice@atlanta.example.com>;tag=1928301774
To: Bob <sip:bob@biloxi.example.com>;tag=a6c85cf-8f2e
Call-ID: a84b4c76e66710f2c8@pc33.atlanta.example.com
CSeq: 314159 INVITE
Contact: <sip:bob@198.51.100.7:5080>
Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY
Supported: 100rel, timer, replaces
Server: Acme Gateway 9.1
Content-Type: application/sdp
",
        OFFER,
    )
}

/// A REGISTER with credentials.
pub fn register() -> &'static [u8] {
    wire(
        "REGISTER sip:registrar.biloxi.example.com SIP/2.0
Via: SIP/2.0/TCP 192.0.2.4:5060;branch=z9hG4bKnashds7;rport
Max-Forwards: 70
From: Bob <sip:bob@biloxi.example.com>;tag=456248
To: Bob <sip:bob@biloxi.example.com>
Call-ID: 843817637684230@998sdasdh09
CSeq: 1827 REGISTER
Contact: <sip:bob@192.0.2.4:5060;transport=tcp>;expires=600;q=0.7
Authorization: Digest username=\"bob\", realm=\"biloxi.example.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"sip:registrar.biloxi.example.com\", response=\"6629fae49393a05397450978507c4ef1\", algorithm=MD5, cnonce=\"0a4f113b\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\", qop=auth, nc=00000001
Expires: 600
User-Agent: Acme Softphone 4.0
",
        "",
    )
}

/// An OPTIONS of 300 bytes, as it keeps a trunk alive.
pub fn options() -> &'static [u8] {
    wire(
        "OPTIONS sip:198.51.100.20 SIP/2.0
Via: SIP/2.0/UDP 198.51.100.9:5060;branch=z9hG4bKhjhs8ass877
Max-Forwards: 70
From: <sip:ping@198.51.100.9>;tag=9fxced76sl
To: <sip:ping@198.51.100.20>
Call-ID: 3848276298220188511@198.51.100.9
CSeq: 102 OPTIONS
Contact: <sip:ping@198.51.100.9:5060>
",
        "",
    )
}

/// A request of 3 KB with 40 header lines that came through a carrier's network.
pub fn large() -> &'static [u8] {
    wire(
        "INVITE sip:+12155550133@sbc7.carrier.example.net:5060;user=phone SIP/2.0
Via: SIP/2.0/UDP 203.0.113.17:5060;branch=z9hG4bK0f6sdnvq30g8qpl1s0g1.1
Via: SIP/2.0/UDP 203.0.113.40:5060;branch=z9hG4bK4f1a72b98c0d;received=203.0.113.40;rport=5060
Via: SIP/2.0/TCP scscf2.ims.carrier.example.net:5054;branch=z9hG4bKb19c1e4eaa5e
Via: SIP/2.0/TLS pcscf1.ims.carrier.example.net:5061;branch=z9hG4bK9c8e2d6b1f30
Via: SIP/2.0/UDP 10.20.30.40:5060;branch=z9hG4bK-524287-1---5d2a;rport=50612;received=198.51.100.77
Record-Route: <sip:203.0.113.17:5060;lr;ftag=aafe83c7>
Record-Route: <sip:203.0.113.40:5060;lr;ftag=aafe83c7>
Record-Route: <sip:mo@scscf2.ims.carrier.example.net:5054;lr>
Record-Route: <sips:pcscf1.ims.carrier.example.net:5061;lr>
Route: <sip:sbc7.carrier.example.net:5060;lr>
Max-Forwards: 64
From: \"Liddell, Alice\" <sip:+12155550101@carrier.example.net;user=phone>;tag=aafe83c7
To: <sip:+12155550133@carrier.example.net;user=phone>
Call-ID: 5f9c0b2e7d1a4c33b6f0a4e2d8c79b15@10.20.30.40
CSeq: 2 INVITE
Contact: <sip:+12155550101@203.0.113.17:5060;transport=udp>;+sip.instance=\"<urn:gsma:imei:35209900-176148-0>\";+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel\";audio;video
P-Asserted-Identity: \"Liddell, Alice\" <sip:+12155550101@carrier.example.net;user=phone>
P-Asserted-Identity: <tel:+12155550101>
P-Charging-Vector: icid-value=\"a8f0e21c97b34d65\";icid-generated-at=203.0.113.40;orig-ioi=carrier.example.net;term-ioi=sbc7.carrier.example.net
P-Access-Network-Info: 3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=3102602b1a0c0de4
P-Visited-Network-ID: \"visited.carrier.example.net\"
P-Early-Media: supported
Privacy: none
Diversion: <sip:+12155550199@carrier.example.net>;reason=unconditional;counter=1
History-Info: <sip:+12155550199@carrier.example.net>;index=1
History-Info: <sip:+12155550133@carrier.example.net;cause=302>;index=1.1;rc=1, <sip:+12155550144@carrier.example.net;cause=486>;index=1.2;mp=1.1
Session-ID: ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000
Session-Expires: 1800;refresher=uac
Min-SE: 90
Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY, MESSAGE
Supported: 100rel, timer, replaces, histinfo, precondition, from-change
Accept: application/sdp, application/dtmf-relay
Accept-Language: en, de;q=0.7
Date: Sat, 13 Nov 2010 23:29:00 GMT
Subject: Quarterly figures
X-Carrier-Trace: 7c0d6a0e-3f52-4f43-9c0a-3a8f3c1e8b57/ingress/dc2/node-17/worker-3;spanid=00f067aa0ba902b7
X-Account: 99120045
User-Agent: CarrierEdge 12.4.1 (build 20101113; release)
Content-Type: application/sdp
",
        OFFER,
    )
}

const OFFER: &str = "v=0
o=alice 2890844526 2890844526 IN IP4 192.0.2.101
s=-
c=IN IP4 192.0.2.101
t=0 0
m=audio 49172 RTP/AVP 0 8 18 101
a=rtpmap:0 PCMU/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:18 G729/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=ptime:20
a=maxptime:40
a=mid:audio
a=ssrc:12345678
a=sendrecv
";

/// With the line ends and the Content-Length that belong to it.
fn wire(head: &str, body: &str) -> &'static [u8] {
    let body = body.replace('\n', "\r\n");
    let head = head.replace('\n', "\r\n");
    leak(format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()))
}

fn leak(text: String) -> &'static [u8] {
    Box::leak(text.into_bytes().into_boxed_slice())
}

/// A name and a message that grows with its argument.
pub type Growing = (&'static str, fn(usize) -> &'static [u8]);

/// Messages of which ten times as much is to cost ten times as much.
pub const GROWING: [Growing; 17] = [
    ("plain header lines", |n| grown(&lines(n, |at| format!("Subject: value {at}")))),
    ("known, repeated", |n| {
        grown(&lines(n, |at| format!("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{at}")))
    }),
    ("repeated that may stand once", |n| grown(&lines(n, |_| "Call-ID: again".into()))),
    ("Record-Route and Contact", |n| {
        grown(&lines(n, |at| {
            let name = if at % 2 == 0 { "Record-Route" } else { "Contact" };
            format!("{name}: <sip:p{at}.example.com;lr>;x=y")
        }))
    }),
    ("folded", |n| grown(&lines(n, |at| format!("Subject: a\r\n {at}\r\n\tb")))),
    ("folds in one line", |n| grown(&format!("Contact: <sip:a@b>{}\r\n", "\r\n ;a=b".repeat(n)))),
    ("blank folds in one line", |n| grown(&format!("Via: {}x\r\n", "\r\n ".repeat(n)))),
    ("malformed values", |n| grown(&lines(n, |_| "Via: SIP/3.0/UDP ;;;=".into()))),
    ("lines without colon", |n| grown(&lines(n, |_| "no colon here".into()))),
    ("unknown names", |n| grown(&lines(n, |at| format!("X-Unknown-{at}: value")))),
    ("stray CR and LF", |n| grown(&lines(n, |_| "X: a\rb\nc".into()))),
    ("commas in one Contact", |n| grown(&format!("Contact: {}\r\n", ",".repeat(n)))),
    ("addresses in one Contact", |n| {
        grown(&format!("Contact: <sip:a@b>{}\r\n", ", <sip:a@b>".repeat(n)))
    }),
    ("parameters in one Contact", |n| grown(&format!("Contact: <sip:a@b>{}\r\n", ";a".repeat(n)))),
    ("other parameters in one URI", |n| {
        let params: String = (0..n).map(|at| format!(";a{at}=b")).collect();
        grown(&format!("Contact: <sip:a@b{params}>\r\n"))
    }),
    ("parameters in one URI", |n| grown(&format!("Contact: <sip:a@b{}>\r\n", ";a".repeat(n)))),
    ("quotes in one Contact", |n| grown(&format!("Contact: {}\r\n", "\"\\\"a\" ".repeat(n)))),
];

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|at| line(at) + "\r\n").collect()
}

fn grown(lines: &str) -> &'static [u8] {
    leak(format!(
        "INVITE sip:bob@biloxi.example.com SIP/2.0\r\n\
         Via: SIP/2.0/UDP pc33.example.com;branch=z9hG4bK776asdhds\r\n\
         {lines}\
         Max-Forwards: 70\r\n\
         From: <sip:alice@atlanta.example.com>;tag=1928301774\r\n\
         To: <sip:bob@biloxi.example.com>\r\n\
         Call-ID: a84b4c76e66710\r\n\
         CSeq: 314159 INVITE\r\n\
         Content-Length: 0\r\n\r\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header_lines(wire: &[u8]) -> usize {
        std::str::from_utf8(wire).unwrap().split("\r\n\r\n").next().unwrap().lines().count() - 1
    }

    #[test]
    fn the_messages_are_as_large_as_they_are_said_to_be() {
        assert_eq!((header_lines(invite()), invite().len()), (14, 1024));
        assert_eq!(header_lines(large()), 40);
        assert!((2900..3200).contains(&large().len()), "{}", large().len());
        assert!((290..330).contains(&options().len()), "{}", options().len());
    }
}
