package steelyard.chronicle;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import steelyard.refusal.Refusal;
import steelyard.sheet.PriceKey;
import steelyard.table.TableFile;
import steelyard.token.Meter;

/// Something that a source says and that is known to be wrong, with the reason in the file.
///
/// @param region blank for the default alone
/// @param windows whether it is for prices of daily windows alone
/// @param meter empty for every rate
record SetAside(
        String source,
        String seller,
        Pattern model,
        Pattern region,
        boolean windows,
        Optional<Meter> meter) {

    static SetAside of(TableFile.Row row) {
        row.required("reason");
        String meter = row.text("meter");
        Optional<Meter> known = Meter.ofColumn(meter);
        if (known.isEmpty() && !meter.isEmpty()) {
            throw new Refusal("meter \"" + meter + "\" is no meter");
        }
        return new SetAside(
                row.required("source"),
                row.required("seller"),
                glob(row.required("model")),
                glob(row.text("region")),
                row.text("window").equals("*"),
                known);
    }

    private static Pattern glob(String text) {
        return Pattern.compile(
                ("\\Q" + text + "\\E").replace("*", "\\E.+\\Q"), Pattern.CASE_INSENSITIVE);
    }

    private boolean fits(Sighting s) {
        PriceKey key = s.key();
        return source.equals(s.source())
                && seller.equals(key.seller())
                && model.matcher(key.model()).matches()
                && region.matcher(key.region()).matches()
                && (!windows || !key.window().isAllDay());
    }

    /// What is left of a sighting.
    static Optional<Sighting> rest(Sighting sighting, List<SetAside> all) {
        TreeMap<Meter, BigDecimal> rates = new TreeMap<>(sighting.rates());
        for (SetAside aside : all) {
            if (aside.fits(sighting)) {
                aside.meter().ifPresentOrElse(rates::remove, rates::clear);
            }
        }
        return rates.isEmpty() ? Optional.empty() : Optional.of(sighting.of(rates));
    }
}
