package steelyard.ledger;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// DuckDB, with nothing but what a ledger needs: it loads no extension and asks no other machine.
final class Engine {
    private Engine() {}

    /// @param file that keeps the tables; empty for memory
    static Connection open(String file) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("allow_community_extensions", "false");
        settings.setProperty("allow_unsigned_extensions", "false");
        return DriverManager.getConnection("jdbc:duckdb:" + file, settings);
    }
}
