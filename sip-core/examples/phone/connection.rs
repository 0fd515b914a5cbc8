//! One TCP connection: a thread that reads and cuts messages, and one that writes them.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::Duration;

use sip_core::transport::{Flow, Frame, Framer};

use crate::net::Input;

/// How many messages may wait to be written; a peer that does not read is given up then.
const BACKLOG: usize = 1024;

/// The largest message that is taken.
const MAX_MESSAGE: usize = 65_535;

/// How long a peer may take to answer a SYN, or to read.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection, open or still being made: what is to be sent waits for it.
pub(crate) struct Connection {
    remote: SocketAddr,
    orders: SyncSender<Order>,
}

/// What the writing thread is to do.
enum Order {
    Write(Vec<u8>),
    Close,
}

impl Connection {
    pub(crate) const fn remote(&self) -> SocketAddr {
        self.remote
    }

    pub(crate) fn send(&self, bytes: &[u8]) -> io::Result<()> {
        self.orders.try_send(Order::Write(bytes.to_vec())).map_err(|error| match error {
            TrySendError::Full(_) => ErrorKind::WouldBlock.into(),
            TrySendError::Disconnected(_) => ErrorKind::BrokenPipe.into(),
        })
    }

    /// Closes it, behind all that is to be sent.
    pub(crate) fn close(&self) {
        // If there is no room for the order, there is none for a good end either.
        let _ = self.orders.try_send(Order::Close);
    }
}

/// Makes a connection; nobody waits for it but its own thread.
pub(crate) fn connect(flow: Flow, inputs: SyncSender<Input>) -> Connection {
    let (orders, to_do) = sync_channel(BACKLOG);
    let pongs = orders.clone();
    thread::spawn(move || match TcpStream::connect_timeout(&flow.remote, PATIENCE) {
        Ok(stream) => run(stream, flow, inputs, &to_do, pongs),
        Err(error) => lost(flow, &inputs, Some(error)),
    });
    Connection { remote: flow.remote, orders }
}

/// Serves a connection that somebody else made.
pub(crate) fn serve(stream: TcpStream, flow: Flow, inputs: SyncSender<Input>) -> Connection {
    let (orders, to_do) = sync_channel(BACKLOG);
    let pongs = orders.clone();
    thread::spawn(move || run(stream, flow, inputs, &to_do, pongs));
    Connection { remote: flow.remote, orders }
}

/// Writes in this thread and reads in another one, which says the last word.
fn run(
    stream: TcpStream,
    flow: Flow,
    inputs: SyncSender<Input>,
    to_do: &Receiver<Order>,
    pongs: SyncSender<Order>,
) {
    let set_up = || {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.try_clone()
    };
    match set_up() {
        Ok(mut reading) => {
            thread::spawn(move || {
                let why = read(&mut reading, flow, &inputs, &pongs).err();
                lost(flow, &inputs, why);
            });
            write(stream, to_do);
        }
        Err(error) => lost(flow, &inputs, Some(error)),
    }
}

/// Writes what is ordered until nobody is left to order anything: the reader has seen the end of
/// the stream, and the core has heard of it. So what answers a broken stream is still written.
fn write(mut stream: TcpStream, to_do: &Receiver<Order>) {
    for order in to_do {
        match order {
            Order::Write(bytes) if stream.write_all(&bytes).is_ok() => {}
            Order::Write(_) | Order::Close => break,
        }
    }
    // The reader sees an end then, if it has not seen one yet.
    let _ = stream.shutdown(Shutdown::Both);
}

/// Reads until the stream ends, or cannot be read on.
fn read(
    stream: &mut TcpStream,
    flow: Flow,
    inputs: &SyncSender<Input>,
    pongs: &SyncSender<Order>,
) -> io::Result<()> {
    let mut framer = Framer::new(MAX_MESSAGE);
    let mut received = Vec::new();
    let mut chunk = [0; 16_384];
    loop {
        let len = match stream.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(len) => len,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        received.extend_from_slice(&chunk[..len]);
        let mut used = 0;
        loop {
            let front = &received[used..];
            let input = match framer.next(front) {
                Frame::Incomplete => break,
                Frame::Message { len } => {
                    used += len;
                    Input::Received { flow, bytes: front[..len].to_vec() }
                }
                Frame::Ping { len } => {
                    used += len;
                    // RFC 5626 §3.5.1. With a thousand messages before it, the peer sees that
                    // this end lives without a pong.
                    let _ = pongs.try_send(Order::Write(b"\r\n".to_vec()));
                    continue;
                }
                Frame::Pong { len } => {
                    used += len;
                    continue;
                }
                Frame::Broken(error) => {
                    let _ = inputs.send(Input::Broken { flow, bytes: front.to_vec(), error });
                    return Ok(());
                }
            };
            if inputs.send(input).is_err() {
                return Ok(());
            }
        }
        received.drain(..used);
    }
}

fn lost(flow: Flow, inputs: &SyncSender<Input>, why: Option<io::Error>) {
    if let Some(connection) = flow.connection {
        let why = why.map(|error| io::Error::new(error.kind(), format!("{flow}: {error}")));
        let _ = inputs.send(Input::Lost { connection, why });
    }
}
