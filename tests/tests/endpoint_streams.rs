//! Streams: cutting them into messages (§18.3), their keep-alives (RFC 5626 §3.5.1), and what is
//! answered when they break.

use sip_core::endpoint::Rejection;
use sip_core::transport::{Frame, FrameError, Framer};
use sip_sim::bench::{Got, Text, on_both, tcp};
use sip_sim::checks;

const OPTIONS: &str = "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 2\r\n\r\nhi";
const INFO: &str = "INFO sip:a@b SIP/2.0\r\nl: 0\r\n\r\n";

/// All frames of a stream that comes in these pieces, with the bytes of each.
fn frames<'p>(
    max_message: usize,
    pieces: impl IntoIterator<Item = &'p [u8]>,
) -> Vec<(Frame, Vec<u8>)> {
    checks::stream::frames(Framer::new(max_message), pieces)
}

fn whole(stream: &str) -> Vec<Frame> {
    frames(1000, [stream.as_bytes()]).into_iter().map(|(frame, _)| frame).collect()
}

#[test]
fn n2_wherever_a_stream_is_cut_the_messages_are_the_same() {
    let folded =
        "INFO sip:a@b SIP/2.0\r\nX: a\r\n \r\n\tb\r\nContent-Length :\r\n 4\r\n\r\n\r\n\r\n";
    let stream =
        [OPTIONS, "\r\n\r\n", INFO, "\r\n", folded, "\r\n\r\n\r\n\r\n\r\n", OPTIONS, "\r\n"];
    let stream = stream.concat();
    let stream = stream.as_bytes();
    let expected = frames(1000, [stream]);
    let kinds: String = expected
        .iter()
        .map(|(frame, _)| match frame {
            Frame::Message { .. } => 'm',
            Frame::Ping { .. } => 'i',
            Frame::Pong { .. } => 'o',
            Frame::Incomplete | Frame::Broken(_) => 'x',
        })
        .collect();
    assert_eq!(kinds, "mimomiiom");
    for first in 0..=stream.len() {
        for second in first..=stream.len() {
            let pieces = [&stream[..first], &stream[first..second], &stream[second..]];
            assert_eq!(frames(1000, pieces), expected, "cut at {first} and {second}");
        }
    }
    assert_eq!(frames(1000, stream.chunks(1)), expected);
}

#[test]
fn n2_wherever_a_broken_stream_is_cut_it_breaks_at_the_same_place_for_the_same_reason() {
    let long = format!("OPTIONS sip:a@b SIP/2.0\r\nX: {}\r\nl: 0\r\n\r\n", "y".repeat(100));
    let body = format!("OPTIONS sip:a@b SIP/2.0\r\nl: 80\r\n\r\n{}", "y".repeat(80));
    for broken in [
        "OPTIONS sip:a@b SIP/2.0\r\nX: y\r\n\r\n",
        "OPTIONS sip:a@b SIP/2.0\r\nl: 1\r\nl: 1\r\n\r\n",
        "OPTIONS sip:a@b SIP/2.0\r\nX: \n\r\nl: 0\r\n\r\n",
        "garbage\r\n\r\n",
        "\rOPTIONS sip:a@b SIP/2.0\r\n\r\n",
        "\n\r\n\r\n",
        &long,
        &body,
    ] {
        let stream = [OPTIONS, broken, INFO].concat();
        let stream = stream.as_bytes();
        let expected = frames(100, [stream]);
        assert!(matches!(expected[..], [(Frame::Message { .. }, _), (Frame::Broken(_), _)]));
        for cut in 0..=stream.len() {
            let (front, back) = stream.split_at(cut);
            assert_eq!(frames(100, [front, back]), expected, "cut at {cut} of {broken}");
        }
        assert_eq!(frames(100, stream.chunks(1)), expected, "{broken}");
    }
}

#[test]
fn n1_a_double_crlf_between_messages_is_a_ping_and_one_that_ends_a_head_is_not() {
    assert_eq!(whole("\r\n\r\n"), [Frame::Ping { len: 4 }]);
    assert_eq!(whole("\r\n\r\n\r\n\r\n"), [Frame::Ping { len: 4 }; 2]);
    assert_eq!(whole("\r\n"), [], "perhaps the first half of a ping");
    let message = Frame::Message { len: INFO.len() };
    assert_eq!(whole(&["\r\n", INFO].concat()), [Frame::Pong { len: 2 }, message]);
    assert_eq!(whole(&[INFO, "\r\n\r\n"].concat()), [message, Frame::Ping { len: 4 }]);
    // In a body it is body.
    let body = "INFO sip:a@b SIP/2.0\r\nl: 8\r\n\r\n\r\n\r\n\r\n\r\n";
    assert_eq!(whole(body), [Frame::Message { len: body.len() }]);
}

#[test]
fn n1_the_answer_to_a_ping_is_told_at_once_however_the_stream_goes_on() {
    let mut framer = Framer::new(1000);
    framer.expect_pong();
    assert_eq!(framer.next(b"\r"), Frame::Incomplete);
    assert_eq!(framer.next(b"\r\n"), Frame::Pong { len: 2 });
    // One ping, one pong: what follows is the peer's own ping.
    assert_eq!(framer.next(b"\r\n"), Frame::Incomplete);
    assert_eq!(framer.next(b"\r\n\r\n"), Frame::Ping { len: 4 });
    // A message that is under way comes first.
    let mut received = INFO.as_bytes()[..10].to_vec();
    assert_eq!(framer.next(&received), Frame::Incomplete);
    framer.expect_pong();
    received.extend_from_slice(&INFO.as_bytes()[10..]);
    received.extend_from_slice(b"\r\n");
    assert_eq!(framer.next(&received), Frame::Message { len: INFO.len() });
    assert_eq!(framer.next(b"\r\n"), Frame::Pong { len: 2 });
}

