package steelyard.plan;

import java.util.ArrayDeque;

/// The counter of one limit of one account; times in hours, which never go back.
sealed interface Gauge {
    /// How much may still be used now.
    double room(double now);

    void use(double now, double amount);

    /// When there will be more room than now.
    double opens(double now);

    /// @param offset of windows that reset at a fixed hour
    static Gauge of(Limit.Kind kind, double hours, double amount, double offset) {
        return switch (kind) {
            case ANCHORED -> new Anchored(hours, amount);
            case FIXED -> new Fixed(hours, amount, offset);
            case SLIDING -> new Sliding(hours, amount);
        };
    }

    final class Anchored implements Gauge {
        private final double hours;
        private final double amount;
        private double until = Double.NEGATIVE_INFINITY;
        private double used;

        Anchored(double hours, double amount) {
            this.hours = hours;
            this.amount = amount;
        }

        @Override
        public double room(double now) {
            return now >= until ? amount : amount - used;
        }

        @Override
        public void use(double now, double taken) {
            if (now >= until) {
                until = now + hours;
                used = 0;
            }
            used += taken;
        }

        @Override
        public double opens(double now) {
            return Math.max(now, until);
        }
    }

    final class Fixed implements Gauge {
        private final double hours;
        private final double amount;
        private final double offset;
        private double window = Double.NEGATIVE_INFINITY;
        private double used;

        Fixed(double hours, double amount, double offset) {
            this.hours = hours;
            this.amount = amount;
            this.offset = offset;
        }

        private double window(double now) {
            return Math.floor((now - offset) / hours);
        }

        @Override
        public double room(double now) {
            return window(now) > window ? amount : amount - used;
        }

        @Override
        public void use(double now, double taken) {
            double at = window(now);
            if (at > window) {
                window = at;
                used = 0;
            }
            used += taken;
        }

        @Override
        public double opens(double now) {
            double next = (window(now) + 1) * hours + offset;
            // The product may round to just before the window that it opens.
            return window(next) > window(now) ? next : Math.nextUp(next);
        }
    }

    final class Sliding implements Gauge {
        private record Taken(double at, double amount) {}

        private final double hours;
        private final double amount;
        private final ArrayDeque<Taken> taken = new ArrayDeque<>();
        private double used;

        Sliding(double hours, double amount) {
            this.hours = hours;
            this.amount = amount;
        }

        @Override
        public double room(double now) {
            while (!taken.isEmpty() && taken.getFirst().at() + hours <= now) {
                used -= taken.removeFirst().amount();
            }
            if (taken.isEmpty()) {
                used = 0;
            }
            return amount - used;
        }

        @Override
        public void use(double now, double more) {
            taken.addLast(new Taken(now, more));
            used += more;
        }

        @Override
        public double opens(double now) {
            return taken.isEmpty() ? now : Math.max(now, taken.getFirst().at() + hours);
        }
    }
}
