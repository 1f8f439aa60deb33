package steelyard.rating;

import java.util.List;
import steelyard.money.Money;
import steelyard.money.MoneyTotal;
import steelyard.price.Card;
import steelyard.price.PriceBook;
import steelyard.price.PriceRow;
import steelyard.price.Tariff;
import steelyard.token.Meter;

/// The columnar form of [Rater]: rows of primitives, names resolved beforehand to numbers of
/// tariffs.
///
/// It gives the same amounts to the picodollar. A row gets the number of its card, which says at
/// which rates it is charged; counts may then be summed by card and charged together, since amounts
/// are linear in the counts of a card (unless it is a marginal tier: see [Card#isLinear()]).
public final class ColumnRater {
    /// Instead of a card: the model has no price at the time.
    public static final int NO_PRICE = -1;

    /// Instead of a card: `UNPRICED - n` says that the meter with ordinal `n` has no rate.
    public static final int UNPRICED = -2;

    /// Instead of an amount: the row has none.
    public static final long NO_AMOUNT = Long.MIN_VALUE;

    private final Rater rater;
    private final Tariff[] tariffs;

    /// @param tariffs a row's tariff is its index in this list
    public ColumnRater(PriceBook book, List<Tariff> tariffs) {
        this.rater = new Rater(book);
        this.tariffs = tariffs.toArray(Tariff[]::new);
    }

    /// The card of a row, with the row's own flags in the upper half: see [#cardOf(long)].
    ///
    /// @param start microseconds since 1970, as `end`, which is equal to it for a single call
    /// @param prompt prompt tokens of every kind
    /// @param total all tokens
    /// @param meters a bit per meter whose count is not zero
    public long card(
            int tariff, long start, long end, long prompt, long total, long calls, long meters) {
        long at = Rater.chargedAt(start, end);
        Card card = tariffs[tariff].cardAt(at, prompt, total, calls);
        if (card == null) {
            return pack(NO_PRICE, 0);
        }
        for (long bits = meters; bits != 0; bits &= bits - 1) {
            int meter = Long.numberOfTrailingZeros(bits);
            if (card.rate(Meter.all().get(meter)) == PriceRow.UNKNOWN) {
                return pack(UNPRICED - meter, 0);
            }
        }
        return pack(
                card.id(),
                rater.eventFlags(tariffs[tariff], card, start, at, prompt, total, calls));
    }

    private static long pack(int card, int flags) {
        return ((long) flags << 32) | (card & 0xffff_ffffL);
    }

    /// The number of the card, or [#NO_PRICE], or [#UNPRICED] less the meter.
    public static int cardOf(long packed) {
        return (int) packed;
    }

    /// The bits of the row's flags.
    public static int flagsOf(long packed) {
        return (int) (packed >> 32);
    }

    /// The bits of every flag of a row: its own, and those of the rates that it was charged at.
    ///
    /// @param packed what [#card] gave
    /// @param meters a bit per meter whose count is not zero
    public long flags(long packed, long meters) {
        int card = cardOf(packed);
        if (card < 0) {
            return 0;
        }
        long flags = flagsOf(packed);
        for (long bits = meters; bits != 0; bits &= bits - 1) {
            flags |=
                    rater.book()
                            .card(card)
                            .flags(Meter.all().get(Long.numberOfTrailingZeros(bits)));
        }
        return flags;
    }

    /// The amount of one meter of one row, in picodollars, of a row whose card is known.
    ///
    /// @throws ArithmeticException if it passes the range of [Money]
    public long amount(int card, Meter meter, long count, long calls) {
        Card charged = rater.book().card(card);
        if (charged.isLinear()) {
            long quantity = Rater.quantity(charged, meter, count, calls);
            return quantity == 0 ? 0 : Math.multiplyExact(quantity, charged.rate(meter));
        }
        return Rater.amount(charged, Card.Stage.PAID, meter, count, calls).picos().longValueExact();
    }

