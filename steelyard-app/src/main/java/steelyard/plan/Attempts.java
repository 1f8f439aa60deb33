package steelyard.plan;

import org.hipparchus.random.RandomDataGenerator;

/// How agents go at tasks: what one attempt reads and writes, and how many attempts tasks take.
final class Attempts {
    /// Up to so many tasks are drawn one by one.
    private static final int ONE_BY_ONE = 100;

    private Attempts() {}

    /// Tokens of one attempt.
    ///
    /// @param fresh read for the first time
    /// @param old read again
    record Attempt(double fresh, double old, double output) {}

    /// Turn by turn: every turn reads the whole context again, of which what the last turn added is
    /// new, and adds an answer and what the tools said; a context that is full is summed up to a
    /// fifth, which is new text again.
    static Attempt attempt(
            double turns, double start, double growth, double answer, double compact) {
        double fresh = 0;
        double old = 0;
        double context = 0;
        double added = start;
        int whole = (int) Math.ceil(turns);
        for (int t = 0; t < whole; t++) {
            double part = Math.min(1, turns - t);
            fresh += part * added;
            old += part * context;
            context += added;
            added = growth + answer;
            if (context + added > compact && compact < Double.POSITIVE_INFINITY) {
                added = Math.min(compact, start + compact / 5);
                context = 0;
            }
        }
        return new Attempt(fresh, old, turns * answer);
    }

    /// Chances that a task is not done after 0, 1, 2, ... attempts: tasks differ, by a beta law
    /// around `success` whose two parameters add up to `alike`, so that what failed once is
    /// likelier to fail again.
    static double failing(double success, double alike, int attempts) {
        double left = 1;
        for (int j = 0; j < attempts; j++) {
            left *= (alike * (1 - success) + j) / (alike + j);
        }
        return left;
    }

    /// Mean attempts at a task of which at most `most` are made.
    static double expectedAttempts(double success, double alike, int most) {
        double sum = 0;
        for (int j = 0; j < most; j++) {
            sum += failing(success, alike, j);
        }
        return sum;
    }

    /// What so many tasks come to.
    ///
    /// @param attempts in all
    /// @param merged tasks
    record Outcome(double attempts, double merged) {
        /// On average.
        static Outcome expected(int tasks, double success, double alike, int most) {
            return new Outcome(
                    tasks * expectedAttempts(success, alike, most),
                    tasks * (1 - failing(success, alike, most)));
        }

        /// By lot: task by task, and for many tasks by the normal law with the same mean, variance
        /// and covariance.
        static Outcome drawn(
                int tasks, double success, double alike, int most, RandomDataGenerator random) {
            if (tasks <= ONE_BY_ONE) {
                double attempts = 0;
                double merged = 0;
                for (int t = 0; t < tasks; t++) {
                    for (int j = 0; j < most; j++) {
                        attempts++;
                        if (random.nextDouble() * (alike + j) < alike * success) {
                            merged++;
                            break;
                        }
                    }
                }
                return new Outcome(attempts, merged);
            }
            double mean = 0;
            double squares = 0;
            double both = 0;
            for (int j = 1; j <= most; j++) {
                double before = failing(success, alike, j - 1);
                mean += before;
                squares += (2 * j - 1) * before;
                both += j * (before - failing(success, alike, j));
            }
            double done = 1 - failing(success, alike, most);
            double spread = Math.sqrt(Math.max(0, squares - mean * mean));
            double spreadDone = Math.sqrt(done * (1 - done));
            double correlation =
                    spread * spreadDone == 0 ? 0 : (both - mean * done) / (spread * spreadDone);
            double a = random.nextNormal(0, 1);
            double b =
                    correlation * a
                            + Math.sqrt(Math.max(0, 1 - correlation * correlation))
                                    * random.nextNormal(0, 1);
            double root = Math.sqrt(tasks);
            return new Outcome(
                    Math.clamp(tasks * mean + root * spread * a, tasks, (double) tasks * most),
                    Math.clamp(tasks * done + root * spreadDone * b, 0, tasks));
        }
    }
}
