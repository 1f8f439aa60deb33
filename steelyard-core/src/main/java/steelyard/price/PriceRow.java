package steelyard.price;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steelyard.token.Meter;
import steelyard.token.ServiceTier;
import steelyard.token.Validity;

/// One row of a price sheet: what a model cost under given conditions over one period, and how we
/// know.
///
/// A row either states rates, or multiplies the rates that apply without it (a regional uplift, a
/// batch discount, a contract). A blank rate is unknown; zero is a price.
///
/// @param model the listed name; `*` in it stands for any text
/// @param region empty for the provider's default region
/// @param service empty, in a row that multiplies, for every tier
/// @param recorded when the row's source was first seen to say so: the book can be read as of a
///   date
/// @param seen the newest look at which a source still showed the price; [Instant#MAX] if not told
/// @param rates picodollars per unit and meter, [#UNKNOWN] where blank; empty in a row that
///   multiplies
/// @param exchange the rate at which they were converted to dollars; empty if they are stated in
///   dollars
/// @param kind whether it says what is listed or what is paid
/// @param rivals other prices for the same time, `source input/output`, separated by `;`
/// @param at file and line of the row
public record PriceRow(
        String provider,
        String model,
        String region,
        Optional<ServiceTier> service,
        ContextTier context,
        DailyWindow window,
        Validity validity,
        Instant recorded,
        Instant seen,
        Rates rates,
        Optional<ExchangeRates.Rate> exchange,
        Optional<Factor> multiply,
        Kind kind,
        Basis basis,
        Standing standing,
        List<String> sources,
        String rivals,
        String note,
        String at) {

    /// The rate of a meter whose price is not known.
    public static final long UNKNOWN = -1;

    /// In a row that multiplies: every region that a call names, [#GLOBAL_REGION] excepted.
    static final String ANY_REGION = "*";

    /// The region of an endpoint that serves from anywhere.
    static final String GLOBAL_REGION = "global";

    /// Whether a row says what is listed or what is paid.
    public enum Kind {
        /// A list price, as in the bundled book; laid over it, a correction of list prices.
        BOOK,
        /// What is paid under a contract; the list price stays beside it.
        CONTRACT
    }

    /// What a row that states no rates does to those that apply without it.
    ///
    /// @param value the factor
    /// @param meter the only meter that it is for; empty for every token rate
    /// @param of the meter whose rate is multiplied instead of its own: a one-hour cache write is
    ///   twice the *input*
    public record Factor(BigDecimal value, Optional<Meter> meter, Optional<Meter> of) {
        /// Whether it multiplies the rate of a meter, rather than deriving it from another's.
        boolean scales(Meter other) {
            return of.isEmpty() && other.isToken() && meter.map(m -> m == other).orElse(true);
        }

        /// The factor as a report shows it: `0.5`, or `cache_write_1h = 2 x input`.
        @Override
        public String toString() {
            String plain = value.toPlainString();
            return meter.map(m ->
                            of.map(o -> m.column() + " = " + plain + " x " + o.column())
                                    .orElse(plain + " on " + m.column()))
                    .orElse(plain);
        }
    }

    /// How the start of a row's validity is known.
    public enum Basis {
        /// The source states the date.
        EXPLICIT,
        /// A dated public page shows the price.
        DOCUMENT,
        /// The price changed between two looks at the source; the change is at or before `from`.
        COMMIT,
        /// The model was first listed then; the price may be older.
        FIRST_SEEN,
        /// First listed later, and taken to hold since the model's release.
        RELEASE,
        /// Stated by whoever wrote the sheet, as in a contract.
        STATED
    }

    /// How well a row is supported.
    public enum Standing {
        /// Two or more sources agree and none contradicts.
        CORROBORATED,
        /// One source, uncontradicted.
        SINGLE,
        /// At least one source gives another price for the time.
        DISPUTED,
        /// Stated by whoever wrote the sheet, or by the provider's own dated page.
        STATED
    }

    public PriceRow {
        sources = List.copyOf(sources);
    }

    /// The same row under another name of its seller.
    PriceRow of(String seller) {
        return new PriceRow(
                seller, model, region, service, context, window, validity, recorded, seen, rates,
                exchange, multiply, kind, basis, standing, sources, rivals, note, at);
    }

    /// The part of a row in another currency that is reckoned at one rate, in dollars.
    PriceRow converted(ExchangeRates.Period at) {
        return new PriceRow(
                provider,
                model,
                region,
                service,
                context,
                window,
                validity.within(at.time()),
                recorded,
                seen,
                rates.inDollars(at.rate()),
                Optional.of(at.rate()),
                multiply,
                kind,
                basis,
                standing,
                sources,
                rivals,
                note,
                this.at);
    }

    /// Whether `*` in the model stands for any text.
    public boolean isPattern() {
        return model.indexOf('*') >= 0;
    }

    /// The conditions under which it holds, in words; blank if it always does.
    public String conditions() {
        return conditions(region, service.orElse(ServiceTier.STANDARD), context, window);
    }

    /// Conditions of a price in words; blank for the standard tier at any length and time.
    public static String conditions(
            String region, ServiceTier service, ContextTier context, DailyWindow window) {
        return Stream.of(
                        region,
                        service == ServiceTier.STANDARD ? "" : service.toString(),
                        context.toString(),
                        window.toString())
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /// Whether it multiplies or derives rates, and states none.
    public boolean isFactor() {
        return multiply.isPresent();
    }

    /// Whether a row for all named regions, or for this one.
    boolean isFor(String wanted) {
        boolean named = !wanted.isEmpty() && !wanted.equals(GLOBAL_REGION);
        return region.equals(wanted) || (named && region.equals(ANY_REGION));
    }

    /// The rate of a meter in picodollars per unit, if the row states one.
    public OptionalLong rate(Meter meter) {
        long rate = rates.of(meter);
        return rate == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(rate);
    }

    /// Rates by meter; [#UNKNOWN] where the sheet is blank.
    public static final class Rates {
        static final Rates NONE = new Rates(blank());

        private final long[] picos;
        private final long stated;

        /// @param picos kept as it is
        Rates(long[] picos) {
            this.picos = picos;
            long bits = 0;
            for (int i = 0; i < picos.length; i++) {
                bits |= picos[i] == UNKNOWN ? 0 : 1L << i;
            }
            this.stated = bits;
        }

        /// A bit per meter that is stated.
        long stated() {
            return stated;
        }

        static long[] blank() {
            long[] blank = new long[Meter.COUNT];
            java.util.Arrays.fill(blank, UNKNOWN);
            return blank;
        }

        long of(Meter meter) {
            return picos[meter.ordinal()];
        }

        Rates inDollars(ExchangeRates.Rate rate) {
            long[] dollars = picos.clone();
            for (int i = 0; i < dollars.length; i++) {
                if (dollars[i] != UNKNOWN) {
                    dollars[i] = rate.inDollars(BigDecimal.valueOf(dollars[i]), 0).longValueExact();
                }
            }
            return new Rates(dollars);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Rates that && java.util.Arrays.equals(picos, that.picos);
        }

        @Override
        public int hashCode() {
            return java.util.Arrays.hashCode(picos);
        }
    }
}
