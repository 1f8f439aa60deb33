package steelyard.report.price;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import steelyard.price.Card;
import steelyard.price.Flag;
import steelyard.price.PriceRow;
import steelyard.price.Tariff;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Kind;
import steelyard.show.Table;
import steelyard.token.Meter;

/// A model's prices through time as a page: a step chart of every meter, with what other sources
/// say.
public final class HistoryReport {
    private static final int LONGEST_DAYS = 6 * 366;

    /// `litellm 3/15; portkey+models.dev 2/10`, as rows keep it.
    private static final Pattern RIVAL = Pattern.compile("(\\S+) ([\\d.]+|-)/([\\d.]+|-)");

    private static final Set<Meter.BillingClass> DEAR =
            EnumSet.of(
                    Meter.BillingClass.AUDIO_INPUT,
                    Meter.BillingClass.AUDIO_OUTPUT,
                    Meter.BillingClass.IMAGE_INPUT,
                    Meter.BillingClass.IMAGE_OUTPUT,
                    Meter.BillingClass.VIDEO_INPUT);

    private HistoryReport() {}

    /// @param tariff of the default region and the standard tier
    /// @param rows every row of the model
    /// @param until the newest look at any source
    public static Answer of(
            String provider, String model, Tariff tariff, List<PriceRow> rows, LocalDate until) {
        List<LocalDate> days = days(tariff, until);
        List<Table<?>> parts = new ArrayList<>();
        parts.add(
                part(
                        "tokens",
                        "Token prices",
                        "default region, standard tier, any size of prompt, outside daily windows; USD per million tokens",
                        chart(
                                tariff,
                                rows,
                                days,
                                Meter.all().stream()
                                        .filter(m ->
                                                m.isToken() && !DEAR.contains(m.billingClass()))
                                        .toList()),
                        rows));
        List<Meter> others =
                Meter.all().stream()
                        .filter(m -> !m.isToken() || DEAR.contains(m.billingClass()))
                        .toList();
        Chart.Lines other = chart(tariff, rows, days, others);
        if (!other.lines().isEmpty()) {
            parts.add(
                    Table.of(
                                    "others",
                                    "Other meters",
                                    "each in its own unit, as the table above has them",
                                    others.stream()
                                            .filter(m ->
                                                    other.lines().stream()
                                                            .anyMatch(l ->
                                                                    l.name().equals(m.column())))
                                            .toList())
                            .name("meter", "meter", Meter::column)
                            .name("per", "per", m -> m.unit().priced())
                            .with(other));
        }
        long disputed =
                rows.stream().filter(r -> r.standing() == PriceRow.Standing.DISPUTED).count();
        return new Answer(
                "steelyard.prices.history.page/1",
                new Answer.Heading(
                        provider + " " + model,
                        "prices history",
                        "%s at %s: %d rows in the book of %s, %s."
                                .formatted(
                                        model,
                                        provider,
                                        rows.size(),
                                        until,
                                        disputed == 0
                                                ? "none of them disputed"
                                                : disputed + " of them disputed")),
                parts,
                List.of(
                        "A line by a source is what that one says otherwise, for the time in which it does.",
                        "Why a price is taken to have changed on a day: docs/price-book.md."));
    }

    private static Table<?> part(
            String key, String title, String lead, Chart.Lines chart, List<PriceRow> rows) {
        return Table.of(key, title, lead, rows)
                .date("from", "from", r -> PriceReport.date(r.validity().from(), "always"))
                .date("to", "to", r -> PriceReport.date(r.validity().to(), ""))
                .name("conditions", "conditions", PriceReport::conditions)
                .words(
                        "prices",
                        "prices",
                        r -> r.multiply().map(f -> "x " + f).orElseGet(() -> prices(r)))
                .words(
                        "standing",
                        "how sure",
                        r ->
                                r.standing().name().toLowerCase(Locale.ROOT)
                                        + ", "
                                        + r.basis().name().toLowerCase(Locale.ROOT))
                .words("sources", "sources", r -> String.join(", ", r.sources()))
                .words("rivals", "others say", PriceRow::rivals)
                .words(
                        "note",
                        "note",
                        r ->
                                Stream.concat(
                                                Stream.of(r.note()),
                                                r.exchange().map(rate -> "at " + rate).stream())
                                        .filter(text -> !text.isEmpty())
                                        .collect(Collectors.joining("; ")))
                .with(chart);
    }

