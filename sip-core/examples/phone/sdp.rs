//! The least of SDP that is one (RFC 4566, RFC 3264): a line of PCMU audio on which nothing is
//! sent.

use std::net::IpAddr;
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) const CONTENT_TYPE: &[u8] = b"application/sdp";

/// Offers audio, inactive: the port is the one where everything is discarded.
pub(crate) fn offer(ip: IpAddr) -> String {
    session(ip) + AUDIO
}

/// Answers an offer: takes its first line of PCMU audio and refuses all others (RFC 3264 §6).
/// `None` if there is no such line, or it is no SDP.
pub(crate) fn answer(offer: &[u8], ip: IpAddr) -> Option<String> {
    let offer = std::str::from_utf8(offer).ok().filter(|offer| offer.starts_with("v=0"))?;
    let mut answer = session(ip);
    let mut taken = false;
    for media in offer.lines().filter_map(|line| line.strip_prefix("m=")) {
        if !taken && is_pcmu(media) {
            taken = true;
            answer += AUDIO;
        } else {
            let mut words = media.split_whitespace();
            let (kind, _port) = (words.next()?, words.next()?);
            let rest: Vec<_> = words.collect();
            answer += &format!("m={kind} 0 {}\r\n", rest.join(" "));
        }
    }
    taken.then_some(answer)
}

const AUDIO: &str = "m=audio 9 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=inactive\r\n";

fn session(ip: IpAddr) -> String {
    let family = if ip.is_ipv4() { "IP4" } else { "IP6" };
    let id = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    format!("v=0\r\no=- {id} {id} IN {family} {ip}\r\ns=-\r\nc=IN {family} {ip}\r\nt=0 0\r\n")
}

/// Whether a media line is audio with payload type 0 that is not refused.
fn is_pcmu(media: &str) -> bool {
    let mut words = media.split_whitespace();
    words.next() == Some("audio")
        && words.next().is_some_and(|port| port != "0")
        && words.next() == Some("RTP/AVP")
        && words.any(|format| format == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    const IP: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn an_answer_has_the_lines_of_its_offer_and_takes_one() {
        let offer = b"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n\
            m=video 4000 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n\
            m=audio 4002 RTP/AVP 8 0\r\nm=audio 4004 RTP/AVP 0\r\n";
        let answer = answer(offer, IP).unwrap();
        let media: Vec<_> = answer.lines().filter(|line| line.starts_with("m=")).collect();
        assert_eq!(media, ["m=video 0 RTP/AVP 96", "m=audio 9 RTP/AVP 0", "m=audio 0 RTP/AVP 0"]);
    }

    #[test]
    fn an_offer_without_pcmu_is_not_answered() {
        for offer in
            [&b"v=0\r\nm=audio 0 RTP/AVP 0\r\n"[..], b"v=0\r\nm=audio 1 RTP/AVP 8\r\n", b"hello"]
        {
            assert_eq!(answer(offer, IP), None);
        }
    }

    #[test]
    fn what_is_offered_would_be_answered() {
        assert!(answer(offer(IP).as_bytes(), IP).is_some());
    }
}
