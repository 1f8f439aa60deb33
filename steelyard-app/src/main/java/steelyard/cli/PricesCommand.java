package steelyard.cli;

import static steelyard.token.ServiceTier.STANDARD;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import steelyard.price.Card;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.price.Tariff;
import steelyard.refusal.Refusal;
import steelyard.report.price.HistoryReport;
import steelyard.report.price.PriceReport;
import steelyard.show.Shown;
import steelyard.token.ServiceTier;

/// `steelyard prices`: the price book.
@Command(
        name = "prices",
        description =
                "The price book: a price at a date, a model's history, a provider's list; what is doubtful in it, and what is new beside it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PricesCommand.Show.class,
            PricesCommand.History.class,
            PricesCommand.ListAll.class,
            CheckCommand.class,
            RevisionCommands.ImportSheet.class,
            RevisionCommands.Diff.class,
            BooksCommand.class,
            RevisionCommands.Update.class,
            BookCommands.Sight.class,
            BookCommands.Build.class,
            BookCommands.Abilities.class
        })
final class PricesCommand implements Runnable {
    @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static Instant instant(@Nullable String at) {
        if (at == null) {
            return Instant.now().truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return at.length() == 10
                    ? LocalDate.parse(at).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(at);
        } catch (java.time.DateTimeException e) {
            throw new Refusal(
                    "--at %s is not a time; write 2025-12-01 or 2025-09-05T16:00:00Z".formatted(at),
                    e);
        }
    }

    private static String provider(PriceBook book, String name) {
        return book.provider(name)
                .orElseThrow(() ->
                        new Refusal(
                                "provider \"%s\" is not in the price book; it has %s"
                                        .formatted(
                                                name,
                                                String.join(
                                                        ", ",
                                                        book.providers().stream()
                                                                .map(p -> p.id())
                                                                .toList()))));
    }

    /// The prices of a model at a provider, or at the likeliest one for null.
    private static Tariff tariff(
            PriceBook book,
            @Nullable String provider,
            String model,
            String region,
            ServiceTier service) {
        String seller = provider == null ? "" : provider(book, provider);
        return switch (book.resolve(seller, model, region, service)) {
            case PriceBook.Resolution.Found(Tariff tariff) -> tariff;
            case PriceBook.Resolution.UnknownModel(String at, String unknown) -> {
                List<String> similar = book.similar(at, unknown);
                throw new Refusal(
                        "model \"%s\" is not in the price book%s%s"
                                .formatted(
                                        unknown,
                                        at.isEmpty() ? "" : " of " + at,
                                        similar.isEmpty()
                                                ? "; steelyard prices list --provider NAME shows what is"
                                                : "; close to it: " + String.join(", ", similar)));
            }
            case PriceBook.Resolution.UnknownProvider p ->
                    throw new Refusal(
                            "provider \"%s\" is not in the price book".formatted(p.provider()));
        };
    }

    @Command(
            name = "show",
            description = "One model's prices at a date.",
            mixinStandardHelpOptions = true)
    static final class Show extends AnswerCommand {
        @Parameters(paramLabel = "MODEL", description = "As a log names it.")
        private String model = "";

        @Option(
                names = "--provider",
                paramLabel = "NAME",
                description = "Who sells it (default: the likeliest).")
        private @Nullable String provider;

        @Option(
                names = "--at",
                paramLabel = "DATE",
                description = "A date, or an instant in UTC (default: now).")
        private @Nullable String at;

        @Option(
                names = "--region",
                paramLabel = "REGION",
                description = "Cloud region (default: the provider's default).")
        private String region = "";

        @CommandLine.Mixin private BookOptions options = new BookOptions();

        @Override
        Shown answer() {
            PriceBook book = options.book();
            Instant when = instant(at);
            String seller = tariff(book, provider, model, region, STANDARD).provider();
            List<PriceReport.Tier> tiers = new ArrayList<>();
            for (ServiceTier service : ServiceTier.values()) {
                tariff(book, provider, model, region, service)
                        .tiersAt(when)
                        .forEach((context, card) ->
                                tiers.add(new PriceReport.Tier(service, context, card)));
            }
            if (tiers.isEmpty()) {
                throw new Refusal(
                        "%s has no price at %s on %s; steelyard prices history %s%s shows when it has"
                                .formatted(
                                        model,
                                        seller,
                                        when,
                                        model,
                                        provider == null ? "" : " --provider " + provider));
            }
            return PriceReport.show(model, when, tiers, book.asOf());
        }
    }

    @Command(
            name = "history",
            description = "Every price of a model, with dates, sources and how sure they are.",
            mixinStandardHelpOptions = true)
    static final class History extends AnswerCommand {
        @Parameters(paramLabel = "MODEL", description = "As a log names it.")
        private String model = "";

        @Option(
                names = "--provider",
                paramLabel = "NAME",
                description = "Who sells it (default: the likeliest).")
        private @Nullable String provider;

        @CommandLine.Mixin private BookOptions options = new BookOptions();

        @Override
        Shown answer() {
            PriceBook book = options.book();
            Tariff tariff = tariff(book, provider, model, "", STANDARD);
            String seller = tariff.provider();
            List<String> listed = tariff.cards().stream().map(Card::model).distinct().toList();
            List<PriceRow> rows = new ArrayList<>();
            for (String name : listed) {
                rows.addAll(book.rows(seller, name));
            }
            List<String> others =
                    book.providersOf(model).stream().filter(p -> !p.equals(seller)).toList();
            return PriceReport.history(
                    model,
                    seller,
                    rows,
                    others,
                    () ->
                            HistoryReport.of(seller, listed.getFirst(), tariff, rows, book.asOf())
                                    .page());
        }
    }

    @Command(
            name = "list",
            description = "What a provider charged for each of its models at a date.",
            mixinStandardHelpOptions = true)
    static final class ListAll extends AnswerCommand {
        @Option(
                names = "--provider",
                paramLabel = "NAME",
                required = true,
                description = "Whose models.")
        private String provider = "";

        @Option(
                names = "--at",
                paramLabel = "DATE",
                description = "A date, or an instant in UTC (default: now).")
        private @Nullable String at;

        @CommandLine.Mixin private BookOptions options = new BookOptions();

        @Override
        Shown answer() {
            PriceBook book = options.book();
            Instant when = instant(at);
            String seller = provider(book, provider);
            List<Card> cards = new ArrayList<>();
            for (String model : book.models(seller)) {
                if (book.resolve(seller, model, "", ServiceTier.STANDARD)
                        instanceof PriceBook.Resolution.Found(var tariff)) {
                    Optional<Card> card = tariff.cardAt(when);
                    card.ifPresent(cards::add);
                }
            }
            if (cards.isEmpty()) {
                throw new Refusal("%s has no price in the book on %s".formatted(seller, when));
            }
            return PriceReport.list(seller, when, cards);
        }
    }
}
