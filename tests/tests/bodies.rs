//! What holds for all bodies: those of several parts, those that were cut, and any bytes.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use sip_core::body::{Multipart, MultipartSource, Part, PartSource, SipFragment};
use sip_core::header::{ContentType, HeaderValue};
use sip_core::message::{MessageWriter, SliceSink, WriteError};
use sip_core::{Message, ParseErrorKind, StatusCode};
use sip_sim::checks;

/// Pieces that mean something between parts, with the boundary `b`.
const PIECES: [&[u8]; 24] = [
    b"\r\n",
    b"\r\n",
    b"\r",
    b"\n",
    b"\0",
    b"--",
    b"-",
    b"b",
    b"--b",
    b"--b--",
    b"\r\n--b\r\n",
    b"\r\n--b\r\n\r\n",
    b"\r\n--b\r\n\r\n",
    b"\r\n--b--\r\n",
    b"--bb\r\n",
    b"\r\n--b \t\r\n",
    b"\r\n--b\n",
    b" ",
    b"A: b\r\n",
    b"Content-Type: multipart/mixed;boundary=b-\r\n\r\n",
    b"Content-Type: message/sipfrag\r\n\r\nSIP/2.0 200 OK\r\n",
    b"Content-Disposition: session;handling=optional\r\n",
    b"\r\n--b---\r\n",
    b"\xFF\xFE",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_are_read_or_refused(
        params in select(&[
            ";boundary=b",
            ";boundary=\"b\"",
            ";boundary=\"\\b\"",
            ";boundary=b;boundary=b",
            ";boundary=\"b\r\n b\"",
            ";boundary=",
            "",
        ]),
        pieces in vec(select(&PIECES), 0..40),
        cut in any::<Index>(),
    ) {
        let head = format!("MESSAGE sip:a@b SIP/2.0\r\nc: multipart/mixed{params}\r\n\r\n");
        let bytes = [head.as_bytes(), &pieces.concat()].concat();
        checks::message::check(&bytes);
        checks::message::check(&bytes[..cut.index(bytes.len())]);
        let _ = SipFragment::read(&pieces.concat());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        let head = &b"MESSAGE sip:a@b SIP/2.0\r\nc: multipart/mixed;boundary=b\r\n\r\n--b\r\n\r\n"[..];
        checks::message::check(&[head, &bytes].concat());
        let _ = SipFragment::read(&bytes);
    }

    #[test]
    fn parts_are_read_as_they_were_written(tree in a_multipart(3), subtype in "[a-z]{1,8}") {
        let mut bytes = Vec::new();
        let mut message = MessageWriter::response(&mut bytes, StatusCode::OK);
        let written = tree.with_source(|source| {
            message.multipart(subtype.as_bytes(), source);
        });
        let len = match written {
            Ok(()) => message.finish().expect("a growing sink"),
            Err(error) => {
                prop_assert_eq!(error, WriteError::Boundary, "it stands in a part, by chance");
                return Ok(());
            }
        };
        prop_assert_eq!(len, bytes.len());
        checks::message::check(&bytes);
        let message = Message::parse(&bytes).expect("what is written is a message");
        prop_assert_eq!(message.trailing(), 0);
        let part = Part::from(&message);
        prop_assert!(part.is(b"multipart", subtype.as_bytes()));
        tree.is(&part.multipart().expect("a boundary").expect("a multipart"));
    }

    #[test]
    fn a_body_that_was_cut_anywhere_has_its_first_parts_and_no_other(
        tree in a_multipart(1),
        cut in any::<Index>(),
    ) {
        let Ok(bytes) = tree.to_bytes() else { return Ok(()) };
        let content_type = tree.content_type();
        let content_type = ContentType::from_value(content_type.as_bytes()).expect("well-formed");
        let cut = &bytes[..cut.index(bytes.len())];
        let Ok(multipart) = Multipart::new(&content_type, cut) else {
            prop_assert!(cut.len() < tree.boundary.len() + 4, "the first delimiter is cut");
            return Ok(());
        };
        checks::body::check_multipart(cut, &multipart, 0);
        // Without the line break at its end the last delimiter closes; with half of it, not.
        let closes = cut.len() == bytes.len() - b"\r\n".len();
        let mut parts = multipart.parts();
        for whole in &tree.parts {
            match parts.next() {
                Some(Ok(part)) => prop_assert_eq!(part.body(), &whole.body()[..]),
                Some(Err(error)) => {
                    prop_assert_eq!(error.kind, ParseErrorKind::Delimiter);
                    prop_assert_eq!(error.offset as usize, cut.len());
                    prop_assert!(!closes);
                    prop_assert!(parts.next().is_none());
                    return Ok(());
                }
                None => prop_assert!(false, "a part is missing, and nobody says so"),
            }
        }
        prop_assert!(parts.next().is_none() && closes);
    }
}

