package steelyard.cli;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import steelyard.refusal.Refusal;
import steelyard.serving.Accelerator;
import steelyard.serving.Catalogue;
import steelyard.serving.Ownership;
import steelyard.serving.ServingCost;

/// What an hour of an accelerator costs: rented or bought.
final class RentOptions {
    private static final Pattern RENT =
            Pattern.compile("(\\d+(?:\\.\\d+)?)(?:\\.\\.(\\d+(?:\\.\\d+)?))?");

    @Option(
            names = "--rent",
            paramLabel = "USD",
            description =
                    "Per accelerator and hour, as 2.00 or a range 1.80..3.20 (default: the bundled range).")
    private @Nullable String rent;

    @Option(
            names = "--own",
            paramLabel = "USD",
            description =
                    "Bought, not rented: the price of an accelerator with its share of server, network and building, as 35000 or 30000..45000.")
    private @Nullable String own;

    @Option(
            names = "--life",
            paramLabel = "YEARS",
            defaultValue = "4",
            description = "With --own: how long it is used (default: ${DEFAULT-VALUE}).")
    private double life = 4;

    @Option(
            names = "--interest",
            paramLabel = "SHARE",
            defaultValue = "0.08",
            description =
                    "With --own: interest a year on what it cost (default: ${DEFAULT-VALUE}).")
    private double interest = 0.08;

    @Option(
            names = "--kwh",
            paramLabel = "USD",
            defaultValue = "0.08",
            description = "With --own: a kWh (default: ${DEFAULT-VALUE}).")
    private double kwh = 0.08;

    @Option(
            names = "--staff",
            paramLabel = "USD",
            defaultValue = "0",
            description =
                    "With --own: people and maintenance, per accelerator and year (default: none).")
    private double staff;

    @Option(
            names = "--pue",
            paramLabel = "RATIO",
            description =
                    "Energy of the site over that of its machines (default: the public cloud's average).")
    private @Nullable Double pue;

    private boolean moneyless;

    /// Whether money plays no part: an accelerator that nobody rents out will do.
    void leaveOut() {
        moneyless = true;
    }

    /// Of the site over its machines: as stated, or the public cloud's average.
    double pue(Catalogue catalogue) {
        return pue == null ? catalogue.constants().of("site.pue") : pue;
    }

    boolean pueIsStated() {
        return pue != null;
    }

    private Ownership owned(double price, Accelerator accelerator, Catalogue catalogue) {
        return new Ownership(
                price,
                life,
                interest,
                accelerator
                                .power()
                                .orElseThrow(() ->
                                        new Refusal(
                                                "%s has no tdp_w, the power of its board, which owning it needs"
                                                        .formatted(accelerator.id())))
                        + catalogue.constants().of("site.server"),
                pue(catalogue),
                kwh,
                staff);
    }

    /// An amount or a range of amounts.
    private static double[] range(String option, String text) {
        Matcher range = RENT.matcher(text);
        if (!range.matches()) {
            throw new Refusal(
                    "%s %s is neither an amount, 2.00, nor a range, 1.80..3.20"
                            .formatted(option, text));
        }
        double low = Double.parseDouble(range.group(1));
        if (range.group(2) != null && Double.parseDouble(range.group(2)) < low) {
            throw new Refusal("%s %s: the first amount is the lower".formatted(option, text));
        }
        return new double[] {
            low, range.group(2) == null ? low : Double.parseDouble(range.group(2))
        };
    }

    /// USD per hour, from low to high.
    ServingCost.Rent rent(Accelerator accelerator, Catalogue catalogue) {
        if (own != null) {
            if (rent != null) {
                throw new Refusal("--rent and --own: an accelerator is rented or bought");
            }
            double[] price = range("--own", own);
            double low = owned(price[0], accelerator, catalogue).perHour();
            double high = owned(price[1], accelerator, catalogue).perHour();
            return new ServingCost.Rent(low, (low + high) / 2, high);
        }
        if (rent != null) {
            double[] stated = range("--rent", rent);
            return new ServingCost.Rent(stated[0], (stated[0] + stated[1]) / 2, stated[1]);
        }
        if (moneyless) {
            return new ServingCost.Rent(1, 1, 1);
        }
        if (accelerator.rent().isEmpty()) {
            throw new Refusal(
                    "%s is not rented by the hour; state --rent or --own"
                            .formatted(accelerator.id()));
        }
        double typical = accelerator.rent().getAsDouble();
        return new ServingCost.Rent(
                accelerator.rentLow().orElse(typical),
                typical,
                accelerator.rentHigh().orElse(typical));
    }

    /// Where that comes from, in words.
    String from(Accelerator accelerator, Catalogue catalogue) {
        if (own != null) {
            ServingCost.Rent cost = rent(accelerator, catalogue);
            return "owned, bought for $%s and used %s years at %s interest: $%s per accelerator and hour, of it $%s of electricity at $%s a kWh and PUE %s, $%s of staff"
                    .formatted(
                            own,
                            life,
                            interest,
                            shown(OptionalDouble.of(cost.typical())),
                            shown(
                                    OptionalDouble.of(
                                            owned(range("--own", own)[0], accelerator, catalogue)
                                                    .power())),
                            kwh,
                            pue(catalogue),
                            shown(OptionalDouble.of(staff / (365.25 * 24))));
        }
        return rent == null
                ? "%s, per accelerator and hour $%s, from $%s to $%s"
                        .formatted(
                                accelerator.rentDate(),
                                shown(accelerator.rent()),
                                shown(accelerator.rentLow()),
                                shown(accelerator.rentHigh()))
                : "as stated, $%s per accelerator and hour".formatted(rent);
    }

    private static String shown(OptionalDouble usd) {
        return usd.isEmpty() ? "?" : String.format(Locale.ROOT, "%.2f", usd.getAsDouble());
    }
}
