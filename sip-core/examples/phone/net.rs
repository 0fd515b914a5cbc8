//! The sockets: one of UDP, one that listens for TCP, and the connections.
//!
//! All that comes in goes through one bounded channel to the one thread that owns the core: when
//! it cannot keep up, the threads before it wait, and the kernel drops or slows down the rest.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use sip_core::endpoint::Transaction;
use sip_core::transport::{ConnectionId, Flow, FrameError, Transport};

use crate::connection::{self, Connection};

/// How many inputs may wait for the core.
const BACKLOG: usize = 1024;

/// How many connections are held at once; more are turned away.
const MAX_CONNECTIONS: usize = 1024;

/// What the threads around the core tell it.
pub(crate) enum Input {
    /// One message.
    Received { flow: Flow, bytes: Vec<u8> },
    /// A stream that cannot be read on, from where that is so. [`Lost`](Self::Lost) follows.
    Broken { flow: Flow, bytes: Vec<u8>, error: FrameError },
    /// Somebody connected.
    Accepted(TcpStream),
    /// A connection is gone, or never was; the last that is heard of it.
    Lost { connection: ConnectionId, why: Option<io::Error> },
    /// The user wants to go.
    Interrupted,
    /// A socket is of no use any more.
    Failed(io::Error),
}

/// The sockets, as the core's thread sees them.
pub(crate) struct Net {
    local: SocketAddr,
    udp: UdpSocket,
    inputs: SyncSender<Input>,
    connections: HashMap<ConnectionId, Connection>,
    /// Transactions that were sent by a connection which their flow does not name, so that the
    /// endpoint does not know that they depend on it.
    bound: HashMap<Transaction, ConnectionId>,
    last_id: u64,
}

impl Net {
    /// Opens UDP and TCP at the same address and port (§18.2.1), and starts to listen.
    ///
    /// # Errors
    /// If the address cannot be had.
    pub(crate) fn open(listen: SocketAddr) -> io::Result<(Self, Receiver<Input>)> {
        let udp = UdpSocket::bind(listen)?;
        let local = udp.local_addr()?;
        let listener = TcpListener::bind(local)?;
        let (inputs, received) = sync_channel(BACKLOG);
        let net = Self {
            local,
            udp: udp.try_clone()?,
            inputs: inputs.clone(),
            connections: HashMap::new(),
            bound: HashMap::new(),
            last_id: 0,
        };
        let for_tcp = inputs.clone();
        thread::spawn(move || receive_datagrams(&udp, local, &inputs));
        thread::spawn(move || accept_connections(&listener, &for_tcp));
        Ok((net, received))
    }

    /// Where others find this end.
    pub(crate) const fn local(&self) -> SocketAddr {
        self.local
    }

    /// A way to tell the core something.
    pub(crate) fn inputs(&self) -> SyncSender<Input> {
        self.inputs.clone()
    }

    /// Sends a message of the core; never waits.
    ///
    /// # Errors
    /// If it cannot be sent. A connection that fails later says so by [`Input::Lost`].
    pub(crate) fn send(
        &mut self,
        flow: &Flow,
        bytes: &[u8],
        transaction: Option<Transaction>,
    ) -> io::Result<()> {
        match flow.transport {
            Transport::Udp => self.udp.send_to(bytes, flow.remote).map(drop),
            Transport::Tcp => {
                let id = self.connection_for(flow);
                if let Some(transaction) = transaction.filter(|_| flow.connection != Some(id)) {
                    self.bound.insert(transaction, id);
                }
                let connection = self.connections.get(&id).ok_or(ErrorKind::NotConnected)?;
                connection.send(bytes)
            }
            _ => Err(ErrorKind::Unsupported.into()),
        }
    }

    /// The connection that a flow names, while it is open; or else any to the same address; or
    /// else a new one.
    fn connection_for(&mut self, flow: &Flow) -> ConnectionId {
        if let Some(id) = flow.connection.filter(|id| self.connections.contains_key(id)) {
            return id;
        }
        let mut open = self.connections.iter();
        if let Some((id, _)) = open.find(|(_, connection)| connection.remote() == flow.remote) {
            return *id;
        }
        self.add(flow.remote, connection::connect)
    }

    /// Takes a connection that somebody made.
    pub(crate) fn accept(&mut self, stream: TcpStream) {
        // Who has gone already has no address any more.
        let Ok(remote) = stream.peer_addr() else { return };
        if self.connections.len() < MAX_CONNECTIONS {
            self.add(remote, |flow, inputs| connection::serve(stream, flow, inputs));
        }
    }

    /// Starts a connection. The local address of its flow is the one that is listened on, whichever
    /// port it has here: that is where this end is found when the connection is gone (§18.2.2).
    fn add(
        &mut self,
        remote: SocketAddr,
        start: impl FnOnce(Flow, SyncSender<Input>) -> Connection,
    ) -> ConnectionId {
        self.last_id += 1;
        let id = ConnectionId(self.last_id);
        let flow = Flow::tcp(self.local, remote, id);
        self.connections.insert(id, start(flow, self.inputs.clone()));
        id
    }

    /// Forgets a connection that is gone, and gives the transactions that depended on it without
    /// the endpoint's knowing.
    pub(crate) fn forget(&mut self, connection: ConnectionId) -> Vec<Transaction> {
        self.connections.remove(&connection);
        self.bound.extract_if(|_, by| *by == connection).map(|(bound, _)| bound).collect()
    }

    /// A transaction has ended: it depends on nothing.
    pub(crate) fn unbind(&mut self, transaction: Transaction) {
        self.bound.remove(&transaction);
    }

    /// Closes all connections when what is to be sent is sent; each says [`Input::Lost`] then.
    pub(crate) fn close(&self) {
        self.connections.values().for_each(Connection::close);
    }

    pub(crate) fn has_connections(&self) -> bool {
        !self.connections.is_empty()
    }
}

fn receive_datagrams(udp: &UdpSocket, local: SocketAddr, inputs: &SyncSender<Input>) {
    let mut buffer = vec![0; 65_535];
    loop {
        let input = match udp.recv_from(&mut buffer) {
            Ok((len, remote)) => {
                Input::Received { flow: Flow::udp(local, remote), bytes: buffer[..len].to_vec() }
            }
            // Some systems say here that an earlier datagram found nobody.
            Err(error) if is_passing(&error) => continue,
            Err(error) => Input::Failed(error),
        };
        let is_last = matches!(input, Input::Failed(_));
        if inputs.send(input).is_err() || is_last {
            return;
        }
    }
}

fn accept_connections(listener: &TcpListener, inputs: &SyncSender<Input>) {
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                if inputs.send(Input::Accepted(stream)).is_err() {
                    return;
                }
            }
            Err(error) if is_passing(&error) => {}
            // Too many files are open, most likely: let some be closed.
            Err(_) => thread::sleep(Duration::from_millis(100)),
        }
    }
}

fn is_passing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::Interrupted
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionAborted
    )
}
