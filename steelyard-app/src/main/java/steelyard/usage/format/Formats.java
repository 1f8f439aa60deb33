package steelyard.usage.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The formats that come with Steelyard: a file each in `/steelyard/usage/formats`, which
/// `formats.txt` lists.
public final class Formats {
    private static final String FOLDER = "/steelyard/usage/formats/";

    private static final List<Mapping> ALL = bundled();

    private Formats() {}

    /// All, in the order of their ids.
    public static List<Mapping> all() {
        return ALL;
    }

    public static Optional<Mapping> of(String id) {
        return ALL.stream().filter(m -> m.id().equals(id)).findFirst();
    }

    /// The format whose marks the start of a file has most of.
    ///
    /// @param file its path, with `/`
    public static Optional<Mapping> fitting(String head, String file) {
        Mapping best = null;
        int most = 0;
        for (Mapping mapping : ALL) {
            int fits = mapping.fits(head, file);
            boolean better =
                    (best == null || best.general() == mapping.general())
                            ? fits > most
                            : fits > 0 && best.general();
            if (better) {
                most = fits;
                best = mapping;
            }
        }
        return Optional.ofNullable(best);
    }

    private static List<Mapping> bundled() {
        List<Mapping> all = new ArrayList<>();
        try (BufferedReader names =
                new BufferedReader(
                        new InputStreamReader(open("formats.txt"), StandardCharsets.UTF_8))) {
            for (String id : names.lines().filter(line -> !line.isBlank()).toList()) {
                try (InputStream in = open(id + ".json5")) {
                    all.add(Mapping.read(in.readAllBytes(), id + ".json5"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(all);
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(
                Formats.class.getResourceAsStream(FOLDER + name), FOLDER + name);
    }
}
