package steelyard.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import steelyard.price.PriceBook;
import steelyard.refusal.Refusal;

/// Price books by name: `bundled`, `bundled@2026-08-21` as it stood then, `uncorrected` as the
/// sources alone make it, or a sheet laid over the bundled one.
final class Books {
    private Books() {}

    static boolean isNamed(String name) {
        return name.equals("bundled") || name.equals("uncorrected") || name.startsWith("bundled@");
    }

    static PriceBook named(String name) {
        if (name.equals("bundled")) {
            return PriceBook.bundled();
        }
        if (name.equals("uncorrected")) {
            return PriceBook.uncorrected();
        }
        if (name.startsWith("bundled@")) {
            try {
                return PriceBook.bundled()
                        .knownAt(
                                LocalDate.parse(name.substring("bundled@".length()))
                                        .plusDays(1)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant());
            } catch (DateTimeException e) {
                throw new Refusal(
                        "%s: what follows bundled@ is not a date; write bundled@2026-08-21"
                                .formatted(name),
                        e);
            }
        }
        Path sheet = Path.of(name);
        if (!Files.exists(sheet)) {
            throw new Refusal(
                    name
                            + ": no book of that name; write bundled, bundled@2026-08-21, uncorrected or a sheet (.csv)");
        }
        return PriceBook.bundled().with(sheet);
    }
}
