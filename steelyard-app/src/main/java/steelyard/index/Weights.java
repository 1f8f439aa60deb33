package steelyard.index;

import java.util.Arrays;

/// How much each shared product counts; only the proportions matter.
public enum Weights {
    /// Each the same.
    EQUAL(false) {
        @Override
        double of(Match m, int i) {
            return 1;
        }
    },
    /// By its price before.
    PRICE_BEFORE(false) {
        @Override
        double of(Match m, int i) {
            return m.p0()[i];
        }
    },
    /// By what was spent on it before.
    VALUE_BEFORE(true) {
        @Override
        double of(Match m, int i) {
            return m.v0(i);
        }
    },
    /// By what was spent on it after.
    VALUE_AFTER(true) {
        @Override
        double of(Match m, int i) {
            return m.v1(i);
        }
    },
    /// By the mean of its shares in spend before and after.
    MEAN_SHARE(true) {
        @Override
        double[] of(Match m) {
            return shares(m, false);
        }
    },
    /// By the logarithmic mean of its shares in spend before and after.
    LOG_MEAN_SHARE(true) {
        @Override
        double[] of(Match m) {
            return shares(m, true);
        }
    },
    /// The price before times the geometric mean of the quantities.
    WALSH(true) {
        @Override
        double of(Match m, int i) {
            return m.p0()[i] * Math.sqrt(m.q0()[i] * m.q1()[i]);
        }
    },
    /// The price before times the sum of the quantities.
    MARSHALL_EDGEWORTH(true) {
        @Override
        double of(Match m, int i) {
            return m.p0()[i] * (m.q0()[i] + m.q1()[i]);
        }
    };

    private final boolean quantities;

    Weights(boolean quantities) {
        this.quantities = quantities;
    }

    boolean needsQuantities() {
        return quantities;
    }

    double of(Match m, int i) {
        throw new IllegalStateException(this + " needs all products at once");
    }

    double[] of(Match m) {
        double[] w = new double[m.size()];
        Arrays.setAll(w, i -> of(m, i));
        return w;
    }

    private static double[] shares(Match m, boolean logarithmic) {
        double before = m.value0();
        double after = m.value1();
        double[] w = new double[m.size()];
        if (before > 0 && after > 0) {
            Arrays.setAll(
                    w,
                    i -> {
                        double s0 = m.v0(i) / before;
                        double s1 = m.v1(i) / after;
                        return logarithmic ? LogMean.of(s0, s1) : (s0 + s1) / 2;
                    });
        }
        return w;
    }
}
