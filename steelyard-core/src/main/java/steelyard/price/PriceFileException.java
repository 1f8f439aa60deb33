package steelyard.price;

import java.util.List;
import steelyard.refusal.Refusal;

/// A price file that cannot be used, with everything that is wrong in it.
public final class PriceFileException extends Refusal {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    PriceFileException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    static void throwIfAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new PriceFileException(problems);
        }
    }

    /// One message a problem, each starting with file and line.
    public List<String> problems() {
        return problems;
    }
}
