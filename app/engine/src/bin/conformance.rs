//! Proves in a real browser that SQLite on its private files keeps the contract of the phone's disk.
//! A worker of its own; it says `kept` to its page, or what broke. Never part of the app.

#[cfg(target_arch = "wasm32")]
fn main() {
    browser::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This proof runs in a browser: `cargo xtask test`.");
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::Cell;

    use studio_core::id::{DeviceId, PersonId, PublicKey, RecordId, StudioId};
    use studio_core::store::{Identity, KeptDraft, Store, Write};
    use studio_core::testing::{pieces_conformance, pieces_notice_damage, store_conformance, store_notices_damage};
    use studio_core::time::Millis;
    use studio_engine::store::shelf::{Pool, Shelf};
    use studio_engine::store::{SqlitePieces, SqliteStore, open};
    use wasm_bindgen::JsCast;
    use web_sys::DedicatedWorkerGlobalScope;

    /// Each clause has a database of its own, with its WAL.
    const SPARE_FILES: usize = 64;
    const STUDIO: StudioId = StudioId([1; 16]);

    pub(super) fn start() {
        std::panic::set_hook(Box::new(|info| say(&info.to_string())));
        wasm_bindgen_futures::spawn_local(prove());
    }

    fn say(word: &str) {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        // A page that is gone waits for no word.
        let _ = scope.post_message(&word.into());
    }

    async fn prove() {
        let pool = Pool::install_in("conformance", SPARE_FILES).await;
        let pool = pool.unwrap_or_else(|fault| panic!("no pool: {fault:?}"));
        the_contract_is_kept(&pool);
        flipped_bytes_are_noticed(&pool);
        pictures_keep_their_contract(&pool);
        a_damaged_database_is_set_aside(&pool);
        say("kept");
    }

    fn store(pool: &Pool, name: &str) -> SqliteStore {
        let connection = pool.connect(name).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        SqliteStore::over(connection).unwrap_or_else(|fault| panic!("{name}: {fault}"))
    }

    fn the_contract_is_kept(pool: &Pool) {
        let made = Cell::new(0);
        let name = || format!("clause-{}.db", made.get());
        store_conformance(
            || {
                made.set(made.get() + 1);
                store(pool, &name())
            },
            |open| {
                drop(open);
                store(pool, &name())
            },
        );
    }

    fn flipped_bytes_are_noticed(pool: &Pool) {
        store_notices_damage(store(pool, "flipped.db"), |open| {
            drop(open);
            damage(
                pool,
                "flipped.db",
                "UPDATE change SET body = CAST(substr(body, 1, 20) || x'ff' || substr(body, 22) AS BLOB)",
            );
            store(pool, "flipped.db")
        });
    }

    fn pieces(pool: &Pool, name: &str) -> SqlitePieces {
        let connection = pool.connect(name).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        SqlitePieces::over(connection).unwrap_or_else(|fault| panic!("{name}: {fault}"))
    }

    fn pictures_keep_their_contract(pool: &Pool) {
        let made = Cell::new(0);
        let name = || format!("pieces-clause-{}.db", made.get());
        pieces_conformance(
            || {
                made.set(made.get() + 1);
                pieces(pool, &name())
            },
            |open| {
                drop(open);
                pieces(pool, &name())
            },
        );
        pieces_notice_damage(pieces(pool, "pieces-flipped.db"), |open| {
            drop(open);
            damage(pool, "pieces-flipped.db", "UPDATE piece SET bytes = CAST(substr(bytes, 2) || x'00' AS BLOB)");
            pieces(pool, "pieces-flipped.db")
        });
    }

    fn a_damaged_database_is_set_aside(pool: &Pool) {
        let opened = open(pool).unwrap_or_else(|fault| panic!("{fault}"));
        let mut store = opened.store;
        let writes = [Write::Identity(identity()), Write::Draft(draft(1)), Write::Draft(draft(2))];
        assert_eq!(store.commit(STUDIO, &writes), Ok(()));
        drop(store);
        // Opened once more, the keyring learns of the device.
        assert!(open(pool).is_ok_and(|opened| opened.set_aside.is_none()));
        damage(
            pool,
            "studio-1.db",
            "UPDATE identity SET body = x'00'; UPDATE draft SET body = x'00' WHERE key < x'02'",
        );
        let opened = open(pool).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(opened.set_aside.as_deref(), Some("studio-1.db"));
        let saved = opened.store.load(STUDIO).ok().flatten().unwrap_or_else(|| panic!("the device kept its name"));
        assert_eq!(saved.identity.seed, [7; 32]);
        assert_eq!(saved.drafts, [draft(2)]);
        let names = pool.names().unwrap_or_default();
        assert!(names.contains(&"studio-1.db".to_owned()), "the damaged file stays: {names:?}");
    }

    fn damage(pool: &Pool, name: &str, sql: &str) {
        let raw = pool.connect(name).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let mode = raw.execute_batch("PRAGMA locking_mode = EXCLUSIVE");
        mode.and_then(|()| raw.execute_batch(sql)).unwrap_or_else(|fault| panic!("{name}: {fault}"));
    }

    fn identity() -> Identity {
        Identity {
            studio: STUDIO,
            person: PersonId([5; 16]),
            device: DeviceId([6; 16]),
            seed: [7; 32],
            server_key: PublicKey([9; 32]),
            enrolled_at: Millis(1),
        }
    }

    fn draft(n: u8) -> KeptDraft {
        let content = "还没写完".as_bytes().to_vec();
        KeptDraft {
            record: RecordId([n; 16]),
            form: "activity".to_owned(),
            content,
            at: Millis(i64::from(n)),
            person: None,
        }
    }
}