    private static String prices(PriceRow row) {
        return Meter.all().stream()
                .filter(m -> row.rate(m).isPresent())
                .map(m ->
                        m.column()
                                + " "
                                + BigDecimal.valueOf(row.rate(m).getAsLong(), m.unit().decimals())
                                        .stripTrailingZeros()
                                        .toPlainString())
                .collect(Collectors.joining(", "));
    }

    private static List<LocalDate> days(Tariff tariff, LocalDate until) {
        List<Instant> changes = tariff.changes();
        LocalDate last = changes.isEmpty() ? until : day(changes.getLast());
        LocalDate end = (last.isAfter(until) ? last : until).plusDays(14);
        LocalDate first =
                changes.isEmpty() ? end.minusYears(1) : day(changes.getFirst()).minusDays(7);
        LocalDate start =
                first.isBefore(end.minusDays(LONGEST_DAYS)) ? end.minusDays(LONGEST_DAYS) : first;
        return start.datesUntil(end).toList();
    }

    private static LocalDate day(Instant at) {
        return at.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static Chart.Lines chart(
            Tariff tariff, List<PriceRow> rows, List<LocalDate> days, List<Meter> meters) {
        Map<String, List<Double>> lines = new LinkedHashMap<>();
        for (Meter meter : meters) {
            List<Double> values = days.stream().map(day -> rate(tariff, meter, day)).toList();
            if (values.stream().anyMatch(v -> !v.isNaN())) {
                lines.put(meter.column(), values);
            }
        }
        if (meters.contains(Meter.INPUT)) {
            rivals(rows, days).forEach(lines::put);
        }
        return new Chart.Lines(
                meters.contains(Meter.INPUT) ? "USD per million tokens" : "USD",
                Kind.USD,
                false,
                true,
                days.stream().map(LocalDate::toString).toList(),
                lines.entrySet().stream()
                        .map(e -> new Chart.Line(e.getKey(), e.getValue()))
                        .toList());
    }

    /// The rate at noon of a day, where it is the model's own; NaN otherwise.
    private static double rate(Tariff tariff, Meter meter, LocalDate day) {
        Optional<Card> card = tariff.cardAt(day.atTime(12, 0).toInstant(ZoneOffset.UTC));
        if (card.isEmpty()
                || card.get().rate(meter) == PriceRow.UNKNOWN
                || Flag.standsIn(card.get().flags(meter))
                || card.get().row(meter).filter(r -> r.rate(meter).isPresent()).isEmpty()) {
            return Double.NaN;
        }
        return BigDecimal.valueOf(card.get().rate(meter), meter.unit().decimals()).doubleValue();
    }

    private static Map<String, List<Double>> rivals(List<PriceRow> rows, List<LocalDate> days) {
        Map<String, List<Double>> lines = new LinkedHashMap<>();
        for (PriceRow row : rows) {
            boolean plain =
                    !row.isFactor()
                            && row.region().isEmpty()
                            && row.context().isBase()
                            && row.window().isAllDay()
                            && row.service()
                                    .filter(s -> s != steelyard.token.ServiceTier.STANDARD)
                                    .isEmpty();
            Matcher m = RIVAL.matcher(row.rivals());
            while (plain && m.find()) {
                String[] prices = {m.group(2), m.group(3)};
                String[] names = {"input", "output"};
                for (int i = 0; i < 2; i++) {
                    if (!prices[i].equals("-")) {
                        List<Double> line =
                                lines.computeIfAbsent(
                                        names[i] + " by " + m.group(1),
                                        n ->
                                                new ArrayList<>(
                                                        Collections.nCopies(
                                                                days.size(), Double.NaN)));
                        double usd = Double.parseDouble(prices[i]);
                        for (int d = 0; d < days.size(); d++) {
                            if (row.validity()
                                    .contains(
                                            days.get(d).atTime(12, 0).toInstant(ZoneOffset.UTC))) {
                                line.set(d, usd);
                            }
                        }
                    }
                }
            }
        }
        return lines;
    }
}
