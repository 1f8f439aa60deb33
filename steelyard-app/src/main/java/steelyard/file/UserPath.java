package steelyard.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import steelyard.refusal.Refusal;

/// Names of files as users write them.
public final class UserPath {
    private UserPath() {}

    /// The file of a name; `~/` is the user's own folder, as in a shell.
    ///
    /// @throws Refusal if no file can have that name
    public static Path of(String name) {
        try {
            return name.equals("~") || name.startsWith("~/")
                    ? Path.of(System.getProperty("user.home") + name.substring(1))
                    : Path.of(name);
        } catch (InvalidPathException e) {
            throw new Refusal("\"%s\" is no name of a file: %s".formatted(name, e.getReason()), e);
        }
    }
}
