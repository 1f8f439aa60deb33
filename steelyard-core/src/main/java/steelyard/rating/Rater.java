package steelyard.rating;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import steelyard.money.Money;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.price.Flag;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.price.Tariff;
import steelyard.token.Meter;
import steelyard.token.Micros;
import steelyard.token.TokenCounts;

/// The one place where money is computed: `(event, price book) -> Outcome`, a pure function.
///
/// A row that stands for several calls is put in the context tier that its mean call reaches, and
/// flagged where single calls may have reached another one.
public final class Rater {
    private static final Meter[] METERS = Meter.values();

    private final PriceBook book;
    private final long bookEnds;

    public Rater(PriceBook book) {
        this.book = book;
        this.bookEnds = Micros.of(book.asOf().plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    /// Rates one event. Names are resolved once per distinct spelling.
    public Outcome rate(UsageEvent event) {
        return switch (book.resolve(
                event.provider(), event.model(), event.region(), event.service())) {
            case PriceBook.Resolution.Found(Tariff tariff) -> rate(tariff, event);
            case PriceBook.Resolution.UnknownProvider unknown ->
                    new Outcome.Unrated(new Outcome.Reason.UnknownProvider(unknown.provider()));
            case PriceBook.Resolution.UnknownModel unknown ->
                    new Outcome.Unrated(
                            new Outcome.Reason.UnknownModel(unknown.provider(), unknown.model()));
        };
    }

    /// Rates one event by a tariff that is known already; the event's own names are not looked at.
    public Outcome rate(Tariff tariff, UsageEvent event) {
        long start = Micros.of(event.start());
        long end = Micros.of(event.end());
        TokenCounts counts = event.counts();
        long at = chargedAt(start, end);
        Card card = tariff.cardAt(at, counts.promptTokens(), counts.tokens(), event.calls());
        if (card == null) {
            return new Outcome.Unrated(
                    new Outcome.Reason.NoPriceAt(tariff.provider(), event.model(), event.start()));
        }
        int flags =
                eventFlags(
                        tariff,
                        card,
                        start,
                        at,
                        counts.promptTokens(),
                        counts.tokens(),
                        event.calls());
        List<Line> lines = new ArrayList<>(4);
        long sum = 0;
        try {
            for (Meter meter : METERS) {
                long quantity = quantity(card, meter, counts.of(meter), event.calls());
                if (quantity > 0) {
                    if (card.rate(meter) == PriceRow.UNKNOWN) {
                        return new Outcome.Unrated(
                                new Outcome.Reason.UnpricedMeter(card.product(), meter));
                    }
                    flags |= card.flags(meter);
                    sum = Math.addExact(sum, addLines(lines, card, meter, quantity, event.calls()));
                }
            }
        } catch (ArithmeticException e) {
            return new Outcome.Unrated(new Outcome.Reason.AmountTooLarge(card.product()));
        }
        return new Outcome.Rated(card.product(), new Money(sum), lines, Flag.ofBits(flags));
    }

    /// A row that sums a period is charged at the price in force at its end; a call, at its own
    /// time.
    static long chargedAt(long start, long end) {
        return end > start ? end - 1 : start;
    }

    /// The units to charge: for the fee per call, the calls themselves where the model has such a
    /// fee.
    static long quantity(Card card, Meter meter, long count, long calls) {
        return meter == Meter.REQUEST && card.rate(meter) != PriceRow.UNKNOWN ? calls : count;
    }

    /// The flags that lie in the event and not in the price.
    int eventFlags(
            Tariff tariff, Card card, long start, long at, long prompt, long total, long calls) {
        int flags = at >= bookEnds ? Flag.AFTER_BOOK.bit() : 0;
        if (calls > 1
                && card.isTiered()
                && !sameCard(
                        card, tariff.cardAt(at, prompt, total, 1), tariff.cardAt(at, 0, 0, 1))) {
            flags |= Flag.CONTEXT_BY_MEAN.bit();
        }
        if (at != start && !sameCard(card, tariff.cardAt(start, prompt, total, calls), card)) {
            flags |= Flag.PRICE_MOVED_IN_SPAN.bit();
        }
        return flags;
    }

    /// Whether neither the largest nor the smallest possible call would have met other rates.
    private static boolean sameCard(Card card, @Nullable Card one, @Nullable Card other) {
        return sameRates(card, one) && sameRates(card, other);
    }

    private static boolean sameRates(Card card, @Nullable Card other) {
        if (card == other || other == null) {
            return true;
        }
        for (Meter meter : Meter.all()) {
            if (card.rate(meter) != other.rate(meter)) {
                return false;
            }
        }
        return true;
    }

    private static long addLines(
            List<Line> lines, Card card, Meter meter, long quantity, long calls) {
        if (card.isLinear()) {
            Money each = new Money(card.rate(meter));
            Money amount = each.times(quantity);
            lines.add(new Line(meter, quantity, each, amount, card.row(meter)));
            return amount.picos();
        }
        long sum = 0;
        for (int i = -1; i < card.steps(); i++) {
            long part = part(card, i, quantity, calls);
            if (part > 0) {
                Card at = i < 0 ? card : card.stepCard(i);
                Money each = new Money(at.rate(meter));
                Money amount = each.times(part);
                lines.add(new Line(meter, part, each, amount, at.row(meter)));
                sum = Math.addExact(sum, amount.picos());
            }
        }
        return sum;
    }

    /// The units of a meter that fall in step `i` of a marginal tier, -1 for the part before all
    /// steps.
    private static long part(Card card, int i, long quantity, long calls) {
        long from = i < 0 ? 0 : Math.multiplyExact(card.stepFrom(i), calls);
        long to =
                i + 1 < card.steps()
                        ? Math.multiplyExact(card.stepFrom(i + 1), calls)
                        : Long.MAX_VALUE;
        return Math.max(0, Math.min(quantity, to) - from);
    }

    /// The amount of `count` units of a meter at one stage of a card, without the range limit of
    /// [Money].
    ///
    /// For counts of many calls summed: exactly the sum of their single amounts if the card is
    /// linear.
    ///
    /// @param calls how many calls the counts stand for
    public static MoneyTotal amount(
            Card card, Card.Stage stage, Meter meter, long count, long calls) {
        long quantity = quantity(card, meter, count, calls);
        if (card.isLinear()) {
            return MoneyTotal.product(quantity, Math.max(0, card.rate(stage, meter)));
        }
        MoneyTotal sum = MoneyTotal.ZERO;
        for (int i = -1; i < card.steps(); i++) {
            Card at = i < 0 ? card : card.stepCard(i);
            sum =
                    sum.plus(
                            MoneyTotal.product(
                                    part(card, i, quantity, calls),
                                    Math.max(0, at.rate(stage, meter))));
        }
        return sum;
    }

    PriceBook book() {
        return book;
    }
}
