//! A relay on this machine that takes mail, or misbehaves as it is told.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Relay;

/// How a relay answers to a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It takes it.
    Take,
    /// It says this to the recipient: a line of a code and words.
    Say(&'static str),
    /// It takes the mail and closes the connection without a word.
    Vanish,
    /// It takes so long to take it.
    Stall(Duration),
    /// It says 421 and closes the connection.
    Close,
}

/// A mail that arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The recipient of the envelope.
    pub to: String,
    /// The message as it was sent.
    pub bytes: Vec<u8>,
    /// When.
    pub at: Instant,
}

type Behaviour = Arc<dyn Fn(&str, usize) -> Answer + Send + Sync>;

#[derive(Default)]
struct Seen {
    received: Mutex<Vec<Received>>,
    /// How often a mail was tried to be sent to each.
    tries: Mutex<HashMap<String, usize>>,
    connections: AtomicUsize,
}

/// A relay, until it is dropped.
pub struct Sink {
    address: SocketAddr,
    seen: Arc<Seen>,
    listening: JoinHandle<()>,
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Sink {
    /// A relay that takes everything.
    pub async fn start() -> std::io::Result<Self> {
        Self::that(|_, _| Answer::Take).await
    }

    /// As [`start`](Self::start), which carries addresses in ASCII only.
    pub async fn ascii() -> std::io::Result<Self> {
        Self::with(Arc::new(|_, _| Answer::Take), "250 8BITMIME\r\n").await
    }

    /// A relay that answers to a recipient as it is told, who is tried for the nth time, from 1.
    pub async fn that(answer: impl Fn(&str, usize) -> Answer + Send + Sync + 'static) -> std::io::Result<Self> {
        Self::with(Arc::new(answer), "250-8BITMIME\r\n250 SMTPUTF8\r\n").await
    }

    /// `offers` ends what it says to EHLO.
    async fn with(behaviour: Behaviour, offers: &'static str) -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (address, seen) = (listener.local_addr()?, Arc::new(Seen::default()));
        let listening = tokio::spawn({
            let seen = Arc::clone(&seen);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    seen.connections.fetch_add(1, Ordering::SeqCst);
                    let talk = Talk::new(stream, Arc::clone(&seen), Arc::clone(&behaviour), offers);
                    // A connection that breaks is none of ours to mend.
                    tokio::spawn(async move { drop(talk.run().await) });
                }
            }
        });
        Ok(Self { address, seen, listening })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("smtp://{}?tls=none", self.address)
    }

    /// The way to it.
    ///
    /// # Panics
    /// Never: the address is one.
    #[expect(clippy::expect_used, reason = "its own address is one")]
    pub fn relay(&self) -> Relay {
        Relay::at(&self.url(), "jobs.example.ca").expect("an address")
    }

    /// What arrived so far, in order.
    pub fn received(&self) -> Vec<Received> {
        self.seen.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many arrived so far.
    pub fn count(&self) -> usize {
        self.seen.received.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// What arrived since it was last taken, in order.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut *self.seen.received.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How often it was tried to send to someone.
    pub fn tries(&self, to: &str) -> usize {
        self.seen.tries.lock().unwrap_or_else(PoisonError::into_inner).get(to).copied().unwrap_or_default()
    }

    /// How many connections there were.
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }
}

/// One conversation (RFC 5321).
struct Talk {
    lines: BufReader<OwnedReadHalf>,
    out: OwnedWriteHalf,
    seen: Arc<Seen>,
    behaviour: Behaviour,
    offers: &'static str,
    to: String,
    answer: Answer,
}

impl Talk {
    fn new(stream: TcpStream, seen: Arc<Seen>, behaviour: Behaviour, offers: &'static str) -> Self {
        // Without, the other side's measurement would be of this side's delays.
        let _ = stream.set_nodelay(true);
        let (read, out) = stream.into_split();
        Self { lines: BufReader::new(read), out, seen, behaviour, offers, to: String::new(), answer: Answer::Take }
    }

    async fn say(&mut self, line: &str) -> std::io::Result<()> {
        self.out.write_all(format!("{line}\r\n").as_bytes()).await
    }

    async fn run(mut self) -> std::io::Result<()> {
        self.say("220 sink.example ESMTP").await?;
        let mut line = String::new();
        loop {
            line.clear();
            if self.lines.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            let command = line.trim_end().to_owned();
            let verb = command.get(..4).unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => self.out.write_all(format!("250-sink.example\r\n{}", self.offers).as_bytes()).await?,
                "RCPT" => {
                    if !self.recipient(&command).await? {
                        return Ok(());
                    }
                }
                "DATA" => {
                    if !self.data().await? {
                        return Ok(());
                    }
                }
                "QUIT" => return self.say("221 bye").await,
                "MAIL" | "RSET" | "NOOP" => self.say("250 ok").await?,
                _ => self.say("502 not known").await?,
            }
        }
    }

    /// `false`: the conversation is over.
    async fn recipient(&mut self, command: &str) -> std::io::Result<bool> {
        let to = command.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or("", |(to, _)| to);
        to.clone_into(&mut self.to);
        let nth = {
            let mut tries = self.seen.tries.lock().unwrap_or_else(PoisonError::into_inner);
            let nth = tries.entry(self.to.clone()).or_default();
            *nth += 1;
            *nth
        };
        self.answer = (self.behaviour)(&self.to, nth);
        match self.answer.clone() {
            Answer::Say(line) => self.say(line).await?,
            Answer::Close => {
                self.say("421 4.3.2 closing").await?;
                return Ok(false);
            }
            Answer::Stall(span) => {
                tokio::time::sleep(span).await;
                self.say("250 ok").await?;
            }
            Answer::Take | Answer::Vanish => self.say("250 ok").await?,
        }
        Ok(true)
    }

    async fn data(&mut self) -> std::io::Result<bool> {
        self.say("354 go on").await?;
        let mut bytes = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.lines.read_until(b'\n', &mut line).await? == 0 {
                return Ok(false);
            }
            if line == b".\r\n" {
                break;
            }
            bytes.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        let mail = Received { to: self.to.clone(), bytes, at: Instant::now() };
        self.seen.received.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
        if self.answer == Answer::Vanish {
            return Ok(false);
        }
        self.say("250 2.0.0 taken").await?;
        Ok(true)
    }
}
