//! `serve`: opens everything, listens, stops on SIGTERM or Ctrl-C, reads the certificate again on SIGHUP.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::alone::Alone;
use super::{Data, make_private};
use crate::app::App;
use crate::config::Reach;
use crate::erase;
use crate::guides::GuideFolder;
use crate::serve::listen;
use crate::serve::router;
use crate::serve::tls::{PemFiles, Tls};
use crate::store::sqlite::{office, version};
use crate::web_app;

/// Serve phones and the bureau's pages.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    guides: GuideFolder,
    /// Where to listen. Phones keep nothing offline without TLS, so plain HTTP is for loopback alone.
    #[arg(long, default_value = "127.0.0.1:8787", env = "STUDIO_LISTEN")]
    listen: SocketAddr,
    /// Certificate and its chain, PEM.
    #[arg(long, requires = "tls_key", env = "STUDIO_TLS_CERT")]
    tls_cert: Option<PathBuf>,
    /// Its private key, PEM.
    #[arg(long, requires = "tls_cert", env = "STUDIO_TLS_KEY")]
    tls_key: Option<PathBuf>,
    /// A proxy in front speaks TLS; listen plainly wherever `--listen` says.
    #[arg(long, conflicts_with = "tls_cert")]
    behind_proxy: bool,
    /// The address that invites carry, e.g. https://lx.example.cn; by default the one that the officer's browser used.
    #[arg(long, env = "STUDIO_PUBLIC_URL")]
    public_url: Option<String>,
}

impl Serve {
    /// Serves until told to stop.
    ///
    /// # Errors
    /// When the data, the certificate or the address cannot be used.
    pub fn run(self) -> Result<ExitCode> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(self.serve())?;
        Ok(ExitCode::SUCCESS)
    }

    async fn serve(self) -> Result<()> {
        let tls = self.tls()?;
        if tls.is_none() && !self.behind_proxy && !self.listen.ip().is_loopback() {
            bail!(
                "{} is not loopback: give --tls-cert and --tls-key, or --behind-proxy if a proxy in front speaks TLS. \
                 Without TLS no phone can work offline.",
                self.listen
            );
        }
        anyhow::ensure!(version::is_safe(), too_old());
        let guides = self.guides.read()?;
        make_private(&self.data.folder)?;
        let _alone = Alone::at(&self.data.folder)?;
        let reach = Reach {
            secure: tls.is_some() || self.behind_proxy,
            behind_proxy: self.behind_proxy,
            public_url: self.public_url,
        };
        let app = Arc::new(App::by(guides, self.data.open()?, reach));
        all_known(&app).await?;
        let listener =
            TcpListener::bind(self.listen).await.with_context(|| format!("cannot listen on {}", self.listen))?;
        if !web_app::is_here() {
            tracing::warn!("this binary was built without the web app: /app/ says so");
        }
        if let Some(tls) = &tls {
            reload_on_hangup(tls.clone())?;
        }
        // Before anybody can know that it listens: a stop right after that is a stop like any other.
        let stop = stopped()?;
        tokio::spawn(erase::sweep_all(Arc::clone(&app)));
        tracing::info!(address = %listener.local_addr()?, tls = tls.is_some(), "listening");
        listen::serve(listener, router(app), tls, stop).await?;
        tracing::info!("stopped");
        Ok(())
    }

    fn tls(&self) -> Result<Option<Tls>> {
        let files = self.tls_cert.clone().zip(self.tls_key.clone());
        files.map(|(cert, key)| Tls::load(PemFiles { cert, key })).transpose()
    }
}

/// Every project goes by a guide that is here: without it no page could say how far its studios are.
async fn all_known(app: &App) -> Result<()> {
    let projects = app.disk.read(|db| Ok(office::all_projects(db)?)).await?;
    match app.guides.unknown(&projects) {
        Some(words) => bail!(words),
        None => Ok(()),
    }
}

fn too_old() -> String {
    let (running, least) = (version::running(), version::LEAST.1);
    format!(
        "this binary was built with SQLite {running}, which can lose acknowledged records: build it with {least} or newer. \
         这个程序带的 SQLite {running} 太旧，可能丢失已确认的记录，请换成 {least} 以上的版本。"
    )
}

fn reload_on_hangup(tls: Tls) -> Result<()> {
    let mut hangups = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while hangups.recv().await.is_some() {
            match tls.reload() {
                Ok(()) => tracing::info!("certificate read again"),
                Err(error) => tracing::error!("certificate not read, the old one stays: {error:#}"),
            }
        }
    });
    Ok(())
}

fn stopped() -> Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