/// A multipart body as it was asked for.
#[derive(Clone, Debug)]
struct Tree {
    boundary: String,
    parts: Vec<Branch>,
}

#[derive(Clone, Debug)]
struct Branch {
    fields: Vec<(String, String)>,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    Bytes(Vec<u8>),
    Parts(Tree),
}

impl Tree {
    fn content_type(&self) -> String {
        format!("multipart/mixed;boundary=\"{}\"", self.boundary)
    }

    fn with_source(&self, mut then: impl FnMut(&MultipartSource<'_>)) -> Result<(), WriteError> {
        let mut bodies = Vec::new();
        for part in &self.parts {
            bodies.push(match &part.content {
                Content::Bytes(bytes) => bytes.clone(),
                Content::Parts(tree) => tree.to_bytes()?,
            });
        }
        let fields: Vec<Vec<(&[u8], &[u8])>> = self
            .parts
            .iter()
            .map(|part| part.fields.iter().map(|(n, v)| (n.as_bytes(), v.as_bytes())).collect())
            .collect();
        let parts: Vec<PartSource<'_>> = bodies
            .iter()
            .zip(&fields)
            .map(|(body, fields)| PartSource::New { fields, body })
            .collect();
        then(&MultipartSource::new(self.boundary.as_bytes(), &parts)?);
        Ok(())
    }

    fn to_bytes(&self) -> Result<Vec<u8>, WriteError> {
        let mut bytes = Vec::new();
        self.with_source(|source| {
            let len = source.write(&mut bytes).expect("a growing sink");
            assert_eq!((len, len), (bytes.len(), source.byte_len()));
            let mut small = vec![0; len - 1];
            let full = source.write(&mut SliceSink::new(&mut small));
            assert_eq!(full, Err(WriteError::NoRoom { needed: len }));
        })?;
        Ok(bytes)
    }

    fn is(&self, read: &Multipart<'_>) {
        assert!(read.boundary().eq(self.boundary.bytes()));
        assert_eq!((read.preamble(), read.epilogue()), (&b""[..], Some(&b""[..])));
        let parts: Vec<Part<'_>> = read.parts().collect::<Result<_, _>>().expect("whole parts");
        assert_eq!(parts.len(), self.parts.len());
        for (read, branch) in parts.iter().zip(&self.parts) {
            let fields = read.headers().iter().map(|field| (field.name(), field.value()));
            let written = branch
                .fields
                .iter()
                .map(|(name, value)| (name.as_bytes(), value.trim_matches([' ', '\t']).as_bytes()));
            assert!(fields.eq(written));
            match &branch.content {
                Content::Bytes(bytes) => assert_eq!(read.body(), bytes),
                Content::Parts(tree) => {
                    tree.is(&read.multipart().expect("a boundary").expect("a multipart"));
                }
            }
        }
    }
}

impl Branch {
    fn body(&self) -> Vec<u8> {
        match &self.content {
            Content::Bytes(bytes) => bytes.clone(),
            Content::Parts(tree) => tree.to_bytes().expect("it was written before"),
        }
    }
}

fn a_multipart(depth: u32) -> BoxedStrategy<Tree> {
    let content: BoxedStrategy<(Option<()>, Content)> = if depth > 1 {
        prop_oneof![
            2 => any_content().prop_map(|bytes| (None, Content::Bytes(bytes))),
            1 => a_multipart(depth - 1).prop_map(|tree| (Some(()), Content::Parts(tree))),
        ]
        .boxed()
    } else {
        any_content().prop_map(|bytes| (None, Content::Bytes(bytes))).boxed()
    };
    let fields = vec(("X-[a-z]{1,5}", "[^\\x00\r\n]{0,10}"), 0..3);
    let part = (fields, option::of(Just("session;handling=optional")), content).prop_map(
        |(mut fields, disposition, (_, content))| {
            if let Some(disposition) = disposition {
                fields.push(("Content-Disposition".into(), disposition.into()));
            }
            if let Content::Parts(tree) = &content {
                fields.push(("Content-Type".into(), tree.content_type()));
            }
            Branch { fields, content }
        },
    );
    let boundary = "[a-zA-Z0-9'()+_,./:=? -]{0,69}[a-zA-Z0-9'()+_,./:=?-]";
    (boundary, vec(part, 1..4)).prop_map(|(boundary, parts)| Tree { boundary, parts }).boxed()
}

/// Any bytes, and what looks like delimiters.
fn any_content() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        vec(any::<u8>(), 0..60),
        vec(select(&PIECES), 0..8).prop_map(|pieces| pieces.concat()),
    ]
}
