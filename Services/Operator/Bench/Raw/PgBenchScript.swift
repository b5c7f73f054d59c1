/// What `pgbench` does over and over, in its own script language.
enum PgBenchScript {
    /// One movement, one balance, one idempotency row; each statement its own round trip, as an
    /// application without batching sends them.
    static func one(keys: Int) -> String {
        """
        \\set key random(1, \(keys))
        BEGIN;
        INSERT INTO request (id, answer) VALUES (gen_random_uuid(), 201);
        INSERT INTO movement (id, variant, quantity) VALUES (gen_random_uuid(), :key, 10000);
        INSERT INTO balance AS b (variant, on_hand) VALUES (:key, 10000)
            ON CONFLICT (variant) DO UPDATE SET on_hand = b.on_hand + excluded.on_hand;
        COMMIT;
        """
    }

    /// A hundred of each in one transaction and three statements, the fastest form there is.
    ///
    /// Keys ascend, so that transactions that overlap wait for each other and never in a circle.
    static func hundred(keys: Int) -> String {
        """
        \\set key random(0, \(max(0, keys - 100)))
        BEGIN;
        INSERT INTO request (id, answer) SELECT gen_random_uuid(), 201 FROM generate_series(1, 100);
        INSERT INTO movement (id, variant, quantity)
            SELECT gen_random_uuid(), :key + n, 10000 FROM generate_series(1, 100) AS n;
        INSERT INTO balance AS b (variant, on_hand)
            SELECT :key + n, 10000 FROM generate_series(1, 100) AS n
            ON CONFLICT (variant) DO UPDATE SET on_hand = b.on_hand + excluded.on_hand;
        COMMIT;
        """
    }

    static func select(keys: Int) -> String {
        """
        \\set key random(1, \(keys))
        SELECT on_hand FROM balance WHERE variant = :key;
        """
    }
}
