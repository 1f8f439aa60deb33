package steelyard.index;

import java.util.Arrays;

/// The products that two periods share: price and quantity of each in both.
@SuppressWarnings("ArrayRecordComponent") // columns, read by the million and never compared
record Match(int[] product, double[] p0, double[] p1, double[] q0, double[] q1) {

    static Match of(Panel panel, int from, int to) {
        return of(panel.slice(from), panel.slice(to));
    }

    static Match of(Panel.Slice a, Panel.Slice b) {
        int most = Math.min(a.rows(), b.rows());
        int[] product = new int[most];
        double[] p0 = new double[most];
        double[] p1 = new double[most];
        double[] q0 = new double[most];
        double[] q1 = new double[most];
        int n = 0;
        for (int i = 0, j = 0; i < a.rows() && j < b.rows(); ) {
            int order = Integer.compare(a.product()[i], b.product()[j]);
            if (order == 0) {
                product[n] = a.product()[i];
                p0[n] = a.price()[i];
                p1[n] = b.price()[j];
                q0[n] = a.quantity()[i++];
                q1[n++] = b.quantity()[j++];
            } else if (order < 0) {
                i++;
            } else {
                j++;
            }
        }
        return n == most
                ? new Match(product, p0, p1, q0, q1)
                : new Match(
                        Arrays.copyOf(product, n),
                        Arrays.copyOf(p0, n),
                        Arrays.copyOf(p1, n),
                        Arrays.copyOf(q0, n),
                        Arrays.copyOf(q1, n));
    }

    int size() {
        return product.length;
    }

    double v0(int i) {
        return p0[i] * q0[i];
    }

    double v1(int i) {
        return p1[i] * q1[i];
    }

    double value0() {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += v0(i);
        }
        return sum;
    }

    double value1() {
        double sum = 0;
        for (int i = 0; i < size(); i++) {
            sum += v1(i);
        }
        return sum;
    }

    /// The same with the periods exchanged.
    Match reversed() {
        return new Match(product, p1, p0, q1, q0);
    }
}
