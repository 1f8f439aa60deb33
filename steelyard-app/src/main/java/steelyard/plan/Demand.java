package steelyard.plan;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.random.RandomDataGenerator;
import steelyard.refusal.Refusal;

/// How active users work: who uses how much, and when.
///
/// A user's weeks vary around the own mean by a lognormal factor that carries over (AR(1));
/// sessions are a Poisson process by weekday and hour with gamma-distributed days, so that counts
/// are negative binomial; sessions are lognormal in size, and a longer one takes longer.
///
/// @param mean API dollars of an active user in a month
public record Demand(Spread spread, double mean, Habits habits) {
    /// Hours of a month: 30 days.
    public static final double MONTH = 720;

    static final double WEEK = 168;

    /// How one user's work is spread over time.
    ///
    /// @param weekSigma of the logarithm of a week's factor
    /// @param weekCarry correlation of one week's with the next's
    /// @param sessions per week of a user of mean usage
    /// @param power sessions grow with usage to this power, sizes with the rest
    /// @param sessionSigma of the logarithm of a session's size
    /// @param hours of a mean session
    /// @param burst shape of the gamma law of days; 0 for as many sessions every week, to the unit
    /// @param peak middle hour of the day
    /// @param spreadHours standard deviation around it
    /// @param weekend a Saturday or Sunday over a weekday
    public record Habits(
            double weekSigma,
            double weekCarry,
            double sessions,
            double power,
            double sessionSigma,
            double hours,
            double burst,
            double peak,
            double spreadHours,
            double weekend) {
        public Habits {
            if (!(weekSigma >= 0)
                    || !(Math.abs(weekCarry) < 1)
                    || !(sessions > 0 && sessions <= 2000)
                    || !(sessionSigma >= 0)
                    || !(hours > 0 && hours <= WEEK)
                    || !(burst >= 0)
                    || !(spreadHours >= 0)
                    || !(weekend >= 0)) {
                throw new Refusal(
                        "week.sigma %s, week.carry %s, sessions %s, session.sigma %s, session.hours %s, burst %s, hour.sigma %s, weekend %s: none below zero, sessions above it and at most 2000, hours at most 168, the carry between -1 and 1"
                                .formatted(
                                        weekSigma,
                                        weekCarry,
                                        sessions,
                                        sessionSigma,
                                        hours,
                                        burst,
                                        spreadHours,
                                        weekend));
            }
        }

        public static Habits of(Assumptions given) {
            return new Habits(
                    given.of("week.sigma"),
                    given.of("week.carry"),
                    given.of("sessions"),
                    given.of("session.power"),
                    given.of("session.sigma"),
                    given.of("session.hours"),
                    given.of("burst"),
                    given.of("peak.hour"),
                    given.of("hour.sigma"),
                    given.of("weekend"));
        }
    }

    /// A stretch of work.
    ///
    /// @param start hours from Monday 0:00 of the first week
    /// @param usd API dollars that it would use
    /// @param perHour how fast, API dollars per hour
    record Session(double start, double usd, double perHour) {}

    public Demand {
        if (!(mean > 0)) {
            throw new Refusal("mean usage %s: above zero".formatted(mean));
        }
    }

    /// The sessions of one user, in no order.
    ///
    /// @param level of the user, as a multiple of the mean
    Session[] sessions(double level, int weeks, RandomDataGenerator random) {
        double week = mean * level * WEEK / MONTH;
        double expected = Math.clamp(habits.sessions * Math.pow(level, habits.power), 0.02, 2000);
        double offset = habits.spreadHours * random.nextNormal(0, 1) / 3;
        double state = habits.weekSigma * random.nextNormal(0, 1);
        Session[] all = new Session[16];
        int n = 0;
        for (int w = 0; w < weeks; w++) {
            double amount = week * Math.exp(state - habits.weekSigma * habits.weekSigma / 2);
            int[] days = days(expected, random);
            int count = Arrays.stream(days).sum();
            // Without bursts a week is used exactly, whatever the count.
            double each = amount / (habits.burst == 0 ? count : expected);
            for (int d = 0; d < 7; d++) {
                for (int s = 0; s < days[d]; s++) {
                    double size =
                            each
                                    * Math.exp(
                                            habits.sessionSigma * random.nextNormal(0, 1)
                                                    - habits.sessionSigma
                                                            * habits.sessionSigma
                                                            / 2);
                    double hour =
                            habits.peak + offset + habits.spreadHours * random.nextNormal(0, 1);
                    if (n == all.length) {
                        all = Arrays.copyOf(all, 2 * n);
                    }
                    all[n++] =
                            new Session(
                                    w * WEEK
                                            + d * 24
                                            + Math.floorMod((long) (hour * 3600), 86400) / 3600.0,
                                    size,
                                    week / expected / habits.hours);
                }
            }
            state =
                    habits.weekCarry * state
                            + habits.weekSigma
                                    * Math.sqrt(1 - habits.weekCarry * habits.weekCarry)
                                    * random.nextNormal(0, 1);
        }
        return Arrays.copyOf(all, n);
    }

    private int[] days(double expected, RandomDataGenerator random) {
        if (habits.burst == 0) {
            int count = (int) Math.max(1, Math.round(expected));
            return IntStream.range(0, 7).map(d -> count / 7 + (d < count % 7 ? 1 : 0)).toArray();
        }
        double total = 5 + 2 * habits.weekend;
        int[] days = new int[7];
        for (int d = 0; d < 7; d++) {
            double share = (d < 5 ? 1 : habits.weekend) / total;
            double mean = expected * share * random.nextGamma(habits.burst, 1 / habits.burst);
            days[d] = mean > 1e-9 ? random.nextPoisson(mean) : 0;
        }
        return days;
    }
}