    /// The same without the range limit of [Money].
    public MoneyTotal total(int card, Meter meter, long count, long calls) {
        Card charged = rater.book().card(card);
        return charged.isLinear()
                ? MoneyTotal.product(
                        Rater.quantity(charged, meter, count, calls), charged.rate(meter))
                : Rater.amount(charged, Card.Stage.PAID, meter, count, calls);
    }

    /// The highest rate that any of the tariffs can charge, in picodollars; 0 if there is none.
    public long highestRate() {
        long highest = 0;
        for (Tariff tariff : tariffs) {
            for (Card card : tariff.cards()) {
                for (Meter meter : Meter.all()) {
                    highest = Math.max(highest, card.rate(meter));
                    for (int i = 0; i < card.steps(); i++) {
                        highest = Math.max(highest, card.stepCard(i).rate(meter));
                    }
                }
            }
        }
        return highest;
    }

    /// Columns of calls, all of one length.
    ///
    /// @param tariff the index of each row's tariff
    /// @param micros the time of each call
    /// @param meters which meters have a column in `counts`
    /// @param counts by meter, then row
    @SuppressWarnings("ArrayRecordComponent") // columns are arrays, never compared
    public record Columns(int[] tariff, long[] micros, List<Meter> meters, long[][] counts) {
        public Columns {
            meters = List.copyOf(meters);
        }
    }

    /// Rates rows of single calls: the hot path over a ledger.
    ///
    /// @param picos takes the amount of each row, or [#NO_AMOUNT]
    /// @return the sum of the amounts that there are
    /// @throws ArithmeticException if an amount or their sum passes the range of [Money]
    public Money rate(Columns rows, long[] picos) {
        Meter[] meters = rows.meters().toArray(Meter[]::new);
        long[][] counts = rows.counts();
        boolean[] isPrompt = new boolean[meters.length];
        boolean[] isToken = new boolean[meters.length];
        for (int m = 0; m < meters.length; m++) {
            isPrompt[m] = meters[m].isPrompt();
            isToken[m] = meters[m].isToken();
        }
        int[] segments = new int[tariffs.length];
        int[] tariffOf = rows.tariff();
        long[] times = rows.micros();
        long sum = 0;
        for (int i = 0; i < picos.length; i++) {
            int t = tariffOf[i];
            Tariff tariff = tariffs[t];
            long micros = times[i];
            int segment = tariff.segmentAt(micros, segments[t]);
            segments[t] = segment;
            Card card = tariff.plainCard(segment);
            if (card == null) {
                long prompt = 0;
                long total = 0;
                for (int m = 0; m < meters.length; m++) {
                    prompt += isPrompt[m] ? counts[m][i] : 0;
                    total += isToken[m] ? counts[m][i] : 0;
                }
                card = tariff.cardAt(micros, prompt, total, 1);
            }
            picos[i] = card == null ? NO_AMOUNT : amount(card, meters, counts, i);
            if (picos[i] != NO_AMOUNT) {
                sum = Math.addExact(sum, picos[i]);
            }
        }
        return new Money(sum);
    }

    private long amount(Card card, Meter[] meters, long[][] counts, int row) {
        long fee = card.rate(Meter.REQUEST);
        long sum = fee == PriceRow.UNKNOWN ? 0 : fee;
        if (!card.isLinear()) {
            for (int m = 0; m < meters.length; m++) {
                sum = Math.addExact(sum, amount(card.id(), meters[m], counts[m][row], 1));
            }
            return sum;
        }
        for (int m = 0; m < meters.length; m++) {
            long count = counts[m][row];
            if (count != 0) {
                long rate = card.rate(meters[m]);
                if (rate == PriceRow.UNKNOWN) {
                    return NO_AMOUNT;
                }
                sum = Math.addExact(sum, Math.multiplyExact(count, rate));
            }
        }
        return sum;
    }
}
