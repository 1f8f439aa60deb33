package steelyard.report.spend;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import steelyard.money.MoneyTotal;
import steelyard.show.Answer;
import steelyard.show.Chart;
import steelyard.show.Kind;
import steelyard.show.Table;
import steelyard.show.Words;
import steelyard.spend.Blocks;

/// Spend in blocks of hours.
public final class BlocksReport {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private BlocksReport() {}

    /// @param now tells whether the last block is still open
    /// @param recent show the last so many to readers
    public static Answer of(
            Blocks blocks, ZoneId zone, Instant now, int recent, SpendReport.Asked asked) {
        List<Blocks.Block> all = blocks.blocks();
        List<Blocks.Block> read = all.subList(Math.max(0, all.size() - recent), all.size());
        Table<Blocks.Block> table =
                Table.of(
                                "blocks",
                                "Blocks of %d hours".formatted(blocks.length().toHours()),
                                "",
                                all)
                        .name("", "from", b -> TIME.format(b.from().atZone(zone)))
                        .forReaders()
                        .date("from", "", Blocks.Block::from)
                        .forPrograms()
                        .date("to", "", Blocks.Block::to)
                        .forPrograms()
                        .date("last", "", Blocks.Block::last)
                        .forPrograms()
                        .name(
                                "",
                                "last call",
                                b ->
                                        DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
                                                .format(b.last().atZone(zone)))
                        .forReaders()
                        .usd("usd", "spend", b -> b.usd().usd())
                        .count("calls", "calls", Blocks.Block::calls)
                        .tokens("input_tokens", "input", Blocks.Block::input)
                        .tokens("cache_read_tokens", "cache read", Blocks.Block::cacheRead)
                        .tokens("cache_write_tokens", "written", Blocks.Block::cacheWrite)
                        .tokens("output_tokens", "output", Blocks.Block::output)
                        .tokens("tokens", "all tokens", Blocks.Block::tokens)
                        .usd("usd_per_hour", "an hour", Blocks.Block::usdPerHour)
                        .usd("projected_usd", "by its end", b -> b.projected(now))
                        .flag("open", "open", b -> now.isBefore(b.to()))
                        .count("unpriced_calls", "", Blocks.Block::unpriced)
                        .forPrograms()
                        .words(
                                "models",
                                "models",
                                b ->
                                        b.models().stream()
                                                .map(Words::shortName)
                                                .collect(Collectors.joining(", ")))
                        .showing(read)
                        .with(
                                new Chart.Stacks(
                                        "Spend by block",
                                        Kind.USD,
                                        read.stream()
                                                .map(b -> TIME.format(b.from().atZone(zone)))
                                                .toList(),
                                        List.of(
                                                new Chart.Line(
                                                        "spend",
                                                        read.stream()
                                                                .map(b -> b.usd().approximateUsd())
                                                                .toList()))));
        MoneyTotal sum =
                all.stream().map(Blocks.Block::usd).reduce(MoneyTotal.ZERO, MoneyTotal::plus);
        double most = all.stream().mapToDouble(b -> b.usd().approximateUsd()).max().orElse(0);
        long unpriced = all.stream().mapToLong(Blocks.Block::unpriced).sum();
        List<String> notes = new ArrayList<>();
        if (all.size() > read.size()) {
            notes.add(
                    "%s earlier not shown (--top, --csv, --json)"
                            .formatted(Words.plural(all.size() - read.size(), "block")));
        }
        notes.add(
                "a block opens at the full hour of its first call and ends %d hours later; a vendor's own windows may begin at another minute"
                        .formatted(blocks.length().toHours()));
        if (unpriced > 0) {
            notes.add("without a price, and in no amount: " + Words.plural(unpriced, "call"));
        }
        notes.addAll(asked.notes());
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("subject", asked.subject());
        facts.put("hours", blocks.length().toHours());
        facts.put("spend_usd", sum.usd());
        return new Answer(
                        "steelyard.spend.blocks/1",
                        new Answer.Heading(
                                "Steelyard: spend by block, " + asked.subject(),
                                "where the money went",
                                "%s, %s: %s in %s of %d hours, at most %s in one."
                                        .formatted(
                                                asked.subject(),
                                                asked.span(),
                                                Words.money(sum.approximateUsd()),
                                                Words.plural(all.size(), "block"),
                                                blocks.length().toHours(),
                                                Words.money(most))),
                        List.of(table),
                        notes)
                .with(facts);
    }
}
