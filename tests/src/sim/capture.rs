//! What was sent as a capture file: classic pcap, packets that begin with their IP header.

use std::net::{IpAddr, SocketAddr};
use std::rc::Rc;

use etherparse::{IpHeaders, PacketBuilder, PacketBuilderStep};
use sip_core::Instant;
use sip_core::transport::Flow;

/// Packets, in the order in which they became known.
#[derive(Debug, Default)]
pub(super) struct Capture(Vec<Packet>);

#[derive(Debug)]
enum Packet {
    Datagram { at: Instant, flow: Flow, bytes: Rc<[u8]> },
    Segment(Segment),
}

/// A segment of TCP.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) at: Instant,
    pub(super) source: SocketAddr,
    pub(super) destination: SocketAddr,
    pub(super) flags: Flags,
    pub(super) sequence: u32,
    /// The acknowledgement number.
    pub(super) expected: u32,
    pub(super) bytes: Vec<u8>,
}

/// The flags of a segment.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    pub(super) syn: bool,
    ack: bool,
    psh: bool,
    fin: bool,
    rst: bool,
}

impl Flags {
    const NONE: Self = Self { syn: false, ack: false, psh: false, fin: false, rst: false };
    pub(super) const SYN: Self = Self { syn: true, ..Self::NONE };
    pub(super) const SYN_ACK: Self = Self { ack: true, ..Self::SYN };
    pub(super) const ACK: Self = Self { ack: true, ..Self::NONE };
    pub(super) const DATA: Self = Self { psh: true, ..Self::ACK };
    pub(super) const FIN: Self = Self { fin: true, ..Self::ACK };
    pub(super) const RESET: Self = Self { rst: true, ..Self::ACK };
}

/// Packets that begin with IPv4 or IPv6: pcap's link type 101.
const LINK_TYPE_RAW: u32 = 101;
const SNAPLEN: u32 = 262_144;
const WINDOW: u16 = 65_535;
const HOPS: u8 = 64;

impl Capture {
    pub(super) fn datagram(&mut self, at: Instant, flow: &Flow, bytes: Rc<[u8]>) {
        self.0.push(Packet::Datagram { at, flow: *flow, bytes });
    }

    pub(super) fn segment(&mut self, segment: Segment) {
        self.0.push(Packet::Segment(segment));
    }

    pub(super) fn to_pcap(&self) -> Vec<u8> {
        // The answers to SYN are recorded ahead of their time.
        let mut packets: Vec<&Packet> = self.0.iter().collect();
        packets.sort_by_key(|packet| packet.at());
        let mut file = file_header();
        for packet in packets {
            let bytes = packet.to_bytes();
            file.extend(record_header(packet.at(), bytes.len()));
            file.extend(bytes);
        }
        file
    }
}

impl Packet {
    const fn at(&self) -> Instant {
        match self {
            Self::Datagram { at, .. } => *at,
            Self::Segment(segment) => segment.at,
        }
    }

    fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Datagram { flow, bytes, .. } => {
                let builder = ip(flow.local.ip(), flow.remote.ip());
                let builder = builder.udp(flow.local.port(), flow.remote.port());
                let mut packet = Vec::with_capacity(builder.size(bytes.len()));
                builder.write(&mut packet, bytes).expect("the network refuses what is too large");
                packet
            }
            Self::Segment(segment) => segment.to_bytes(),
        }
    }
}

impl Segment {
    fn to_bytes(&self) -> Vec<u8> {
        let ports = (self.source.port(), self.destination.port());
        let mut builder = ip(self.source.ip(), self.destination.ip()).tcp(
            ports.0,
            ports.1,
            self.sequence,
            WINDOW,
        );
        for (is_set, set) in [
            (self.flags.syn, PacketBuilderStep::syn as fn(_) -> _),
            (self.flags.psh, PacketBuilderStep::psh),
            (self.flags.fin, PacketBuilderStep::fin),
            (self.flags.rst, PacketBuilderStep::rst),
        ] {
            if is_set {
                builder = set(builder);
            }
        }
        if self.flags.ack {
            builder = builder.ack(self.expected);
        }
        let mut packet = Vec::with_capacity(builder.size(self.bytes.len()));
        builder.write(&mut packet, &self.bytes).expect("a segment is never too large");
        packet
    }
}

fn ip(source: IpAddr, destination: IpAddr) -> PacketBuilderStep<IpHeaders> {
    match (source, destination) {
        (IpAddr::V4(source), IpAddr::V4(destination)) => {
            PacketBuilder::ipv4(source.octets(), destination.octets(), HOPS)
        }
        (source, destination) => PacketBuilder::ipv6(octets(source), octets(destination), HOPS),
    }
}

fn octets(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}

fn file_header() -> Vec<u8> {
    let mut header = Vec::new();
    header.extend(0xa1b2_c3d4_u32.to_le_bytes());
    // Version 2.4, UTC, no claim to accuracy.
    header.extend(2_u16.to_le_bytes());
    header.extend(4_u16.to_le_bytes());
    header.extend([0; 8]);
    header.extend(SNAPLEN.to_le_bytes());
    header.extend(LINK_TYPE_RAW.to_le_bytes());
    header
}

/// Virtual time counts from 1970.
fn record_header(at: Instant, len: usize) -> Vec<u8> {
    let millis = at.as_millis();
    let micros = millis % 1000 * 1000;
    let words = [millis / 1000, micros, len as u64, len as u64];
    words.iter().flat_map(|&word| (word as u32).to_le_bytes()).collect()
}
