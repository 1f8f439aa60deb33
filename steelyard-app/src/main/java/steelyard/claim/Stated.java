package steelyard.claim;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import steelyard.refusal.Refusal;
import steelyard.token.Meter;

/// A claim about a list price in a line, as `o3 output 8 on 2025-06-11`.
///
/// The line becomes the same steps that a claim in a folder has, so that it is checked, and shown,
/// the same way.
public final class Stated {
    /// What a line may say; also the words of the refusal.
    public static final String FORMS =
            "MODEL METER AMOUNT on DATE, MODEL METER at most AMOUNT on DATE, or MODEL METER fell|rose PERCENT% from DATE to DATE, with \"at SELLER\" behind it if need be; as \"o3 output 8 on 2025-06-11\"";

    private static final String WHAT = "(?<model>[^\\s@-]\\S*)\\s+(?<meter>[a-z0-9_ ]+?)\\s+";
    private static final String SELLER = "(?:\\s+at\\s+(?<seller>[^\\s@-]\\S*))?";
    private static final String AMOUNT =
            "\\$?(?<low>[0-9.]+)(?:\\s*(?:-|to)\\s*\\$?(?<high>[0-9.]+))?";

    private static final Pattern PRICE =
            Pattern.compile(
                    WHAT
                            + "(?:(?:is|was|costs?)\\s+)?(?<most>at most\\s+)?"
                            + AMOUNT
                            + "\\s+on\\s+(?<on>\\S+)"
                            + SELLER,
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern CHANGE =
            Pattern.compile(
                    WHAT
                            + "(?<way>fell|rose)\\s+(?:by\\s+)?"
                            + AMOUNT
                            + "\\s*%\\s+from\\s+(?<from>\\S+)\\s+to\\s+(?<to>\\S+)"
                            + SELLER,
                    Pattern.CASE_INSENSITIVE);

    private static final Map<String, Meter> SAID =
            Map.of(
                    "prompt", Meter.INPUT,
                    "cached", Meter.CACHE_READ,
                    "cached input", Meter.CACHE_READ,
                    "completion", Meter.OUTPUT,
                    "web search", Meter.WEB_SEARCH);

    private static final String AT = "the claim";

    private final List<Step> steps = new ArrayList<>();

    private Stated() {}

    /// The claim that a line makes.
    ///
    /// @throws Refusal if it makes none that the price book can answer
    public static Claim claim(String line) {
        String said = line.strip().replaceAll("\\s+", " ").replaceFirst("\\.$", "");
        return new Claim(
                "stated",
                "prices",
                "you",
                "now",
                said + ".",
                "the command line",
                "",
                new Stated().read(said));
    }

    private List<Step> read(String said) {
        Matcher price = PRICE.matcher(said);
        Matcher change = CHANGE.matcher(said);
        if (price.matches()) {
            price(price);
        } else if (change.matches()) {
            change(change);
        } else {
            throw new Refusal("no claim that the price book can answer; write " + FORMS);
        }
        return List.copyOf(steps);
    }

    private void price(Matcher m) {
        String unit = book("price", m, m.group("on"));
        double low = number(m.group("low"));
        double high = m.group("high") == null ? low : number(m.group("high"));
        held("claimed", "price", m.group("most") == null ? low : 0, high, unit);
    }

    private void change(Matcher m) {
        book("before", m, m.group("from"));
        book("after", m, m.group("to"));
        double low = number(m.group("low")) / 100;
        double high = m.group("high") == null ? low : number(m.group("high")) / 100;
        boolean fell = m.group("way").equalsIgnoreCase("fell");
        held(
                fell ? "fall" : "rise",
                fell ? "1 - after / before" : "after / before - 1",
                low,
                high,
                "share");
    }

    /// Reads a price of the book.
    ///
    /// @return the unit
    private String book(String step, Matcher m, String on) {
        Meter meter = meter(m.group("meter"));
        String seller = m.group("seller");
        String command =
                "prices show %s%s --at %s"
                        .formatted(
                                m.group("model"),
                                seller == null ? "" : " --provider " + seller,
                                day(on));
        String table =
                meter.isToken()
                        ? "usd_per_mtok"
                        : meter.unit().per() == 1_000 ? "usd_per_thousand" : "usd_per_million";
        String unit = "USD per " + meter.unit().priced();
        add(
                step,
                Step.Kind.READ,
                command,
                "tiers/service=standard/%s/%s".formatted(table, meter.column()),
                "",
                "",
                unit);
        return unit;
    }

    private void held(String step, String expression, double low, double high, String unit) {
        add(
                step,
                Step.Kind.CHECK,
                expression,
                "",
                Double.toString(low),
                Double.toString(high),
                unit);
    }

    private void add(
            String name,
            Step.Kind kind,
            String text,
            String path,
            String low,
            String high,
            String unit) {
        steps.add(new Step(name, kind, text, path, low, high, EXACT, unit, "", AT));
    }

    /// A list price is stated to the cent, and is that or is not.
    private static final double EXACT = 0.005;

    private static Meter meter(String name) {
        String said = name.strip().toLowerCase(Locale.ROOT);
        Meter meter = SAID.get(said);
        return meter != null
                ? meter
                : Meter.ofColumn(said.replace(' ', '_'))
                        .orElseThrow(() ->
                                new Refusal(
                                        "no meter \"%s\"; there are %s"
                                                .formatted(
                                                        said,
                                                        Meter.all().stream()
                                                                .map(Meter::column)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Refusal("%s is not a day; write 2025-06-11".formatted(text), e);
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new Refusal("%s is not a number".formatted(text), e);
        }
    }
}
