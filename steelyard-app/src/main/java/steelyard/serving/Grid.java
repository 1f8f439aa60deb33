package steelyard.serving;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import steelyard.refusal.Refusal;
import steelyard.table.TableFile.Row;

/// How much carbon a country's electricity costs, as two publications read it: lifecycle, by
/// location, the mean of a year.
///
/// @param year of the first
/// @param owid grams of CO2 equivalent per kWh, Our World in Data from Ember; empty if not given
/// @param ecologits the same in EcoLogits; empty if not given
public record Grid(
        String iso3, String country, String year, OptionalDouble owid, OptionalDouble ecologits) {
    public Grid {
        if (owid.isEmpty() && ecologits.isEmpty()) {
            throw new Refusal(country + ": neither publication gives a figure");
        }
    }

    static Grid of(Row row) {
        return new Grid(
                row.required("iso3"),
                row.text("country"),
                row.text("year"),
                Catalogue.optional(row, "owid_ember_gco2e_per_kwh"),
                Catalogue.optional(row, "ecologits_gco2e_per_kwh"));
    }

    boolean isCalled(String code) {
        return code.equals(iso3)
                || code.equals(country.toUpperCase(Locale.ROOT))
                || (code.length() == 2
                        && Arrays.asList(Locale.getISOCountries()).contains(code)
                        && Locale.of("", code).getISO3Country().equals(iso3));
    }

    public double low() {
        return Math.min(owid.orElse(Double.MAX_VALUE), ecologits.orElse(Double.MAX_VALUE));
    }

    /// The first where there is one.
    public double grams() {
        return owid.orElseGet(ecologits::getAsDouble);
    }

    public double high() {
        return Math.max(owid.orElse(0), ecologits.orElse(0));
    }
}