#[test]
fn n3_a_message_without_a_usable_content_length_breaks_the_stream() {
    for lines in [
        "",
        "Content-Length: 0\r\nl: 0\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 4294967296\r\n",
        "Content-Length: 1,1\r\n",
        "Content-Length: 1 1\r\n",
        "Content-Length:\r\n",
        "Content-Length: 0\nX: y\r\n",
        "Content-Length: 0\r\nX: y\rContent-Length: 7\r\n",
    ] {
        let stream = format!("OPTIONS sip:a@b SIP/2.0\r\n{lines}\r\n");
        let error = FrameError::ContentLength { head: stream.len() };
        assert_eq!(whole(&stream), [Frame::Broken(error)], "{lines:?}");
    }
}

#[test]
fn n3_garbage_behind_a_message_is_no_part_of_the_next() {
    let stream = [OPTIONS, "xx", OPTIONS].concat();
    let message = Frame::Message { len: OPTIONS.len() };
    // The garbage grows together with the method: a request of an unknown method.
    assert_eq!(whole(&stream), [message, Frame::Message { len: OPTIONS.len() + 2 }]);
    let stream = [OPTIONS, "x y z\r\n\r\n", OPTIONS].concat();
    assert_eq!(whole(&stream), [message, Frame::Broken(FrameError::NotSip)]);
}

#[test]
fn n11_p7_a_message_larger_than_the_limit_breaks_the_stream_before_it_is_all_there() {
    let too_large = |head| [Frame::Broken(FrameError::TooLarge { head })];
    let head = "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 4294967295\r\n\r\n";
    assert_eq!(whole(head), too_large(head.len()), "by what it promises");
    let endless = "x".repeat(1000);
    assert_eq!(whole(&endless), too_large(0), "or by a head that does not end");
    assert_eq!(whole(&endless[..999]), []);
    // Exactly at the limit.
    let largest = frames(OPTIONS.len(), [OPTIONS.as_bytes()]);
    assert_eq!(largest[0].0, Frame::Message { len: OPTIONS.len() });
    let one_more = frames(OPTIONS.len() - 1, [OPTIONS.as_bytes()]);
    assert_eq!(one_more[0].0, too_large(OPTIONS.len() - 2)[0]);
    // The next connection has a framer of its own, and goes on.
    assert_eq!(whole(OPTIONS), [Frame::Message { len: OPTIONS.len() }]);
}

#[test]
fn n3_n11_a_broken_stream_is_answered_400_or_513_if_its_head_says_where_to() {
    on_both(|bench| {
        let now = bench.now();
        let request = Text::request("MESSAGE", "1").to_string();
        for (length, status, max_message) in
            [("", "400", 1000), ("l: 1\r\nl: 1\r\n", "400", 1000), ("l: 5000\r\n", "513", 1000)]
        {
            let head = request.replace("\r\n\r\n", &format!("\r\n{length}\r\n"));
            let stream = format!("{head}and so on\r\n\r\n");
            let Frame::Broken(error) = Framer::new(max_message).next(stream.as_bytes()) else {
                panic!("{stream} is broken");
            };
            let got = bench.endpoint.receive_broken(now, tcp(5), stream.as_bytes(), error);
            assert_eq!(Got::from(got), Got::Rejected(Rejection::Stream(error)));
            let sent = bench.sent_one();
            assert_eq!((sent.what(), sent.flow.connection), (status, tcp(5).connection));
            assert_eq!(sent.transaction, None);
        }
        // Neither an ACK, nor a response, nor garbage gets an answer.
        for silent in [
            Text::request("ACK", "1").to_string(),
            request.replacen("MESSAGE sip:bob@192.0.2.1 SIP/2.0", "SIP/2.0 200 OK", 1),
            "garbage\r\n\r\n".to_owned(),
            "x".repeat(1000),
        ] {
            let Frame::Broken(error) = Framer::new(1000).next(silent.as_bytes()) else {
                panic!("{silent} is broken");
            };
            bench.endpoint.receive_broken(now, tcp(5), silent.as_bytes(), error);
            assert_eq!(bench.sent(), [], "{silent}");
        }
        assert_eq!(bench.endpoint.counters().malformed, 7);
    });
}

#[test]
fn a_framed_message_is_one_that_the_endpoint_takes() {
    on_both(|bench| {
        let request = Text::request("MESSAGE", "1").with("Content-Length", "5").with_body("hello");
        let stream = format!("\r\n{request}{request}");
        let mut taken = Vec::new();
        for (frame, bytes) in frames(1000, stream.as_bytes().chunks(7)) {
            if matches!(frame, Frame::Message { .. }) {
                let now = bench.now();
                taken.push(Got::from(bench.endpoint.receive(now, tcp(1), &bytes)));
            }
        }
        assert!(matches!(taken[..], [Got::Request(_), Got::Absorbed]), "{taken:?}");
    });
}

#[test]
fn p31_a_stream_that_comes_byte_by_byte_is_looked_at_once() {
    // Were each byte looked at again for each that comes, this would take minutes.
    let stream =
        format!("OPTIONS sip:a@b SIP/2.0\r\nX: {}\r\nl: 0\r\n\r\n", "\r\n ".repeat(300_000));
    let mut framer = Framer::new(usize::MAX);
    let bytes = stream.as_bytes();
    for len in 1..bytes.len() {
        assert_eq!(framer.next(&bytes[..len]), Frame::Incomplete);
    }
    assert_eq!(framer.next(bytes), Frame::Message { len: bytes.len() });
}
